import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { outlineOf, symbolsOf } from './mutants';

const source = await readFile(path.join(FIXTURES, 'outline/ecmascript/jobQueue.ts'), 'utf8');
const symbol = await symbolsOf('jobQueue.ts', source);
const outline = await outlineOf('jobQueue.ts', source);

test('the spec of a TypeScript file reads as its reviewer left it', async () => {
  await expect(await specOf('ecmascript', 'jobQueue.ts')).toMatchFileSnapshot('../../fixtures/golden/jobQueue.ts.spec.md');
});

test('the spec of a TSX file reads as its reviewer left it', async () => {
  await expect(await specOf('ecmascript', 'Panel.tsx')).toMatchFileSnapshot('../../fixtures/golden/Panel.tsx.spec.md');
});

test('imports keep their names, aliases and whether they are types only', () => {
  expect(outline.imports).toEqual([
    { from: 'node:events', names: [{ name: 'EventEmitter', local: 'EventEmitter' }], typeOnly: false },
    { from: './ports', names: [{ name: 'Clock', local: 'Clock' }, { name: 'Log', local: 'Log' }], typeOnly: true },
    { from: './limits', names: [{ name: 'default', local: 'defaults' }, { name: 'Limits', local: 'Limits', typeOnly: true }, { name: 'retry', local: 'again' }], typeOnly: false },
    { from: './metrics', names: [{ name: '*', local: 'metrics' }], typeOnly: false },
    { from: './polyfill', names: [], typeOnly: false },
  ]);
});

test('exports: named, default, passed on', () => {
  expect(outline.exports).toContainEqual({ name: 'default', symbol: 'createQueue' });
  expect(outline.exports).toContainEqual({ name: 'Log', from: './ports', fromName: 'Log', typeOnly: true });
  expect(outline.exports).toContainEqual({ name: '*', from: './limits', fromName: '*' });
  expect(outline.exports).toContainEqual({ name: 'tools', from: './tools', fromName: '*' });
  expect(outline.exports).toContainEqual({ name: 'waiting', symbol: 'waiting' });
  expect(outline.exports.map(({ name }) => name)).not.toContain('names');
});

test('the first comment tells of the module where it says so', () => {
  expect(outline.doc).toBe('A queue that runs jobs one after the other.');
});

test('what only names or quotes something makes no loose code', async () => {
  expect((await outlineOf('a.ts', `'use strict';\nimport a from 'a';\nconst b = 1;\nexport { a, b };\n`)).looseBody).toBe('');
  expect(outline.looseBody).toMatch(/^[0-9a-f]{12}$/);
  expect(outline.loose.calls).toEqual(['setInterval', 'console.log']);
});

test('several names of one declaration have ranges that do not overlap', () => {
  const [first, second] = [symbol('running').ranges[0]!, symbol('waiting').ranges[0]!];
  expect(source.slice(first.start, first.end)).toBe('export let running = 0');
  expect(source.slice(second.start, second.end)).toBe('waiting = 0;');
});

test('a destructured constant is told by each of its names', () => {
  expect(symbol('PORT')).toMatchObject({ signature: "const { PORT = '8080', HOST: host } = process.env", kind: 'constant', effects: { env: ['HOST', 'PORT'] } });
  expect(symbol('host')).toMatchObject({ signature: "const { PORT = '8080', HOST: host } = process.env", ranges: [] });
});

test('interfaces of one name are one symbol, with all members', () => {
  expect(symbol('Job').ranges).toHaveLength(2);
  expect(symbol('Job').heritage).toEqual([{ relation: 'extends', name: 'Disposable' }]);
  for (const member of ['id', 'priority', 'run', '()', 'new', '[key: `x-${string}`]', 'tags']) expect(symbol(`Job.${member}`)).toMatchObject({ parent: 'Job', exported: true });
});

test('a type of members is told member by member, an alias in one line', () => {
  expect(symbol('Options')).toMatchObject({ kind: 'type', trivial: false });
  expect(symbol('Options.retries')).toMatchObject({ type: 'number', modifiers: ['optional'], doc: 'Times a job is tried.' });
  expect(symbol('JobId').type).toBe('string & { readonly brand: unique symbol }');
});

test('enum members have their values', () => {
  expect(symbol('Priority.High')).toMatchObject({ kind: 'enumMember', value: 'Low << 1', trivial: true });
  expect(symbol('Priority.as-soon-as-possible').value).toBe('4');
});

test('a class shows its heritage, its own effects and not those of its methods', () => {
  expect(symbol('JobQueue')).toMatchObject({
    signature: 'abstract class JobQueue<T extends Job = Job> extends EventEmitter implements Disposable, Iterable<T>',
    heritage: [{ relation: 'extends', name: 'EventEmitter' }, { relation: 'implements', name: 'Disposable' }, { relation: 'implements', name: 'Iterable<T>' }],
    decorators: ['sealed'],
    modifiers: ['abstract'],
    effects: { throws: [], calls: ['Number'], env: ['QUEUES_MADE'] },
  });
});

test('parameter properties are fields, without a range of their own', () => {
  expect(symbol('JobQueue.log')).toMatchObject({ kind: 'property', visibility: 'private', modifiers: ['private', 'readonly'], type: 'Log', doc: 'where messages go', ranges: [] });
  expect(symbol('JobQueue.constructor').params).toEqual([
    { name: 'log', type: 'Log', optional: false, doc: 'where messages go' },
    { name: 'clock', type: 'Clock', default: 'Date', optional: true, doc: 'tells the time' },
    { name: 'first', type: 'T[]', optional: false, rest: '...' },
  ]);
});

test('a field that holds a function is a method', () => {
  expect(symbol('JobQueue.add')).toMatchObject({ kind: 'method', modifiers: ['readonly'], effects: { throws: ['QueueFull'], calls: ['#jobs.push'] } });
});

test('plain accessors are trivial; a setter has an id of its own', () => {
  expect(symbol('JobQueue.size')).toMatchObject({ kind: 'getter', trivial: true });
  expect(symbol('JobQueue.size:set')).toMatchObject({ kind: 'setter', trivial: true });
});

test('overloads are one symbol', () => {
  expect(symbol('JobQueue.find')).toMatchObject({
    signature: 'find(what: JobId | ((job: T) => boolean)): T | undefined',
    overloads: ['find(id: JobId): T | undefined', 'find(test: (job: T) => boolean): T | undefined'],
    doc: 'Finds a job.',
  });
  expect(symbol('JobQueue.find').ranges).toHaveLength(3);
});

test('a rethrow names no error; a parameter that is taken apart keeps its doc', () => {
  expect(symbol('JobQueue.drain')).toMatchObject({
    modifiers: ['async', 'generator'],
    decorators: ['traced()'],
    effects: { throws: ['AggregateError'], calls: ['#next', 'signal.throwIfAborted', 'again', 'metrics.time'], env: [] },
    resultDoc: 'how many jobs ran',
    params: [{ name: '{ signal }', type: '{ signal?: AbortSignal }', default: '{}', optional: true, doc: '`signal`: ends it early' }, { name: 'pauseMs', default: 'FIRST_DELAY_MS' }],
  });
});

test('functions and classes within a function are inner, with their members', () => {
  expect(symbol('createQueue.Simple')).toMatchObject({ kind: 'class', inner: true, parent: 'createQueue' });
  expect(symbol('createQueue.Simple.isReady')).toMatchObject({ kind: 'method', inner: true });
  expect(symbol('createQueue.warn')).toMatchObject({ kind: 'function', inner: true, exported: false });
  expect(symbol('JobQueue.find.byId')).toMatchObject({ kind: 'function', inner: true });
});

test('methods of an object have its name, however deep', () => {
  expect(symbol('registry.get')).toMatchObject({ kind: 'method', parent: 'registry', result: 'JobQueue | undefined' });
  expect(symbol('registry.nested.close').effects).toMatchObject({ throws: ['RangeError'] });
});

test('references: what may be defined elsewhere, members of the own class as `this.name`', () => {
  expect(symbol('JobQueue.add').references).toEqual(['QueueFull', 'this.#jobs', 'this.limit']);
  expect(symbol('JobQueue.drain').references).toContain('metrics.time');
  expect(symbol('JobQueue.drain').references).not.toContain('error');
  expect(symbol('byPriority').references).toEqual(['Job']);
});

test('only what a namespace exports counts in its signature', async () => {
  const edited = (from: string, to: string) => symbolsOf('jobQueue.ts', source.replace(from, to));
  expect((await edited('const secret = 1', 'const secret = 2'))('Text').sig).toBe(symbol('Text').sig);
  expect((await edited('plural(count: number)', 'plural(count: bigint)'))('Text').sig).not.toBe(symbol('Text').sig);
});

test('a name of a type and of a value at once stays two symbols with stable ids', async () => {
  const { symbols } = await outlineOf('a.ts', 'export const Level = { low: 1 } as const;\nexport type Level = (typeof Level)[keyof typeof Level];');
  expect(symbols.map(({ id, kind }) => [id, kind])).toEqual([['Level', 'constant'], ['Level:type', 'type']]);
});

test('static and instance members of one name', async () => {
  const { symbols } = await outlineOf('a.ts', 'class A { static of() {} of() { return 1 } }');
  expect(symbols.map(({ id }) => id)).toEqual(['A', 'A.of:static', 'A.of']);
});

test('a constant with code in its value is more than facts, and its value is a body', async () => {
  const store = await symbolsOf('a.ts', 'export const store = create((set) => { set(1); });\nconst size = list.map((one) => one.size);');
  expect(store('store')).toMatchObject({ kind: 'constant', trivial: false });
  expect(store('store').body).not.toBe('');
  expect(store('size')).toMatchObject({ trivial: true, body: '' });
});

test('default exports without a name', async () => {
  for (const [text, signature] of [['export default async (x: number) => { await x; };', 'default async (x: number) => …'], ['export default class { a() {} }', 'default class'], ['export default defineConfig({});', 'default']]) {
    const { symbols, exports } = await outlineOf('a.ts', text!);
    expect(symbols[0]).toMatchObject({ id: 'default', signature, exported: true });
    expect(exports).toEqual([{ name: 'default', symbol: 'default' }]);
  }
});

test('a file with syntax errors gives what can be read, and says where', async () => {
  const broken = await outlineOf('a.ts', 'export function good() { return 1; }\nclass { nope(\nexport function also() {}\n');
  expect(broken.syntaxErrors.length).toBeGreaterThan(0);
  expect(broken.symbols.map(({ name }) => name)).toContain('good');
});
