import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packEntry, unpackEntry } from './diskEntry';
import { removeAll, sweep, VERSION_FOLDER, type Stored } from './diskSweep';
import { CacheCounter, type CachedAnswer, type ResultCache } from './resultCache';

export interface DiskCacheOptions {
  /** Made when the first answer is stored. */
  readonly dir: string;
  /** Of all stored answers, compressed. May be exceeded for a moment; several processes each see to it. */
  readonly maxBytes: number;
  /** Days after its last use on which an answer is forgotten. */
  readonly maxAgeDays: number;
  /** Told once, when the folder cannot be written or read. */
  readonly onWarning?: (message: string) => void;
  readonly now?: () => number;
}

/** A cache in files, which several processes may use at once. */
export interface DiskCache extends ResultCache {
  /** Resolves when no clean-up is under way. Nobody needs to wait for it. */
  settled(): Promise<void>;
}

const DAY_MS = 86_400_000;
/** How old a file's time of last use may get: reading is to cost no write, or few. */
const TOUCH_AFTER_MS = 3_600_000;
/** Other processes add answers that we do not count: look again after so many of our own. */
const PUTS_BETWEEN_SWEEPS = 1_000;

/** The whole folder is of no use, rather than one file of it. */
const FOLDER_FAILURES = new Set(['EACCES', 'EROFS', 'ENOTDIR', 'ENOSPC', 'EDQUOT', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'EPERM']);

/**
 * Content-addressed, compressed files: `answers-v1/ab/cdef….gz`. A file appears whole or not at all (temporary file and rename); one that is
 * torn or altered all the same is a miss, and is removed. The keys are SHA-256 in hex; any other is a mistake of the caller: a TypeError.
 */
export function createDiskCache(options: DiskCacheOptions): DiskCache {
  return new FileCache(options);
}

class FileCache implements DiskCache {
  readonly #now: () => number;
  readonly #counter = new CacheCounter();
  #readable = true;
  #writable = true;
  #warned = false;
  /** As of the last sweep, plus what was put since. `undefined`: never swept. */
  #stored: Stored | undefined;
  #putsSinceSweep = 0;
  #sweeping: Promise<void> | undefined;

  constructor(private readonly options: DiskCacheOptions) {
    this.#now = options.now ?? Date.now;
  }

  async get(key: string): Promise<CachedAnswer | undefined> {
    const file = this.#fileOf(key);
    return this.#counter.lookedUp(this.#readable ? await this.#read(key, file) : undefined);
  }

  async put(key: string, answer: CachedAnswer): Promise<void> {
    const file = this.#fileOf(key);
    if (!this.#writable) return;
    const packed = packEntry(key, answer);
    if (packed.length > this.options.maxBytes || !(await this.#write(file, packed))) return;
    this.#counter.stored();
    this.#putsSinceSweep += 1;
    if (this.#stored) this.#stored = { entries: this.#stored.entries + 1, bytes: this.#stored.bytes + packed.length };
    if (!this.#stored || this.#stored.bytes > this.options.maxBytes || this.#putsSinceSweep >= PUTS_BETWEEN_SWEEPS) this.#startSweep();
  }

  async clear(): Promise<number> {
    await this.settled();
    const removed = await removeAll(this.options.dir);
    this.#stored = { entries: 0, bytes: 0 };
    return removed;
  }

  stats(): ReturnType<ResultCache['stats']> {
    return this.#counter.with(this.#stored ?? { entries: 0, bytes: 0 });
  }

  async settled(): Promise<void> {
    await this.#sweeping;
  }

  #fileOf(key: string): string {
    if (!/^[0-9a-f]{64}$/.test(key)) throw new TypeError('The key of a cached answer must be a SHA-256 in hex.');
    return path.join(this.options.dir, VERSION_FOLDER, key.slice(0, 2), `${key.slice(2)}.gz`);
  }

  async #read(key: string, file: string): Promise<CachedAnswer | undefined> {
    let packed: Buffer;
    let usedAt: number;
    try {
      const handle = await open(file);
      try {
        usedAt = (await handle.stat()).mtimeMs;
        packed = await handle.readFile();
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && this.#isFolderFailure(error)) {
        this.#readable = false;
        this.#warn('read', error);
      }
      return undefined;
    }
    const answer = usedAt < this.#unusedSince() ? undefined : unpackEntry(key, packed);
    const now = new Date(this.#now());
    // A folder that can only be read is a fine cache too: neither has to succeed.
    if (!answer) await rm(file, { force: true }).catch(() => {});
    else if (usedAt < now.getTime() - TOUCH_AFTER_MS) await utimes(file, now, now).catch(() => {});
    return answer;
  }

  async #write(file: string, packed: Buffer): Promise<boolean> {
    const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`;
    const writeTemporary = () => writeFile(temporary, packed, { flag: 'wx', mode: 0o600 });
    try {
      await writeTemporary().catch(async (error: unknown) => {
        if (codeOf(error) !== 'ENOENT') throw error;
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await writeTemporary();
      });
      await rename(temporary, file);
      return true;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      if (this.#isFolderFailure(error)) {
        this.#writable = false;
        this.#warn('written', error);
      }
      return false;
    }
  }

  /** On Windows a file that someone else has open answers with EPERM or EACCES; and then it is there. */
  #isFolderFailure(error: unknown): boolean {
    const code = codeOf(error);
    if (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES') && !isMkdir(error)) return false;
    return FOLDER_FAILURES.has(code);
  }

  #warn(what: 'read' | 'written', error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    this.options.onWarning?.(
      `The result cache in ${this.options.dir} cannot be ${what} (${codeOf(error)}): answers are remembered until the end of this session only. ` +
        'Make the folder accessible, or choose another one: "specwright.cache.folder" (--cache-dir).',
    );
  }

  #unusedSince(): number {
    return this.#now() - this.options.maxAgeDays * DAY_MS;
  }

  #startSweep(): void {
    if (this.#sweeping) return;
    this.#putsSinceSweep = 0;
    const { dir, maxBytes } = this.options;
    this.#sweeping = sweep(dir, { maxBytes, unusedSince: this.#unusedSince(), now: this.#now() })
      .then((stored) => {
        this.#stored = stored;
      })
      .catch(() => {})
      .finally(() => {
        this.#sweeping = undefined;
      });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

function isMkdir(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
}
