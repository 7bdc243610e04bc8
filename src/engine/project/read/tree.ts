import type { Rest } from '../projectSpec';

/** Where something stands in the file: UTF-16 offsets from its beginning, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a YAML or JSON file says, with the place of everything. Aliases and merge keys are resolved. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree extends Span {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Tree;
}

export interface ListTree extends Span {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface ScalarTree extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes: `1.20` where the value is 1.2. */
  readonly text: string;
  /** Where the text begins, if it stands in the file character by character. */
  readonly textStart?: number;
}

/** How much a spec may hold: more is no spec that anybody wrote, but an accident or an attack. */
export const MAX_DEPTH = 60;
export const MAX_NODES = 400_000;
export const TOO_DEEP = `Values are nested more than ${MAX_DEPTH} deep here. Give what lies that deep an entity of its own.`;

/** Of keys that reach a prototype where somebody assigns them. */
export function isReserved(key: string): boolean {
  return key === '__proto__';
}

export function reservedKey(key: string): string {
  return `The key "${key}" is reserved by JavaScript and left out. Choose another name.`;
}

/** The token that a message about this points to. */
export function tokenOf(tree: Tree): Span {
  const first = tree.kind === 'map' ? tree.entries[0]?.keySpan : tree.kind === 'list' ? tree.items[0] && tokenOf(tree.items[0]) : undefined;
  return first ?? tree;
}

/** Of an entry: its value where that is one token, else its key. */
export function tokenOfEntry({ keySpan, value }: Entry): Span {
  return value.kind === 'scalar' && value.end > value.start && value.text !== '' ? value : keySpan;
}

export function isEmpty(tree: Tree): boolean {
  return tree.kind === 'scalar' ? tree.value === null || tree.text.trim() === '' : false;
}

/** As plain values. No key can reach a prototype: properties are defined, never assigned. */
export function valueOf(tree: Tree): unknown {
  switch (tree.kind) {
    case 'map':
      return recordOf(tree.entries);
    case 'list':
      return tree.items.map(valueOf);
    case 'scalar':
      return tree.value;
  }
}

export function recordOf(entries: readonly Entry[]): Rest {
  return Object.fromEntries(entries.map(({ key, value }) => [key, valueOf(value)]));
}

/** What something is, in the words of messages. */
export function kindText(tree: Tree): string {
  if (tree.kind !== 'scalar') return tree.kind === 'map' ? 'a map of keys' : 'a list';
  if (isEmpty(tree)) return 'empty';
  return typeof tree.value === 'string' ? 'text' : `the ${typeof tree.value === 'number' ? 'number' : 'value'} ${tree.text}`;
}
