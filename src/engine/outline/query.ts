import { readQuery, type NodePattern, type TopPattern } from './queryReader';
import { NONE, type Grammar, type NodeIndex, type SyntaxTree } from './syntaxTree';

/**
 * Tree-sitter's query language over a `SyntaxTree`: node types, fields (`name:`, `!name`), tokens in quotes, `_`, alternatives in brackets,
 * `?` `*` `+`, `@captures`, and the predicates `#eq?`, `#not-eq?`, `#any-of?`, `#match?`, `#not-match?`.
 *
 * The parser has an engine of its own for the same language; over a whole file it takes about as long as parsing, since each captured node has
 * to be fetched out of WebAssembly. A test runs both over the same files and compares.
 */
export class Query {
  readonly #patterns: readonly TopPattern[];
  readonly #through: ReadonlySet<number>;
  /** By type of the pattern's root. */
  readonly #byType = new Map<number, TopPattern[]>();

  constructor(
    readonly grammar: Grammar,
    readonly source: string,
    /** Node types that hide nothing: a pattern below the root that does not match one of them is tried on what it holds. */
    parentheses: readonly string[] = [],
  ) {
    this.#through = new Set(parentheses.flatMap((name) => grammar.typesNamed(name)));
    this.#patterns = readQuery(grammar, source);
    for (const pattern of this.#patterns) {
      for (const type of pattern.root.types ?? []) {
        const list = this.#byType.get(type);
        if (list) list.push(pattern);
        else this.#byType.set(type, [pattern]);
      }
    }
  }

  /** Matches in the order of the patterns' roots, then of the patterns. */
  matches(tree: SyntaxTree): QueryMatch[] {
    const found: QueryMatch[] = [];
    const captures: Capture[] = [];
    const matching: Matching = { tree, captures, through: this.#through };
    let current: TopPattern;
    const add = (): void => {
      const match = new QueryMatch(current.index, captures.slice());
      for (const holds of current.predicates) if (!holds((name) => match.all(name), tree)) return;
      found.push(match);
    };
    for (let node = 0; node < tree.count; node++) {
      const patterns = this.#byType.get(tree.type[node]!);
      if (!patterns) continue;
      for (current of patterns) matchNode(matching, current.root, node, add);
    }
    return found;
  }
}

export interface Capture {
  readonly name: string;
  readonly node: NodeIndex;
}

export class QueryMatch {
  constructor(
    readonly pattern: number,
    readonly captures: readonly Capture[],
  ) {}

  get(name: string): NodeIndex {
    for (const capture of this.captures) if (capture.name === name) return capture.node;
    return NONE;
  }

  all(name: string): NodeIndex[] {
    return this.captures.filter((capture) => capture.name === name).map((capture) => capture.node);
  }
}

interface Matching {
  readonly tree: SyntaxTree;
  readonly captures: Capture[];
  readonly through: ReadonlySet<number>;
}

/** Calls `found` for each way in which the pattern matches; `captures` then holds what it captured. */
function matchNode(matching: Matching, pattern: NodePattern, node: NodeIndex, found: () => void): void {
  const { tree, captures } = matching;
  const size = captures.length;
  if (pattern.choices) {
    for (const choice of pattern.choices) {
      if (choice.field > 0 && tree.field[node] !== choice.field) continue;
      for (const name of pattern.captures) captures.push({ name, node });
      matchNode(matching, choice, node, found);
      captures.length = size;
    }
    return;
  }
  if (pattern.types ? !pattern.types.has(tree.type[node]!) : pattern.namedOnly && !tree.isNamed(node)) return;
  for (const field of pattern.withoutFields) {
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) if (tree.field[child] === field) return;
  }
  for (const name of pattern.captures) captures.push({ name, node });
  if (pattern.children.length === 0) found();
  else matchChildren(matching, pattern.children, 0, tree.firstChild(node), found);
  captures.length = size;
}

/** Like `matchNode`, and looks into parentheses that the pattern does not name. */
function matchChild(matching: Matching, pattern: NodePattern, node: NodeIndex, found: () => void): void {
  const { tree, through } = matching;
  let at = node;
  while (through.has(tree.type[at]!) && (pattern.types ? !pattern.types.has(tree.type[at]!) : pattern.choices !== undefined)) {
    const inside = tree.namedChildren(at).find((child) => !tree.is(child, 'comment'));
    if (inside === undefined) return;
    at = inside;
  }
  matchNode(matching, pattern, at, found);
}

/** Children match in order; others may lie between them. */
function matchChildren(matching: Matching, patterns: readonly NodePattern[], at: number, from: NodeIndex, found: () => void): void {
  const pattern = patterns[at];
  if (!pattern) return found();
  const { tree, captures } = matching;
  const size = captures.length;
  let matched = false;
  if (pattern.quantifier === '*' || pattern.quantifier === '+') {
    let next = from;
    for (let child = from; child !== NONE; child = tree.nextSibling(child)) {
      if (pattern.field > 0 && tree.field[child] !== pattern.field) continue;
      let taken: Capture[] | undefined;
      const before = captures.length;
      matchChild(matching, pattern, child, () => (taken ??= captures.slice(before)));
      if (!taken) continue;
      captures.push(...taken);
      matched = true;
      next = tree.nextSibling(child);
    }
    if (matched || pattern.quantifier === '*') matchChildren(matching, patterns, at + 1, next, found);
    captures.length = size;
    return;
  }
  for (let child = from; child !== NONE; child = tree.nextSibling(child)) {
    if (pattern.field > 0 && tree.field[child] !== pattern.field) continue;
    if (pattern.types && !pattern.types.has(tree.type[child]!) && !matching.through.has(tree.type[child]!)) continue;
    const isLast = at === patterns.length - 1;
    matchChild(matching, pattern, child, () => {
      if (isLast) {
        matched = true;
        found();
      } else {
        matchChildren(matching, patterns, at + 1, tree.nextSibling(child), () => {
          matched = true;
          found();
        });
      }
    });
  }
  if (!matched && pattern.quantifier === '?') matchChildren(matching, patterns, at + 1, from, found);
}
