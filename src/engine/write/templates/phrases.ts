import type { Param, SymbolKind, Visibility } from '../../outline/outline';
import type { Aspect } from '../../chunk/sections';
import { en } from './en';
import { ja } from './ja';

/** What some languages call a symbol that has another kind in the outline. */
export type LanguageKind = 'module' | 'macro' | 'record' | 'annotation' | 'delegate' | 'union' | 'deleter';

/** Every fixed word of a spec, so that headings, tables and notes follow the output language. */
export interface Phrases {
  readonly column: Readonly<Record<'exports' | 'internal' | 'kind' | 'summary' | 'member' | 'type' | 'access' | 'parameter' | 'default' | 'value' | 'name' | 'inner' | 'signature' | 'error' | 'thrownBy' | 'source' | 'reason' | 'position', string>>;
  /** The page of a whole workspace. */
  readonly workspace: {
    readonly title: string;
    readonly counts: (sources: number, folders: number) => string;
    readonly leftOut: string;
    readonly more: (count: number) => string;
  };
  /** Headings of the template `detailed-design`. */
  readonly heading: Readonly<Record<'overview' | 'details' | Aspect, string>>;
  readonly kind: Readonly<Record<SymbolKind | 're-export' | LanguageKind, string>>;
  readonly visibility: Readonly<Record<Visibility | 'exported' | 'unexported' | 'defined', string>>;
  readonly label: Readonly<Record<'imports' | 'throws' | 'raises' | 'errors' | 'panics' | 'ends' | 'environment' | 'returns' | 'yields' | 'calls' | 'onLoad' | 'constructor' | 'overloads' | 'implements' | 'decorators' | 'package' | 'namespace' | 'conditions', string>>;
  readonly declarations: string;
  /** What a symbol does: `Returns …`. */
  readonly statement: (label: string, text: string) => string;
  /** What a file has: `Imports: …`. */
  readonly listing: (label: string, text: string) => string;
  /** Between two sentences. */
  readonly gap: string;
  readonly none: string;
  readonly optional: string;
  readonly passing: Readonly<Record<NonNullable<Param['passing']>, string>>;
  readonly typeOnly: string;
  readonly from: (module: string) => string;
  readonly initial: (value: string) => string;
  readonly empty: string;
  readonly syntaxErrors: string;
  readonly unknownLanguage: string;
  readonly factsOnly: (reason: string) => string;
  /** `changed` lists what differs: `signature`, `body`, … in the words of {@link Phrases.change}. */
  readonly stale: (changed: string) => string;
  readonly change: Readonly<Record<'sig' | 'body' | 'deps' | 'doc' | 'template' | 'language', string>>;
  readonly gone: string;
  readonly missing: (reason: string) => string;
  /** Stands behind a name that could not be found: a word with emphasis, in parentheses. */
  readonly unverified: string;
}

const TABLES: Readonly<Record<string, Phrases>> = { en, ja };

/** Languages that specs can be written in whole. For any other, prose follows the language and the fixed words are English. */
export const SPOKEN = Object.keys(TABLES);

export function phrasesFor(language: string): Phrases {
  return TABLES[language] ?? en;
}
