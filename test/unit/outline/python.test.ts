import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { outlineOf, symbolsOf } from './mutants';

const source = await readFile(path.join(FIXTURES, 'outline/python/job_queue.py'), 'utf8');
const symbol = await symbolsOf('job_queue.py', source);
const outline = await outlineOf('job_queue.py', source);

test('the spec of a Python file reads as its reviewer left it', async () => {
  await expect(await specOf('python', 'job_queue.py')).toMatchFileSnapshot('../../fixtures/golden/job_queue.py.spec.md');
});

test('imports: modules, names, relative ones, stars, for types only', () => {
  expect(outline.imports).toContainEqual({ from: 'sys', names: [{ name: '*', local: 'system' }], typeOnly: false });
  expect(outline.imports).toContainEqual({ from: '.', names: [{ name: 'limits', local: 'limits' }], typeOnly: false });
  expect(outline.imports).toContainEqual({ from: '.errors', names: [{ name: '*', local: '*' }], typeOnly: false });
  expect(outline.imports).toContainEqual({ from: '.clock', names: [{ name: 'Clock', local: 'Clock' }], typeOnly: true });
  expect(outline.imports.map(({ from }) => from)).not.toContain('__future__');
});

test('`__all__` says what is exported, imported names too', () => {
  expect(outline.exports).toEqual([
    { name: 'Job', symbol: 'Job' },
    { name: 'JobQueue', symbol: 'JobQueue' },
    { name: 'run_all', symbol: 'run_all' },
    { name: 'limits', from: '.', fromName: 'limits' },
    { name: 'FIRST_DELAY', symbol: 'FIRST_DELAY' },
  ]);
  expect(symbol('QueueFull').exported).toBe(false);
});

test('without `__all__`, public names are exported', async () => {
  const { exports } = await outlineOf('a.py', 'x = 1\n_y = 2\ndef f(): pass\ndef _g(): pass\nclass C: pass\n');
  expect(exports.map(({ name }) => name)).toEqual(['x', 'f', 'C']);
});

test('docs of module, constants and fields', () => {
  expect(outline.doc).toBe('Runs jobs in the order of their priority.\n\nNot for several processes.');
  expect(symbol('FIRST_DELAY')).toMatchObject({ kind: 'constant', type: 'Final', value: '0.25', doc: 'Seconds before the first retry.' });
  expect(symbol('Job.name')).toMatchObject({ doc: 'what it is called', type: 'str' });
});

test('fields of a dataclass, and those that the constructor assigns', () => {
  expect(symbol('Job').decorators).toEqual(['dataclass(order=True)']);
  expect(symbol('Job.tags')).toMatchObject({ kind: 'property', type: 'list[str]', value: 'field(default_factory=list)' });
  expect(symbol('JobQueue._jobs')).toMatchObject({ kind: 'property', type: 'list[Job]', value: 'list(jobs)', visibility: 'protected', ranges: [] });
  expect(symbol('JobQueue.options')).toMatchObject({ kind: 'property', parent: 'JobQueue' });
  expect(symbol('JobQueue.__closed').visibility).toBe('private');
});

test('parameters: how they may be passed, defaults, docs in Google style', () => {
  expect(symbol('JobQueue.__init__')).toMatchObject({
    kind: 'constructor',
    params: [
      { name: 'limit', type: 'int', default: '10', optional: true, passing: 'positional-only', doc: 'jobs at most,\n0 for no limit' },
      { name: 'jobs', type: 'Job', optional: false, rest: '*', doc: 'the first ones' },
      { name: 'clock', type: 'Clock | None', default: 'None', optional: true, passing: 'keyword-only', doc: 'tells the time' },
      { name: 'options', optional: false, rest: '**' },
    ],
    doc: 'Makes an empty queue.',
    throwsDoc: [{ name: 'ValueError', doc: 'the limit is negative' }],
    effects: { throws: ['ValueError'] },
  });
});

test('docs in NumPy and in Sphinx style', () => {
  expect(symbol('JobQueue.drain')).toMatchObject({ params: [{ name: 'pause', doc: 'Seconds between two jobs.' }, { name: 'on_done', doc: 'Called after each.' }], result: 'Job', resultDoc: 'What ran.' });
  expect(symbol('JobQueue.drain').doc).toBe('Runs until nothing is left.\n\nNotes\n-----\nNot reentrant.');
  expect(symbol('run_all')).toMatchObject({ params: [{ name: 'queue', doc: 'what to run' }, { name: 'timeout', type: 'float', doc: 'seconds' }], resultDoc: 'how many ran' });
});

test('properties are a getter, a setter and a deleter', () => {
  expect(['JobQueue.size', 'JobQueue.size:set', 'JobQueue.size:delete'].map((id) => [symbol(id).kind, symbol(id).trivial])).toEqual([['getter', true], ['setter', true], ['setter', true]]);
  expect(symbol('JobQueue.home')).toMatchObject({ kind: 'getter', modifiers: ['cached'], effects: { env: ['HOME', 'QUEUE_HOME', 'USER'] } });
});

test('static and class methods', () => {
  expect(symbol('JobQueue.parse').modifiers).toEqual(['static']);
  expect(symbol('JobQueue.of')).toMatchObject({ modifiers: ['classmethod'], params: [{ name: 'names', rest: '*' }] });
});

test('overloads are one symbol, with the implementation', () => {
  expect(symbol('JobQueue.find')).toMatchObject({ signature: 'def find(self, key)', overloads: ['def find(self, key: int) -> Job', 'def find(self, key: str) -> Job | None'], decorators: [] });
  expect(symbol('JobQueue.find.matches')).toMatchObject({ inner: true });
});

test('errors raised; a caught one raised again is left out', () => {
  expect(symbol('JobQueue.drain').effects.throws).toEqual(['errors.DrainFailed']);
  expect(symbol('JobQueue.__next__').effects.throws).toEqual(['StopIteration']);
});

test('what an `if` or a `try` holds at the top is defined by the module, under its condition', async () => {
  expect(symbol('uvloop')).toMatchObject({ kind: 'variable', value: 'None' });
  const both = outline.symbols.filter(({ name }) => name === 'clear');
  expect(both.map(({ parent, inner }) => [parent, inner])).toEqual([[undefined, undefined], [undefined, undefined]]);
  expect(both.map(({ id }) => /^clear~[0-9a-f]{6}$/.test(id))).toEqual([true, true]);
  const edited = (await outlineOf('job_queue.py', source.replace('os.system("cls")', 'os.system("reset")'))).symbols.filter(({ name }) => name === 'clear');
  expect(edited.map(({ id }) => id)).toEqual(both.map(({ id }) => id));
});

test('chains of assignments name all their targets', () => {
  expect(symbol('_names')).toMatchObject({ visibility: 'private', value: '"low", "high"' });
  expect(symbol('high')).toMatchObject({ kind: 'variable', ranges: [] });
});

test('lambdas and classes within classes', () => {
  expect(symbol('double')).toMatchObject({ kind: 'function', params: [{ name: 'x' }, { name: 'rest', rest: '*' }] });
  expect(symbol('JobQueue.Closed.__str__')).toMatchObject({ parent: 'JobQueue.Closed', visibility: 'public' });
});

test('references know a module from a local', () => {
  expect(symbol('run_all').references).toEqual(['JobQueue', 'asyncio', 'asyncio.run', 'int']);
  expect(symbol('JobQueue.__next__').references).toEqual(['Job', 'StopIteration', 'this._jobs']);
});

test('code that runs on import is loose code; imports and definitions under a condition are not', async () => {
  expect(outline.loose.calls).toEqual(['run_all', 'JobQueue.of']);
  const quiet = 'try:\n    import a\nexcept ImportError:\n    a = None\nif TYPE_CHECKING:\n    from b import c\n';
  expect((await outlineOf('a.py', quiet)).looseBody).toBe('');
  expect((await outlineOf('a.py', 'if x > 1:\n    import a\n')).looseBody).not.toBe('');
});

test('lines in brackets may be indented as they like', async () => {
  const { symbols, syntaxErrors } = await outlineOf('a.py', 'class A:\n    def f(self):\n        (bar.\n    baz)\n        return 1\n    def g(self):\n        pass\n');
  expect(syntaxErrors).toEqual([]);
  expect(symbols.map(({ id }) => id)).toEqual(['A', 'A.f', 'A.g']);
});
