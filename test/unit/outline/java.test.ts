import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf } from './mutants';

const FILE = 'src/main/java/com/acme/delivery/RetryQueue.java';
const queue = await readFile(path.join(FIXTURES, 'outline/java', FILE), 'utf8');
const symbol = await symbolsOf(FILE, queue);
/** Its id ends in a hash. */
const overloaded = (await outlineOf(FILE, queue)).symbols.find(({ name, params }) => name === 'add' && params.length === 2)!;

test('the spec of a Java file reads as its reviewer left it', async () => {
  await expect(await specOf('java', FILE, 'src/main/java/com/acme/delivery/clock/Clock.java')).toMatchFileSnapshot('../../fixtures/golden/RetryQueue.java.spec.md');
});

test('a file with every kind of declaration is read without errors', async () => {
  const { syntaxErrors, looseBody, module, exports } = await outlineOf(FILE, queue);
  expect({ syntaxErrors, looseBody, module }).toEqual({ syntaxErrors: [], looseBody: '', module: 'com.acme.delivery' });
  expect(exports).toEqual([{ name: 'RetryQueue', symbol: 'RetryQueue' }]);
});

test('imports of a class, of all classes of a package, and of a static member', async () => {
  const { imports } = await outlineOf('A.java', 'import java.util.*;\nimport java.util.Map.Entry;\nimport static java.lang.Math.max;\nimport static java.lang.Math.*;\nclass A {}');
  expect(imports.map(({ from, names }) => [from, names.map(({ name }) => name)])).toEqual([['java.util', ['*']], ['java.util.Map.Entry', ['Entry']], ['java.lang.Math', ['max']], ['java.lang.Math', ['*']]]);
});

test('who sees what: package-private where nothing is written, public inside of an interface, private constructors of enums', () => {
  expect(symbol('RetryQueue.histogram').visibility).toBe('package');
  expect(symbol('RetryQueue.histogram').exported).toBe(false);
  expect(symbol('RetryQueue.closed')).toMatchObject({ visibility: 'protected', exported: true, decorators: ['Deprecated'] });
  expect(symbol('AttemptListener.attempted').visibility).toBe('public');
  expect(symbol('Priority.Priority').visibility).toBe('private');
});

test('overloads have sections of their own, told apart by their signatures', async () => {
  const { symbols } = await outlineOf(FILE, queue);
  const ids = symbols.filter(({ name }) => name === 'add').map(({ id }) => id);
  expect(ids).toHaveLength(2);
  for (const id of ids) expect(id).toMatch(/^RetryQueue\.add~[0-9a-f]{6}$/);
});

test('several names behind one type share its type, modifiers and annotations', () => {
  expect(symbol('RetryQueue.MAX_BATCH')).toMatchObject({ type: 'int', value: '1_000', modifiers: ['final', 'public', 'static'], signature: 'public static final int MAX_BATCH' });
});

test('a record has its components as members, and its compact constructor their parameters', () => {
  expect(symbol('RetryQueue.Entry')).toMatchObject({ kind: 'class', modifiers: ['public', 'record'], heritage: [{ relation: 'implements', name: 'Comparable<Entry<T>>' }] });
  expect(symbol('RetryQueue.Entry.dueMillis')).toMatchObject({ kind: 'property', type: 'long', doc: 'when it may run, in milliseconds since the epoch' });
  expect(symbol('RetryQueue.Entry.Entry').params.map(({ name }) => name)).toEqual(['task', 'dueMillis', 'attempts']);
});

test('anonymous and local classes are told with what holds them', () => {
  expect(symbol('RetryQueue.iterator.new Iterator.next')).toMatchObject({ inner: true, kind: 'method' });
  expect(symbol('RetryQueue.poll.Wait')).toMatchObject({ inner: true, modifiers: ['record'] });
  expect(symbol('Priority.HIGH.(body).isUrgent')).toMatchObject({ inner: true });
});

test('Javadoc is spread, its HTML and inline tags become Markdown', () => {
  expect(symbol('RetryQueue').doc).toContain('- Not safe for several threads.\n- A task is dropped after `MAX_ATTEMPTS` attempts.');
  const { params, resultDoc, throwsDoc } = overloaded;
  expect(params.map(({ doc }) => doc)).toEqual(['what is to be done; equal tasks are kept once', 'how long it may wait']);
  expect({ resultDoc, throwsDoc }).toEqual({ resultDoc: 'whether the queue changed', throwsDoc: [{ name: 'IllegalStateException', doc: 'if the queue is closed or holds `MAX_BATCH` tasks & more' }] });
});

test('errors are those of the throws clause and those thrown; a rethrow names none', () => {
  expect(symbol('RetryQueue.drain').effects.throws).toEqual(['IOException']);
  expect(symbol('RetryQueue.Entry.Entry').effects.throws).toEqual(['IllegalArgumentException']);
  expect(symbol('RetryQueue').effects.env).toEqual(['RETRY_LOW_MS']);
});

test('a method that only hands out a field says nothing else', () => {
  expect(symbol('RetryQueue.isClosed').trivial).toBe(true);
  expect(symbol('RetryQueue.size').trivial).toBe(false);
});

test('an annotation type has elements with defaults', () => {
  expect(symbol('Retried')).toMatchObject({ kind: 'interface', modifiers: ['annotation'], signature: '@interface Retried' });
  expect(symbol('Retried.value')).toMatchObject({ kind: 'property', type: 'int', value: 'RetryQueue.MAX_ATTEMPTS' });
});

test.each([
  ['white space and line breaks', 'class A { int f(int a,int b){return a+b;} }', 'class A\n{\n  int f(\n      int a,\n      int b) {\n    return a\n        + b;\n  }\n}'],
  ['comments', 'class A { int a = 1; }', '/** A. */ class A { // one\n int /* b */ a = 1; }'],
  ['trailing commas and semicolons', 'enum E { A, B } class C { int[] a = {1, 2}; }', 'enum E { A, B, ; } class C { int[] a = {1, 2,}; ; };'],
  ['redundant parentheses', 'class A { int f(int a) { return a * 2; } }', 'class A { int f(int a) { return (a * 2); } }'],
  ['the order of modifiers', 'class A { public static final int B = 1; }', 'class A { final static public int B = 1; }'],
  ['how numbers are written', 'class A { long a = 1000000L; int b = 0xff; }', 'class A { long a = 1_000_000l; int b = 0xFF; }'],
  ['the indentation of a text block', 'class A {\nString a = """\n  x\n   y\n  """;\n}', 'class A {\n    String a = """\n        x\n         y\n        """;\n}'],
  ['the order of imports', 'import a.B;\nimport a.C;\nclass A { B b; }', 'import a.C;\n\nimport a.B;\nclass A { B b; }'],
  ['parentheses around the parameter of a lambda', 'class A { F f = x -> x; }', 'class A { F f = (x) -> x; }'],
])('a formatter changes no hash: %s', async (_, a, b) => {
  expect(await hashesOf('A.java', b)).toEqual(await hashesOf('A.java', a));
});

test('every mutant changes a hash', async () => {
  const before = (await hashesOf(FILE, queue)).join('\n');
  const mutants = (await mutantsOf(FILE, queue, /^import /, { private: 'public', protected: 'private', public: 'protected', static: '', final: '', extends: 'implements', synchronized: '', throws: '', var: 'Wait', null: 'this', long: 'int', int: 'long', default: 'case' })).filter(({ text }) => text !== queue);
  const unseen = [];
  for (const { what, text } of mutants) if ((await hashesOf(FILE, text)).join('\n') === before) unseen.push(what);
  expect(unseen).toEqual([]);
  expect(mutants.length).toBeGreaterThan(120);
}, 120_000);
