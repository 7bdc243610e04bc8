import { expect, test } from 'vitest';
import { reindent, scanCode } from '../../../src/engine/project/codeScan';
import { goImports } from '../../../src/engine/project/profiles/go/goImports';
import { pyImports } from '../../../src/engine/project/profiles/python/pyImports';
import { tsImports } from '../../../src/engine/project/profiles/typescript/tsImports';

test('names in strings and comments are not code, in interpolations they are', () => {
  const used = (code: string, language: 'go' | 'typescript' | 'python') => scanCode(code, language).code.match(/\w+/g) ?? [];
  expect(used('a := "b" + `c` // d\n/* e */ f(\'g\')', 'go')).toEqual(['a', 'f']);
  expect(used('a("b\\"c", \'d\', `e ${f}`); // g', 'typescript')).toEqual(['a', 'e', 'f']);
  expect(used('a = /b"c/.test(d) / e / f;', 'typescript')).toEqual(['a', 'test', 'd', 'e', 'f']);
  expect(used('a = "b"  # c\nd = f"{e}"\n"""f\ng"""', 'python')).toEqual(['a', 'd', 'f', 'e']);
});

test('a string that nobody ended does not swallow what follows its line', () => {
  expect(scanCode('a = "b\nc', 'python').code).toBe('a =   \nc');
});

test('code gets the indentation of its place and keeps its own steps', () => {
  expect(reindent('\n\n    if a:\n        b()\n\n    c()\n\n', '        ', 'python')).toBe('        if a:\n            b()\n\n        c()');
  expect(reindent('  a(`\n  b\n`);\r\n  c();', '\t', 'typescript')).toBe('\ta(`\n  b\n`);\n\tc();');
  expect(reindent('x = 1', '    ', 'python')).toBe('    x = 1');
});

test('imports of Go, in all their spellings', () => {
  expect(goImports.parse('import (\n\t"fmt"\n\tj "encoding/json" // for answers\n\t_ "embed"\n)').map(({ module, local }) => `${local} ${module}`)).toEqual(['fmt fmt', 'j encoding/json', '_ embed']);
  expect(goImports.parse('github.com/go-chi/chi/v5')).toEqual([]);
  expect(goImports.parse('"github.com/go-chi/chi/v5"')).toEqual([{ module: 'github.com/go-chi/chi/v5', name: '*', local: 'chi' }]);
  expect(goImports.render([...goImports.parse('"os"'), ...goImports.parse('"github.com/x/y"'), ...goImports.parse('"fmt"')])).toBe('import (\n\t"fmt"\n\t"os"\n\n\t"github.com/x/y"\n)\n');
});

test('imports of TypeScript, in all their spellings', () => {
  const again = (...statements: string[]) => tsImports.render(statements.flatMap((statement) => tsImports.parse(statement)));
  expect(again("import type { B, A as C } from './b.js';", 'import x, { type Y } from "y"', "import * as z from 'node:z';", "import './effects.js'")).toBe("import * as z from 'node:z';\nimport x, { type Y } from 'y';\nimport type { A as C, B } from './b.js';\nimport './effects.js';\n");
  expect(again("import { one,\n  two,\n} from 'x';")).toBe("import { one, two } from 'x';\n");
  expect(tsImports.parse('nothing of the kind')).toEqual([]);
});

test('imports of Python, in all their spellings', () => {
  const again = (...statements: string[]) => pyImports.render(statements.flatMap((statement) => pyImports.parse(statement)));
  expect(again('import os, sys as system', 'from a.b import (\n    One,\n    two as three,  # why\n)', 'from .near import x', 'import datetime')).toBe('import datetime\nimport os\nimport sys as system\n\nfrom a.b import One, two as three\n\nfrom .near import x\n');
  expect(pyImports.parse('print("import os")')).toEqual([]);
});
