import type { Language } from './languages/language';
import type { Scopes } from './scopes';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

export interface Reference {
  readonly name: string;
  readonly node: NodeIndex;
  /** Scope in which the name is bound: see `Scopes.scopeOfName`. */
  readonly scope: NodeIndex;
}

/**
 * Every name that the file's code mentions, with `this.name` for members of the own object, and `a.b` beside `a` where `a` comes from an
 * import, has members in this file (`hasMembers`), or is a path (`names.paths`).
 */
export function findReferences(tree: SyntaxTree, language: Language, scopes: Scopes, hasMembers: (name: string) => boolean): Reference[] {
  const found: Reference[] = [];
  const identifiers = new Uint8Array(0x10000);
  for (const name of language.names.identifiers) for (const id of tree.grammar.typesNamed(name)) identifiers[id] = 1;
  const members = new Map<number, { object: string; name: string }>();
  for (const [type, fields] of Object.entries(language.names.members)) for (const id of tree.grammar.typesNamed(type)) members.set(id, fields);
  const selfTexts = new Set(language.names.self);
  const isPath = (node: NodeIndex): boolean => language.names.paths?.includes(tree.typeName(node)) === true;
  for (let node = 0; node < tree.count; node++) {
    const fields = members.get(tree.type[node]!);
    if (fields) {
      const object = tree.child(node, fields.object);
      const name = tree.child(node, fields.name);
      if (object === NONE || name === NONE || (!tree.isLeaf(object) && !selfTexts.has(tree.textOf(object)))) {
        const chain = dotted(tree, members, node);
        if (chain && (isPath(node) || hasMembers(chain.slice(0, chain.lastIndexOf('.'))))) found.push({ name: chain, node, scope: NONE });
        continue;
      }
      const text = tree.textOf(object);
      if (selfTexts.has(text) || language.names.isSelf?.(tree, object)) found.push({ name: `this.${tree.textOf(name)}`, node, scope: NONE });
      else if ((isPath(node) || hasMembers(text)) && !scopes.isLocal(object, text)) found.push({ name: `${text}.${withoutArguments(tree.textOf(name))}`, node, scope: NONE });
    } else if (identifiers[tree.type[node]!] === 1 && !scopes.isBinder(node)) {
      const name = tree.textOf(node);
      if (!selfTexts.has(name)) found.push({ name, node, scope: scopes.scopeOfName(node, name) });
    }
  }
  return found;
}

/** `Ring<int>` names `Ring`. */
function withoutArguments(name: string): string {
  return name.replace(/<[\s\S]*$/, '');
}

/** `a.b.c` where each part is a plain name. */
function dotted(tree: SyntaxTree, members: ReadonlyMap<number, { object: string; name: string }>, node: NodeIndex): string | undefined {
  const parts: string[] = [];
  let at = node;
  for (let fields = members.get(tree.type[at]!); fields; fields = members.get(tree.type[at]!)) {
    const name = tree.child(at, fields.name);
    if (name === NONE) return undefined;
    parts.unshift(withoutArguments(tree.textOf(name)));
    at = tree.child(at, fields.object);
    if (at === NONE) return undefined;
  }
  if (!tree.isLeaf(at)) return undefined;
  parts.unshift(tree.textOf(at));
  return parts.join('.');
}
