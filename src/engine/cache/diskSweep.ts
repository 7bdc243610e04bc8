import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { CACHE_VERSION } from './cacheKey';

/** Holds the answers of this version; its name makes those of others invisible. */
export const VERSION_FOLDER = `answers-v${CACHE_VERSION}`;

const SHARD = /^[0-9a-f]{2}$/;
const ENTRY = /^[0-9a-f]{62}\.gz$/;
const TEMPORARY = /\.tmp$/;

/** A temporary file that is this old belongs to a process that was killed. */
const ABANDONED_AFTER_MS = 3_600_000;
/** What is freed beyond the limit, so that not every new answer pays for a sweep. */
const LOW_WATER = 0.9;

export interface Stored {
  readonly entries: number;
  readonly bytes: number;
}

interface FoundFile {
  readonly file: string;
  readonly bytes: number;
  readonly usedAt: number;
}

/**
 * Removes what was not used for too long, then what was used longest ago until the size is within its limit; and what killed processes and
 * older versions left. Other processes may do the same at the same time: what is gone already counts as removed.
 */
export async function sweep(dir: string, options: SweepOptions): Promise<Stored> {
  await removeOlderVersions(dir);
  return sweepFolder(path.join(dir, VERSION_FOLDER), ENTRY, options);
}

export interface SweepOptions {
  readonly maxBytes: number;
  /** Milliseconds since the epoch, as is `now`. */
  readonly unusedSince: number;
  readonly now: number;
}

/** The same for the files of any folder whose names match, in sub-folders of two digits. */
export async function sweepFolder(folder: string, entry: RegExp, options: SweepOptions): Promise<Stored> {
  const kept: FoundFile[] = [];
  for await (const found of storedFiles(folder, entry)) {
    if (TEMPORARY.test(found.file)) {
      if (found.usedAt < options.now - ABANDONED_AFTER_MS) await remove(found.file);
    } else if (found.usedAt < options.unusedSince) await remove(found.file);
    else kept.push(found);
  }
  let bytes = kept.reduce((sum, found) => sum + found.bytes, 0);
  let removed = 0;
  if (bytes > options.maxBytes) {
    kept.sort((a, b) => a.usedAt - b.usedAt);
    for (const oldest of kept) {
      if (bytes <= options.maxBytes * LOW_WATER) break;
      await remove(oldest.file);
      bytes -= oldest.bytes;
      removed += 1;
    }
  }
  return { entries: kept.length - removed, bytes };
}

/** Removes every answer, of older versions too, and nothing else that may lie in the folder. Resolves to the number of answers. */
export async function removeAll(dir: string): Promise<number> {
  await removeOlderVersions(dir);
  let removed = 0;
  const folder = path.join(dir, VERSION_FOLDER);
  for await (const { file } of storedFiles(folder, ENTRY)) {
    await remove(file);
    if (!TEMPORARY.test(file)) removed += 1;
  }
  for (const shard of await namesIn(folder)) if (SHARD.test(shard)) await rmdir(path.join(folder, shard)).catch(() => {});
  await rmdir(folder).catch(() => {});
  return removed;
}

async function* storedFiles(folder: string, entry: RegExp): AsyncGenerator<FoundFile> {
  for (const shard of await namesIn(folder)) {
    if (!SHARD.test(shard)) continue;
    for (const name of await namesIn(path.join(folder, shard))) {
      if (!entry.test(name) && !TEMPORARY.test(name)) continue;
      const file = path.join(folder, shard, name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile()) yield { file, bytes: found.size, usedAt: found.mtimeMs };
    }
  }
}

/** Newer ones stay: another window may run a newer version of us. */
async function removeOlderVersions(dir: string): Promise<void> {
  for (const name of await namesIn(dir)) {
    const version = /^answers-v(\d+)$/.exec(name)?.[1];
    if (version !== undefined && Number(version) < CACHE_VERSION) await rm(path.join(dir, name), { recursive: true, force: true }).catch(() => {});
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function remove(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => {});
}
