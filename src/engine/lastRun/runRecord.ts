import type { RunEventBody } from '../events';
import { folderOf, foldersAbove, nameOf } from '../gather/paths';
import type { LeftOut } from '../gather/source';
import { mapInOrder } from '../mapInOrder';
import { sha256 } from '../hash';
import type { Entry, Files, FileStamp, Store } from '../ports';
import { digestOf, digestOuterIgnores, hashOfSpec, statOutcome, type Observations, type Seen } from './observations';

/** Hash, and how the file stood then: size, times of its last change in milliseconds, inode. Without a stamp only the content tells. */
type FileRecord = readonly [hash: string, size?: number, mtimeMs?: number, ctimeMs?: number, ino?: number];

/** A complete run: what it saw, and what one that sees the same comes to. Plain data; it holds hashes and names, no source text. */
export interface RunRecord {
  readonly folders: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FileRecord>>;
  readonly specs: Readonly<Record<string, FileRecord>>;
  readonly stats: Readonly<Record<string, string>>;
  readonly outerIgnores?: string;
  readonly leftOut: readonly LeftOut[];
  /** What happened in these stages, but for their beginning and end. */
  readonly events: { readonly gather: readonly RunEventBody[]; readonly chunk: readonly RunEventBody[] };
  /** Source and spec of each file. */
  readonly results: readonly (readonly [source: string, spec: string])[];
}

const READS_AT_ONCE = 16;

/**
 * Two changes of a file within one tick of the file system's clock leave the same stamp. So a stamp counts only if the file was last changed well before the stamp was taken (git calls
 * others "racily clean"). A kernel's tick is 10 ms at most; on file systems that keep whole seconds (FAT: two) a stamp has no fraction.
 */
const TICK_MS = 100;
const COARSE_TICK_MS = 2_500;

export function isSettled({ mtimeMs, ctimeMs }: FileStamp, at: number): boolean {
  const tick = ctimeMs % 1000 === 0 ? COARSE_TICK_MS : TICK_MS;
  return Math.max(mtimeMs, ctimeMs) < at - tick;
}

/** @param savedAt when the record is written, in milliseconds since the epoch: what this run wrote itself is taken to be settled by then, or not at all */
export function recordOf(observations: Observations, rest: Pick<RunRecord, 'leftOut' | 'events' | 'results'>, savedAt: number): RunRecord {
  const { listings, files, specs, outerIgnores } = observations;
  return {
    folders: Object.fromEntries([...withWritten(listings, observations.written.keys())].map(([folder, entries]) => [folder, digestOf(entries)])),
    files: Object.fromEntries([...files].map(([path, seen]) => [path, fileRecordOf(seen, savedAt)])),
    specs: Object.fromEntries([...specs].map(([path, seen]) => [path, fileRecordOf(seen, savedAt)])),
    stats: Object.fromEntries(observations.statsBesideListings()),
    ...(outerIgnores === undefined ? {} : { outerIgnores }),
    ...rest,
  };
}

/** The listings as the next run will see them: specs, and folders for them, that were not there before. Neither is ever a source. */
function withWritten(listings: ReadonlyMap<string, readonly Entry[]>, written: Iterable<string>): Map<string, readonly Entry[]> {
  const all = new Map(listings);
  for (const path of written) {
    for (const place of [...foldersAbove(path), path]) {
      const folder = folderOf(place);
      const entries = all.get(folder);
      const name = nameOf(place);
      if (entries && !entries.some((entry) => entry.name === name)) all.set(folder, [...entries, { name, kind: place === path ? 'file' : 'folder' }]);
    }
  }
  return all;
}

function fileRecordOf({ hash, stamp, at }: Seen, savedAt: number): FileRecord {
  if (!stamp || !isSettled(stamp, Math.min(at, savedAt))) return [hash];
  return [hash, stamp.size, stamp.mtimeMs, stamp.ctimeMs, stamp.ino];
}

/**
 * Whether everything is as the record says: then the record itself, or one with newer stamps where files were touched and still say the same. Of most files the stamp is enough, and
 * the others are read; nothing is written.
 */
export async function stillHolds(record: RunRecord, files: Files, store: Pick<Store, 'read'>, now: () => number): Promise<RunRecord | undefined> {
  if (!files.survey) return undefined;
  if ((files.readOuterIgnores && digestOuterIgnores(await files.readOuterIgnores())) !== record.outerIgnores) return undefined;
  const at = now();
  const folders = Object.keys(record.folders);
  const sources = Object.keys(record.files);
  const specs = Object.keys(record.specs);
  const found = await files.survey({ folders, files: [...sources, ...specs] });
  for (const [i, folder] of folders.entries()) {
    const entries = found.folders[i];
    if (!entries || digestOf(entries) !== record.folders[folder]) return undefined;
  }
  const stamps = { sources: found.files.slice(0, sources.length), specs: found.files.slice(sources.length) };
  const newer = {
    files: await refresh(sources, record.files, stamps.sources, at, async (path) => hashOfBytes(await files.read(path))),
    specs: await refresh(specs, record.specs, stamps.specs, at, async (path) => hashOfSpec(await store.read(path))),
  };
  if (!newer.files || !newer.specs) return undefined;
  for (const [path, stat] of Object.entries(record.stats)) if ((await statOutcome(files, path)) !== stat) return undefined;
  const isSame = newer.files.size === 0 && newer.specs.size === 0;
  return isSame ? record : { ...record, files: { ...record.files, ...Object.fromEntries(newer.files) }, specs: { ...record.specs, ...Object.fromEntries(newer.specs) } };
}

/** New records of files that had to be read and still say the same; `undefined`: one says something else. */
async function refresh(
  paths: readonly string[],
  records: Readonly<Record<string, FileRecord>>,
  stamps: readonly (FileStamp | undefined)[],
  at: number,
  hashNow: (path: string) => Promise<string>,
): Promise<Map<string, FileRecord> | undefined> {
  const toRead: number[] = [];
  for (const [i, path] of paths.entries()) {
    const [, size, mtimeMs, ctimeMs, ino] = records[path]!;
    const stamp = stamps[i];
    if (stamp && stamp.size === size && stamp.mtimeMs === mtimeMs && stamp.ctimeMs === ctimeMs && stamp.ino === ino) continue;
    // Another size is another content, and no file is where one was.
    if (stamp && size !== undefined && stamp.size !== size) return undefined;
    toRead.push(i);
  }
  const newer = new Map<string, FileRecord>();
  let isSame = true;
  await mapInOrder(toRead, READS_AT_ONCE, async (i) => {
    if (!isSame) return;
    const path = paths[i]!;
    const [hash] = records[path]!;
    if ((await hashNow(path)) !== hash) isSame = false;
    const record = fileRecordOf({ hash, stamp: stamps[i], at }, at);
    if (record.length !== records[path]!.length || record.length > 1) newer.set(path, record);
  });
  return isSame ? newer : undefined;
}

function hashOfBytes(bytes: Uint8Array | undefined): string {
  return bytes ? sha256(bytes) : '';
}
