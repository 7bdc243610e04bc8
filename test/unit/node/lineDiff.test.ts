import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from '../../../src/node/lineDiff';

test('shows what went and what came, with three lines around it', () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n');
  const after = before.replace('line 10', 'new 10').replace('line 2\n', '');
  expect(lineDiff(before, after)).toBe(' line 0\n line 1\n-line 2\n line 3\n line 4\n line 5\n…\n line 7\n line 8\n line 9\n-line 10\n+new 10\n line 11\n line 12\n line 13');
});

test('is empty for texts that differ in their line ends alone', () => {
  expect(lineDiff('a\r\nb\r\n', 'a\nb')).toBe('');
});

test('has every line that went and every line that came, in their order', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(lines, lines, (before, after) => {
    const diff = lineDiff(before.join('\n'), after.join('\n')).split('\n');
    const count = (all: readonly string[], line: string) => all.filter((one) => one === line).length;
    for (const line of ['a', 'b', 'c']) expect(count(diff, `+${line}`) - count(diff, `-${line}`)).toBe(count(after, line) - count(before, line));
  }));
});
