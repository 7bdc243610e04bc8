import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, encodeText, lineEndingOf, NEW_FILE_SHAPE, sameText, type TextShape } from '../../../src/engine/write/textFile';

const shapes: fc.Arbitrary<TextShape> = fc.oneof(
  fc.record({ encoding: fc.constant('utf-8' as const), hadBom: fc.boolean(), eol: fc.constantFrom('lf' as const, 'crlf' as const) }),
  fc.record({ encoding: fc.constantFrom('utf-16le' as const, 'utf-16be' as const), hadBom: fc.constant(true), eol: fc.constantFrom('lf' as const, 'crlf' as const) }),
);
/** Well-formed, without NUL, without a mark at the start. */
const texts = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('\n', '\r\n', '日本語', '😀', 'x')), { maxLength: 12 })
  .map((parts) => parts.join('').replaceAll('\0', '').replace(/^\uFEFF+/, ''));

test('what was encoded decodes to the same text, for every encoding and line ending', () => {
  fc.assert(fc.property(texts, shapes, (text, shape) => {
    const decoded = decodeText(encodeText(text, shape));
    if (decoded.undecodable) throw new Error(decoded.reason);
    expect(sameText(decoded.text, text)).toBe(true);
    expect(decoded.shape.encoding).toBe(shape.encoding);
    expect(decoded.shape.hadBom).toBe(shape.hadBom);
    if (decoded.text.includes('\n')) expect(decoded.shape.eol).toBe(shape.eol);
    // And what was decoded encodes to the same bytes: an edit of one line changes no other.
    expect(encodeText(decoded.text, { ...decoded.shape, eol: shape.eol })).toEqual(encodeText(text, shape));
  }), { numRuns: 1_000 });
});

describe('bytes that are no text', () => {
  test.each([
    ['a NUL', [0x61, 0, 0x62], 'binary', 'a binary file'],
    ['UTF-16 without a mark', [0x61, 0, 0x62, 0], 'binary', 'a binary file'],
    ['UTF-32', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0], 'binary', 'a binary file'],
    ['Latin-1', [0x63, 0xe9], 'invalid', 'not valid UTF-8'],
    ['an overlong slash', [0xc0, 0xaf], 'invalid', 'not valid UTF-8'],
    ['a surrogate in UTF-8', [0xed, 0xa0, 0x80], 'invalid', 'not valid UTF-8'],
    ['half a pair', [0xff, 0xfe, 0x61], 'invalid', 'not valid UTF-16'],
    ['a lone surrogate', [0xfe, 0xff, 0xd8, 0x00, 0x00, 0x61], 'invalid', 'not valid UTF-16'],
  ] as const)('%s', (_, bytes, undecodable, reason) => expect(decodeText(Uint8Array.from(bytes))).toEqual({ undecodable, reason }));
});

test.each([
  ['', 'lf'], ['a', 'lf'], ['a\n', 'lf'], ['a\r\n', 'crlf'], ['a\r\nb\r\nc\n', 'crlf'], ['a\r\nb\n', 'lf'], ['a\rb', 'lf'],
] as const)('the line ending of %j is %s', (text, eol) => expect(lineEndingOf(text)).toBe(eol));

test('a new file is UTF-8 with line feeds', () => {
  expect(Buffer.from(encodeText('a\r\nü\n', NEW_FILE_SHAPE)).toString()).toBe('a\nü\n');
});
