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
  for (const definition of facts.definitions) if (!definition.inner) for (const node of [definition.own, ...definition.decorators]) isHole[node] = 1;
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
    if (without[0] === node || language.comments.includes(tree.typeName(node)) || isHull(facts, node, isHole, without.length > 0)) continue;
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

/** True where only holes are left in a statement's blocks: an `if` around imports, an `export` around declarations. */
function isHull({ tree, language, normal }: FileFacts, node: NodeIndex, isHole: Uint8Array, hasHoles: boolean): boolean {
  if (!hasHoles) return false;
  for (let at = node; at < tree.after[node]!; ) {
    if (isHole[at] === 1 || language.comments.includes(tree.typeName(at))) {
      at = tree.after[at]!;
      continue;
    }
    const isStatement = at !== node && tree.isNamed(at) && language.blocks.includes(tree.typeName(tree.parentOf(at)));
    if (isStatement && !language.transparent.includes(tree.typeName(at)) && !tree.is(at, 'pass_statement') && normal.textOf(at) !== '') return false;
    at++;
  }
  return true;
}
