import ignore, { type Ignore } from 'ignore';
import type { Entry, IgnoreFileName, OuterIgnores } from '../ports';
import { folderOf, joinPath } from './paths';

export interface IgnoreRulesOptions {
  readonly fileName: IgnoreFileName;
  readonly list: (folder: string) => Promise<readonly Entry[]>;
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  readonly outer?: () => Promise<OuterIgnores | undefined>;
  /** Ignore files above this folder do not count, nor does what they say of the folder itself. */
  readonly start?: string;
}

/** Rules for paths that begin with `prefix`. */
interface Rules {
  readonly patterns: Ignore;
  readonly prefix: string;
}

/**
 * Nested ignore files with git's semantics: the last pattern that matches decides, those of deeper folders come last, and nothing
 * comes back from a folder that is left out. Each folder's rules are those of its parent and its own, written as patterns from the root:
 * so one list decides, as in git. Letter case counts, as in git on Linux, lest the same tree be read differently on another machine; for
 * `.specwrightignore` it does not, since on Windows and macOS `SECRET.ts` names the file that `secret.ts` hides.
 */
export class IgnoreRules {
  readonly #folders = new Map<string, Promise<Rules>>();
  readonly #isGit: boolean;
  readonly #start: string;
  #above: Promise<Rules> | undefined;

  constructor(private readonly options: IgnoreRulesOptions) {
    this.#isGit = options.fileName === '.gitignore';
    this.#start = options.start ?? '';
  }

  /** Whether the rules leave the path out, by itself or with a folder above it. */
  async ignores(path: string, kind: 'file' | 'folder'): Promise<boolean> {
    if (path === this.#start || path === '') return false;
    const { patterns, prefix } = await this.#rulesIn(folderOf(path));
    return patterns.ignores(this.#spell(joinPath(prefix, path)) + (kind === 'folder' ? '/' : ''));
  }

  #rulesIn(folder: string): Promise<Rules> {
    let rules = this.#folders.get(folder);
    if (!rules) {
      const above = folder === this.#start ? (this.#above ??= this.#outerRules()) : this.#rulesIn(folderOf(folder));
      rules = above.then((parent) => this.#withOwnFile(parent, folder));
      this.#folders.set(folder, rules);
    }
    return rules;
  }

  async #outerRules(): Promise<Rules> {
    const outer = this.#start === '' ? await this.options.outer?.() : undefined;
    const none = { patterns: this.#empty(), prefix: '' };
    if (!outer) return none;
    const patterns = this.#empty();
    for (const { name, folder, text } of outer.files) if (name === this.options.fileName) patterns.add(this.#patterns(text, folder));
    // Whoever opens a folder that the repository around it ignores wants to see what is in it. What must not leave must not, all the same.
    return this.#isGit && patterns.ignores(`${this.#spell(outer.prefix)}/`) ? none : { patterns, prefix: outer.prefix };
  }

  async #withOwnFile(parent: Rules, folder: string): Promise<Rules> {
    const text = await this.#ownFile(folder);
    if (text === undefined) return parent;
    return { ...parent, patterns: this.#empty().add(parent.patterns).add(this.#patterns(text, joinPath(parent.prefix, folder))) };
  }

  async #ownFile(folder: string): Promise<string | undefined> {
    const { fileName, list, read } = this.options;
    const entry = await list(folder).then((entries) => entries.find(({ name }) => name === fileName), () => undefined);
    const path = joinPath(folder, fileName);
    if (this.#isGit) {
      // git follows no link here either.
      const bytes = entry?.kind === 'file' ? await read(path).catch(() => undefined) : undefined;
      return bytes && new TextDecoder().decode(bytes);
    }
    if (!entry) return undefined;
    const bytes = await read(path).catch(() => undefined);
    if (!bytes) throw new Error(`${path} cannot be read, so nobody can tell which files must not leave. Make it readable, or remove it.`);
    return new TextDecoder().decode(bytes);
  }

  #patterns(text: string, folder: string): string[] {
    return patternsFrom(this.#spell(text.replace(/^\uFEFF/, '')), this.#spell(folder));
  }

  /** git compares bytes: "?" is half of "é". One character a byte gives the same answers. */
  #spell(text: string): string {
    return this.#isGit ? Buffer.from(text).toString('latin1') : text;
  }

  #empty(): Ignore {
    return ignore({ ignorecase: !this.#isGit });
  }
}

/** The patterns of the ignore file of a folder, as they would stand in one at the root. */
export function patternsFrom(text: string, folder: string): string[] {
  const lines = text.split('\n');
  return folder === '' ? lines : lines.flatMap((line) => patternFromRoot(line.replace(/\r$/, ''), folder));
}

function patternFromRoot(line: string, folder: string): string[] {
  if (line.startsWith('#')) return [];
  const negation = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(negation.length);
  // Without the spaces at the end that do not count: "bar/ " has no slash inside.
  const plain = pattern.replace(/(?<!\\) +$/, '');
  if (plain === '' || plain === '/') return [];
  const isAnchored = plain.slice(0, -1).includes('/');
  return [`${negation}/${folder.replace(/[\\*?[\]]/g, '\\$&')}/${isAnchored ? pattern.replace(/^\//, '') : `**/${pattern}`}`];
}
