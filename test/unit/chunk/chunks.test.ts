import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkFile, splitLarge } from '../../../src/engine/chunk/chunks';
import type { SectionPlan } from '../../../src/engine/chunk/sections';
import type { CodeSymbol, Range } from '../../../src/engine/outline/outline';

const section = (id: string, ranges: readonly Range[], depth: number): SectionPlan => ({ kind: 'symbol', id, depth, members: [], inner: [], symbol: { id, ranges } as unknown as CodeSymbol });

test('the chunks of any file concatenate to the file, whatever the symbols claim', () => {
  const range = fc.tuple(fc.nat(220), fc.nat(220)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
  const symbols = fc.array(fc.record({ ranges: fc.array(range, { minLength: 1, maxLength: 3 }), depth: fc.nat(3) }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), symbols, (text, claimed) => {
      const sections: SectionPlan[] = [{ kind: 'overview', id: 'overview' }, ...claimed.map(({ ranges, depth }, i) => section(`s${i}`, ranges, depth))];
      const pieces = chunkFile(text.length, sections).flatMap(({ ranges }) => ranges).sort((a, b) => a.start - b.start);
      expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    }),
  );
});

test('a member’s text belongs to the member, the rest of the class to the class', () => {
  const chunks = chunkFile(100, [{ kind: 'overview', id: 'overview' }, section('C', [{ start: 10, end: 90 }], 0), section('C.m', [{ start: 30, end: 50 }], 1)]);
  expect(chunks).toEqual([
    { section: 'overview', ranges: [{ start: 0, end: 10 }, { start: 90, end: 100 }] },
    { section: 'C', ranges: [{ start: 10, end: 30 }, { start: 50, end: 90 }] },
    { section: 'C.m', ranges: [{ start: 30, end: 50 }] },
  ]);
});

test('the parts of a very large symbol concatenate to it, none over the limit, none empty, no surrogates torn', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\n\n', '🦊', ' = '), maxLength: 400 }), fc.integer({ min: 2, max: 60 }), (text, most) => {
      const parts = splitLarge(text, most);
      expect(parts.join('')).toBe(text);
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(most);
      for (const part of parts) expect(part).not.toMatch(/[\ud800-\udbff]$/);
    }),
  );
});
