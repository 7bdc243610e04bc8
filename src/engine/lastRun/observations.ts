import { sha256 } from '../hash';
import { STAMP_LENGTH, type Entry, type Files, type FileStamp, type Store } from '../ports';
import { folderOf, nameOf } from '../gather/paths';
import { withLineFeeds } from '../write/textFile';

/** How a file was when it was looked at. */
export interface Seen {
  /** Of its bytes; for a spec of its text. Empty: there is no such file. */
  readonly hash: string;
  /** Taken before it was read. Absent: only reading tells (an unsaved document, or it is not there). */
  readonly stamp?: FileStamp;
  /** Milliseconds since the epoch at which the stamp was taken. */
  readonly at: number;
}

/**
 * Everything that a run asks of the disk, and what it was told: its result follows from that and from the request alone. So a later run of which all of this
 * still holds would come to the same.
 */
export class Observations {
  readonly listings = new Map<string, readonly Entry[]>();
  readonly files = new Map<string, Seen>();
  readonly specs = new Map<string, Seen>();
  readonly stats = new Map<string, string>();
  /** Specs that were written, with the number of sections that have prose now. */
  readonly written = new Map<string, number>();
  outerIgnores: string | undefined;
  /** Something could not be read, or changed while the run went on: nothing can be said of a later run. */
  isSound = true;

  constructor(
    private readonly now: () => number,
    private readonly countProse: (spec: string) => number,
  ) {}

  /** The same files; what is asked of them is noted. */
  observeFiles(files: Files): Files {
    return {
      root: files.root,
      list: (folder) => this.#noting(async () => {
        const entries = await files.list(folder);
        const before = this.listings.get(folder);
        if (before && digestOf(before) !== digestOf(entries)) this.isSound = false;
        this.listings.set(folder, entries);
        return entries;
      }),
      read: (path) => this.#noting(async () => {
        const at = this.now();
        const stamp = await stampOf(files, path);
        const bytes = await files.read(path);
        const seen = { hash: bytes ? sha256(bytes) : '', stamp, at };
        if ((this.files.get(path)?.hash ?? seen.hash) !== seen.hash) this.isSound = false;
        this.files.set(path, seen);
        return bytes;
      }),
      stat: async (path) => {
        const found = files.stat(path);
        this.stats.set(path, await outcomeOf(found));
        return found;
      },
      ...(files.survey && { survey: files.survey.bind(files) }),
      ...(files.readOuterIgnores && {
        readOuterIgnores: () => this.#noting(async () => {
          const ignores = await files.readOuterIgnores?.();
          this.outerIgnores = digestOuterIgnores(ignores);
          return ignores;
        }),
      }),
    };
  }

  /** The same store; what it reads and writes is noted. What was seen last counts. */
  observeStore(store: Store, files: Files): Store {
    return {
      read: (path) => this.#noting(async () => {
        const at = this.now();
        const stamp = await stampOf(files, path);
        const text = await store.read(path);
        this.specs.set(path, { hash: hashOfSpec(text), stamp, at });
        return text;
      }),
      write: (path, text, options) => this.#noting(async () => {
        const outcome = await store.write(path, text, options);
        if (outcome === 'refused') this.isSound = false;
        const hash = hashOfSpec(withLineFeeds(text));
        const before = this.specs.get(path);
        if (outcome === 'written') this.specs.set(path, { hash, stamp: store.stampOfWritten?.(path), at: Number.POSITIVE_INFINITY });
        else if (before?.hash !== hash) this.specs.set(path, { hash, at: this.now() });
        if (outcome === 'written') this.written.set(path, this.countProse(text));
        return outcome;
      }),
      remove: (path, text) => this.#noting(async () => {
        const outcome = await store.remove(path, text);
        if (outcome === 'refused') this.isSound = false;
        else this.#forget(path);
        return outcome;
      }),
      ...(store.stampOfWritten && { stampOfWritten: store.stampOfWritten.bind(store) }),
    };
  }

  /** What `stat` said, but for what the listings and the files that were read say already. */
  statsBesideListings(): [string, string][] {
    const kinds = new Map([...this.listings].map(([folder, entries]) => [folder, new Map(entries.map(({ name, kind }) => [name, kind]))]));
    return [...this.stats].filter(([path, stat]) => {
      const listing = path === '' ? undefined : kinds.get(folderOf(path));
      const kind = listing?.get(nameOf(path));
      const isImplied = listing !== undefined && (kind === undefined ? stat === ABSENT : kind === 'folder' ? stat === 'folder' : kind === 'file' && this.files.has(path));
      return !isImplied;
    });
  }

  /** It was there only before this run. Where a listing tells of it, a later run sees another one, and looks at everything once more. */
  #forget(path: string): void {
    this.specs.delete(path);
    this.written.delete(path);
  }

  async #noting<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.isSound = false;
      throw error;
    }
  }
}

const ABSENT = 'absent';

/** What `stat` says of a path, as a word. */
export function statOutcome(files: Files, path: string): Promise<string> {
  return outcomeOf(files.stat(path));
}

async function outcomeOf(stat: ReturnType<Files['stat']>): Promise<string> {
  try {
    const found = await stat;
    if (!found) return ABSENT;
    return found.kind === 'folder' ? 'folder' : `file ${found.size}`;
  } catch (error) {
    return `error ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Of names and kinds. */
export function digestOf(entries: readonly Entry[]): string {
  return sha256(entries.map(({ name, kind }) => `${name}/${kind}`).sort().join('\0')).slice(0, 32);
}

export function digestOuterIgnores(ignores: unknown): string {
  return sha256(JSON.stringify(ignores ?? null));
}

export function hashOfSpec(text: string | undefined): string {
  return text === undefined ? '' : sha256(text);
}

/** `undefined`: nothing is known of the file. */
export function stampAt(stamps: Float64Array, i: number): FileStamp | undefined {
  const [size = NaN, mtimeMs = NaN, ctimeMs = NaN, ino = NaN] = stamps.subarray(i * STAMP_LENGTH, (i + 1) * STAMP_LENGTH);
  return Number.isNaN(size) ? undefined : [size, mtimeMs, ctimeMs, ino];
}

async function stampOf(files: Files, path: string): Promise<FileStamp | undefined> {
  const survey = await files.survey?.({ folders: [], files: [path] });
  return survey && stampAt(survey.stamps, 0);
}
