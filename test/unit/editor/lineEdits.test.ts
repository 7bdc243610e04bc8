import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, lineEdits, rebaseEdits } from '../../../src/editor/lineEdits';

/** Few different lines, so that texts have much in common, in all orders. */
const text = fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c', '', 'd\r'), { maxLength: 40 }), fc.boolean()).map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));

describe('lineEdits', () => {
  test('turns one text into the other', () => {
    fc.assert(fc.property(text, text, (from, to) => void expect(applyEdits(from, lineEdits(from, to))).toBe(to)), { numRuns: 2_000 });
  });

  test('makes edits that are in order and apart, and none where nothing differs', () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        const edits = lineEdits(from, to);
        edits.forEach((edit, i) => expect(edit.start).toBeGreaterThan(edits[i - 1]?.end ?? -1));
        expect(edits.length === 0).toBe(from === to);
      }),
    );
  });

  test('touches only the lines that differ', () => {
    const from = Array.from({ length: 100 }, (_, i) => `line ${i}\n`);
    const to = [...from.slice(0, 10), 'new\n', ...from.slice(10, 50), 'other\n', ...from.slice(51)];
    expect(lineEdits(from.join(''), to.join('')).map((edit) => edit.text)).toEqual(['new\n', 'other\n']);
  });

  test('replaces the middle as a whole where nearly everything differs', () => {
    const from = Array.from({ length: 3_000 }, (_, i) => `from ${i}\n`).join('');
    const to = Array.from({ length: 3_000 }, (_, i) => `to ${i}\n`).join('');
    expect(lineEdits(`head\n${from}tail\n`, `head\n${to}tail\n`)).toEqual([{ start: 5, end: 5 + from.length, text: to }]);
  });
});

describe('rebaseEdits', () => {
  const base = 'one\ntwo\nthree\nfour\nfive\n';

  test('puts what we changed where somebody else did not', () => {
    const ours = base.replace('four\n', 'FOUR\n4b\n');
    const theirs = base.replace('one\n', 'one\nand a half\n');
    expect(applyEdits(theirs, rebaseEdits(base, ours, theirs)!)).toBe('one\nand a half\ntwo\nthree\nFOUR\n4b\nfive\n');
  });

  test('gives up where both changed the same place', () => {
    expect(rebaseEdits(base, base.replace('two', 'TWO'), base.replace('two', 'zwei'))).toBeUndefined();
    expect(rebaseEdits(base, base.replace('two\n', 'two\nours\n'), base.replace('two\n', 'two\ntheirs\n'))).toBeUndefined();
  });

  test('keeps every line of theirs', () => {
    fc.assert(
      fc.property(text, text, text, (from, ours, theirs) => {
        const edits = rebaseEdits(from, ours, theirs);
        if (!edits) return;
        const merged = applyEdits(theirs, edits);
        // What they made of the base is still there: taking our edits back gives their text again.
        if (lineEdits(from, ours).length === 0) expect(merged).toBe(theirs);
        if (from === theirs) expect(merged).toBe(ours);
      }),
      { numRuns: 500 },
    );
  });
});
