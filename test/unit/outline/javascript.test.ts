import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { outlineOf, symbolsOf } from './mutants';

const source = await readFile(path.join(FIXTURES, 'outline/ecmascript/legacy.js'), 'utf8');
const symbol = await symbolsOf('legacy.js', source);
const outline = await outlineOf('legacy.js', source);

test('the spec of a CommonJS file reads as its reviewer left it', async () => {
  await expect(await specOf('ecmascript', 'legacy.js')).toMatchFileSnapshot('../../fixtures/golden/legacy.js.spec.md');
});

test('`require` is an import, taken apart or not', () => {
  expect(outline.imports).toEqual([
    { from: 'fs', names: [{ name: '*', local: 'fs' }], typeOnly: false },
    { from: 'path', names: [{ name: 'join', local: 'join' }, { name: 'sep', local: 'separator' }], typeOnly: false },
    { from: 'assert', names: [{ name: 'strict', local: 'assert' }], typeOnly: false },
  ]);
  expect(outline.doc).toBe('Small helpers from before modules.');
});

test('CommonJS exports', () => {
  expect(outline.exports).toEqual(
    expect.arrayContaining([
      { name: 'default', symbol: 'Cache' },
      { name: 'create', symbol: 'create' },
      { name: 'VERSION', symbol: 'VERSION' },
      { name: 'separator', from: 'path', fromName: 'sep' },
    ]),
  );
});

test('methods on a prototype belong to their function, wherever they stand', () => {
  expect(symbol('Cache.read')).toMatchObject({ kind: 'method', parent: 'Cache', effects: { throws: ['TypeError'], calls: ['join', 'fs.existsSync', 'fs.readFileSync'], env: ['ENCODING'] } });
  expect(symbol('Cache.write')).toMatchObject({ modifiers: ['async'], params: [{ name: 'name' }, { name: 'parts', rest: '...' }] });
  expect(symbol('Cache.of')).toMatchObject({ parent: 'Cache', params: [{ name: 'folder', default: `'.'`, optional: true }] });
});

test('types come from JSDoc where the language has none', () => {
  expect(symbol('Cache').params).toEqual([
    { name: 'folder', type: 'string', optional: false, doc: 'where the files are' },
    { name: 'options', type: '{ max?: number, log: (text: string) => void }', optional: true, doc: 'limits; `max` (number, default `10`): files at most' },
  ]);
  expect(symbol('Cache.read')).toMatchObject({ result: 'string', resultDoc: 'its text' });
});

test('functions in an IIFE or a callback are inner ones of the loose code', () => {
  expect(symbol('attach')).toMatchObject({ inner: true });
  expect(symbol('attach')).not.toHaveProperty('parent');
  expect(symbol('fill').inner).toBe(true);
  expect(symbol('Cache.clear')).toMatchObject({ inner: true, parent: 'Cache' });
});

test('an object of functions that is exported exports them', async () => {
  const { symbols, exports } = await outlineOf('a.js', 'module.exports = { a() {}, b: function () {}, c: (x) => x, d: class {}, e, f: g };\nfunction e() {}');
  expect(symbols.map(({ id, kind, exported }) => [id, kind, exported])).toEqual([['a', 'function', true], ['b', 'function', true], ['c', 'function', true], ['d', 'class', true], ['e', 'function', true]]);
  expect(exports.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('an anonymous module.exports is called so', async () => {
  const { symbols, exports } = await outlineOf('a.js', 'module.exports = (options) => { throw new Error("x"); };');
  expect(symbols[0]).toMatchObject({ id: 'module.exports', kind: 'function', effects: { throws: ['Error'] } });
  expect(exports).toEqual([{ name: 'default', symbol: 'module.exports' }]);
});

test('errors that are thrown with something added, or by a promise', async () => {
  const thrown = async (code: string) => (await symbolsOf('a.js', `function f(x) { ${code} }`))('f').effects.throws;
  expect(await thrown('throw Object.assign(new TypeError("x"), { code: 1 });')).toEqual(['TypeError']);
  expect(await thrown('throw x ? new RangeError() : new errors.Other();')).toEqual(['RangeError', 'errors.Other']);
  expect(await thrown('return Promise.reject(new SyntaxError());')).toEqual(['SyntaxError']);
  expect(await thrown('try { x() } catch (e) { throw e }')).toEqual([]);
  expect(await thrown('throw x;')).toEqual([]);
});

test('private methods, static blocks, accessors, generators in plain JavaScript', async () => {
  const a = await symbolsOf('a.mjs', 'export class A { static #n = 0; static { A.#n = 1; } #p() {} static async *g() { yield 1; } get [Symbol.toStringTag]() { return "A"; } "quoted-name"() {} }');
  expect(a('A.#p').visibility).toBe('private');
  expect(a('A.g').modifiers).toEqual(['async', 'generator', 'static']);
  expect(a('A.[Symbol.toStringTag]')).toMatchObject({ kind: 'getter', trivial: true });
  expect(a('A.quoted-name').kind).toBe('method');
  expect(a('A').body).not.toBe('');
});
