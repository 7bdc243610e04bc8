import type { Comments } from './comments';
import type { Effect } from './effects';
import type { Definition, Language } from './languages/language';
import type { NormalForm } from './normalForm';
import type { Heritage, SymbolKind, Visibility } from './outline';
import type { QueryMatch } from './query';
import type { Reference } from './references';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

/** Everything that was read of the file, for the makers of symbols. */
export interface FileFacts {
  readonly tree: SyntaxTree;
  readonly language: Language;
  readonly comments: Comments;
  readonly normal: NormalForm;
  readonly definitions: readonly Definition[];
  /** By what holds them, inner ones included. */
  readonly members: ReadonlyMap<Definition, readonly Definition[]>;
  readonly params: ReadonlyMap<NodeIndex, readonly QueryMatch[]>;
  readonly heritage: ReadonlyMap<NodeIndex, readonly Heritage[]>;
  readonly effects: ReadonlyMap<Definition, readonly Effect[]>;
  readonly references: ReadonlyMap<Definition, readonly Reference[]>;
  readonly exported: ReadonlySet<Definition>;
  /** Names of all definitions. */
  readonly names: ReadonlySet<string>;
}

export const FUNCTIONS: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor', 'getter', 'setter']);

/** True for what importers from anywhere may see of a class that they see. */
export function isShown(visibility: Visibility): boolean {
  return visibility === 'public' || visibility === 'protected';
}

/** True for a value with blocks of statements in it: there is something to say about it. */
export function holdsCode({ tree, language }: FileFacts, value: NodeIndex): boolean {
  if (value === NONE) return false;
  for (let node = value; node < tree.after[value]!; node++) if (language.blocks.includes(tree.typeName(node))) return true;
  return false;
}
