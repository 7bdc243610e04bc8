import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openOutlineCache, OUTLINES_FOLDER } from '../../../src/engine/outline/outlineCache';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { createWorkerOutliner, type WorkerOutlinerOptions } from '../../../src/engine/outline/workerOutliner';

const root = path.resolve(import.meta.dirname, '../../..');
const wasmDir = path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
const CODE = 'export function add(a: number, b = 1) { return a + b; }\n';
let built: string;
let workerFile: string;

beforeAll(async () => {
  built = await mkdtemp(path.join(tmpdir(), 'specwright-outline-'));
  workerFile = path.join(built, 'outlineWorker.js');
  await build({ entryPoints: [path.join(root, 'src/engine/outline/outlineWorker.ts')], outfile: workerFile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
});
afterAll(() => rm(built, { recursive: true, force: true }));

async function makeDir(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'specwright-outlines-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A thread with no grammars can tell only what the cache knows. */
function outlinerOf(dir: string, options: Partial<WorkerOutlinerOptions> = {}) {
  const outliner = createWorkerOutliner({ workerFile, wasmDir, size: 1, cache: { dir, version: 'v1' }, ...options });
  onTestFinished(() => outliner.dispose());
  return outliner;
}

async function entriesOf(dir: string): Promise<string[]> {
  const folder = path.join(dir, OUTLINES_FOLDER);
  return (await readdir(folder, { recursive: true }).catch(() => [])).filter((file) => file.endsWith('.z')).map((file) => path.join(folder, file));
}

/** The answer to a second file says that the first is stored. */
async function fill(dir: string): Promise<void> {
  const outliner = outlinerOf(dir);
  await outliner.outline('src/a.ts', CODE);
  await outliner.outline('src/last.ts', '');
  await outliner.dispose();
}

test('an outline is made once, whichever folder the file is in and whichever process asks', async () => {
  const dir = await makeDir();
  await fill(dir);
  const empty = outlinerOf(dir, { wasmDir: dir });
  const expected = await createInProcessOutliner({ wasmDir }).outline('src/a.ts', CODE);
  expect(await empty.outline('moved/to/a.ts', CODE)).toEqual(JSON.parse(JSON.stringify(expected)));
});

test.each([
  ['another text', 'src/a.ts', `${CODE} `, {}],
  ['another language', 'src/a.js', CODE, {}],
  ['a name that says something else', 'src/a.min.ts', CODE, {}],
  ['another build', 'src/a.ts', CODE, { version: 'v2' }],
])('%s has another outline', async (_name, file, text, options) => {
  const dir = await makeDir();
  await fill(dir);
  await expect(outlinerOf(dir, { wasmDir: dir, cache: { dir, version: 'v1', ...options } }).outline(file, text)).rejects.toThrow('could not be outlined');
});

test.each([
  ['cut', (file: string) => truncate(file, 40)],
  ['altered', async (file: string) => {
    const bytes = await readFile(file);
    bytes[60]! ^= 1;
    await writeFile(file, bytes);
  }],
  ['empty', (file: string) => truncate(file, 0)],
  ['of something else', (file: string) => writeFile(file, 'nothing of ours')],
])('an entry that is %s is a miss, and is made again', async (_name, spoil) => {
  const dir = await makeDir();
  await fill(dir);
  const whole = await createInProcessOutliner({ wasmDir }).outline('a.ts', CODE);
  for (const file of await entriesOf(dir)) await spoil(file);
  expect(await outlinerOf(dir).outline('src/a.ts', CODE)).toEqual(JSON.parse(JSON.stringify(whole)));
});

test('an entry of another key in its place is a miss', async () => {
  const dir = await makeDir();
  const cache = openOutlineCache({ dir, version: 'v1' }, () => {});
  const [one, other] = [cache.keyOf('a.ts', 'one'), cache.keyOf('a.ts', 'other')];
  cache.put(one, '{"one":1}');
  cache.put(other, '{"other":1}');
  const placeOf = (key: string) => path.join(dir, OUTLINES_FOLDER, key.slice(0, 2), `${key.slice(2)}.z`);
  await writeFile(placeOf(one), await readFile(placeOf(other)));
  expect([cache.get(one), cache.get(other)]).toEqual([undefined, '{"other":1}']);
});

test('a folder that cannot be written is told once, however many threads there are', async () => {
  const dir = await makeDir();
  const file = path.join(dir, 'file');
  await writeFile(file, '');
  const warnings: string[] = [];
  const outliner = outlinerOf(file, { size: 2, onWarning: (message) => warnings.push(message) });
  await Promise.all(Array.from({ length: 12 }, (_, i) => outliner.outline(`${i}.ts`, `const a${i} = 1;`)));
  await Promise.all(Array.from({ length: 4 }, (_, i) => outliner.outline(`${i}.js`, `const a${i} = 1;`)));
  expect(warnings).toEqual([expect.stringMatching(/Outlines cannot be kept in .* \(ENOTDIR\)/)]);
});

test('the oldest go, as long as there is too much', async () => {
  const dir = await makeDir();
  const cache = openOutlineCache({ dir, version: 'v1', maxBytes: 1 }, () => {});
  cache.put(cache.keyOf('a.ts', 'text'), '{}');
  await expect.poll(() => entriesOf(dir)).toEqual([]);
});

test('several processes fill one folder at once', async () => {
  const dir = await makeDir();
  const script = path.join(built, 'fill.cjs');
  await build({
    stdin: {
      contents: `import { openOutlineCache } from './src/engine/outline/outlineCache';
        const cache = openOutlineCache({ dir: process.argv[2], version: 'v1' }, (message) => { throw new Error(message); });
        for (let i = 0; i < 300; i++) {
          const key = cache.keyOf('a.ts', String(i % 60));
          const found = cache.get(key);
          if (found !== undefined && found !== JSON.stringify({ i: i % 60 })) throw new Error('torn');
          cache.put(key, JSON.stringify({ i: i % 60 }));
        }`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  const codes = await Promise.all(Array.from({ length: 3 }, () => once(fork(script, [dir]), 'exit')));
  expect(codes.map(([code]) => code as number)).toEqual([0, 0, 0]);
  expect(await entriesOf(dir)).toHaveLength(60);
});
