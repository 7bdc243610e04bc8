import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format, type Options } from 'prettier';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { hashesOf } from './mutants';

const inFunction = (file: string, code: string): string => (file.endsWith('.py') ? `def f(a, b, c, d):\n${code.replace(/^/gm, '    ')}\n` : `function f(a, b, c, d) {\n${code}\n}\n`);

/** Pairs of statements in a function; `same` is written differently only. */
async function compare(file: string, one: string, other: string, same: boolean): Promise<void> {
  const [before, after] = [await hashesOf(file, inFunction(file, one)), await hashesOf(file, inFunction(file, other))];
  if (same) expect(after).toEqual(before);
  else expect(after).not.toEqual(before);
}

describe('TypeScript and JavaScript', () => {
  test.each([
    ['quotes', `a('x"y');`, `a("x\\"y")`],
    ['semicolons and empty statements', `a(); ; b();;`, `a()\nb()`],
    ['trailing commas', `a(b, c); [a, b]; ({ a, b });`, `a(b, c,); [a, b,]; ({ a, b, });`],
    ['parentheses', `return (a) + ((b * c));`, `return a + b * c`],
    ['arrow parameters', `a((x) => x, async (y) => y)`, `a(x => x, async y => y)`],
    ['quoted keys', `({ 'a': 1, b: 2, '3': 4 })`, `({ a: 1, 'b': 2, 3: 4 })`],
    ['numbers', `a(0XFF, 1E3, .50, 1_000, 0B11n)`, `a(0xff, 1000, 0.5, 1000, 3n)`],
    ['escapes', `a('\\x41\\u{42}\\n')`, `a("AB\\u000a")`],
    ['comments and lines', `a( // one\n b /* two */ )`, `a(b)`],
    ['new without arguments', `new a`, `new a()`],
    ['flags of a regular expression', `/a/gi`, `/a/ig`],
    ['logical operators in a row', `a && (b && c) || (d || a)`, `a && b && c || d || a`],
    ['an optional chain in parentheses that changes nothing', `(a?.b)?.c`, `a?.b?.c`],
    ['class members', `class A { 'b' = 1; c() {}; }`, `class A {\n b = 1\n c() {}\n}`],
    ['line endings in a template', 'a(`x\r\ny`)', 'a(`x\ny`)'],
    ['white space in embedded languages', 'css`a { b : c; }`', 'css`\n  a {\n    b: c;\n  }\n`'],
  ])('%s do not count', (_, one, other) => compare('a.ts', one, other, true));

  test.each([
    [`return a + b`, `return a - b`], [`return a`, `return`], [`a(); b();`, `b(); a();`], [`a = b`, `a == b`], [`let x = 1`, `const x = 1`], [`if (a) b(); else c();`, `if (a) b(); c();`],
    [`(a + b) * c`, `a + b * c`], [`a?.b.c`, `(a?.b).c`], [`a?.b`, `a.b`], [`[a,,b]`, `[a,b]`], [`[a,,]`, `[a,]`], [`for (;a;) {}`, `for (a;;) {}`], [`x = 'a'`, `x = a`], [`x = '1'`, `x = 1`],
    ['a(`x  y`)', 'a(`x y`)'], [`a('x')`, `a('x ')`], [`a(b, c)`, `a(c, b)`], [`while (a) ;`, `while (a) { b() }`], [`await a`, `a`], [`yield* a`, `yield a`], [`{ a() } b()`, `{ a(); b() }`],
    [`a && (b || c)`, `a && b || c`], [`a - (b - c)`, `a - b - c`], [`x = { a, b }`, `x = { b, a }`], [`!a`, `!!a`], [`a++`, `++a`], [`(x) => x`, `(x) => { x }`], [`/a/g`, `/a/`], [`a = 1n`, `a = 1`],
    [`label: for (;;) break label`, `label: for (;;) break`], [`case_(a)`, `case_(b)`], [`new (a())()`, `new a()()`],
  ])('%s is not %s', (one, other) => compare('a.js', one, other, false));

  test.each([
    ['function g(a: string) {}', 'function g(a: number) {}'], ['function g(a?: string) {}', 'function g(a: string) {}'], ['class A { static b = 1 }', 'class A { b = 1 }'], ['async function g() {}', 'function g() {}'],
    ['function g(a = 1) {}', 'function g(a = 2) {}'], ['function g(a) {}', 'function g(b) {}'], ['abstract class A {}', 'class A {}'], ['interface A { a: 1 }', 'interface A { a?: 1 }'], ['enum E { A, B }', 'enum E { B, A }'],
    ['class A { x = 1; y = 2 }', 'class A { y = 2; x = 1 }'], ['type A = B | C', 'type A = B & C'], ['type A = (B | C)[]', 'type A = B | C[]'], ['@a class A {}', 'class A {}'],
  ])('%s is not %s, by its signature', async (one, other) => expect(await hashesOf('a.ts', one)).not.toEqual(await hashesOf('a.ts', other)));

  test('the order of methods, of an interface\'s members and of top-level declarations does not count', async () => {
    expect(await hashesOf('a.ts', 'class A { b() {} c() {} }\nfunction f() {}')).toEqual(await hashesOf('a.ts', 'function f() {}\nclass A { c() {} b() {} }'));
    expect(await hashesOf('a.ts', 'interface A { b: 1; c: 2 }')).toEqual(await hashesOf('a.ts', 'interface A { c: 2; b: 1 }'));
  });

  test('union bars, separators of members, namespaces by either word', async () => {
    expect(await hashesOf('a.ts', 'type A = | B | (C);\ninterface I { a: 1, b: 2 }\nmodule M {}')).toEqual(await hashesOf('a.ts', 'type A = B | C\ninterface I {\n a: 1;\n b: 2;\n}\nnamespace M {}'));
  });

  test('white space in JSX, where a browser does not see it', async () => {
    const jsx = (inside: string) => hashesOf('a.jsx', `const a = <p className="x y">${inside}</p>;`);
    expect(await jsx('one <b>two</b> three')).toEqual(await jsx('\n  one <b>two</b>{" "}\n  three\n'));
    expect(await jsx('one two')).toEqual(await jsx('one\n   two'));
    expect(await jsx('one <b/>')).not.toEqual(await jsx('one\n<b/>'));
    expect(await jsx('one')).not.toEqual(await jsx('two'));
  });

  test('a file may change its language with its name', async () => {
    const code = 'export const a = (b) => { return b; };\nexport class C { d() {} }\n';
    expect(await hashesOf('a.js', code)).toEqual(await hashesOf('a.ts', code));
  });
});

describe('Python', () => {
  test.each([
    ['quotes and prefixes', `return R'a' + U"b" + F'{c}'`, `return r"a" + "b" + f"{c}"`],
    ['parentheses', `return (a)\nassert (b)\ndel (c), (d)`, `return a\nassert b\ndel c, d`],
    ['trailing commas', `a(b, c,)\nx = [a, b,]`, `a(b, c)\nx = [a, b]`],
    ['tuples with and without parentheses', `x = a, b\nfor (c, d) in a: pass`, `x = (a, b)\nfor c, d in a:\n    pass`],
    ['one line or several', `if a: b(); c()`, `if a:\n    b()\n    c()`],
    ['backslashes', `x = a + \\\n    b`, `x = a + b`],
    ['numbers', `a(0XFF, 1E3, 10_000, 5J)`, `a(255, 1000.0, 10000, 5j)`],
    ['neighbouring strings', `a('x' "y" f'{b}' 'z')`, `a("xy" f"{b}z")`],
    ['empty base lists', `class A(): pass`, `class A:\n    pass`],
    ['doc strings', `"""One."""\nreturn a`, `'''Two.\n'''\nreturn a`],
    ['comments, blank lines, pass', `# one\na()\n\n\npass`, `a()  # two`],
    ['imports in parentheses', `from a import (b, c,)`, `from a import b, c`],
    ['errors in parentheses', `try: a()\nexcept (B, C): pass`, `try:\n    a()\nexcept B, C:\n    pass`],
    ['`with` in parentheses', `with (a as b, c as d): pass`, `with a as b, c as d:\n    pass`],
    ['patterns in parentheses', `match (a):\n    case (1): b()\n    case (c, d): b()`, `match a:\n    case 1:\n        b()\n    case c, d:\n        b()`],
    ['what is worked out in a string', `x = f"{ (a) !r:>{b} }"`, `x = f'{a!r:>{b} }'`],
  ])('%s do not count', (_, one, other) => compare('a.py', one, other, true));

  test.each([
    [`if a:\n    b()\n    c()`, `if a:\n    b()\nc()`], [`for x in a:\n    if b:\n        c()\n    d()`, `for x in a:\n    if b:\n        c()\n        d()`], [`return a`, `return (a,)`], [`x[1]`, `x[1,]`], [`a and b or c`, `a and (b or c)`],
    [`a < b`, `a <= b`], [`not a`, `a`], [`a is b`, `a is not b`], [`x = "a"`, `x = b"a"`], [`x = r"\\n"`, `x = "\\n"`], [`x = f"{a}"`, `x = "{a}"`], [`x = f"{a = }"`, `x = f"{a=}"`], [`x = 1`, `x = 1.0`], [`a(*b)`, `a(**b)`],
    [`x = {a: b}`, `x = {a, b}`], [`x = [a for a in b]`, `x = (a for a in b)`], [`yield a`, `yield from a`], [`async with a: pass`, `with a: pass`], [`global x`, `nonlocal x`], [`raise a from b`, `raise a`], [`a(b=c)`, `a(c=b)`],
    [`x = f"{a:>2}"`, `x = f"{a: >2}"`], [`x[a:]`, `x[:a]`], [`x = "a" "b"`, `x = "a", "b"`], [`lambda x: x`, `lambda y: x`], [`try:\n    a()\nfinally:\n    b()`, `try:\n    a()\nexcept:\n    b()`],
  ])('%s is not %s', (one, other) => compare('a.py', one, other, false));

  test('the order of fields counts, that of methods does not', async () => {
    expect(await hashesOf('a.py', 'class A:\n    x: int\n    y: int\n')).not.toEqual(await hashesOf('a.py', 'class A:\n    y: int\n    x: int\n'));
    expect(await hashesOf('a.py', 'class A:\n    def f(self): pass\n    def g(self): pass\n')).toEqual(await hashesOf('a.py', 'class A:\n    def g(self): pass\n    def f(self): pass\n'));
  });

  test('line endings in a string do not count', async () => {
    expect(await hashesOf('a.py', 'x = """a\r\nb"""\r\n')).toEqual(await hashesOf('a.py', 'x = """a\nb"""\n'));
  });

  test('a condition around a definition counts', async () => {
    expect(await hashesOf('a.py', 'if a:\n    def f(): pass\n')).not.toEqual(await hashesOf('a.py', 'if b:\n    def f(): pass\n'));
    expect(await hashesOf('a.py', 'if a:\n    def f(): pass\n')).not.toEqual(await hashesOf('a.py', 'if a:\n    pass\nelse:\n    def f(): pass\n'));
  });
});

const STYLES: readonly Options[] = [
  { semi: false, singleQuote: true, jsxSingleQuote: true, trailingComma: 'none', arrowParens: 'avoid', printWidth: 40, quoteProps: 'consistent', bracketSpacing: false, tabWidth: 4, experimentalOperatorPosition: 'start', objectWrap: 'collapse', endOfLine: 'crlf' },
  { semi: true, trailingComma: 'all', arrowParens: 'always', printWidth: 160, quoteProps: 'as-needed', useTabs: true, experimentalTernaries: true },
];

test.each(['ecmascript/jobQueue.ts', 'ecmascript/legacy.js', 'ecmascript/Panel.tsx'])('Prettier changes no hash of %s', async (file) => {
  const text = await readFile(path.join(FIXTURES, 'outline', file), 'utf8');
  const before = await hashesOf(file, text);
  for (const style of STYLES) {
    const formatted = await format(text, { ...style, filepath: file });
    expect(formatted).not.toBe(text);
    expect(await hashesOf(file, formatted)).toEqual(before);
  }
});
