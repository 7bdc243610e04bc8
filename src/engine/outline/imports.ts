import type { Language } from './languages/language';
import type { CodeSymbol, Export, Import, ImportedName } from './outline';
import type { QueryMatch } from './query';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

/** Gathers the matches of each import statement. Statements for the same module stay apart, as written. */
export function readImports(tree: SyntaxTree, language: Language, matches: readonly QueryMatch[]): Import[] {
  if (language.hooks.imports) return [...language.hooks.imports(tree, matches)];
  const text = (node: NodeIndex): string => language.hooks.nameOf?.(tree, node) ?? tree.textOf(node);
  const statements = new Map<string, { node: NodeIndex; from: string; names: ImportedName[]; typeOnly: boolean }>();
  const places = ['import.name', 'import.default', 'import.all', 'import.star'];
  const placeOf = (match: QueryMatch): number => Math.max(...places.map((place) => match.get(place)));
  for (const match of [...matches].filter((one) => one.get('import') !== NONE).sort((a, b) => a.get('import') - b.get('import') || placeOf(a) - placeOf(b))) {
    const node = match.get('import');
    const from = match.get('from');
    if (node === NONE || from === NONE) continue;
    const key = `${node} ${from}`;
    const typeOnly = match.get('import.typeOnly') !== NONE;
    const statement = statements.get(key) ?? { node, from: text(from), names: [], typeOnly: false };
    statements.set(key, statement);
    const add = (name: string, local: string, only = false): void => {
      if (!statement.names.some((known) => known.name === name && known.local === local)) statement.names.push({ name, local, ...(only && { typeOnly: true }) });
    };
    const named = match.get('import.name');
    const alias = match.get('import.alias');
    if (named !== NONE) add(text(named), text(alias === NONE ? named : alias), typeOnly);
    else if (match.get('import.default') !== NONE) add('default', text(match.get('import.default')));
    else if (match.get('import.all') !== NONE) add('*', text(match.get('import.all')));
    else if (match.get('import.star') !== NONE) add('*', '*');
    else if (typeOnly) statement.typeOnly = true;
  }
  return [...statements.values()]
    .sort((a, b) => a.node - b.node)
    .map(({ from, names, typeOnly }) => {
      const allTypes = typeOnly || (names.length > 0 && names.every((name) => name.typeOnly));
      return { from, names: allTypes ? names.map(({ name, local }) => ({ name, local })) : names, typeOnly: allTypes };
    });
}

/** Exports that statements make; those that a declaration makes with `export` in front come from the symbols (`declared`). */
export function readExports(
  tree: SyntaxTree,
  language: Language,
  matches: readonly QueryMatch[],
  outline: { readonly imports: readonly Import[]; readonly symbols: readonly CodeSymbol[] },
  declared: readonly Export[],
): Export[] {
  if (language.hooks.exports) return [...language.hooks.exports(tree, outline)];
  const text = (node: NodeIndex): string => language.hooks.nameOf?.(tree, node) ?? tree.textOf(node);
  const top = new Map(outline.symbols.filter((symbol) => symbol.parent === undefined && !symbol.inner).map((symbol) => [symbol.name, symbol.id]));
  const found: Export[] = [...declared];
  const add = (made: Export): void => {
    if (!found.some((known) => known.name === made.name && known.from === made.from && known.fromName === made.fromName && known.symbol === made.symbol)) found.push(made);
  };
  const local = (name: string, localName: string, typeOnly: boolean): void => {
    const symbol = top.get(localName);
    const imported = symbol === undefined ? findImported(outline.imports, localName) : undefined;
    add({ name, ...(symbol !== undefined && { symbol }), ...imported, ...(typeOnly && { typeOnly: true }) });
  };
  for (const match of matches) {
    if (match.get('export') === NONE) continue;
    const from = match.get('from') === NONE ? undefined : text(match.get('from'));
    const typeOnly = match.get('export.typeOnly') !== NONE;
    const name = match.get('export.name');
    const localNode = match.get('export.local');
    const fallback = match.get('export.default') !== NONE ? 'default' : undefined;
    const exported = name !== NONE ? text(name) : (fallback ?? (localNode !== NONE ? text(localNode) : undefined));
    if (from !== undefined && match.get('export.star') !== NONE) add({ name: name === NONE ? '*' : text(name), from, fromName: '*', ...(typeOnly && { typeOnly: true }) });
    else if (exported === undefined) continue;
    else if (from !== undefined) add({ name: exported, from, fromName: localNode === NONE ? exported : text(localNode), ...(typeOnly && { typeOnly: true }) });
    else if (localNode !== NONE) local(exported, text(localNode), typeOnly);
    else add({ name: exported });
  }
  return found;
}

/** What an imported name is passed on from. */
export function findImported(imports: readonly Import[], local: string): { from: string; fromName: string } | undefined {
  for (const { from, names } of imports) {
    const name = names.find((candidate) => candidate.local === local);
    if (name) return { from, fromName: name.name };
  }
  return undefined;
}
