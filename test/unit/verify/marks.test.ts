import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { codeSpans } from '../../../src/engine/verify/codeSpans';
import { editDistance, nearest } from '../../../src/engine/verify/editDistance';
import { findUnverified, markUnverified } from '../../../src/engine/verify/markUnverified';
import { markdownHash, parseMarkdown } from '../../../src/engine/write/markdownHash';

/** Marks every span whose name begins with `x`. */
const mark = (text: string, style: 'mark' | 'strike', language = 'en') => markUnverified(text, codeSpans(text).filter((span) => span.text.startsWith('x')), style, language);

const withoutMarks = (text: string) => findUnverified(text).flatMap(({ marks }) => marks).reverse().reduce((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), text);
/** A line through a name keeps away from letters. */
const squeezed = (text: string) => text.replace(/ /g, '');

describe.each([
  ['mark', 'en'],
  ['mark', 'ja'],
  ['strike', 'en'],
  ['strike', 'ja'],
] as const)('a name that is marked (%s, %s)', (style, language) => {
  test.each(['Calls `xs.add`.', '- `x1` and `y` and `x2`', '**`x`**: `y`', '`xを`は`x2`です。', 'いつも`x1`と書く', '| a | b |\n|---|---|\n| `x1` | `y` |', '*see `x1`*', 'a`x1`b', '``x`1`` twice `x2`'])('is found again in %s, also after a formatter', async (text) => {
    const names = codeSpans(text).filter((span) => span.text.startsWith('x')).map((span) => span.text);
    const marked = mark(text, style, language);
    expect(findUnverified(marked).map(({ name }) => name)).toEqual(names);
    expect(findUnverified(withoutMarks(marked))).toEqual([]);
    expect(squeezed(withoutMarks(marked))).toBe(squeezed(text));
    const formatted = await format(marked, { parser: 'markdown', proseWrap: 'always', printWidth: 20 });
    expect(findUnverified(formatted).map(({ name }) => name)).toEqual(names);
    expect(markdownHash(formatted)).toBe(markdownHash(marked));
  });
});

test('a text without marks has none, though it strikes something out or says the word', () => {
  expect(findUnverified('`x` is unverified, ~~gone~~ (*unverified*), `y` (unverified)')).toEqual([]);
});

test('where a mark is', () => {
  const text = 'Calls `xs.add` (*unverified*).';
  expect(findUnverified(text)).toEqual([{ name: 'xs.add', start: 6, end: 14, marks: [[14, 29]] }]);
});

describe('code spans', () => {
  test.each(['a `b` c', 'a ``b`c`` d', '`` ` `` and `x`', '- `a`\n- `b c`\n\n1. ` d `', 'escaped \\`a` and `b`', '```ts\n`a`\n```\n`b`', 'open ` only\n\n`a` closed', 'a `b\nc` d', '<!-- `a` --> `b`', '    `a`\n\n`b`', '[`a`](`b`)'])('are those of the parser: %j', (text) => {
    const parsed: string[] = [];
    const visit = (node: ReturnType<typeof parseMarkdown> | ReturnType<typeof parseMarkdown>['children'][number]): void => {
      if (node.type === ('inlineCode' as string)) parsed.push((node as unknown as { value: string }).value.replace(/\s+/g, ' '));
      if ('children' in node) (node.children as ReturnType<typeof parseMarkdown>['children']).forEach(visit);
    };
    visit(parseMarkdown(text));
    const spans = codeSpans(text);
    expect(spans.map((span) => span.text)).toEqual(parsed);
    for (const { start, end } of spans) expect(text.slice(start, end)).toMatch(/^`[^]*`$/);
  });
});

test('the distance of two names counts letters left out, added, replaced and swapped', () => {
  expect([editDistance('remove', 'remov'), editDistance('remove', 'ermove'), editDistance('remove', 'Removed'), editDistance('remove', 'remake'), editDistance('add', 'addAll')]).toEqual([1, 1, 1, 2, Infinity]);
  expect(nearest('remov', ['read', 'removed', 'remove'])).toBe('remove');
  expect(nearest('add', ['and', 'rid'])).toBe('and');
  expect(nearest('add', ['rid'])).toBeUndefined();
});
