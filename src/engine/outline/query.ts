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
    this.#patterns = new QueryReader(grammar, source).patterns();
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
      for (const holds of current.predicates) if (!holds(match, tree)) return;
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

interface NodePattern {
  /** Types that match; absent for `_` (any) and `(_)` (any named). */
  types?: ReadonlySet<number>;
  namedOnly: boolean;
  choices?: NodePattern[];
  field: number;
  withoutFields: number[];
  quantifier: '' | '?' | '*' | '+';
  captures: string[];
  children: NodePattern[];
}

type Predicate = (match: QueryMatch, tree: SyntaxTree) => boolean;

interface TopPattern {
  readonly index: number;
  readonly root: NodePattern;
  readonly predicates: readonly Predicate[];
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

const TOKEN = /\s+|;[^\n]*|("(?:[^"\\]|\\.)*"|[()[\]?*+]|@[\w.-]+|#[\w-]+[?!]|![\w-]+|[\w-]+:|[\w-]+|\.)/y;

class QueryReader {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(
    readonly grammar: Grammar,
    readonly source: string,
  ) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < source.length) {
      const at = TOKEN.lastIndex;
      const found = TOKEN.exec(source);
      if (!found) throw new Error(`Query: unexpected ${JSON.stringify(source.slice(at, at + 20))}`);
      if (found[1]) this.#tokens.push(found[1]);
    }
  }

  patterns(): TopPattern[] {
    const patterns: TopPattern[] = [];
    while (this.#at < this.#tokens.length) {
      const predicates: Predicate[] = [];
      const index = patterns.length;
      const root = this.#pattern(predicates);
      // A top-level alternative may hold any types: its root types are those of the choices.
      if (!root.types && root.choices) root.types = new Set(root.choices.flatMap((choice) => [...(choice.types ?? [])]));
      if (!root.types) throw new Error('Query: a pattern needs a node type at its root');
      patterns.push({ index, root, predicates });
    }
    return patterns;
  }

  #pattern(predicates: Predicate[]): NodePattern {
    const pattern: NodePattern = { namedOnly: false, field: 0, withoutFields: [], quantifier: '', captures: [], children: [] };
    let token = this.#next();
    if (token.endsWith(':') && !token.startsWith('"')) {
      pattern.field = this.#field(token.slice(0, -1));
      token = this.#next();
    }
    if (token === '[') {
      pattern.choices = [];
      while (this.#peek() !== ']') pattern.choices.push(this.#pattern(predicates));
      this.#next();
    } else if (token === '(') this.#inParentheses(pattern, predicates);
    else if (token.startsWith('"')) pattern.types = this.#types(this.grammar.tokensNamed(unquote(token)), token);
    else if (token !== '_') throw new Error(`Query: unexpected ${token}`);
    const quantifier = this.#peek();
    if (quantifier === '?' || quantifier === '*' || quantifier === '+') pattern.quantifier = this.#next() as '?' | '*' | '+';
    while (this.#peek()?.startsWith('@')) pattern.captures.push(this.#next().slice(1));
    return pattern;
  }

  #inParentheses(pattern: NodePattern, predicates: Predicate[]): void {
    const name = this.#peek();
    if (name === '(' || name === '[' || name?.startsWith('"')) {
      // A group around one pattern, which is there to hold its predicates.
      Object.assign(pattern, this.#pattern(predicates), { field: pattern.field });
    } else if (name === '_') {
      this.#next();
      pattern.namedOnly = true;
    } else pattern.types = this.#types(this.grammar.typesNamed(this.#next()), name ?? '');
    for (let token = this.#peek(); token !== ')'; token = this.#peek()) {
      if (token?.startsWith('!')) pattern.withoutFields.push(this.#field(this.#next().slice(1)));
      else if (token === '(' && this.#tokens[this.#at + 1]?.startsWith('#')) predicates.push(this.#predicate());
      else pattern.children.push(this.#pattern(predicates));
    }
    this.#next();
  }

  #predicate(): Predicate {
    this.#next();
    const name = this.#next();
    const operands: string[] = [];
    while (this.#peek() !== ')') operands.push(this.#next());
    this.#next();
    const [capture, ...values] = operands.map((operand) => (operand.startsWith('"') ? unquote(operand) : operand.replace(/^@/, '')));
    if (!capture || !operands[0]?.startsWith('@')) throw new Error(`Query: ${name} begins with a capture`);
    const holds = predicateOf(name, values);
    return (match, tree) => match.all(capture).every((node) => holds(tree.textOf(node)));
  }

  #types(ids: readonly number[], name: string): ReadonlySet<number> {
    if (ids.length === 0) throw new Error(`Query: the grammar has no node ${name}`);
    return new Set(ids);
  }

  #field(name: string): number {
    const id = this.grammar.fieldNamed(name);
    if (id <= 0) throw new Error(`Query: the grammar has no field ${name}`);
    return id;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('Query: ends within a pattern');
    return token;
  }
}

function unquote(token: string): string {
  return JSON.parse(token) as string;
}

function predicateOf(name: string, values: readonly string[]): (text: string) => boolean {
  const pattern = new RegExp(values[0] ?? '');
  switch (name) {
    case '#eq?':
      return (text) => text === values[0];
    case '#not-eq?':
      return (text) => text !== values[0];
    case '#any-of?':
      return (text) => values.includes(text);
    case '#match?':
      return (text) => pattern.test(text);
    case '#not-match?':
      return (text) => !pattern.test(text);
    default:
      throw new Error(`Query: unknown predicate ${name}`);
  }
}
