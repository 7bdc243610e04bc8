import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES, workspaceOf } from '../engine/workspace';

async function specOf(file: string, text: string, request = {}): Promise<string> {
  const workspace = await workspaceOf({ [file]: text });
  await workspace.run({ request });
  return workspace.read(`specs/${file}.spec.md`);
}

describe('a language is told in its own words', () => {
  test.each([
    ['a.go', 'package a\n\nfunc Do() error { panic("x") }\nfunc undo() {}\n', ['| exports | kind', '| unexported | kind', '`func undo()` · unexported', 'Panics: `panic`.', 'Package: `a`.']],
    ['a.rs', 'pub mod m { pub(crate) fn f() -> Result<(), E> { Err(E::Gone) } }\n', ['| public | kind', '`m` | module |'.replace('`m`', '[`m`](#m)'), '`pub(crate) fn f() -> Result<(), E>` · pub(crate)', 'Errors: `E::Gone`.', '### `m::f()`']],
    ['a.rs', 'struct A;\nimpl Drop for A { fn drop(&mut self) { f() } }\n', ['### `<A as Drop>::drop()`', '`struct A` · private']],
    ['A.java', 'class A { int i; }\n@interface B { int value() default 1; }\nrecord C(int x) {}\n', ['| package-private | kind', '| annotation |', '| record |', 'default `1`']],
    ['A.cs', 'public record R(int X);\nclass A { ~A() {} protected internal void F() { G(); } void IDisposable.Dispose() { G(); } }\n', ['| record |', '`protected internal void F()` · protected internal', '`~A()`\n', '`void IDisposable.Dispose()`\n']],
    ['a.hpp', '#define TWICE(x) ((x) * 2)\nnamespace n { class Ring { public: void push(int i); }; union U { int a; }; }\n', ['| macro |', '[`n::Ring`](#nring)', '#### `n::Ring::push(i)`', '| union |']],
    ['a.c', 'struct point { int x; int y; };\n', ['| member | type | |\n']],
    ['a.rb', 'module M\n  class Q\n    def add(a, b: 1) = go(a)\n    def self.of = go(1)\n  end\nend\nraise ArgumentError\n', ['### `M::Q`', '`M::Q#add(a, b:)`', '`M::Q.of()`', 'Raises: `ArgumentError`.', '| module |']],
    ['a.php', '<?php\nclass Q { function add($a) { go(); } }\n', ['| defines | kind', '### `Q::add($a)`']],
    ['a.sh', 'die() {\n  local status="$1" text="${2:-no reason}"\n  exit 3\n}\n', ['## `die status [text]`', '| parameter | position |', 'Ends with `exit 3`.']],
    ['a.ps1', 'function Get-It([int] $Count) { throw "x" }\n', ['## `Get-It`\n', '| `-Count` | `[int]` |']],
    ['a.py', 'class A:\n    @property\n    def x(self): return self.a + 1\n\ndef g(a, /, *, b):\n    raise KeyError\n', ['· property · public', '## `g(a, /, *, b)`', 'positional only', 'keyword only', 'Raises `KeyError`.']],
  ])('%s: %s', async (file, text, told) => {
    const spec = await specOf(file, text);
    for (const words of told) expect(spec).toContain(words);
  });
});

describe('what is there only under a condition says so', () => {
  test.each([
    ['a.py', 'import sys\nif sys.platform == "win32":\n    def f(): g()\nelse:\n    def f(): h()\n', ['`if sys.platform == "win32"`', '`else of if sys.platform == "win32"`']],
    ['a.py', 'try:\n    import x\nexcept ImportError:\n    x = None\n', ['`except ImportError`']],
    ['a.h', '#ifndef A_H\n#define A_H\n#if defined(TRACE)\nvoid trace(int a);\n#endif\n#endif\n', ['`void trace(int a)` · `#if defined(TRACE)`']],
    ['A.cs', 'class A {\n#if DEBUG\n  void F() { G(); }\n#else\n  void F() { H(); }\n#endif\n}\n', ['· `#if DEBUG`', '· `#else of #if DEBUG`']],
    ['a.go', '//go:build linux && !cgo\n\npackage a\n', ['Conditions: `//go:build linux && !cgo`.']],
    ['a.sh', 'if [[ -t 1 ]]; then\n  green() { tput setaf 2; }\nfi\n', ['· `if [[ -t 1 ]]`']],
    ['a.php', "<?php\nif (!function_exists('f')) {\n  function f() { g(); }\n}\n", ["· `if (!function_exists('f'))`"]],
    ['a.ps1', '#Requires -Modules Pester\nfunction Get-It { Get-Date }\n', ['Conditions: `#Requires -Modules Pester`.']],
  ])('%s: %s', async (file, text, told) => {
    const spec = await specOf(file, text);
    for (const words of told) expect(spec).toContain(words);
  });

  test('an include guard, and a definition in both branches, are no conditions', async () => {
    const spec = await specOf('a.h', '#ifndef A_H\n#define A_H\n#ifdef WIN\nvoid lock(int a) { x(a); }\n#else\nvoid lock(int a) { y(a); }\n#endif\n#endif\n');
    expect(spec).toContain('`void lock(int a)`\n');
  });
});

test('what tells namesakes apart in an id is not read: kinds and hashes go, a destructor stays', async () => {
  const spec = await specOf('a.hpp', 'class facade { public: ~facade(); void f(int a); void f(char b); };\n');
  expect(spec).toContain('### `facade::~facade()`');
  expect(spec).toContain('### `facade::f(int a)`');
  expect(await specOf('a.ts', 'export class A { of() { f(); } static of() { g(); } }\n')).toMatch(/### `A\.of\(\)`[^]*### `A\.of\(\)`/);
});

test('headings that read alike are linked one by one', async () => {
  const spec = await specOf('a.rs', 'pub struct Cache { pub a: u8 }\n#[macro_export]\nmacro_rules! cache { () => {} }\n');
  expect(spec).toContain('[`Cache`](#cache) | struct');
  expect(spec).toContain('[`cache`](#cache-1) | macro');
});

test('a property is one member, with the type that it is read and set by', async () => {
  const spec = await specOf('a.py', 'class A:\n    @property\n    def size(self) -> int:\n        return self._size\n    @size.setter\n    def size(self, value: int) -> None:\n        self._size = value\n');
  expect(spec).toContain('| `size` | `int` | public, property, setter | |');
});

test.each([
  ['@dataclass\nclass A:\n    a: int\n    b: str = "x"\n    c: ClassVar[int] = 3\n', 'A(a: int, b: str = "x")'],
  ['@dataclass(kw_only=True)\nclass A(Base):\n    a: int\n', 'A(…, *, a: int)'],
  ['class A(NamedTuple):\n    a: int\n', 'A(a: int)'],
])('Python makes the constructor of a data class: %s', async (text, call) => {
  expect(await specOf('a.py', text)).toContain(`**Constructor** \`${call}\``);
});

test('a class that writes its own constructor, or none, gets none made up', async () => {
  expect(await specOf('a.py', '@dataclass(init=False)\nclass A:\n    a: int\n')).not.toContain('**Constructor**');
  expect(await specOf('a.py', 'class A:\n    a: int\n')).not.toContain('**Constructor**');
});

test('what a type is made of besides its own members stays in sight', async () => {
  const spec = await specOf('a.ts', 'export type Options = { retries: number } & Limits;\nexport const registry = { queues: new Map(), close() { go(); } };\n');
  expect(spec).toContain('`type Options = { … } & Limits`');
  expect(spec).toContain('`const registry = { queues, close }`');
});

test('a component that is rendered is a call, an element of the page is none', async () => {
  const spec = await specOf('a.tsx', 'export function Page() {\n  return <main><Menu.Item /><Footer>x</Footer></main>;\n}\n');
  expect(spec).toContain('Calls `Menu.Item`, `Footer`.');
});

test('what a file does when it is loaded is told with the file', async () => {
  expect(await specOf('a.ts', 'start(1);\nexport const f = () => stop();\n')).toContain('Calls when loaded: `start`.');
});

test('headings and examples within a doc comment make no headings of the spec', async () => {
  const spec = await specOf('a.py', 'def f():\n    """Does it.\n\n    Notes\n    -----\n    Slow.\n    """\n    g()\n');
  expect(spec).toContain('> **Notes**\n>\n> Slow.');
  expect(await specOf('a.ts', '/**\n * Adds.\n * @example\n * add(1)\n */\nexport function add(a: number) { go(a); }\n')).toContain('> Adds.\n>\n> Example:\n>\n> ```\n> add(1)\n> ```');
});

test('the same facts in Japanese', async () => {
  const spec = await specOf('queue.go', await readFile(path.join(FIXTURES, 'outline/go/queue.go'), 'utf8'), { language: 'ja', template: 'detailed-design' });
  expect(spec).toContain('パニック: `panic`。');
  expect(spec).toContain('条件: `//go:build !js`。');
  expect(spec).not.toMatch(/undefined/);
});
