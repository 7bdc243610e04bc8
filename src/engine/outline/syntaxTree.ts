import type { Language as TreeSitterLanguage } from '@vscode/tree-sitter-wasm';
import type { TreeWalk } from './treeWalk';

/** Number of a node: its place in pre-order. `NONE` stands for no node. */
export type NodeIndex = number;
export const NONE = -1;

/** Tree-sitter's own number for what it could not parse. */
const ERROR_TYPE = 0xffff;

/** Names and numbers of a grammar's node types and fields. */
export class Grammar {
  readonly #named: readonly boolean[];
  readonly #types: readonly string[];
  readonly #fields: ReadonlyMap<string | null, number>;
  readonly #typeIds = new Map<string, number[]>();

  constructor(readonly language: TreeSitterLanguage) {
    this.#types = language.types;
    this.#fields = new Map(language.fields.map((name, id) => [name, id]));
    this.#named = this.#types.map((_, id) => language.nodeTypeIsNamed(id));
    this.#types.forEach((name, id) => {
      const key = (this.#named[id] ? '' : '"') + name;
      const ids = this.#typeIds.get(key);
      if (ids) ids.push(id);
      else this.#typeIds.set(key, [id]);
    });
  }

  get typeCount(): number {
    return this.#types.length;
  }

  nameOf(type: number): string {
    return type === ERROR_TYPE ? 'ERROR' : (this.#types[type] ?? '');
  }

  isNamed(type: number): boolean {
    return type === ERROR_TYPE || this.#named[type] === true;
  }

  /** A grammar may have several numbers for one name, where rules are renamed. */
  typesNamed(name: string): readonly number[] {
    return name === 'ERROR' ? [ERROR_TYPE] : (this.#typeIds.get(name) ?? []);
  }

  /** Numbers of a fixed token (`=>`, `async`). */
  tokensNamed(text: string): readonly number[] {
    return this.#typeIds.get(`"${text}`) ?? [];
  }

  fieldNamed(name: string): number {
    return this.#fields.get(name) ?? -1;
  }
}

/**
 * A syntax tree read once into flat arrays, in pre-order. Every call into WebAssembly costs more than all the rest, so that the parser's
 * tree is walked once and thrown away; symbols, hashes and references are then worked out on plain numbers, with no recursion.
 */
export class SyntaxTree {
  /** Nodes are `0` (the root) to `count - 1`. */
  readonly count: number;
  readonly type: Uint16Array;
  readonly field: Uint16Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly parent: Int32Array;
  /** The node after the last descendant: `node + 1` for a leaf. */
  readonly after: Int32Array;
  /** Tokens that the parser made up to go on, sorted. */
  readonly missing: NodeIndex[] = [];
  readonly #lineStarts: number[] = [0];

  constructor(
    readonly grammar: Grammar,
    readonly text: string,
    walk: TreeWalk,
    count: number,
  ) {
    this.count = count;
    this.type = new Uint16Array(count);
    this.field = new Uint16Array(count);
    this.start = new Uint32Array(count);
    this.end = new Uint32Array(count);
    this.parent = new Int32Array(count);
    this.after = new Int32Array(count);
    this.#read(walk);
    walk.close();
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  #read(walk: TreeWalk): void {
    let node = 0;
    let parent = NONE;
    for (;;) {
      const type = walk.type();
      const start = walk.start();
      const end = walk.end();
      this.type[node] = type;
      this.field[node] = walk.field();
      this.start[node] = start;
      this.end[node] = end;
      this.parent[node] = parent;
      if (start === end && walk.isMissing()) this.missing.push(node);
      node++;
      // Fixed tokens have no children: one call less for about half of all nodes.
      if (this.grammar.isNamed(type) && walk.toFirstChild()) {
        parent = node - 1;
        continue;
      }
      this.after[node - 1] = node;
      while (!walk.toNextSibling()) {
        if (!walk.toParent()) return;
        this.after[parent] = node;
        parent = this.parent[parent] ?? NONE;
      }
    }
  }

  typeName(node: NodeIndex): string {
    return node < 0 ? '' : this.grammar.nameOf(this.type[node]!);
  }

  is(node: NodeIndex, ...names: readonly string[]): boolean {
    return node >= 0 && names.includes(this.typeName(node));
  }

  isNamed(node: NodeIndex): boolean {
    return this.grammar.isNamed(this.type[node]!);
  }

  isLeaf(node: NodeIndex): boolean {
    return this.after[node] === node + 1;
  }

  textOf(node: NodeIndex): string {
    return node < 0 ? '' : this.text.slice(this.start[node], this.end[node]);
  }

  parentOf(node: NodeIndex): NodeIndex {
    return this.parent[node] ?? NONE;
  }

  firstChild(node: NodeIndex): NodeIndex {
    return node >= 0 && this.after[node]! > node + 1 ? node + 1 : NONE;
  }

  nextSibling(node: NodeIndex): NodeIndex {
    const next = this.after[node]!;
    return next < this.count && this.parent[next] === this.parent[node] ? next : NONE;
  }

  previousSibling(node: NodeIndex): NodeIndex {
    const parent = this.parent[node]!;
    let at = node - 1;
    if (at === parent) return NONE;
    // The node before is the last descendant of the sibling before.
    while (this.parent[at] !== parent) at = this.parent[at]!;
    return at;
  }

  children(node: NodeIndex): NodeIndex[] {
    const found: NodeIndex[] = [];
    for (let child = this.firstChild(node); child !== NONE; child = this.nextSibling(child)) found.push(child);
    return found;
  }

  namedChildren(node: NodeIndex): NodeIndex[] {
    return this.children(node).filter((child) => this.isNamed(child));
  }

  /** First child under a field's name. */
  child(node: NodeIndex, field: string): NodeIndex {
    const id = this.grammar.fieldNamed(field);
    if (id <= 0) return NONE;
    for (let child = this.firstChild(node); child !== NONE; child = this.nextSibling(child)) if (this.field[child] === id) return child;
    return NONE;
  }

  childOfType(node: NodeIndex, ...names: readonly string[]): NodeIndex {
    for (let child = this.firstChild(node); child !== NONE; child = this.nextSibling(child)) if (this.is(child, ...names)) return child;
    return NONE;
  }

  /** True for a node within its own subtree. */
  contains(outer: NodeIndex, inner: NodeIndex): boolean {
    return inner >= outer && inner < this.after[outer]!;
  }

  /** Nearest ancestor (not the node itself) of one of these types. */
  ancestorOfType(node: NodeIndex, ...names: readonly string[]): NodeIndex {
    for (let at = this.parentOf(node); at !== NONE; at = this.parentOf(at)) if (this.is(at, ...names)) return at;
    return NONE;
  }

  /** 1-based line of an offset. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** Offset at which the line of an offset begins. */
  lineStart(offset: number): number {
    return this.#lineStarts[this.lineAt(offset) - 1]!;
  }

  /** 1-based lines of errors and of tokens that the parser made up, sorted. */
  errorLines(): number[] {
    const lines = new Set<number>();
    for (let node = 0; node < this.count; node++) if (this.type[node] === ERROR_TYPE) lines.add(this.lineAt(this.start[node]!));
    for (const node of this.missing) lines.add(this.lineAt(this.start[node]!));
    return [...lines].sort((a, b) => a - b);
  }
}
