import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnswerSplitter, type ClosedItem } from '../../../src/engine/prompt/answerSplitter';
import { renderItems, tagFor } from '../../../src/engine/prompt/wireFormat';

const TAG = 'specwright:item';
const answer = (items: readonly ClosedItem[], tag = TAG) => items.map(({ id, text }) => `<${tag} id="${id}">\n${text}</${tag}>\n`).join('\n');

function split(pieces: readonly string[], ids: readonly number[], tag = TAG) {
  const splitter = new AnswerSplitter(tag, ids);
  const closed = pieces.flatMap((piece) => splitter.push(piece));
  return { closed: [...closed, ...splitter.end()], missing: [...splitter.missing] };
}

describe('the splitter', () => {
  const lines = fc.array(fc.oneof(fc.string(), fc.constantFrom('', '<p>', '  </specwright:item>', '`<specwright:item id="1">`', '# a', 'é漢字🦊', 'x\r')), { maxLength: 8 });
  const texts = fc.array(lines.map((l) => l.map((line) => `${line.replaceAll('\n', ' ').replace(/^<(\/?)specwright/, '$1')}\n`).join('')), { minLength: 1, maxLength: 6 });

  test('gives the same items however the stream is cut into pieces', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { maxLength: 40 }), (all, cuts) => {
        const items = all.map((text, i) => ({ id: i + 1, text }));
        const whole = `Here you are:\n${answer(items)}\nDone.`;
        const points = [...new Set(cuts.map((c) => c % (whole.length + 1)))].sort((a, b) => a - b);
        const pieces = [...points, whole.length].map((end, i) => whole.slice(points[i - 1] ?? 0, end));
        const { closed, missing } = split(pieces, items.map((i) => i.id));
        expect(closed).toEqual(items);
        expect(missing).toEqual([]);
      }),
    );
  });

  test('keeps what closed when the stream breaks off', () => {
    const whole = answer([{ id: 1, text: 'one\n' }, { id: 2, text: 'two\n' }]);
    const { closed, missing } = split([whole.slice(0, whole.lastIndexOf('</'))], [1, 2]);
    expect(closed).toEqual([{ id: 1, text: 'one\n' }]);
    expect(missing).toEqual([2]);
  });

  test('takes the first of two answers to one item, and none that nobody asked for', () => {
    const { closed } = split([answer([{ id: 1, text: 'first\n' }, { id: 1, text: 'second\n' }, { id: 9, text: 'what\n' }])], [1]);
    expect(closed).toEqual([{ id: 1, text: 'first\n' }]);
  });

  test('loses an item that another one opens in the middle of', () => {
    const { closed, missing } = split([`<${TAG} id="1">\nhalf\n${answer([{ id: 2, text: 'whole\n' }])}`], [1, 2]);
    expect(closed).toEqual([{ id: 2, text: 'whole\n' }]);
    expect(missing).toEqual([1]);
  });

  test('closes an item at the very end, without a line break', () => {
    expect(split([`<${TAG} id="1">\r\nx\r\n</${TAG}>`], [1]).closed).toEqual([{ id: 1, text: 'x\r\n' }]);
  });
});

describe('the tag', () => {
  test('has a suffix where a text of the batch holds the tag itself, the same one every time', () => {
    expect(tagFor(['a', 'b'])).toBe(TAG);
    const tag = tagFor(['a', `const tag = '<${TAG} id="1">';`]);
    expect(tag).toMatch(/^specwright:item-[0-9a-f]{4}$/);
    expect(tagFor(['a', `const tag = '<${TAG} id="1">';`])).toBe(tag);
  });

  test('never stands in a text of the batch', () => {
    const first = tagFor([TAG]);
    const texts = [TAG, first];
    expect(texts.some((text) => text.includes(tagFor(texts)))).toBe(false);
  });

  test('an item that shows the tag comes back whole', () => {
    const text = `</${TAG}>\n<${TAG} id="2">\n`;
    const tag = tagFor([text]);
    expect(renderItems([{ id: 1, kind: 'section', path: 'a "b".ts', symbol: 'x', text }], tag)).toContain('path="a &quot;b&quot;.ts"');
    expect(split([answer([{ id: 1, text }], tag)], [1], tag).closed).toEqual([{ id: 1, text }]);
  });
});
