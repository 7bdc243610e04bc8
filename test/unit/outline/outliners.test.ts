import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { createWorkerOutliner } from '../../../src/engine/outline/workerOutliner';
import { outlineOf } from './mutants';

const root = path.resolve(import.meta.dirname, '../../..');
const wasmDir = path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
let folder: string;
let workerFile: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'specwright-outline-'));
  workerFile = path.join(folder, 'outlineWorker.js');
  await build({ entryPoints: [path.join(root, 'src/engine/outline/outlineWorker.ts')], outfile: workerFile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const CODE = 'export function add(a: number, b = 1) { return a + b; }\n';

test('a thread gives the same outline as this one', async () => {
  const outliner = createWorkerOutliner({ workerFile, wasmDir, size: 2 });
  const here = createInProcessOutliner({ wasmDir });
  for (const file of ['a.ts', 'b.py', 'c.unknown']) expect(await outliner.outline(file, CODE)).toEqual(await here.outline(file, CODE));
  await outliner.dispose();
});

test('many files at once are answered each with its own', async () => {
  const outliner = createWorkerOutliner({ workerFile, wasmDir, size: 2 });
  const outlines = await Promise.all(Array.from({ length: 40 }, (_, index) => outliner.outline('a.ts', `const name${index} = 1;`)));
  expect(outlines.map(({ symbols }) => symbols[0]?.name)).toEqual(outlines.map((_, index) => `name${index}`));
  await outliner.dispose();
});

test('threads that have read many files end when there is a rest, and new ones read what comes then', async () => {
  const outliner = createWorkerOutliner({ workerFile, wasmDir, size: 1 });
  const readAll = (count: number) => Promise.all(Array.from({ length: count }, (_, index) => outliner.outline('a.ts', `const name${index} = 1;`)));
  await readAll(20);
  outliner.rest();
  expect(outliner.threads).toBe(1);
  await readAll(40);
  outliner.rest();
  expect(outliner.threads).toBe(0);
  expect((await readAll(2)).map(({ symbols }) => symbols[0]?.name)).toEqual(['name0', 'name1']);
  await outliner.dispose();
});

test('a file whose caller gave up is not read, and the others are', async () => {
  const outliner = createWorkerOutliner({ workerFile, wasmDir });
  const given = new AbortController();
  const [first, second, third] = [outliner.outline('a.ts', CODE), outliner.outline('b.ts', CODE, { signal: given.signal }), outliner.outline('c.ts', CODE)];
  given.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  expect((await first).symbols).toHaveLength(1);
  expect((await third).symbols).toHaveLength(1);
  await expect(outliner.outline('d.ts', CODE, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  await outliner.dispose();
});

test('a thread that dies is replaced; the file that kills it twice is an error of its own', async () => {
  const killer = path.join(folder, 'killer.js');
  await writeFile(killer, `const { parentPort } = require('node:worker_threads'); parentPort.on('message', ({ what, id, path }) => { if (what === 'end') process.exit(); if (path === 'kills.ts') process.exit(7); parentPort.postMessage({ id, json: JSON.stringify({ path }) }); });`);
  const outliner = createWorkerOutliner({ workerFile: killer, wasmDir });
  const [before, killing, after] = [outliner.outline('a.ts', ''), outliner.outline('kills.ts', ''), outliner.outline('b.ts', '')];
  await expect(killing).rejects.toThrow('kills.ts could not be outlined: the parser\'s thread ended (exit code 7)');
  expect(await Promise.all([before, after])).toEqual([{ path: 'a.ts' }, { path: 'b.ts' }]);
  await outliner.dispose();
});

test('a thread that is to end finishes what it is at: terminated as it opens a zlib stream, it would take the process with it', async () => {
  const [slow, kept] = [path.join(folder, 'slow.js'), path.join(folder, 'kept')];
  await writeFile(slow, `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ what, id }) => {
      if (what === 'end') process.exit();
      parentPort.postMessage({ id, json: '{}' });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      require('node:fs').writeFileSync(${JSON.stringify(kept)}, 'kept');
    });`);
  const outliner = createWorkerOutliner({ workerFile: slow, wasmDir });
  await outliner.outline('a.ts', CODE);
  await outliner.dispose();
  expect(await readFile(kept, 'utf8')).toBe('kept');
});

test('a thread that hangs is ended all the same', async () => {
  const hanging = path.join(folder, 'hanging.js');
  await writeFile(hanging, `require('node:worker_threads').parentPort.on('message', () => { for (;;); });`);
  const outliner = createWorkerOutliner({ workerFile: hanging, wasmDir });
  await Promise.all([expect(outliner.outline('a.ts', CODE)).rejects.toThrow('disposed'), outliner.dispose()]);
});

test('a thread that cannot start is a clear error', async () => {
  const outliner = createWorkerOutliner({ workerFile: path.join(folder, 'missing.js'), wasmDir });
  await expect(outliner.outline('a.ts', CODE)).rejects.toThrow(/a\.ts could not be outlined: Cannot find module/);
  await outliner.dispose();
});

test('a missing grammar is an error of that file', async () => {
  const outliner = createWorkerOutliner({ workerFile, wasmDir: folder });
  await expect(outliner.outline('a.ts', CODE)).rejects.toThrow(/a\.ts could not be outlined/);
  await outliner.dispose();
});

test('after dispose nothing is read', async () => {
  const outliner = createWorkerOutliner({ workerFile, wasmDir });
  const waiting = outliner.outline('a.ts', CODE);
  await Promise.all([expect(waiting).rejects.toThrow('disposed'), outliner.dispose()]);
  await expect(outliner.outline('a.ts', CODE)).rejects.toThrow('disposed');
});

test('an unknown language has no symbols', async () => {
  expect(await outlineOf('a.toml', 'a = 1')).toMatchObject({ language: 'text', imports: [], exports: [], symbols: [], loose: { throws: [], calls: [], env: [] }, syntaxErrors: [] });
});

test('an empty file is an empty outline', async () => {
  for (const text of ['', '\n', '\ufeff', '// only this']) expect((await outlineOf('a.ts', text)).symbols).toEqual([]);
});

test('what nobody wrote is outlined, and says why it gets no prose', async () => {
  expect(await outlineOf('a.ts', `// Code generated by tool. DO NOT EDIT.\n${CODE}`)).toMatchObject({ skipped: expect.stringContaining('generated') as string, symbols: [{ id: 'add' }] });
  expect((await outlineOf('lib.min.js', 'function a(){}')).skipped).toContain('minified');
  expect((await outlineOf('a.js', `${'var a=1;function f(b){return b+1}'.repeat(400)}\n`)).skipped).toContain('minified');
  expect((await outlineOf('a.ts', `${CODE.repeat(20)}// @generated`)).skipped).toBeUndefined();
  expect((await outlineOf('a.ts', `${CODE}const text = 'DO NOT EDIT';\n`)).skipped).toBeUndefined();
});

test('what is too large is not parsed', async () => {
  expect(await outlineOf('a.ts', 'const a = 1;\n'.repeat(90_000))).toMatchObject({ symbols: [], skipped: expect.stringContaining('1 MB') as string });
  expect(await outlineOf('a.ts', 'a;\n'.repeat(41_000))).toMatchObject({ symbols: [], skipped: expect.stringContaining('40,000 lines') as string });
});

test('a long line of data in a written file is no reason to skip it', async () => {
  expect((await outlineOf('a.ts', `${CODE.repeat(40)}const data = '${'x'.repeat(6_000)}';\n`)).skipped).toBeUndefined();
});

test('code nested thousands of levels deep is read', async () => {
  const sum = `const a = ${Array.from({ length: 5_000 }, (_, index) => `b${index}`).join(' + ')};`;
  const chain = `function f(x) {\n${Array.from({ length: 5_000 }, (_, index) => `if (x === ${index}) { g(${index}); }`).join(' else ')}\n}`;
  const elif = `def f(x):\n    if x == 0:\n        g()\n${Array.from({ length: 2_000 }, (_, index) => `    elif x == ${index + 1}:\n        g()`).join('\n')}\n`;
  const calls = `const c = d${'.then(() => 1)'.repeat(3_000)};`;
  for (const [file, text] of [['a.ts', sum], ['a.js', chain], ['a.py', elif], ['b.ts', calls]] as const) {
    const { symbols, syntaxErrors } = await outlineOf(file, text);
    expect([file, symbols.length, syntaxErrors.length]).toEqual([file, 1, 0]);
  }
});
