import { describe, expect, test } from 'vitest';
import { fileRows } from '../../../src/webview/parts/fileRows';
import { nextSorting, sortRows } from '../../../src/webview/parts/sort';
import { madeUpRun } from './madeUpRun';

describe('sorting', () => {
  test('figures by size, names as people count, what has no value last either way', () => {
    expect(sortRows([3, 10, 2], (n) => n, false)).toEqual([2, 3, 10]);
    expect(sortRows(['b10', 'b9', 'a'], (name) => name, false)).toEqual(['a', 'b9', 'b10']);
    expect(sortRows([1, undefined, 2], (n) => n, false)).toEqual([1, 2, undefined]);
    expect(sortRows([1, undefined, 2], (n) => n, true)).toEqual([2, 1, undefined]);
  });

  test('what is equal keeps its order, and the rows themselves are left alone', () => {
    const rows = [{ k: 1, n: 'a' }, { k: 0, n: 'b' }, { k: 1, n: 'c' }];
    expect(sortRows(rows, ({ k }) => k, true).map(({ n }) => n)).toEqual(['a', 'c', 'b']);
    expect(rows.map(({ n }) => n)).toEqual(['a', 'b', 'c']);
  });

  test('begins with the largest figure, or the first name, and turns round', () => {
    const byName = nextSorting({ column: 'cost', descending: true }, 'name', false);
    expect(byName).toEqual({ column: 'name', descending: false });
    expect(nextSorting(byName, 'name', false)).toEqual({ column: 'name', descending: true });
    expect(nextSorting(byName, 'tokens', true)).toEqual({ column: 'tokens', descending: true });
  });
});

describe('rows of files', () => {
  const { files } = madeUpRun({ files: 12 });

  test('sections stand below their file, sorted alike, where it is open', () => {
    const open = files[3]!.path;
    const rows = fileRows(files, { column: 'cost', descending: true }, new Set([open]));
    expect(rows.length).toBe(12 + 4);
    const at = rows.findIndex(({ file, section }) => file.path === open && !section);
    const below = rows.slice(at + 1, at + 5);
    expect(below.every(({ file, section }) => file.path === open && section)).toBe(true);
    const costs = below.map(({ section }) => section!.costUsd);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    const all = rows.filter(({ section }) => !section).map(({ file }) => file.costUsd);
    expect(all).toEqual([...all].sort((a, b) => b - a));
  });

  test('a column that is not there leaves the order of the report', () => {
    expect(fileRows(files, { column: 'gone', descending: true }, new Set()).map(({ file }) => file.path)).toEqual(files.map(({ path }) => path));
  });
});
