import type { DocParts, ParamDoc } from './docs';
import type { Definition, Language } from './languages/language';
import { cut } from './oneLine';
import type { Param } from './outline';
import type { QueryMatch } from './query';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

/** Parameters by the list that they stand in. */
export function indexParams(tree: SyntaxTree, matches: readonly QueryMatch[]): ReadonlyMap<NodeIndex, readonly QueryMatch[]> {
  const lists = new Map<NodeIndex, QueryMatch[]>();
  const seen = new Set<string>();
  for (const match of matches) {
    const node = match.get('param');
    if (node === NONE) continue;
    // Several names may share one parameter node (Go's `a, b int`); one name has one parameter.
    const key = `${node} ${match.get('param.name')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const list of [node, tree.parentOf(node)]) {
      const known = lists.get(list);
      if (known) known.push(match);
      else lists.set(list, [match]);
    }
  }
  return lists;
}

/** Facts of a definition's parameters; the doc comment's words and, where there is no other, its types. */
export function readParams(
  tree: SyntaxTree,
  language: Language,
  definition: Definition,
  lists: ReadonlyMap<NodeIndex, readonly QueryMatch[]>,
  doc: DocParts | undefined,
  textOf: (node: NodeIndex) => string,
): Param[] {
  const found: Param[] = [];
  const matches = [...(lists.get(definition.params) ?? [])].sort((a, b) => a.get('param') - b.get('param') || a.get('param.name') - b.get('param.name'));
  matches.forEach((match, position) => {
    const node = match.get('param');
    const nameNode = match.get('param.name');
    const name = textOf(nameNode === NONE ? node : nameNode);
    if (language.hooks.isHiddenParam?.(name, position, definition)) return;
    const restNode = match.get('param.rest');
    const fallback = match.get('param.default');
    const told = doc?.params.get(name) ?? (/^\W/.test(name) ? toldByPlace(doc, matches.map((other) => textOf(other.get('param.name'))), position) : undefined);
    const typeNode = match.get('param.type');
    const type = typeNode === NONE ? told?.type : stripColon(textOf(typeNode));
    const value = fallback === NONE ? told?.default : cut(textOf(fallback));
    const passing = language.hooks.passing?.(tree, node);
    found.push({
      name,
      ...(type && { type }),
      ...(value !== undefined && { default: value }),
      optional: match.get('param.optional') !== NONE || fallback !== NONE || told?.optional === true,
      ...(restNode !== NONE && { rest: prefixOf(tree.textOf(restNode)) }),
      ...(passing && { passing }),
      ...(told?.text && { doc: told.text }),
    });
  });
  return found;
}

/** `...` stands at the name, a word (`params`, `out`) before it. */
function prefixOf(text: string): string {
  return /\w$/.test(text) ? `${text} ` : text;
}

/** A pattern (`{ a, b }`) has no name that a doc comment could use: the comment's own name for it stands at the same place. */
function toldByPlace(doc: DocParts | undefined, names: readonly string[], position: number): ParamDoc | undefined {
  const [name, told] = [...(doc?.params ?? [])][position] ?? [];
  return name !== undefined && !names.includes(name) ? told : undefined;
}

/** A TypeScript annotation begins with its colon. */
export function stripColon(text: string): string {
  return text.replace(/^:\s*/, '');
}
