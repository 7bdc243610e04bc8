import type { RunEventBody } from '../events';
import { folderOf, foldersAbove, nameOf } from '../gather/paths';
import type { LeftOut } from '../gather/source';
import { mapInOrder } from '../mapInOrder';
import { sha256 } from '../hash';
import { STAMP_LENGTH, type Entry, type Files, type FileStamp, type Store } from '../ports';
import { digestOf, digestOuterIgnores, hashOfSpec, stampAt, statOutcome, type Observations, type Seen } from './observations';

/** Files in columns: thousands of small objects take longer to read than the files' stamps. */
interface FileTable {
  readonly paths: readonly string[];
  readonly hashes: readonly string[];
  /** One {@link FileStamp} after the other; {@link UNKNOWN} where only the content tells. */
  readonly stamps: readonly number[];
}

/** Is no file's stamp. */
const UNKNOWN: FileStamp = [-1, -1, -1, -1];

/** A complete run: what it saw, and what one that sees the same comes to. Plain data; it holds hashes and names, no source text. */
export interface RunRecord {
  readonly folders: { readonly paths: readonly string[]; readonly digests: readonly string[] };
  readonly files: FileTable;
  readonly specs: FileTable;
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
const TICK_MS = 30;
const COARSE_TICK_MS = 2_500;

function isSettled([, mtimeMs, ctimeMs]: FileStamp, at: number): boolean {
  const tick = ctimeMs % 1000 === 0 ? COARSE_TICK_MS : TICK_MS;
  return Math.max(mtimeMs, ctimeMs) < at - tick;
}

/** @param savedAt when the record is written, in milliseconds since the epoch: what this run wrote itself is taken to be settled by then, or not at all */
export function recordOf(observations: Observations, rest: Pick<RunRecord, 'leftOut' | 'events' | 'results'>, savedAt: number): RunRecord {
  const { files, specs, outerIgnores } = observations;
  const listings = withWritten(observations.listings, observations.written.keys());
  return {
    folders: { paths: [...listings.keys()], digests: [...listings.values()].map(digestOf) },
    files: tableOf(files, savedAt),
    specs: tableOf(specs, savedAt),
    stats: Object.fromEntries(observations.statsBesideListings()),
    ...(outerIgnores === undefined ? {} : { outerIgnores }),
    ...rest,
  };
}

function tableOf(files: ReadonlyMap<string, Seen>, savedAt: number): FileTable {
  const all = [...files.values()];
  return { paths: [...files.keys()], hashes: all.map(({ hash }) => hash), stamps: all.flatMap(({ stamp, at }) => trusted(stamp, Math.min(at, savedAt))) };
}

function trusted(stamp: FileStamp | undefined, at: number): FileStamp {
  return stamp && isSettled(stamp, at) ? stamp : UNKNOWN;
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

/**
 * Whether everything is as the record says: then the record, with newer stamps of files that were touched and still say the same, and how many had to be read to see that. Of most files
 * the stamp is enough. Nothing is written.
 */
export async function stillHolds(record: RunRecord, files: Files, store: Pick<Store, 'read'>, now: () => number): Promise<{ readonly record: RunRecord; readonly reread: number } | undefined> {
  if (!files.survey) return undefined;
  if ((files.readOuterIgnores && digestOuterIgnores(await files.readOuterIgnores())) !== record.outerIgnores) return undefined;
  const at = now();
  const { folders } = record;
  const found = await files.survey({ folders: folders.paths, files: [...record.files.paths, ...record.specs.paths] });
  for (const [i, entries] of found.folders.entries()) if (!entries || digestOf(entries) !== folders.digests[i]) return undefined;
  const middle = record.files.paths.length * STAMP_LENGTH;
  const sources = await refresh(record.files, found.stamps.subarray(0, middle), at, async (path) => hashOfBytes(await files.read(path)));
  const specs = sources && (await refresh(record.specs, found.stamps.subarray(middle), at, async (path) => hashOfSpec(await store.read(path))));
  if (!specs) return undefined;
  for (const [path, stat] of Object.entries(record.stats)) if ((await statOutcome(files, path)) !== stat) return undefined;
  return { record: { ...record, files: sources.table, specs: specs.table }, reread: sources.reread + specs.reread };
}

/** The table, with newer stamps of files that had to be read and still say the same; `undefined`: one says something else. */
async function refresh(table: FileTable, stamps: Float64Array, at: number, hashNow: (path: string) => Promise<string>): Promise<{ readonly table: FileTable; readonly reread: number } | undefined> {
  const toRead: number[] = [];
  for (let i = 0; i < table.paths.length; i++) if (!isSame(table, stamps, i)) toRead.push(i);
  if (toRead.length === 0) return { table, reread: 0 };
  const newer = [...table.stamps];
  let holds = true;
  await mapInOrder(toRead, READS_AT_ONCE, async (i) => {
    if (!holds) return;
    if ((await hashNow(table.paths[i]!)) !== table.hashes[i]) holds = false;
    newer.splice(i * STAMP_LENGTH, STAMP_LENGTH, ...trusted(stampAt(stamps, i), at));
  });
  return holds ? { table: { ...table, stamps: newer }, reread: toRead.length } : undefined;
}

function isSame({ stamps: before }: FileTable, stamps: Float64Array, i: number): boolean {
  for (let at = i * STAMP_LENGTH; at < (i + 1) * STAMP_LENGTH; at++) if (stamps[at] !== before[at]) return false;
  return true;
}

function hashOfBytes(bytes: Uint8Array | undefined): string {
  return bytes ? sha256(bytes) : '';
}
