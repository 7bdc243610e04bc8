import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open as openFile, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createResultCache } from '../../../src/engine/cache/createResultCache';
import { createDiskCache, type DiskCache, type DiskCacheOptions } from '../../../src/engine/cache/diskCache';
import type { CachedAnswer } from '../../../src/engine/cache/resultCache';
import { key } from './keys';

const DAY_MS = 86_400_000;
const answer = (text: string): CachedAnswer => ({ text, by: 'anthropic/claude', usage: { inputTokens: 1, cacheReadTokens: 2, cacheWrite5mTokens: 3, cacheWrite1hTokens: 4, outputTokens: 5 } });
/** Does not shrink when compressed. */
const bulk = (seed: number, bytes: number): string => {
  let text = '';
  for (let i = 0; text.length < bytes; i += 1) text += key(`${seed}/${i}`);
  return text.slice(0, bytes);
};

let dir: string;
let warnings: string[];
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'specwright-cache-'));
  warnings = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = (options: Partial<DiskCacheOptions> = {}): DiskCache => createDiskCache({ dir, maxBytes: 10_000_000, maxAgeDays: 30, onWarning: (message) => warnings.push(message), ...options });
const fileOf = (name: string): string => path.join(dir, 'answers-v1', name.slice(0, 2), `${name.slice(2)}.gz`);
const allFiles = async (): Promise<string[]> => (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));

describe('an answer on disk', () => {
  test('outlives the process that stored it', async () => {
    await open().put(key(1), answer('the section\n\n日本語 🎉'));
    expect(await open().get(key(1))).toEqual(answer('the section\n\n日本語 🎉'));
    expect(await open().get(key(2))).toBeUndefined();
    expect(await allFiles()).toEqual([fileOf(key(1))]);
  });

  test('is replaced, never written over: who is reading it reads on', async () => {
    await open().put(key(1), answer('first'));
    const whole = await readFile(fileOf(key(1)));
    const reader = await openFile(fileOf(key(1)));
    await open().put(key(1), answer('second, and rather longer than the first one'));
    expect(await reader.readFile()).toEqual(whole);
    await reader.close();
    expect((await open().get(key(1)))?.text).toMatch(/^second/);
  });

  test('can be read by its owner only', async () => {
    await open().put(key(1), answer('x'));
    expect((await stat(fileOf(key(1)))).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(fileOf(key(1))))).mode & 0o777).toBe(0o700);
  });

  test('needs a key that is a hash: nothing can lead out of the folder', async () => {
    await expect(open().get('../../etc/passwd')).rejects.toThrow(TypeError);
    await expect(open().put('ab', answer('x'))).rejects.toThrow(TypeError);
  });

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['torn', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['altered in one bit', (bytes) => (bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20), bytes)],
    ['altered and packed again', (bytes) => gzipSync(gunzipSync(bytes).toString().replace('the section', 'the suction'))],
    ['without a checksum', () => gzipSync('{"text":"x","by":"y"}')],
    ['of a foreign kind', () => Buffer.from('not gzip at all')],
  ])('that is %s is a miss, and is removed', async (_name, spoil) => {
    await open().put(key(1), answer('the section'));
    await writeFile(fileOf(key(1)), spoil(await readFile(fileOf(key(1)))));
    expect(await open().get(key(1))).toBeUndefined();
    expect(existsSync(fileOf(key(1)))).toBe(false);
    expect(warnings).toEqual([]);
  });

  test('that stands under a foreign key is a miss', async () => {
    await open().put(key(1), answer('x'));
    await mkdir(path.dirname(fileOf(key(2))), { recursive: true });
    await writeFile(fileOf(key(2)), await readFile(fileOf(key(1))));
    expect(await open().get(key(2))).toBeUndefined();
  });

  test('is forgotten when it was not used for too long', async () => {
    const now = Date.now();
    await open().put(key(1), answer('x'));
    expect(await open({ now: () => now + 29 * DAY_MS }).get(key(1))).toBeDefined();
    // That was a use: thirty days more.
    expect(await open({ now: () => now + 58 * DAY_MS }).get(key(1))).toBeDefined();
    expect(await open({ now: () => now + 89 * DAY_MS }).get(key(1))).toBeUndefined();
    expect(await allFiles()).toEqual([]);
  });
});

describe('the folder', () => {
  test('stays within its size: what was used longest ago goes first', async () => {
    const cache = open({ maxBytes: 45_000 });
    const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
    for (let i = 0; i < 4; i += 1) {
      await cache.put(key(i), answer(bulk(i, 18_000)));
      await cache.settled();
      await utimes(fileOf(key(i)), hoursAgo(20 - i), hoursAgo(20 - i));
    }
    await cache.get(key(0));
    await cache.put(key(9), answer(bulk(9, 18_000)));
    await cache.settled();
    const kept = (await Promise.all([0, 1, 2, 3, 9].map(async (i) => (existsSync(fileOf(key(i))) ? [i] : [])))).flat();
    expect(kept).toContain(0);
    expect(kept).toContain(9);
    expect(kept).not.toContain(1);
    const bytes = (await Promise.all((await allFiles()).map((file) => stat(file)))).reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThanOrEqual(45_000);
    expect(cache.stats()).toMatchObject({ entries: kept.length, bytes });
  });

  test('takes no answer that is larger than all of it', async () => {
    const cache = open({ maxBytes: 1_000 });
    await cache.put(key(1), answer(bulk(1, 5_000)));
    expect(await allFiles()).toEqual([]);
  });

  test('loses what older versions and killed processes left, and keeps what is not ours', async () => {
    const old = new Date(Date.now() - 2 * 3_600_000);
    await mkdir(path.join(dir, 'answers-v0', 'ab'), { recursive: true });
    await mkdir(path.join(dir, 'answers-v2'), { recursive: true });
    await writeFile(path.join(dir, 'notes.txt'), 'mine');
    await mkdir(path.dirname(fileOf(key(1))), { recursive: true });
    await writeFile(`${fileOf(key(1))}.dead.tmp`, 'half');
    await utimes(`${fileOf(key(1))}.dead.tmp`, old, old);
    await writeFile(`${fileOf(key(1))}.live.tmp`, 'half');
    const cache = open();
    await cache.put(key(1), answer('x'));
    await cache.settled();
    expect((await readdir(dir)).sort()).toEqual(['answers-v1', 'answers-v2', 'notes.txt']);
    expect((await readdir(path.dirname(fileOf(key(1))))).filter((name) => name.endsWith('.tmp'))).toEqual([`${key(1).slice(2)}.gz.live.tmp`]);
  });

  test('is emptied by clear, of answers only', async () => {
    const cache = open();
    for (let i = 0; i < 5; i += 1) await cache.put(key(i), answer('x'));
    await writeFile(path.join(dir, 'answers-v1', 'README'), 'mine');
    expect(await cache.clear()).toBe(5);
    expect(await cache.get(key(1))).toBeUndefined();
    expect(await allFiles()).toEqual([path.join(dir, 'answers-v1', 'README')]);
    await cache.put(key(1), answer('again'));
    expect(await cache.get(key(1))).toEqual(answer('again'));
    await cache.settled();
  });

  test('that never existed is a miss, and clear finds nothing', async () => {
    const cache = open({ dir: path.join(dir, 'not', 'yet') });
    expect(await cache.get(key(1))).toBeUndefined();
    expect(await cache.clear()).toBe(0);
    expect(existsSync(path.join(dir, 'not'))).toBe(false);
    expect(warnings).toEqual([]);
  });
});

describe('a folder that cannot be used', () => {
  test('costs one warning, and then answers are in memory', async () => {
    const file = path.join(dir, 'a-file');
    await writeFile(file, '');
    const cache = createResultCache({ dir: file, onWarning: (message) => warnings.push(message) });
    await cache.put(key(1), answer('one'));
    await cache.put(key(2), answer('two'));
    expect([await cache.get(key(1)), await cache.get(key(2)), await cache.get(key(3))]).toEqual([answer('one'), answer('two'), undefined]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/cannot be (read|written) \((ENOTDIR|EEXIST)\): answers are remembered until the end of this session only\. Make the folder accessible, or choose another one/);
  });

  test('when it can still be read gives the answers that it has', async () => {
    await open().put(key(1), answer('old'));
    // A file where the folder of the new answer would be; as root, a mode would not keep anybody out.
    await writeFile(path.dirname(fileOf(key('new'))), '');
    const cache = open();
    await cache.put(key('new'), answer('new'));
    expect(await cache.get(key(1))).toEqual(answer('old'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/cannot be written/);
  });

  test.skipIf(process.getuid?.() === 0)('for lack of rights is the same', async () => {
    await chmod(dir, 0o500);
    await open().put(key(1), answer('x'));
    await chmod(dir, 0o700);
    expect(warnings[0]).toMatch(/cannot be written \(EACCES\)/);
  });
});
