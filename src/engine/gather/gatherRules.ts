import { LRUCache } from 'lru-cache';
import type { Entry, Files } from '../ports';
import { globMatcher } from './globs';
import { IgnoreRules } from './ignoreRules';
import { isDependencyFolder, isLockFile, neverWalked } from './neverSources';
import { nameOf } from './paths';
import type { LeftOutBecause } from './source';

export interface GatherOptions {
  /** Whether a file is one to take when its folder is walked: by its extension, a language is known of it. */
  readonly isSource: (path: string) => boolean;
  /** Globs: of a folder's files only these. Default: all. */
  readonly include?: readonly string[];
  /** Globs: none of these. */
  readonly exclude?: readonly string[];
  /** In bytes. Default: 1 MiB. */
  readonly maxFileBytes?: number;
  /** Where specs are written: never a source. Default: `specs`. */
  readonly outputFolder?: string;
  /** Also of the files that are named, take only sources. Default: any text. */
  readonly supportedOnly?: boolean;
}

export interface Reason {
  readonly because: LeftOutBecause;
  readonly reason: string;
}

/** What is left out and why. Folders and ignore files are read once in a run. */
export class GatherRules {
  readonly #listings = new LRUCache<string, Promise<readonly Entry[]>>({ max: 500 });
  readonly #private: IgnoreRules;
  readonly #isExcluded: (path: string, kind?: 'file' | 'folder') => boolean;
  readonly #isIncluded: (path: string) => boolean;
  readonly #isStartExcluded: boolean;
  readonly #outputFolder: string;
  readonly #git: IgnoreRules;

  constructor(
    readonly files: Files,
    readonly options: GatherOptions,
    /** What is above this folder does not count, since the folder was named. */
    private readonly start = '',
    shared?: GatherRules,
  ) {
    const read = (path: string) => files.read(path);
    const list = (folder: string) => this.list(folder);
    if (shared) this.#listings = shared.#listings;
    const outer = async () => files.readOuterIgnores?.();
    this.#git = new IgnoreRules({ fileName: '.gitignore', list, read, outer, start });
    this.#private = shared ? shared.#private : new IgnoreRules({ fileName: '.specwrightignore', list, read, outer });
    this.#isExcluded = shared ? shared.#isExcluded : globMatcher(options.exclude ?? []);
    this.#isIncluded = options.include?.length ? globMatcher(options.include) : () => true;
    this.#outputFolder = (options.outputFolder ?? 'specs').replace(/^\.\/|\/$/g, '').replace(/^\.$/, '');
    this.#isStartExcluded = start !== '' && this.#isExcluded(start, 'folder');
  }

  /** The same rules for a folder that is taken although it is left out otherwise: then only what lies inside it counts. */
  startingAt(folder: string): GatherRules {
    return new GatherRules(this.files, this.options, folder, this);
  }

  list(folder: string): Promise<readonly Entry[]> {
    let entries = this.#listings.get(folder);
    if (!entries) this.#listings.set(folder, (entries = this.files.list(folder)));
    return entries;
  }

  /** Why it stays out even when it is named. */
  async whyNever(path: string, kind: 'file' | 'folder'): Promise<Reason | undefined> {
    const always = neverWalked(path, this.#outputFolder) ?? (kind === 'file' && isLockFile(path) ? 'it is a lock file' : undefined);
    if (always) return { because: 'always', reason: `left out: ${always}` };
    if (await this.#private.ignores(path, kind)) return { because: 'private', reason: 'left out by .specwrightignore, also when it is named' };
    return undefined;
  }

  /** Why it stays out unless it is named. */
  async whyUnlessNamed(path: string, kind: 'file' | 'folder'): Promise<Reason | undefined> {
    const inside = this.start === '' ? path : path.slice(this.start.length + 1);
    if (isDependencyFolder(kind === 'folder' ? inside : inside.slice(0, -nameOf(inside).length))) return { because: 'ignored', reason: 'installed packages' };
    if (await this.#git.ignores(path, kind)) return { because: 'ignored', reason: 'ignored by .gitignore' };
    if (!this.#isStartExcluded && this.#isExcluded(path, kind)) return { because: 'excluded', reason: 'excluded by the settings' };
    return undefined;
  }

  async why(path: string, kind: 'file' | 'folder'): Promise<Reason | undefined> {
    return (await this.whyNever(path, kind)) ?? (await this.whyUnlessNamed(path, kind));
  }

  /** Whether a file that nothing leaves out is one to take when its folder is walked. */
  isWanted(path: string): boolean {
    return this.options.isSource(path) && this.#isIncluded(path);
  }
}
