import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { containedPath, PathRefused, writablePath } from '../../../src/engine/safety/containment';

describe('a contained path', () => {
  test.each([
    ['', ''], ['.', ''], ['./', ''], ['a', 'a'], ['./a//b/', 'a/b'], ['a/./b', 'a/b'], ['...', '...'], ['a..b/..c', 'a..b/..c'],
    ['日本語/файл “x” #1 100%.ts', '日本語/файл “x” #1 100%.ts'], ['．．/a', '．．/a'], ['[id].tsx', '[id].tsx'],
  ])('%j is %j', (given, expected) => expect(containedPath(given)).toBe(expected));

  test.each([
    ['/etc/passwd', 'absolute'], ['//server/share', 'absolute'], ['\\\\server\\share', 'absolute'], ['C:/x', 'absolute'], ['c:x', 'absolute'], ['C:\\x', 'malformed'], ['./C:', 'absolute'],
    ['..', 'outside'], ['../a', 'outside'], ['a/../../b', 'outside'], ['a/../b', 'outside'], ['a/..', 'outside'], ['..\\a', 'malformed'], ['a\\..\\..\\b', 'malformed'],
    ['a\0.ts', 'malformed'],
  ])('%j is refused: %s', (given, because) => {
    expect(() => containedPath(given)).toThrow(PathRefused);
    expect(() => containedPath(given)).toThrow(expect.objectContaining({ because }) as Error);
  });

  test('never leaves the folder, whatever is given', () => {
    const names = fc.oneof(fc.constantFrom('..', '.', '', 'a', '...', '.. ', 'C:', '\\', '\0', '..\\..', 'con', '.git', '~', '%2e%2e'), fc.string({ maxLength: 6 }));
    fc.assert(fc.property(fc.array(names, { maxLength: 6 }).map((each) => each.join('/')), (given) => {
      let contained: string;
      try {
        contained = containedPath(given);
      } catch (error) {
        expect(error).toBeInstanceOf(PathRefused);
        return;
      }
      for (const { system, root } of [{ system: path.posix, root: '/w' }, { system: path.win32, root: 'D:\\w' }]) {
        const absolute = system.resolve(root, contained);
        expect(absolute === root || absolute.startsWith(root + system.sep)).toBe(true);
        expect(system.resolve(system.join(root, contained))).toBe(absolute);
      }
      expect(containedPath(contained)).toBe(contained);
    }), { numRuns: 2_000 });
  });
});

describe('a writable path', () => {
  test.each(['specs/a.ts.spec.md', 'console.md', 'com10.md', 'aux-file.ts', '.github/workflows/ci.yml', '.gitignore', '.gitattributes', 'a.git/x'])('%j is one', (given) => {
    expect(writablePath(given)).toBe(given);
  });

  test.each([
    ['', 'malformed'], ['CON', 'reserved'], ['con.ts', 'reserved'], ['a/Aux.spec.md', 'reserved'], ['nul/x', 'reserved'], ['COM1.txt', 'reserved'], ['lpt9', 'reserved'], ['COM¹', 'reserved'],
    ['CONIN$', 'reserved'], ['prn .txt', 'reserved'], ['a./b', 'reserved'], ['a ', 'reserved'], ['.. /x', 'reserved'], ['.../x', 'reserved'],
    ['.git/hooks/pre-commit', 'git'], ['sub/.GIT/config', 'git'], ['.g\u200cit/config', 'git'], ['GIT~1/config', 'git'], ['.git./config', 'git'], ['../x', 'outside'],
  ])('%j is refused: %s', (given, because) => {
    expect(() => writablePath(given)).toThrow(expect.objectContaining({ because }) as Error);
  });

  test('a refusal names the path and what to do', () => {
    expect(() => writablePath('docs/con.md')).toThrow('"docs/con.md" cannot exist on Windows: the name "con.md" is reserved there. Choose another name.');
  });
});
