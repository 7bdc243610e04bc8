import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../hash';
import type { RunRecords } from '../lastRun/lastRun';
import type { RunRecord } from '../lastRun/runRecord';

export interface RunRecordsOptions {
  /** Made when the first record is kept. */
  readonly dir: string;
  /** Of the program: records of another are never found. */
  readonly version: string;
  /** Of all records. Default 50 MB: some 50 workspaces of 3,000 sources. */
  readonly maxBytes?: number;
  readonly now?: () => number;
  /** Told once, when the folder cannot be written. */
  readonly onWarning?: (message: string) => void;
}

/** Its name makes the records of another format invisible. */
export const RECORDS_FOLDER = 'runs-v1';
const DEFAULT_MAX_BYTES = 50_000_000;
/** Records that one process remembers: a window seldom works on more folders. */
const MOST_IN_MEMORY = 4;
/** A temporary file that is this old belongs to a process that was killed. */
const ABANDONED_AFTER_MS = 3_600_000;

/**
 * One file for each record, which several processes may use at once: a file appears whole or not at all, and the last one counts. One that is torn or altered is none. A record is compared
 * with the disk before it is believed, so an old one from memory is as good as any.
 */
export function createRunRecords({ dir, version, maxBytes = DEFAULT_MAX_BYTES, now, onWarning }: RunRecordsOptions): RunRecords {
  const folder = path.join(dir, RECORDS_FOLDER);
  const fileOf = (key: string) => path.join(folder, `${sha256(`${version}\0${key}`)}.json`);
  const remembered = new Map<string, RunRecord>();
  let isWritable = true;

  function remember(file: string, record: RunRecord): RunRecord {
    remembered.delete(file);
    remembered.set(file, record);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_IN_MEMORY && oldest !== undefined) remembered.delete(oldest);
    return record;
  }

  return {
    now,
    async load(key) {
      const file = fileOf(key);
      const record = remembered.get(file) ?? unpack(await readFile(file).catch(() => undefined));
      return record && remember(file, record);
    },
    async save(key, record, where) {
      const file = fileOf(key);
      remember(file, record);
      if (where === 'memory' || !isWritable) return;
      const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(temporary, pack(record), { flag: 'wx', mode: 0o600 });
        await rename(temporary, file);
        await removeOldest(folder, maxBytes);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        const { code = 'unknown error', syscall } = error as NodeJS.ErrnoException;
        if ((code === 'ENOENT' && syscall !== 'mkdir') || (process.platform === 'win32' && syscall === 'rename')) return;
        isWritable = false;
        onWarning?.(`What a run saw cannot be kept in ${dir} (${code}): the next run looks at every file again. Make the folder accessible, or choose another one: "specwright.cache.folder" (--cache-dir).`);
      }
    },
  };
}

function pack(record: RunRecord): Buffer {
  const json = Buffer.from(JSON.stringify(record));
  return Buffer.concat([Buffer.from(`${sha256(json)}\n`), json]);
}

const HASH_DIGITS = 64;

function unpack(packed: Buffer | undefined): RunRecord | undefined {
  if (!packed) return undefined;
  const json = packed.subarray(HASH_DIGITS + 1);
  if (packed.toString('latin1', 0, HASH_DIGITS + 1) !== `${sha256(json)}\n`) return undefined;
  try {
    return JSON.parse(json.toString('utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** Those that were written longest ago, until the rest is within the limit; and what killed processes left. */
async function removeOldest(folder: string, maxBytes: number): Promise<void> {
  const names = await readdir(folder);
  const found = (await Promise.all(names.map(async (name) => ({ name, stats: await stat(path.join(folder, name)).catch(() => undefined) })))).flatMap(({ name, stats }) => (stats?.isFile() ? [{ file: path.join(folder, name), ...stats }] : []));
  const now = Date.now();
  let bytes = found.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size, mtimeMs } of found.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    const isAbandoned = file.endsWith('.tmp') && mtimeMs < now - ABANDONED_AFTER_MS;
    if (!isAbandoned && bytes <= maxBytes) continue;
    await rm(file, { force: true });
    bytes -= size;
  }
}
