import type { QueryMatch } from './query';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

/** Which names are bound where: enough to tell a symbol's own locals from what it takes from elsewhere. */
export class Scopes {
  readonly #scopeOf: Int32Array;
  readonly #names = new Map<NodeIndex, Set<string>>();
  readonly #functions = new Set<NodeIndex>([0]);
  readonly #classes = new Set<NodeIndex>();
  readonly #binders = new Set<NodeIndex>();

  constructor(
    readonly tree: SyntaxTree,
    matches: readonly QueryMatch[],
  ) {
    const scopes = new Set<NodeIndex>([0]);
    const binds: { kind: string; node: NodeIndex }[] = [];
    for (const match of matches) {
      for (const { name, node } of match.captures) {
        if (name === 'scope' || name === 'scope.function' || name === 'scope.class') {
          scopes.add(node);
          if (name === 'scope.function') this.#functions.add(node);
          if (name === 'scope.class') this.#classes.add(node);
        } else if (name === 'bind' || name === 'bind.hoisted' || name === 'bind.outer') binds.push({ kind: name, node });
        else if (name === 'skip') this.#binders.add(node);
      }
    }
    this.#scopeOf = new Int32Array(tree.count);
    for (let node = 1; node < tree.count; node++) this.#scopeOf[node] = scopes.has(node) ? node : this.#scopeOf[tree.parent[node]!]!;
    for (const { kind, node } of binds) this.#bind(kind, node);
  }

  #bind(kind: string, node: NodeIndex): void {
    this.#binders.add(node);
    let scope = this.#scopeOf[node]!;
    if (kind === 'bind.outer' && scope > 0) scope = this.#scopeOf[this.tree.parent[scope]!]!;
    if (kind === 'bind.hoisted') while (scope > 0 && !this.#functions.has(scope)) scope = this.#scopeOf[this.tree.parent[scope]!]!;
    const names = this.#names.get(scope);
    const name = this.tree.textOf(node);
    if (names) names.add(name);
    else this.#names.set(scope, new Set([name]));
  }

  /** True for an identifier that binds or refers to nothing. */
  isBinder(node: NodeIndex): boolean {
    return this.#binders.has(node);
  }

  /** The scope in which a name used at `node` is bound: `0` is the file's, `NONE` none of this file. */
  scopeOfName(node: NodeIndex, name: string): NodeIndex {
    let scope = this.#scopeOf[node]!;
    for (let first = true; ; first = false) {
      // The names of a class body are not visible to the functions inside it.
      if ((first || !this.#classes.has(scope)) && this.#names.get(scope)?.has(name)) return scope;
      if (scope === 0) return NONE;
      scope = this.#scopeOf[this.tree.parent[scope]!]!;
    }
  }

  /** True for a name bound inside a function, as seen from `node`. */
  isLocal(node: NodeIndex, name: string): boolean {
    return this.scopeOfName(node, name) > 0;
  }
}
