import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { sweepFolder } from '../cache/diskSweep';
import { nameOf } from '../gather/paths';
import { sha256 } from '../hash';

export interface OutlineCacheOptions {
  /** Made when the first outline is stored. */
  readonly dir: string;
  /** Of the program that makes the outlines: those of another are never found. */
  readonly version: string;
  /** Of all outlines, compressed. May be exceeded for a while; several processes each see to it. Default 100 MB: some 50,000 files. */
  readonly maxBytes?: number;
}

/** Outlines as JSON, by the text that they were made of. All of it is synchronous: it is used in the parser's thread, where nobody waits for anything else. */
export interface OutlineCache {
  /** Of a file's name, its masked text and the version. The folder does not count: a file that is moved keeps its outline. */
  keyOf(path: string, text: string): string;
  get(key: string): string | undefined;
  put(key: string, outline: string): void;
}

const DEFAULT_MAX_BYTES = 100_000_000;
const DAY_MS = 86_400_000;
/** Unused for so long, an outline is forgotten; so go those of older versions. */
const MAX_AGE_DAYS = 30;
/** Reading is to cost no write, or few. */
const TOUCH_AFTER_MS = DAY_MS;
/** No outline is this long; what unpacks to more is not ours. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Of deflate: the lowest level takes half the time of the default, and makes the outlines a seventh of their size instead of an eighth. */
const LEVEL = 1;
const PUTS_BETWEEN_SWEEPS = 2_000;

/**
 * Compressed files, `outlines-v1/ab/cdef….z`, which several processes may use at once: a file appears whole or not at all (temporary file and rename). One that is torn, altered or
 * of another key is a miss. Outlines are made of masked text: they hold no secret. `onWarning` is told once, when the folder cannot be written.
 */
export function openOutlineCache({ dir, version, maxBytes = DEFAULT_MAX_BYTES }: OutlineCacheOptions, onWarning: (message: string) => void): OutlineCache {
  const folder = path.join(dir, OUTLINES_FOLDER);
  const fileOf = (key: string) => path.join(folder, key.slice(0, 2), `${key.slice(2)}.z`);
  let isWritable = true;
  let puts = 0;

  return {
    keyOf: (file, text) => sha256(`${version}\0${nameOf(file)}\0${text}`),
    get(key) {
      const file = fileOf(key);
      let packed: Buffer;
      try {
        packed = readFileSync(file);
      } catch {
        return undefined;
      }
      const outline = unpack(key, packed);
      touch(file);
      return outline;
    },
    put(key, outline) {
      if (!isWritable) return;
      const file = fileOf(key);
      const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(temporary, pack(key, outline), { flag: 'wx', mode: 0o600 });
        renameSync(temporary, file);
      } catch (error) {
        remove(temporary);
        const { code = 'unknown error', syscall } = error as NodeJS.ErrnoException;
        // Somebody cleared the folder meanwhile; or has the file open, on Windows, and then it is there.
        if ((code === 'ENOENT' && syscall !== 'mkdir') || (process.platform === 'win32' && syscall === 'rename')) return;
        isWritable = false;
        onWarning(`Outlines cannot be kept in ${dir} (${code}): the next run reads every source again. Make the folder accessible, or choose another one: "specwright.cache.folder" (--cache-dir).`);
        return;
      }
      if (puts++ % PUTS_BETWEEN_SWEEPS === 0) {
        const now = Date.now();
        void sweepFolder(folder, /^[0-9a-f]{62}\.z$/, { maxBytes, unusedSince: now - MAX_AGE_DAYS * DAY_MS, now }).catch(() => {});
      }
    },
  };
}

/** Its name makes those of another format invisible. */
export const OUTLINES_FOLDER = 'outlines-v1';

/** zlib's own checksum tells a file that was altered. */
function pack(key: string, outline: string): Buffer {
  return deflateSync(`${key}\n${outline}`, { level: LEVEL });
}

function unpack(key: string, packed: Buffer): string | undefined {
  try {
    const text = inflateSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8');
    return text.startsWith(`${key}\n`) ? text.slice(key.length + 1) : undefined;
  } catch {
    return undefined;
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is none.
  }
}

function touch(file: string): void {
  try {
    const now = Date.now();
    if (statSync(file).mtimeMs < now - TOUCH_AFTER_MS) utimesSync(file, new Date(now), new Date(now));
  } catch {
    // A folder that can only be read is a fine cache too.
  }
}
