import { shortHash } from '../hash';
import { NONE, type Grammar, type NodeIndex, type SyntaxTree } from './syntaxTree';

/**
 * Marks of the normal form. A group is written `OPEN … CLOSE`; a group of one thing is that thing; an empty group is nothing.
 * Types of inner nodes are not written: tokens and nesting say it all, and a later release of a grammar may rename its nodes.
 */
export const OPEN = '\u0001';
export const CLOSE = '\u0002';
const SEPARATOR = '\u0000';
const PART_END = '\u0003';

/** What a rule makes of a node: left out; its parts written as parts of what is around it; these tokens; or written as usual, with tokens added. */
export type Normalised = 'leaveOut' | 'flatten' | readonly string[] | { readonly before?: readonly string[]; readonly after?: readonly string[] } | undefined;

/** How a language's source is written without what does not matter. */
export interface NormalRules {
  /** Node types left out with all that they hold: comments, above all. */
  readonly leaveOut: readonly string[];
  /** By node type; tokens in quotes (`","`). */
  readonly rules: Readonly<Record<string, (tree: SyntaxTree, node: NodeIndex) => Normalised>>;
  /** Tokens of text that the grammar shows as no node (macros that were hidden from it). Default: the text as it stands. */
  readonly gap?: (text: string) => readonly string[];
  /**
   * Node types whose text between children counts (JSX, strings with expressions in them), with what to make of it, from one offset to another;
   * `isText` are the children that belong to that text. Texts that meet are one.
   */
  readonly mixed?: {
    readonly types: readonly string[];
    isText(tree: SyntaxTree, child: NodeIndex): boolean;
    normalise(text: string, tree: SyntaxTree, node: NodeIndex, from: number, to: number): string;
  };
}

/** A cooked string and a number are marked, so that neither can be taken for a name. */
export function stringToken(value: string): string {
  // eslint-disable-next-line no-control-regex -- the marks themselves must not come from a string
  return `"${value.replace(/[\\\u0000-\u0003]/g, (mark) => `\\${mark.charCodeAt(0)}`)}`;
}

export function numberToken(value: string): string {
  return `#${value}`;
}

/** A part of what is hashed: a node, less some nodes within it; or a word. */
export type HashPart = string | { readonly node: NodeIndex; readonly without?: readonly NodeIndex[] };

/** The normal form of a whole file, worked out once; each symbol is a slice of it. */
export class NormalForm {
  /** Every token with a separator behind it. */
  readonly #text: string;
  /** Where a node begins and ends in that text. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  constructor(
    readonly tree: SyntaxTree,
    rules: NormalRules,
  ) {
    const tokens: string[] = [];
    this.#from = new Int32Array(tree.count);
    this.#to = new Int32Array(tree.count);
    new NormalWriter(tree, compile(tree, rules), tokens, this.#from, this.#to).write();
    const offsets = new Int32Array(tokens.length + 1);
    const kept: string[] = [];
    let length = 0;
    tokens.forEach((token, index) => {
      offsets[index] = length;
      // Taken back: the mark of a group of one.
      if (token === '') return;
      kept.push(token);
      length += token.length + SEPARATOR.length;
    });
    offsets[tokens.length] = length;
    this.#text = kept.length === 0 ? '' : kept.join(SEPARATOR) + SEPARATOR;
    for (let node = 0; node < tree.count; node++) {
      this.#from[node] = offsets[this.#from[node]!]!;
      this.#to[node] = offsets[this.#to[node]!]!;
    }
  }

  /** First 12 hexadecimal digits of SHA-256; empty where nothing is left. */
  hash(parts: readonly HashPart[]): string {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part + PART_END : this.#part(part);
    return shortHash(text);
  }

  #part({ node, without }: Exclude<HashPart, string>): string {
    const text = this.textOf(node, without);
    return text === '' ? '' : text + PART_END;
  }

  /** A node's normal form, less some nodes within it. */
  textOf(node: NodeIndex, without: readonly NodeIndex[] = []): string {
    if (without.length === 0) return this.#text.slice(this.#from[node], this.#to[node]);
    let text = '';
    let at = this.#from[node]!;
    for (const hole of without.filter((candidate) => this.tree.contains(node, candidate)).sort((a, b) => a - b)) {
      if (this.#from[hole]! < at) continue; // within a hole before it
      text += this.#text.slice(at, this.#from[hole]);
      at = this.#to[hole]!;
    }
    return text + this.#text.slice(at, this.#to[node]);
  }
}

interface CompiledRules {
  readonly leaveOut: Uint8Array;
  readonly mixedTypes: Uint8Array;
  readonly byType: readonly (NormalRules['rules'][string] | undefined)[];
  readonly mixed: NormalRules['mixed'];
  readonly gap: NormalRules['gap'];
}

/** A grammar has one set of rules. */
const compiled = new WeakMap<Grammar, CompiledRules>();

function compile(tree: SyntaxTree, rules: NormalRules): CompiledRules {
  const known = compiled.get(tree.grammar);
  if (known) return known;
  const { grammar } = tree;
  const ids = (name: string): readonly number[] => (name.startsWith('"') ? grammar.tokensNamed(name.slice(1, -1)) : grammar.typesNamed(name));
  const flags = (names: readonly string[]): Uint8Array => {
    const table = new Uint8Array(0x10000);
    for (const name of names) for (const id of ids(name)) table[id] = 1;
    return table;
  };
  const byType: NormalRules['rules'][string][] = [];
  for (const [name, rule] of Object.entries(rules.rules)) for (const id of ids(name)) byType[id] = rule;
  const made = { leaveOut: flags(rules.leaveOut), mixedTypes: flags(rules.mixed?.types ?? []), byType, mixed: rules.mixed, gap: rules.gap };
  compiled.set(tree.grammar, made);
  return made;
}

/** Text between two children that is no white space: what a grammar does not show as a node must count all the same. */
const GAP = /^(?:\s|\\\r?\n)*$/;

class NormalWriter {
  /** Open groups: node, index of its OPEN token (`NONE` where it is flattened), number of things in it, end of the text written so far, tokens to add at its end. */
  readonly #nodes: NodeIndex[] = [];
  readonly #opens: number[] = [];
  readonly #counts: number[] = [];
  readonly #ends: number[] = [];
  readonly #afters: (readonly string[] | undefined)[] = [];
  /** Number of tokens right after a text of a mixed node, to which a text that follows is added. */
  #textEnd = -1;
  #text = '';

  constructor(
    readonly tree: SyntaxTree,
    readonly rules: CompiledRules,
    readonly tokens: string[],
    readonly from: Int32Array,
    readonly to: Int32Array,
  ) {}

  write(): void {
    const { tree, rules, from, to } = this;
    let node = 0;
    while (node < tree.count) {
      while (this.#nodes.length > 0 && node >= tree.after[this.#nodes.at(-1)!]!) this.#close();
      const type = tree.type[node]!;
      const parent = this.#nodes.at(-1) ?? NONE;
      const mixed = parent !== NONE && rules.mixedTypes[tree.type[parent]!] === 1;
      if (mixed && rules.mixed?.isText(tree, node)) {
        from[node] = to[node] = this.tokens.length;
        node = this.#skip(node);
        continue;
      }
      if (parent !== NONE) this.#gap(tree.start[node]!, mixed);
      from[node] = this.tokens.length;
      const made = rules.leaveOut[type] === 1 ? 'leaveOut' : type === 0xffff ? [this.#errorText(node)] : rules.byType[type]?.(tree, node);
      if (made === 'leaveOut' || Array.isArray(made)) {
        if (made !== 'leaveOut') this.#emit(made);
        this.#passed(node);
        to[node] = this.tokens.length;
        node = this.#skip(node);
        continue;
      }
      const isFlat = made === 'flatten';
      const added = isFlat ? undefined : (made as Exclude<Normalised, string | readonly string[]>);
      if (tree.isLeaf(node)) {
        if (added?.before) this.#emit(added.before);
        if (tree.end[node]! > tree.start[node]!) this.#emit([unixLines(tree.textOf(node))]);
        if (added?.after) this.#emit(added.after);
        this.#passed(node);
        to[node] = this.tokens.length;
      } else {
        this.#nodes.push(node);
        this.#opens.push(isFlat ? NONE : this.tokens.length);
        this.#counts.push(0);
        this.#ends.push(tree.start[node]!);
        this.#afters.push(added?.after);
        if (!isFlat) this.tokens.push(OPEN);
        if (added?.before) this.#emit(added.before);
      }
      node++;
    }
    while (this.#nodes.length > 0) this.#close();
  }

  #close(): void {
    const node = this.#nodes.at(-1)!;
    this.#gap(this.tree.end[node]!, this.rules.mixedTypes[this.tree.type[node]!] === 1);
    const after = this.#afters.pop();
    if (after) this.#emit(after);
    this.#nodes.pop();
    this.#ends.pop();
    const open = this.#opens.pop()!;
    const count = this.#counts.pop()!;
    if (open !== NONE && count > 1) this.tokens.push(CLOSE);
    else if (open !== NONE) this.tokens[open] = '';
    if (this.#counts.length > 0) this.#counts[this.#counts.length - 1]! += open === NONE ? count : Math.min(count, 1);
    this.to[node] = this.tokens.length;
    this.#passed(node);
  }

  /** Things of one level; nested groups among them are given whole, from OPEN to CLOSE. */
  #emit(tokens: readonly string[]): void {
    let depth = 0;
    let things = 0;
    for (const token of tokens) {
      if (token === OPEN && depth++ === 0) things++;
      else if (token === CLOSE) depth--;
      else if (token !== OPEN && depth === 0) things++;
      this.tokens.push(token);
    }
    if (this.#counts.length > 0) this.#counts[this.#counts.length - 1]! += things;
  }

  #gap(until: number, mixed: boolean): void {
    const since = this.#ends.at(-1)!;
    if (until <= since) return;
    const text = this.tree.text.slice(since, until);
    this.#ends[this.#ends.length - 1] = until;
    if (mixed) return this.#addText(this.rules.mixed!.normalise(text, this.tree, this.#nodes.at(-1)!, since, until));
    if (!GAP.test(text)) this.#emit(this.rules.gap?.(text) ?? [unixLines(text.trim())]);
  }

  #addText(text: string): void {
    if (text === '') return;
    const follows = this.#textEnd === this.tokens.length;
    this.#text = follows ? this.#text + text : text;
    if (follows) this.tokens[this.#textEnd - 1] = stringToken(this.#text);
    else this.#emit([stringToken(text)]);
    this.#textEnd = this.tokens.length;
  }

  #passed(node: NodeIndex): void {
    if (this.#ends.length > 0) this.#ends[this.#ends.length - 1] = Math.max(this.#ends.at(-1)!, this.tree.end[node]!);
  }

  #skip(node: NodeIndex): NodeIndex {
    const after = this.tree.after[node]!;
    for (let at = node + 1; at < after; at++) this.from[at] = this.to[at] = this.tokens.length;
    return after;
  }

  #errorText(node: NodeIndex): string {
    return `!${this.tree.textOf(node).replace(/\s+/g, ' ')}`;
  }
}

/** Line endings change on the way through a version control system. */
function unixLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
