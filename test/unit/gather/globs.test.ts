import { describe, expect, test } from 'vitest';
import { expandBraces, globMatcher } from '../../../src/engine/gather/globs';

test.each([
  ['a', ['a']], ['{a,b}', ['a', 'b']], ['x{a,b{c,d}}y', ['xay', 'xbcy', 'xbdy']], ['**/*.{ts,tsx}', ['**/*.ts', '**/*.tsx']], ['{a}', ['{a}']], ['{a,b', ['{a,b']], ['{,x}y', ['y', 'xy']],
])('%s stands for %j', (glob, expected) => expect(expandBraces(glob).sort()).toEqual([...expected].sort()));

test('a glob that stands for too many is refused', () => expect(() => expandBraces('{a,b,c,d}'.repeat(9))).toThrow('more than 1000'));

describe('a glob', () => {
  test.each([
    ['*.ts', 'a/b.ts', true], ['src', 'src/a/b.ts', true], ['src/**', 'src/a/b.ts', true], ['**/node_modules', 'a/node_modules/b', true], ['./a.ts', 'a.ts', true], ['./a.ts', 'b/a.ts', false],
    ['/src/*.ts', 'src/a.ts', true], ['/src/*.ts', 'src/a/b.ts', false], ['*.TS', 'a.ts', false], ['#a', '#a', true], ['**/[ab].ts', 'x/a.ts', true], ['', 'a', false],
  ])('%s, %s: %s', (glob, path, expected) => expect(globMatcher([glob])(path)).toBe(expected));
});
