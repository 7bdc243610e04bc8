import type { FileFacts } from './facts';
import type { QueryMatch } from './query';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

/** Anything but the marks of groups. */
// eslint-disable-next-line no-control-regex -- those marks are control characters
const SAYS_SOMETHING = /[^\u0000-\u0002]/;

/** Hash of the statements that belong to no symbol, import nothing and do something. */
export function looseBody(facts: FileFacts, matches: readonly QueryMatch[]): string {
  const { tree, normal, language } = facts;
  const isHole = new Uint8Array(tree.count);
  const isDefinition = new Uint8Array(tree.count);
  for (const definition of facts.definitions) if (!definition.inner) for (const node of [definition.own, ...definition.decorators]) isHole[node] = isDefinition[node] = 1;
  for (const match of matches) {
    for (const name of ['import', 'structure', 'export']) {
      const node = match.get(name);
      // What is imported while the program runs is something that happens.
      if (node !== NONE && match.get('import.lazy') === NONE) isHole[wholeStatement(facts, node)] = 1;
    }
  }
  const holes: NodeIndex[] = [];
  for (let node = 0; node < tree.count; node++) if (isHole[node] === 1) holes.push(node);
  const parts: { node: NodeIndex; without: NodeIndex[] }[] = [];
  let next = 0;
  for (const node of topStatements(tree)) {
    const without: NodeIndex[] = [];
    for (; next < holes.length && holes[next]! < tree.after[node]!; next++) if (holes[next]! >= node) without.push(holes[next]!);
    if (without[0] === node || language.comments.includes(tree.typeName(node)) || isHull(facts, node, without, isDefinition)) continue;
    if (SAYS_SOMETHING.test(normal.textOf(node, without))) parts.push({ node, without });
  }
  return normal.hash(parts);
}

/** `const fs = require('fs')` is an import from its first word to its last. */
function wholeStatement({ tree, language }: FileFacts, node: NodeIndex): NodeIndex {
  let at = node;
  for (let parent = tree.parentOf(at); tree.is(parent, ...language.wrappers); parent = tree.parentOf(at)) {
    if (tree.children(parent).filter((child) => tree.type[child] === tree.type[at]).length > 1) break;
    at = parent;
  }
  return at;
}

/** PowerShell's grammar gathers all statements in one node. */
function topStatements(tree: SyntaxTree): NodeIndex[] {
  return tree.namedChildren(0).flatMap((child) => (tree.is(child, 'statement_list') ? tree.namedChildren(child) : [child]));
}

/**
 * True where only holes are left in a statement's blocks: an `if` around imports, an `export` around declarations. The condition of a declaration is
 * hashed with it; that of an import is no news only where it is there for types or for want of a module.
 */
function isHull({ tree, language, normal }: FileFacts, node: NodeIndex, holes: readonly NodeIndex[], isDefinition: Uint8Array): boolean {
  if (holes.length === 0) return false;
  let next = 0;
  for (let at = node; at < tree.after[node]!; ) {
    while (next < holes.length && holes[next]! < at) next++;
    if (holes[next] === at || language.comments.includes(tree.typeName(at))) {
      at = tree.after[at]!;
      continue;
    }
    const isStatement = at !== node && tree.isNamed(at) && language.blocks.includes(tree.typeName(tree.parentOf(at)));
    const holdsHole = next < holes.length && holes[next]! < tree.after[at]!;
    if (isStatement && !holdsHole && !tree.is(at, 'pass_statement') && normal.textOf(at) !== '') return false;
    at++;
  }
  return holes.some((hole) => isDefinition[hole] === 1) || tree.is(node, 'try_statement') || TYPES_ONLY.test(tree.text.slice(tree.start[node], tree.start[node]! + 60));
}

const TYPES_ONLY = /^if\s+\(?(?:\w+\.)?TYPE_CHECKING\)?\s*:/;
