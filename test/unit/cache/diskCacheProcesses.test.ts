import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDiskCache } from '../../../src/engine/cache/diskCache';
import { unpackEntry } from '../../../src/engine/cache/diskEntry';
import { key } from './keys';

/** What a process of the test does: writes the same keys as its sisters, and reads what they wrote. Any wrong answer ends it with 1. */
const WRITER = `
  import { createHash } from 'node:crypto';
  import { createDiskCache } from './src/engine/cache/diskCache';
  const [dir, rounds, maxBytes] = process.argv.slice(2);
  const key = (of) => createHash('sha256').update(String(of)).digest('hex');
  const text = (n) => Array.from({ length: 200 }, (_, i) => key(n + '/' + i)).join('');
  const cache = createDiskCache({ dir, maxBytes: Number(maxBytes), maxAgeDays: 30, onWarning: (m) => { console.error(m); process.exit(1); } });
  let hits = 0;
  for (let round = 0; round < Number(rounds); round += 1) {
    for (let n = 0; n < 30; n += 1) {
      const found = await cache.get(key(n));
      if (found && found.text !== text(n)) { console.error('wrong answer'); process.exit(1); }
      if (found) hits += 1;
      await cache.put(key(n), { text: text(n), by: 'p/m' });
    }
    if (round === 0) process.send('busy');
  }
  await cache.settled();
  process.send({ hits });
  process.disconnect();
`;

let dir: string;
let program: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'specwright-processes-'));
  program = path.join(dir, 'writer.mjs');
  await build({ stdin: { contents: WRITER, resolveDir: process.cwd(), loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', outfile: program });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const start = (folder: string, rounds: number, maxBytes: number): ChildProcess => fork(program, [folder, String(rounds), String(maxBytes)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
const text = (n: number): string => Array.from({ length: 200 }, (_, i) => key(`${n}/${i}`)).join('');

async function storedFiles(folder: string): Promise<{ readonly key: string; readonly file: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.name.endsWith('.gz'))
    .map((entry) => ({ key: path.basename(entry.parentPath) + entry.name.slice(0, -3), file: path.join(entry.parentPath, entry.name) }));
}

test.each([
  ['with room for all', 100_000_000],
  ['while each throws out what the others wrote', 100_000],
])('several processes use one folder at the same time, %s', async (_name, maxBytes) => {
  const folder = path.join(dir, `shared-${maxBytes}`);
  const processes = Array.from({ length: 3 }, () => start(folder, 4, maxBytes));
  const codes = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0] as number));
  expect(codes).toEqual([0, 0, 0]);
  const files = await storedFiles(folder);
  expect(files.length).toBeGreaterThan(0);
  expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a process that is killed in the middle leaves whole answers, and what it left half is swept away', async () => {
  const folder = path.join(dir, 'killed');
  for (let round = 0; round < 5; round += 1) {
    const child = start(folder, 1_000_000, 100_000_000);
    await once(child, 'message');
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  const files = await storedFiles(folder);
  expect(files).toHaveLength(30);
  for (const { key: name, file } of files) expect(unpackEntry(name, await readFile(file))).toBeDefined();

  // Hours later.
  await writeFile(`${files[0]?.file}.0000.tmp`, 'half an ans');
  const cache = createDiskCache({ dir: folder, maxBytes: 100_000_000, maxAgeDays: 30, now: () => Date.now() + 2 * 3_600_000 });
  expect((await cache.get(key(3)))?.text).toBe(text(3));
  await cache.put(key('another'), { text: 'x', by: 'p/m' });
  await cache.settled();
  expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(cache.stats().entries).toBe(31);
});
