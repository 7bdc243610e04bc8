import type { SecretMask } from '../safety/secrets';
import type { Encoding, LineEnding } from '../write/textFile';

/** A file as the rest of a run sees it. */
export interface Source {
  readonly kind: 'source';
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Decoded, secrets replaced, line breaks as they are in the file. */
  readonly text: string;
  /** Puts the secrets back into code that is to be written. */
  readonly mask: SecretMask;
  /** How it lies on the disk: what a file made from it should look like. */
  readonly encoding: Encoding;
  readonly eol: LineEnding;
  readonly hadBom: boolean;
  readonly bytes: number;
  /** Something to tell the person who named it, such as that `.gitignore` leaves it out otherwise. */
  readonly note?: string;
}

/**
 * `private`: by `.specwrightignore`, which holds even for a file that is named. `ignored`: by `.gitignore` (or in `node_modules`).
 * `excluded`: by the run's own globs. `always`: version control, lock files, what Specwright wrote.
 */
export type LeftOutBecause =
  | 'private' | 'ignored' | 'excluded' | 'always' | 'tooLarge' | 'binary' | 'undecodable' | 'link' | 'missing' | 'unreadable' | 'refused' | 'notSource';

export interface LeftOut {
  readonly kind: 'left-out';
  /** A file, or a folder with all that is in it. */
  readonly path: string;
  readonly because: LeftOutBecause;
  /** For people: a clause that follows the path. */
  readonly reason: string;
  /** How many files of the folder `path`, where it is not the folder as a whole. */
  readonly count?: number;
}

export function leftOut(path: string, because: LeftOutBecause, reason: string, count?: number): LeftOut {
  return { kind: 'left-out', path, because, reason, ...(count === undefined ? {} : { count }) };
}
