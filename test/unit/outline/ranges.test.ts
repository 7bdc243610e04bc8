import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { outlineOf } from './mutants';

const folder = path.join(FIXTURES, 'outline');
const files = (await readdir(folder, { recursive: true })).filter((file) => /\.\w+$/.test(file)).sort();

test.each(files)('ids are unique, parents come first, and ranges do not overlap in part in %s', async (file) => {
  const text = await readFile(path.join(folder, file), 'utf8');
  const { symbols } = await outlineOf(file, text);
  expect(symbols.length).toBeGreaterThan(0);
  const ids = symbols.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  symbols.forEach((symbol, index) => {
    if (symbol.parent !== undefined) expect([symbol.id, ids.indexOf(symbol.parent)]).toEqual([symbol.id, expect.toSatisfy((at: number) => at >= 0 && at < index) as number]);
    for (const { start, end } of symbol.ranges) expect([symbol.id, start < end && end <= text.length]).toEqual([symbol.id, true]);
  });
  // Those with a chunk of their own lie apart or one within the other.
  const ranges = symbols.filter(({ inner }) => !inner).flatMap(({ id, ranges: own }) => own.map((range) => ({ id, ...range }))).sort((a, b) => a.start - b.start || b.end - a.end);
  const open: typeof ranges = [];
  for (const range of ranges) {
    while (open.length > 0 && open.at(-1)!.end <= range.start) open.pop();
    const around = open.at(-1);
    expect([range.id, around?.id, around === undefined || range.end <= around.end]).toEqual([range.id, around?.id, true]);
    open.push(range);
  }
});

test('a declaration brings its doc comment, its decorators, its semicolon and what stands behind it on its line', async () => {
  const text = `const before = 1; // its own\n\n// loose\n\n/** Doc. */\n// and a line\n@one() @two\nexport class A {\n  /** Field. */\n  @three b = 1; // behind\n\n  c() {} // too\n}\nconst after = 2;\n`;
  const { symbols } = await outlineOf('a.ts', text);
  const shown = Object.fromEntries(symbols.map(({ id, ranges }) => [id, ranges.map(({ start, end }) => text.slice(start, end))]));
  expect(shown.before).toEqual(['const before = 1; // its own']);
  expect(shown.A![0]).toMatch(/^\/\*\* Doc\. \*\/\n\/\/ and a line\n@one\(\) @two\nexport class A \{[\s\S]*\}$/);
  expect(shown['A.b']).toEqual(['/** Field. */\n  @three b = 1; // behind']);
  expect(shown['A.c']).toEqual(['c() {} // too']);
});
