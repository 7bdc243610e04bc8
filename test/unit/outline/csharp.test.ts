import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf } from './mutants';

const FILE = 'RateLimiter.cs';
const limiter = await readFile(path.join(FIXTURES, 'outline/csharp', FILE), 'utf8');
const symbol = await symbolsOf(FILE, limiter);
/** Its id ends in a hash. */
const overloaded = (await outlineOf(FILE, limiter)).symbols.find(({ name, params }) => name === 'TryTake' && params.length === 2)!;

test('the spec of a C# file reads as its reviewer left it', async () => {
  await expect(await specOf('csharp', FILE)).toMatchFileSnapshot('../../fixtures/golden/RateLimiter.cs.spec.md');
});

test('a file with every kind of declaration is read without errors', async () => {
  const { syntaxErrors, looseBody, module, exports } = await outlineOf(FILE, limiter);
  expect({ syntaxErrors, looseBody, module }).toEqual({ syntaxErrors: [], looseBody: '', module: 'Acme.Limits' });
  expect(exports.map(({ name }) => name)).toEqual(['RateLimiter', 'Bucket', 'Refused', 'OverLimit', 'KeySelector', 'ILimited']);
});

test('usings of a namespace, for all files, of static members, and by another name', async () => {
  const { imports } = await outlineOf(FILE, limiter);
  expect(imports.map(({ from, names }) => [from, names[0]?.local])).toEqual([['System.Linq', 'System.Linq'], ['System', 'System'], ['System.Collections.Generic', 'System.Collections.Generic'], ['System.Math', '*'], ['System.Threading.Timer', 'Timer']]);
});

test('a block namespace and one for the whole file are the same', async () => {
  const block = await outlineOf('a.cs', 'namespace A.B { public class C { } }');
  const whole = await outlineOf('a.cs', 'namespace A.B;\npublic class C { }');
  expect(block.module).toBe('A.B');
  expect(block.symbols.map(({ id, sig }) => [id, sig])).toEqual(whole.symbols.map(({ id, sig }) => [id, sig]));
});

test('the parts of a partial class are one symbol', () => {
  expect(symbol('RateLimiter<TKey>').ranges).toHaveLength(2);
  expect(symbol('RateLimiter<TKey>._disposed').parent).toBe('RateLimiter<TKey>');
});

test('a type with type parameters is another than one without', async () => {
  const { symbols } = await outlineOf('a.cs', 'class Result { } class Result<T> { T Value { get; } } class Result<T, E> { }');
  expect(symbols.map(({ id }) => id)).toEqual(['Result', 'Result<T>', 'Result<T>.Value', 'Result<T, E>']);
});

test('who sees what: internal at the top, private inside of a class, public inside of an interface', () => {
  expect(symbol('LimiterExtensions').visibility).toBe('internal');
  expect(symbol('RateLimiter<TKey>._interval').visibility).toBe('private');
  expect(symbol('ILimited<T>.Current').visibility).toBe('public');
  expect(symbol('RateLimiter<TKey>.Grow').visibility).toBe('internal');
});

test('properties tell who may set them; indexers, events and operators have names', () => {
  expect(symbol('RateLimiter<TKey>.Interval')).toMatchObject({ kind: 'property', modifiers: ['get', 'protected set', 'public', 'required'], signature: 'public required double Interval { get; protected set; }' });
  expect(symbol('RateLimiter<TKey>.Capacity')).toMatchObject({ value: '10', signature: 'public int Capacity { get; init; }' });
  expect(symbol('RateLimiter<TKey>.this[TKey]').signature).toBe('public Bucket this[TKey key] { get; }');
  expect(symbol('RateLimiter<TKey>.Turned').modifiers).toEqual(['event', 'public']);
  expect(symbol('RateLimiter<TKey>.implicit operator int')).toMatchObject({ kind: 'method', result: 'int' });
});

test('an extension method says so', () => {
  expect(symbol('LimiterExtensions.Limit').modifiers).toEqual(['extension', 'public', 'static']);
  expect(symbol('LimiterExtensions.Limit').params.map(({ rest, name }) => `${rest ?? ''}${name}`)).toEqual(['this items', 'limiter', 'ref taken']);
});

test('a positional record has its parameters as properties', () => {
  expect(symbol('Bucket')).toMatchObject({ kind: 'struct', modifiers: ['public', 'readonly', 'record'] });
  expect(symbol('Bucket.Since')).toMatchObject({ kind: 'property', type: 'DateTime', doc: 'when it was last filled up' });
});

test('a base that is called like an interface is implemented', () => {
  expect(symbol('RateLimiter<TKey>').heritage).toEqual([{ relation: 'extends', name: 'LimiterBase<TKey>' }, { relation: 'implements', name: 'IDisposable' }]);
});

test('XML comments are spread and become Markdown', () => {
  expect(symbol('RateLimiter<TKey>').doc).toContain('- Nothing is queued.\n- Burst: up to `capacity` at once.');
  expect(overloaded.params.map(({ doc }) => doc)).toEqual(['how many, 0 only asks', 'when it is worth another try']);
  expect(overloaded.throwsDoc).toEqual([{ name: 'ObjectDisposedException', doc: 'The limiter was disposed of.' }]);
});

test('errors of statements and expressions; environment variables', () => {
  expect(symbol('RateLimiter<TKey>.RunAsync').effects.throws).toEqual(['InvalidOperationException']);
  expect(symbol('RateLimiter<TKey>.RateLimiter:static').effects.env).toEqual(['LIMITER_DEPTH']);
});

test('both branches of #if are there', async () => {
  const { symbols } = await outlineOf(FILE, limiter);
  expect(symbols.filter(({ name }) => name === 'Trace')).toHaveLength(2);
});

test.each([
  ['white space and line breaks', 'class A { int F(int a,int b)=>a+b; }', 'class A\n{\n    int F(\n        int a,\n        int b)\n        => a\n            + b;\n}'],
  ['comments and regions', 'class A { int a = 1; }', '/// <summary>A.</summary>\nclass A { // one\n#region x\n int /* b */ a = 1;\n#endregion\n }'],
  ['trailing commas', 'enum E { A, B } class C { int[] a = { 1, 2 }; }', 'enum E { A, B, } class C { int[] a = { 1, 2, }; }'],
  ['redundant parentheses', 'class A { int F(int a) { return a * 2; } }', 'class A { int F(int a) { return (a * 2); } }'],
  ['the order of modifiers', 'class A { public static readonly int B = 1; }', 'class A { static public readonly int B = 1; }'],
  ['how strings and numbers are written', 'class A { string a = "a\\\\b"; int b = 1000; }', 'class A { string a = @"a\\b"; int b = 1_000; }'],
  ['the order of usings', 'using A;\nusing B;\nclass C { }', 'using B;\nusing A;\nclass C { }'],
])('a formatter changes no hash: %s', async (_, a, b) => {
  expect(await hashesOf('a.cs', b)).toEqual(await hashesOf('a.cs', a));
});

test('every mutant changes a hash', async () => {
  const before = (await hashesOf(FILE, limiter)).join('\n');
  const mutants = (await mutantsOf(FILE, limiter, /^(?:global )?using |^#/, { private: 'public', protected: 'private', public: 'protected', static: '', readonly: '', virtual: 'override', async: '', out: 'ref', ref: 'out', get: 'set', int: 'long', class: 'struct', required: '', null: 'this', await: '' })).filter(({ text }) => text !== limiter);
  const unseen = [];
  for (const { what, text } of mutants) if ((await hashesOf(FILE, text)).join('\n') === before) unseen.push(what);
  expect(unseen).toEqual([]);
  expect(mutants.length).toBeGreaterThan(120);
}, 120_000);
