/** What the engine asks of its shells. The command line and the editor each supply their own. */

/** Files of one workspace folder. Paths are relative to it and use `/`; the empty string is the folder itself. */
export interface Files {
  /** Absolute path or URI of the folder, for messages only. */
  readonly root: string;
  /** Entries of a folder, unsorted. Throws where it cannot be read. */
  list(folder: string): Promise<readonly Entry[]>;
  /** Bytes of a file. An unsaved document of the editor is read in preference to the disk, as UTF-8. `undefined`: there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** `undefined`: there is none. A link is followed. */
  stat(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly size: number } | undefined>;
  /**
   * How folders and files stand, in the order asked for; nothing is read, so that thousands may be asked for at once. Of a file whose text is not what is on the disk (an unsaved document)
   * nothing is said. Absent: the shell cannot tell.
   */
  survey?(places: { readonly folders: readonly string[]; readonly files: readonly string[] }): Promise<Survey>;
  /** Ignore files of the repository around the folder; `undefined`: there is none around it. Absent: the shell cannot look above the folder. */
  readOuterIgnores?(): Promise<OuterIgnores | undefined>;
}

export interface Survey {
  /** `undefined`: it cannot be listed. */
  readonly folders: readonly (readonly Entry[] | undefined)[];
  /** One stamp after the other. Not a number: there is no such file, or only reading tells. */
  readonly stamps: Float64Array;
}

/** Whatever a change of a file's content changes of what the file system says of it: size in bytes, times of the last change of content and of anything in milliseconds with fractions, inode. */
export type FileStamp = readonly [size: number, mtimeMs: number, ctimeMs: number, ino: number];
export const STAMP_LENGTH = 4;

/** Ignore files above the workspace folder, where it is a part of a repository. Read by the shell: the engine sees nothing above its folder. */
export interface OuterIgnores {
  /** Path of the workspace folder within the repository. */
  readonly prefix: string;
  /** From the repository's root down. `folder` is relative to that root. */
  readonly files: readonly { readonly name: IgnoreFileName; readonly folder: string; readonly text: string }[];
}

export type IgnoreFileName = '.gitignore' | '.specwrightignore';

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/**
 * The one gate to the disk for what a run makes. Refuses a path that leaves the folder, links resolved.
 */
export interface Store {
  /** Present text of an artefact, decoded; `undefined`: there is none. */
  read(path: string): Promise<string | undefined>;
  /**
   * Puts the whole text in place: temporary file and rename, line endings, byte order mark and encoding kept. Where a document is
   * open it is edited instead. `refused`: a person is typing there; `text` was not written and is kept for them.
   * @param options `keepLineBreaks`: those of `text` stay as they are, though they may differ from line to line: for a file of which only a part was changed
   */
  write(path: string, text: string, options?: { readonly keepLineBreaks?: boolean }): Promise<WriteOutcome>;
  /**
   * Removes an artefact, and the folders that it leaves empty, if it still says `text`. `refused`: it says something else by now, a person is typing in it, or it is a link; it stays.
   */
  remove(path: string, text: string): Promise<RemoveOutcome>;
  /** How a file stood when this store had just written it, where it is certain that nobody else had been at it. */
  stampOfWritten?(path: string): FileStamp | undefined;
}

export type WriteOutcome = 'written' | 'unchanged' | 'refused';
export type RemoveOutcome = 'removed' | 'absent' | 'refused';

/** Milliseconds. Injected, so that tests need not sleep. */
export interface Clock {
  /** Since the epoch. */
  now(): number;
  /** Calls back once, after `ms`. The returned function cancels it. Keeps the process alive until then: somebody waits for it. */
  schedule(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(ms, callback) {
    // setTimeout fires at once for more than 2^31-1 ms; such a limit means "never" in practice.
    if (ms > 0x7fffffff) return () => {};
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
