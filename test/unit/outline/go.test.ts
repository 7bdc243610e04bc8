import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf, unseen } from './mutants';

const fixture = (file: string): Promise<string> => readFile(path.join(FIXTURES, 'outline/go', file), 'utf8');
const queue = await fixture('queue.go');
const symbol = await symbolsOf('queue.go', queue);

test('the spec of a Go file reads as its reviewer left it', async () => {
  await expect(await specOf('go', 'queue.go')).toMatchFileSnapshot('../../fixtures/golden/queue.go.spec.md');
});

test('a file with every kind of declaration is read without errors', async () => {
  const { syntaxErrors, looseBody, doc } = await outlineOf('queue.go', queue);
  expect(syntaxErrors).toEqual([]);
  expect(doc).toMatch(/^Package jobs runs/);
  expect(looseBody).toMatch(/./); // var _ error = …
});

test('a method belongs to the type of its receiver, wherever it stands, with a pointer and type parameters or not', () => {
  expect(symbol('Queue.Add')).toMatchObject({ kind: 'method', parent: 'Queue', result: 'error', visibility: 'public' });
  expect(symbol('State.String')).toMatchObject({ parent: 'State' });
});

test('a method of a type that another file declares goes by both names', async () => {
  expect(symbol('Batch.Flush')).not.toHaveProperty('parent');
  expect((await outlineOf('queue.go', queue)).exports).toContainEqual({ name: 'Batch.Flush', symbol: 'Batch.Flush' });
});

test('a capital letter exports', async () => {
  const { exports } = await outlineOf('queue.go', queue);
  const names = exports.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Queue', 'NewQueue', 'ErrClosed', 'Waiting', 'ID']));
  expect(names).not.toContain('options');
  expect(symbol('Queue.pending')).toMatchObject({ visibility: 'private', exported: false });
});

test('a constant that repeats the one above has its type, and its value counted out', () => {
  expect(symbol('Waiting')).toMatchObject({ type: 'State', value: '0' });
  expect(symbol('Failed')).toMatchObject({ type: 'State', value: '3', doc: 'all attempts are used up' });
  expect(symbol('MB')).toMatchObject({ value: '1 << (10 * 2)' });
  expect(symbol('maxAttempts')).toMatchObject({ value: '5' });
});

test('embedded types are fields and heritage; tags stand with their field', () => {
  expect(symbol('Queue').heritage).toEqual([{ relation: 'extends', name: 'sync.Mutex' }, { relation: 'extends', name: 'options' }]);
  expect(symbol('Queue.options')).toMatchObject({ type: '*options', modifiers: ['embedded'] });
  expect(symbol('RetryError.Job').decorators).toEqual(['`json:"job"`']);
  expect(symbol('RetryError').heritage).toEqual([{ relation: 'implements', name: 'error' }]);
});

test('an interface shows what it takes over and which types it allows', () => {
  expect(symbol('Store').signature).toBe('type Store interface { fmt.Stringer; … }');
  expect(symbol('Number').signature).toBe('type Number interface { ~int | ~int64 | ~float64 }');
  expect(symbol('Store.Close').doc).toBe('idempotent');
});

test('errors are the sentinels that are returned or wrapped, error types that are made, and panic', () => {
  expect(symbol('Queue.Add').effects.throws).toEqual(['ErrClosed', 'ErrFull']);
  expect(symbol('Queue.try').effects.throws).toEqual(['RetryError']);
  expect(symbol('WithWorkers').effects.throws).toEqual(['panic']);
  expect(symbol('NewQueue').effects).toMatchObject({ throws: [], env: ['JOBS_WORKERS'] });
});

test('calls on the receiver are calls of the own type', () => {
  expect(symbol('Queue.Add').effects.calls).toContain('limit');
  expect(symbol('Queue.Add').references).toContain('this.limit');
});

test('a method does not depend on its type as a whole, but on the members that it uses: another method’s signature is not its business', () => {
  for (const id of ['Queue.Add', 'Queue.try', 'RetryError.Error']) expect([id, symbol(id).references.filter((name) => name === id.split('.')[0])]).toEqual([id, []]);
});

test('parameters that share a type, and results with names', async () => {
  const find = await symbolsOf('a.go', 'package a\nfunc F(a, b int, rest ...string) (n int, err error) { return }\nfunc g(int, error) {}\n');
  expect(find('F').params).toEqual([{ name: 'a', type: 'int', optional: false }, { name: 'b', type: 'int', optional: false }, { name: 'rest', type: 'string', optional: false, rest: '...' }]);
  expect(find('F').result).toBe('(n int, err error)');
  expect(find('g').params.map(({ type }) => type)).toEqual(['int', 'error']);
});

test('imports by alias, for their effect, into the file, and with a version in the path', async () => {
  const { imports } = await outlineOf('a.go', 'package a\nimport (\n"net/http"\n. "os"\n_ "embed"\ne "errors"\n"example.com/x/go-yaml/v3"\n)\n');
  expect(imports.map(({ from, names }) => [from, names[0]?.local])).toEqual([['net/http', 'http'], ['os', '*'], ['embed', undefined], ['errors', 'e'], ['example.com/x/go-yaml/v3', 'yaml']]);
});

test('one declaration or a group of them is the same', async () => {
  const alone = await hashesOf('a.go', 'package a\nconst A = 1\nvar b int\ntype C int\n');
  expect(await hashesOf('a.go', 'package a\nconst (\n\tA = 1\n)\nvar (\n\tb int\n)\ntype (\n\tC int\n\tD = C\n)\n')).toEqual(expect.arrayContaining(alone));
});

test('gofmt changes no hash', async () => {
  expect(await hashesOf('a.go', await fixture('unformatted.go'))).toEqual(await hashesOf('a.go', await fixture('unformatted.gofmt.go')));
});

test('a constant that moves within its group counts otherwise', async () => {
  const at = async (text: string) => (await symbolsOf('a.go', text))('B').sig;
  expect(await at('package a\nconst (\nA = iota\nB\n)')).not.toBe(await at('package a\nconst (\nA = iota\n_\nB\n)'));
  expect(await at('package a\nconst (\nA = 1\nB\n)')).not.toBe(await at('package a\nconst (\nA = 2\nB\n)'));
});

test('every mutant changes a hash', async () => {
  const mutants = await mutantsOf('queue.go', queue, /^\t(?:\w+ )?"[\w./-]+"$/, { int: 'uint', range: '', defer: 'go', nil: 'other', Mutex: 'RWMutex', sync: 'async', '*': '' });
  expect(await unseen('queue.go', queue, mutants)).toEqual([]);
  expect(mutants.length).toBeGreaterThan(120);
});
