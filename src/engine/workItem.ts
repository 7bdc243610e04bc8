import type { KnownNames } from './verify/knownNames';
import type { Renewal } from './renew';

/** One piece of output asked of a model. Items form a small graph: one may wait for the answers of others. */
export interface WorkItem {
  /** Unique in the run: `<path of the source>#<id of the section>`, with `/part:<hash>` for a part of a large symbol. */
  readonly id: string;
  readonly kind: ItemKind;
  /** Source file that the item belongs to. */
  readonly path: string;
  /** Section that its answer goes to; parts go to the section of the item that combines them. */
  readonly section: string;
  /** Qualified name for the wire format, where the item is about a symbol. */
  readonly symbol?: string;
  /** What a model is shown for it; of an item that waits, made from the answers it waited for. */
  readonly shown: (answers: readonly string[]) => Shown;
  /** What the answer may name beside that. Absent: the names in what is shown. */
  readonly known?: () => KnownNames;
  /** Names items that are much alike, which stand side by side: a request had better hold those of one name. */
  readonly alike?: string;
  /** It is asked for although its code has not changed. */
  readonly renewal?: Renewal;
  /** Hash of everything that the answer follows from: the `inputs` of the design. */
  readonly inputs: string;
  /** Expected length of the answer in tokens of the estimator. */
  readonly expectedOutputTokens: number;
  /** Ids of the items whose answers this one's text is made from. */
  readonly waitsFor: readonly string[];
}

/** What a model is shown for an item. */
export interface Shown {
  /** What to look at, all of it the item's own. */
  readonly text: string;
  /** What is shown beside it and may be shown for other items too. In a batch each block appears once. */
  readonly context: readonly string[];
}

/** `bodies`: the functions of a file whose declarations come from a project spec; `file`: a file of a project, whole; `review`: what is wrong with one of either. `code`: the new source of a symbol whose text a person edited. `architecture`, `notes`: views of a file that a template asks for. `workspace`: the overview of all sources. `part`: notes on one part of a symbol too large to be shown whole; `combine`: the section made from those notes. */
export type ItemKind = 'section' | 'overview' | 'architecture' | 'notes' | 'workspace' | 'part' | 'combine' | 'code' | 'bodies' | 'file' | 'review';

/** Kinds whose answer is source, which is parsed; of the others it is prose. */
export function isCode(kind: ItemKind): boolean {
  return kind === 'code' || kind === 'bodies' || kind === 'file';
}

/** Kinds whose answer becomes a text of a spec; the others are read by a model or a parser. */
export function isProse(kind: ItemKind): boolean {
  return kind !== 'part' && kind !== 'review' && !isCode(kind);
}

/** A verified answer. `by` names the provider and model that wrote it. */
export interface Answer {
  readonly text: string;
  readonly by: string;
  /** That it came with in this run. It is no part of what is stored. */
  readonly request?: string;
}
