import type { FileFacts } from './facts';
import type { QueryMatch } from './query';
import { NONE, type NodeIndex } from './syntaxTree';

/** Hash of the statements that belong to no symbol, import nothing and do something. */
export function looseBody(facts: FileFacts, matches: readonly QueryMatch[]): string {
  const { tree, normal, language } = facts;
  const holes: NodeIndex[] = [];
  for (const definition of facts.definitions) if (!definition.inner) holes.push(definition.own, ...definition.decorators);
  for (const match of matches) {
    for (const name of ['import', 'structure', 'export']) {
      const node = match.get(name);
      if (node !== NONE) holes.push(node);
    }
  }
  const sorted = [...new Set(holes)].sort((a, b) => a - b);
  const loose = tree.namedChildren(0).filter((child) => !sorted.includes(child) && !language.comments.includes(tree.typeName(child)));
  const parts = loose
    .map((node) => ({ node, without: sorted.filter((hole) => tree.contains(node, hole)) }))
    .filter(({ node, without }) => normal.tokens(node, without).some((token) => token > '\u0002') && !isHull(facts, node, without));
  return normal.hash(parts);
}

/** True where only holes are left in a statement's blocks: an `if` around imports, an `export` around declarations. */
function isHull({ tree, language }: FileFacts, node: NodeIndex, holes: readonly NodeIndex[]): boolean {
  if (holes.length === 0) return false;
  for (let at = node; at < tree.after[node]!; ) {
    if (holes.includes(at)) {
      at = tree.after[at]!;
      continue;
    }
    const parent = tree.parentOf(at);
    if (at !== node && tree.isNamed(at) && language.blocks.includes(tree.typeName(parent)) && !language.transparent.includes(tree.typeName(at)) && !tree.is(at, 'pass_statement')) return false;
    at++;
  }
  return true;
}
