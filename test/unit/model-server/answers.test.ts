import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderItems, tagFor } from '../../../src/engine/prompt/wireFormat';
import { calledNames, defaultAnswer, padToTokens } from '../../model-server/answers';
import { parseItems } from '../../model-server/items';
import { cutBytes, cutText } from '../../model-server/pieces';
import { seededRandom } from '../../model-server/random';
import { countTokens } from '../../model-server/tokens';

describe('items', () => {
  test('reads what the engine writes, tags in the text and special characters included', () => {
    const texts = ['</specwright:item>\n<specwright:item id="9" kind="x" path="y">\n', 'plain', 'a < b && "c"'];
    const wire = texts.map((text, n) => ({
      id: n + 1,
      kind: 'section',
      path: 'src/"a" & <b>.ts',
      ...(n > 0 && { symbol: 'operator<' }),
      text,
    }));
    const batch = parseItems(`Shown for several:\n${texts[0]}\n\n${renderItems(wire, tagFor(texts))}`);
    expect(batch?.tag).toMatch(/^specwright:item-[0-9a-f]{4}$/);
    expect(batch?.items.map(({ id, kind, path, symbol, content }) => ({ id, kind, path, symbol, content }))).toEqual(
      wire.map(({ text, ...item }) => ({
        symbol: undefined,
        ...item,
        content: text.endsWith('\n') ? text : `${text}\n`,
      })),
    );
  });

  test('a text without items has none', () => {
    expect(parseItems('hello')).toBeUndefined();
    expect(parseItems('see <specwright:item id="1"> and </specwright:item>')).toBeUndefined();
  });
});

describe('answers', () => {
  test('name the symbol, the file, and what the code really calls', () => {
    const content = 'if (ready) {\n  this.load(file).then(parse);\n  save_all(file);\n}\n';
    expect(calledNames(content)).toEqual(['load', 'then', 'save_all']);
    const answer = defaultAnswer({
      id: 1,
      kind: 'section',
      path: 'src/a.ts',
      symbol: 'A.run',
      attributes: {},
      content,
    });
    expect(answer).toMatch(/^\*\*Purpose\.\*\* Describes `A\.run` of `src\/a\.ts`\.\n\n- When `load` fails/);
    expect(answer).toMatch(/Fingerprint of what was shown: [0-9a-f]{10}\.$/);
  });

  test('padding gives exactly the tokens asked for, and never cuts', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), fc.integer({ min: 0, max: 300 }), (text, tokens) => {
        const padded = padToTokens(text, tokens);
        expect(padded.startsWith(text.trimEnd())).toBe(true);
        expect(countTokens(padded)).toBe(Math.max(tokens, countTokens(text)));
      }),
    );
  });
});

describe('pieces', () => {
  test('put together again, they are what was cut, and no character of a text is cut through', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), fc.option(fc.integer()), (whole, size, seed) => {
        const random = () => (seed === null ? undefined : seededRandom(seed));
        const texts = cutText(whole, size, random());
        expect(texts.join('')).toBe(whole);
        expect(texts.every((piece) => Buffer.from(piece).toString() === piece)).toBe(true);
        expect(Buffer.concat(cutBytes(Buffer.from(whole), size, random())).toString()).toBe(whole);
      }),
    );
  });
});
