import type { CodeSymbol, Export, Import, ImportedName } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

interface Used {
  readonly from: string;
  readonly name: ImportedName;
  readonly declaration: NodeIndex;
}

/** `use a::{b, c::{self, D as E, *}}` is one import for each path in it; `mod name;` imports the module's file. */
export function rustImports(tree: SyntaxTree): Import[] {
  return statements(tree).flatMap((node): Import[] => {
    if (tree.is(node, 'mod_item')) return [wholeModule(tree.textOf(tree.child(node, 'name')))];
    if (tree.is(node, 'extern_crate_declaration')) return [wholeModule(tree.textOf(tree.child(node, 'name')), tree.textOf(tree.child(node, 'alias')))];
    const byPath = new Map<string, ImportedName[]>();
    for (const { from, name } of usedIn(tree, node)) byPath.set(from, [...(byPath.get(from) ?? []), name]);
    return [...byPath].map(([from, names]) => ({ from, names, typeOnly: false }));
  });
}

/** `pub` items of the file, and what `pub use` passes on. */
export function rustExports(tree: SyntaxTree, { symbols }: { readonly symbols: readonly CodeSymbol[] }): Export[] {
  const top = symbols.filter((symbol) => symbol.parent === undefined && !symbol.inner);
  // A method of a type that another file declares goes by both names.
  const own = top.filter((symbol) => symbol.exported || (symbol.kind === 'method' && symbol.visibility === 'public')).map((symbol): Export => ({ name: symbol.kind === 'method' ? symbol.id : symbol.name, symbol: symbol.id }));
  const passed = statements(tree)
    .filter((node) => tree.is(node, 'use_declaration') && tree.childOfType(node, 'visibility_modifier') !== NONE)
    .flatMap((node) => usedIn(tree, node))
    .map(({ from, name }): Export => ({ name: name.local, from, fromName: name.name }));
  return [...own, ...passed];
}

/** Those of the file itself: a nested module's are its own affair. */
function statements(tree: SyntaxTree): NodeIndex[] {
  return tree.namedChildren(0).filter((node) => tree.is(node, 'use_declaration', 'extern_crate_declaration') || (tree.is(node, 'mod_item') && tree.child(node, 'body') === NONE));
}

function wholeModule(path: string, alias = ''): Import {
  return { from: path, names: [{ name: '*', local: alias || path }], typeOnly: false };
}

function usedIn(tree: SyntaxTree, declaration: NodeIndex): Used[] {
  const found: Used[] = [];
  const open: { node: NodeIndex; prefix: string }[] = [{ node: tree.child(declaration, 'argument'), prefix: '' }];
  const path = (prefix: string, node: NodeIndex): string => [prefix, tree.textOf(node).replace(/\s+/g, '')].filter(Boolean).join('::');
  const add = (whole: string, alias: string): void => {
    const at = whole.lastIndexOf('::');
    const last = whole.slice(at < 0 ? 0 : at + 2);
    const from = at < 0 ? whole : whole.slice(0, at);
    // `a::b::{self}` and a path of one name stand for the module itself.
    if (last === 'self' && at > 0) found.push({ from, name: { name: '*', local: alias || from.slice(from.lastIndexOf(':') + 1) }, declaration });
    else found.push({ from, name: { name: at < 0 ? '*' : last, local: alias || last }, declaration });
  };
  for (let next = open.shift(); next; next = open.shift()) {
    const { node, prefix } = next;
    if (tree.is(node, 'use_list')) open.unshift(...tree.namedChildren(node).filter((child) => !/comment$/.test(tree.typeName(child))).map((child) => ({ node: child, prefix })));
    else if (tree.is(node, 'scoped_use_list')) open.unshift({ node: tree.child(node, 'list'), prefix: path(prefix, tree.child(node, 'path')) });
    else if (tree.is(node, 'use_wildcard')) found.push({ from: path(prefix, tree.firstChild(node)).replace(/::\*?$/, ''), name: { name: '*', local: '*' }, declaration });
    else if (tree.is(node, 'use_as_clause')) add(path(prefix, tree.child(node, 'path')), tree.textOf(tree.child(node, 'alias')));
    else if (node !== NONE) add(path(prefix, node), '');
  }
  return found;
}
