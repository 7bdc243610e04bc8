import { ecmascript } from './ecmascript';
import { common, keywords, native } from './native';
import { python } from './python';

/** Names of a language's own library, as they are written down: lists with a space between two names. */
export interface NameTable {
  /** Names that need nothing before them. */
  readonly globals: string;
  /** Members of the values that the library makes, whichever has them. */
  readonly members: string;
  /** What a module of the library offers; empty where that is not written down. */
  readonly modules: Readonly<Record<string, string>>;
  /** Members of what stands under a global name (`Math.max`). */
  readonly statics?: Readonly<Record<string, string>>;
}

/** What a language has without the workspace. */
export interface BuiltIns {
  readonly globals: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
  /** `undefined` of a module that is known by name alone. */
  readonly modules: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  readonly statics: ReadonlyMap<string, ReadonlySet<string>>;
}

const TABLES: Readonly<Record<string, NameTable>> = { typescript: ecmascript, tsx: ecmascript, javascript: ecmascript, python, ...native };

const read = new Map<string, BuiltIns>();

/** The names of a language's own library; for an unknown language those of all. */
export function builtInsOf(language: string): BuiltIns {
  let found = read.get(language);
  if (!found) read.set(language, (found = readTables(TABLES[language] ? [TABLES[language]] : Object.values(TABLES), keywords[language] ?? Object.values(keywords).join(' '))));
  return found;
}

function readTables(tables: readonly NameTable[], words: string): BuiltIns {
  const modules = new Map<string, ReadonlySet<string> | undefined>();
  const statics = new Map<string, ReadonlySet<string>>();
  for (const table of tables) {
    for (const [name, names] of Object.entries(table.modules)) modules.set(name, names === '' ? undefined : new Set(names.split(' ')));
    for (const [name, names] of Object.entries(table.statics ?? {})) statics.set(name, new Set(names.split(' ')));
  }
  const all = (key: 'globals' | 'members') => tables.flatMap((table) => table[key].split(' '));
  return { globals: new Set([...all('globals'), ...words.split(' '), ...common.split(' ')]), members: new Set(all('members')), modules, statics };
}
