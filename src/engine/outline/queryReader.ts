import type { Grammar, NodeIndex, SyntaxTree } from './syntaxTree';

export interface NodePattern {
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

/** `nodesOf` gives what a capture caught. */
export type Predicate = (nodesOf: (capture: string) => readonly NodeIndex[], tree: SyntaxTree) => boolean;

export interface TopPattern {
  readonly index: number;
  readonly root: NodePattern;
  readonly predicates: readonly Predicate[];
}

/** Reads the patterns of a query's source; throws where it names what the grammar does not have. */
export function readQuery(grammar: Grammar, source: string): TopPattern[] {
  return new QueryReader(grammar, source).patterns();
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
    return (nodesOf, tree) => nodesOf(capture).every((node) => holds(tree.textOf(node)));
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
