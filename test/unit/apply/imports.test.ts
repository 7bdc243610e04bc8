import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { addImports, describeImports, readNeeded } from '../../../src/engine/apply/imports/addImports';
import { parseSource } from '../../../src/engine/apply/parsedSource';
import { applyTextEdits } from '../../../src/engine/apply/proposal';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';

const outliner = createInProcessOutliner({ wasmDir: path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm') });

/** The file with what is needed imported, or why it cannot be. */
async function added(file: string, text: string, needed: string): Promise<string> {
  const source = await parseSource(file, text, outliner);
  const imports = await readNeeded(needed, source, outliner);
  if (!imports) return 'no imports';
  const edits = addImports(source, imports);
  return 'refused' in edits ? edits.refused : applyTextEdits(text, edits);
}

describe('TypeScript and JavaScript', () => {
  test.each([
    ['joins the names of the same module', "import { a } from './x';\nuse(a);\n", "import { b } from './x'", "import { a, b } from './x';\nuse(a);\n"],
    ['on several lines', "import {\n    a,\n    c as d,\n} from './x';\n", "import { b } from './x'", "import {\n    a,\n    c as d,\n    b,\n} from './x';\n"],
    ['on several lines without a last comma', "import {\n  a\n} from './x';\n", "import { b } from './x'", "import {\n  a,\n  b\n} from './x';\n"],
    ['beside a default', "import x, { a } from './x';\n", "import { b as c } from './x'", "import x, { a, b as c } from './x';\n"],
    ['a statement of its own, in the quotes and with the ends of the file', 'import { a } from "./x" // why\n\nuse(a)\n', "import { b } from './y';", 'import { a } from "./x" // why\nimport { b } from "./y"\n\nuse(a)\n'],
    ['types apart from values', "import { a } from './x';\n", "import type { B } from './x';", "import { a } from './x';\nimport type { B } from './x';\n"],
    ['whole modules, defaults and effects', "import a from 'a';\n", "import * as b from 'b';\nimport c from 'c';\nimport 'd';", "import a from 'a';\nimport * as b from 'b';\nimport c from 'c';\nimport 'd';\n"],
    ['what is there already is not added', "import { a } from './x';\n", "import { a } from './x';", "import { a } from './x';\n"],
    ['a type that is imported as a value is there', "import { A } from './x';\n", "import type { A } from './x';", "import { A } from './x';\n"],
    ['in a file without imports', 'export const a = 1;\n', "import { b } from './x';", "import { b } from './x';\n\nexport const a = 1;\n"],
    ['below a shebang, a licence and a directive', "#!/usr/bin/env node\n// Copyright\n\n'use strict';\n\nconst a = 1;\n", "import { b } from './x';", "#!/usr/bin/env node\n// Copyright\n\n'use strict';\n\nimport { b } from './x';\n\nconst a = 1;\n"],
    ['two needs of one module are one statement', '', "import { a } from './x';\nimport { b } from './x';", "import { a, b } from './x';\n\n"],
    ['a name that means something else is refused', "import { a } from './x';\n", "import { a } from './y';", 'it imports the name a, which the file has for something else'],
    ['what is no import is told', '', 'const a = 1;', 'no imports'],
  ])('%s', async (_, text, needed, expected) => {
    expect(await added('a.ts', text, needed)).toBe(expected);
  });

  test('.js and .tsx as well', async () => {
    for (const file of ['a.js', 'a.tsx', 'a.mjs']) expect(await added(file, "import { a } from './x';\n", "import { b } from './x';")).toBe("import { a, b } from './x';\n");
  });
});

describe('Python', () => {
  test.each([
    ['joins the names of the same module', 'from x import a\n', 'from x import b as c', 'from x import a, b as c\n'],
    ['in parentheses', 'from x import (\n    a,\n)\n', 'from x import b', 'from x import (\n    a,\n    b,\n)\n'],
    ['a statement of its own, whatever stands behind the last', 'import os  # why\n\nos.getcwd()\n', 'import sys\nimport a.b as c', 'import os  # why\nimport sys\nimport a.b as c\n\nos.getcwd()\n'],
    ['never inside of a line that goes on', 'from x import a, \\\n    b\n', 'from x import c', 'from x import a, \\\n    b\nfrom x import c\n'],
    ['below what must come first', '"""Doc."""\nfrom __future__ import annotations\n\nx = 1\n', 'import os', '"""Doc."""\nfrom __future__ import annotations\nimport os\n\nx = 1\n'],
    ['below the doc string of a file without imports', '"""Doc."""\n\nx = 1\n', 'import os', '"""Doc."""\n\nimport os\n\nx = 1\n'],
    ['relative modules', 'from . import a\n', 'from .b import c', 'from . import a\nfrom .b import c\n'],
  ])('%s', async (_, text, needed, expected) => {
    expect(await added('a.py', text, needed)).toBe(expected);
  });
});

describe('Go', () => {
  test.each([
    ['in the group of the standard library, sorted', 'package a\n\nimport (\n\t"errors"\n\t"time"\n\n\t"example.com/b"\n)\n', 'import "fmt"', 'package a\n\nimport (\n\t"errors"\n\t"fmt"\n\t"time"\n\n\t"example.com/b"\n)\n'],
    ['in the group of others', 'package a\n\nimport (\n\t"errors"\n\n\t"example.com/b"\n)\n', 'import c "example.com/x/v2"', 'package a\n\nimport (\n\t"errors"\n\n\t"example.com/b"\n\tc "example.com/x/v2"\n)\n'],
    ['in a new group', 'package a\n\nimport (\n\t"errors"\n)\n', 'import "example.com/b"', 'package a\n\nimport (\n\t"errors"\n\n\t"example.com/b"\n)\n'],
    ['beside single ones', 'package a\n\nimport "errors"\n', 'import "fmt"', 'package a\n\nimport "errors"\nimport "fmt"\n'],
    ['the first', 'package a\n\nfunc A() {}\n', 'import "fmt"', 'package a\n\nimport "fmt"\n\nfunc A() {}\n'],
    ['for their effect, and all of their names', 'package a\n\nimport (\n\t"errors"\n)\n', 'import (\n\t_ "embed"\n\t. "fmt"\n)', 'package a\n\nimport (\n\t_ "embed"\n\t"errors"\n\t. "fmt"\n)\n'],
  ])('%s', async (_, text, needed, expected) => {
    expect(await added('a.go', text, needed)).toBe(expected);
  });
});

test('in other languages they are refused, with what to do', async () => {
  expect(await added('a.rs', 'fn a() {}\n', 'use std::fmt;')).toBe('it needs imports (fmt from std), which cannot be added to rust files: add them yourself, then run the command again');
});

test('they are described in a line', async () => {
  const source = await parseSource('a.ts', '', outliner);
  expect(describeImports((await readNeeded("import { a, b } from 'x';\nimport * as fs from 'fs';", source, outliner))!)).toBe('a, b from x; fs');
});
