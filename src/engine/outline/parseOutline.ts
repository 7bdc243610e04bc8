import { shortHash } from '../hash';
import { Comments } from './comments';
import { findDefinitions } from './definitions';
import { findEffects, summarise, type Effect } from './effects';
import { FUNCTIONS, isShown, type FileFacts } from './facts';
import { loadReader, type Reader } from './grammars';
import { identify } from './ids';
import { readExports, readImports } from './imports';
import { languageOf } from './languages';
import type { Definition, Language } from './languages/language';
import { parseLayout } from './layout';
import { looseBody } from './looseCode';
import { NormalForm } from './normalForm';
import { oneLine } from './oneLine';
import type { CodeSymbol, Export, Heritage, Outline, Outliner, SymbolKind } from './outline';
import { indexParams } from './params';
import { parseTree } from './parseTree';
import type { QueryMatch } from './query';
import { findReferences, type Reference } from './references';
import { Scopes } from './scopes';
import { whySkipped } from './skipped';
import { draftSymbols } from './symbols';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

export interface OutlineOptions {
  /** Folder of `tree-sitter.wasm` and `tree-sitter-<grammar>.wasm`. */
  readonly wasmDir: string;
}

const MAX_SYNTAX_ERRORS = 20;

/** Reads the facts of one file, in this thread. Never throws for what the file holds. */
export async function parseOutline(path: string, text: string, options: OutlineOptions): Promise<Outline> {
  const language = languageOf(path);
  // Without a grammar the whole text is what a description follows from; white space at least does not count.
  if (!language) return { ...emptyOutline('text'), looseBody: shortHash(text.replace(/\s+/g, ' ').trim()) };
  const skipped = whySkipped(path, text);
  if (skipped && !skipped.parse) return { ...emptyOutline(language.id), skipped: skipped.reason };
  const reader = await loadReader(language, options.wasmDir);
  const tree = parseTree(reader, language, text);
  if (!tree) return { ...emptyOutline(language.id), skipped: 'The parser gave up on the file.' };
  return { ...outlineOf(tree, language, reader), ...(skipped && { skipped: skipped.reason }) };
}

/** Outlines without a thread of their own: for tests and tools. */
export function createInProcessOutliner(options: OutlineOptions): Outliner {
  return {
    async outline(path, text, { signal } = {}) {
      signal?.throwIfAborted();
      return parseOutline(path, text, options);
    },
    async layout(path, text, { signal } = {}) {
      signal?.throwIfAborted();
      return parseLayout(path, text, options);
    },
  };
}

function emptyOutline(language: string): Outline {
  return { language, imports: [], exports: [], symbols: [], looseBody: '', loose: { throws: [], calls: [], env: [] }, syntaxErrors: [] };
}

function outlineOf(tree: SyntaxTree, language: Language, { query }: Reader): Outline {
  const matches = query.matches(tree);
  const definitions = findDefinitions(tree, language, matches);
  const scopes = new Scopes(tree, matches);
  const imports = readImports(tree, language, matches);
  const owners = ownersOf(tree, definitions);
  const effects = groupByOwner(findEffects(tree, language, matches, scopes), owners, definitions);
  const modules = new Set(imports.flatMap((statement) => statement.names.map((name) => name.local)));
  for (const { parent, inner } of definitions) if (parent && !inner && !FUNCTIONS.has(parent.kind)) modules.add(parent.name);
  const references = groupByOwner(findReferences(tree, language, scopes, (name) => modules.has(name)), owners, definitions);
  const comments = new Comments(tree, language);
  const facts: FileFacts = {
    tree,
    language,
    comments,
    normal: new NormalForm(tree, language.normal),
    definitions,
    members: membersOf(definitions),
    params: indexParams(tree, matches),
    heritage: readHeritage(tree, matches, comments, definitions),
    effects: effects.owned,
    references: references.owned,
    exported: new Set(definitions.filter((definition) => definition.exportedAs !== undefined)),
    names: new Set(definitions.map((definition) => definition.name)),
  };
  const { symbols, idOf } = identify(draftSymbols(facts), language);
  const declared = definitions
    .filter((definition) => facts.exported.has(definition) && !definition.parent && !definition.inner)
    .flatMap((definition): Export[] => [
      { name: definition.exportedAs!, symbol: idOf.get(definition)! },
      ...(language.hooks.extraFields?.(definition, tree) ?? []).filter((extra) => extra.kind).map(({ name }) => ({ name, symbol: name })),
    ]);
  const offered = readExports(tree, language, matches, { imports, symbols }, unique(declared));
  const exports = [...offered, ...inNamespaces(symbols, offered, language)];
  const conditions = language.hooks.fileConditions?.(tree) ?? [];
  const module = language.hooks.moduleName?.(tree);
  const moduleDoc = language.hooks.moduleDoc(tree);
  return {
    language: language.id,
    ...(module && { module }),
    ...(conditions.length > 0 && { conditions }),
    ...(moduleDoc && { doc: moduleDoc }),
    imports,
    exports,
    symbols: markExported(symbols, exports),
    looseBody: looseBody(facts, matches),
    loose: summarise(effects.loose),
    syntaxErrors: tree.errorLines().slice(0, MAX_SYNTAX_ERRORS),
  };
}

function membersOf(definitions: readonly Definition[]): Map<Definition, Definition[]> {
  const members = new Map<Definition, Definition[]>();
  for (const definition of definitions) {
    if (!definition.parent) continue;
    const list = members.get(definition.parent);
    if (list) list.push(definition);
    else members.set(definition.parent, [definition]);
  }
  return members;
}

/** Number of the innermost definition at each node, or `NONE`. */
function ownersOf(tree: SyntaxTree, definitions: readonly Definition[]): Int32Array {
  const owners = new Int32Array(tree.count).fill(NONE);
  // In source order, so that inner ones overwrite what holds them.
  definitions.forEach((definition, index) => {
    owners.fill(index, definition.own, tree.after[definition.own]);
    for (const decorator of definition.decorators) owners.fill(index, decorator, tree.after[decorator]);
  });
  return owners;
}

/** Gives each thing to the definition that it stands in; what stands in an inner one also to those around, up to the one with a section. */
function groupByOwner<T extends Effect | Reference>(
  things: readonly T[],
  owners: Int32Array,
  definitions: readonly Definition[],
): { owned: Map<Definition, T[]>; loose: T[] } {
  const owned = new Map<Definition, T[]>();
  const loose: T[] = [];
  for (const thing of things) {
    const index = owners[thing.node]!;
    let owner = index === NONE ? undefined : definitions[index];
    for (; owner; owner = owner.inner ? owner.parent : undefined) {
      const list = owned.get(owner);
      if (list) list.push(thing);
      else owned.set(owner, [thing]);
      if (!owner.inner) break;
    }
    if (!owner) loose.push(thing);
  }
  return { owned, loose };
}

function readHeritage(tree: SyntaxTree, matches: readonly QueryMatch[], comments: Comments, definitions: readonly Definition[]): Map<NodeIndex, Heritage[]> {
  const found = new Map<NodeIndex, Heritage[]>();
  for (const match of matches) {
    const elsewhere = match.get('of.name');
    const of = elsewhere === NONE ? match.get('of') : nodeOfType(tree.textOf(elsewhere), definitions);
    if (of === NONE) continue;
    for (const relation of ['extends', 'implements'] as const) {
      for (const node of match.all(relation)) {
        const args = match.get('arguments');
        const end = args === NONE ? tree.end[node]! : tree.end[args]!;
        const name = oneLine(tree, tree.start[node]!, end, comments.between(tree.start[node]!, end));
        const list = found.get(of) ?? [];
        if (!list.some((known) => known.name === name && known.relation === relation)) list.push({ relation, name });
        found.set(of, list);
      }
    }
  }
  return found;
}

const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'struct', 'enum', 'trait', 'interface', 'type']);

function nodeOfType(name: string, definitions: readonly Definition[]): NodeIndex {
  return definitions.find((definition) => definition.name === name && TYPES.has(definition.kind))?.node ?? NONE;
}

/** What a namespace offers goes by its qualified name, which is how others call it. */
function inNamespaces(symbols: readonly CodeSymbol[], exports: readonly Export[], { namespaceJoint }: Language): Export[] {
  if (namespaceJoint === undefined) return [];
  const names = new Map(exports.flatMap(({ symbol, name }) => (symbol === undefined ? [] : [[symbol, name]])));
  const spaces = new Set(symbols.filter(({ kind }) => kind === 'namespace').map(({ id }) => id));
  return symbols.flatMap(({ id, name, kind, parent, inner, visibility }): Export[] => {
    const around = parent !== undefined && spaces.has(parent) ? names.get(parent) : undefined;
    if (around === undefined || inner || visibility === 'private' || kind === 'enumMember') return [];
    names.set(id, `${around}${namespaceJoint}${name}`);
    return [{ name: names.get(id)!, symbol: id }];
  });
}

function unique(exports: readonly Export[]): Export[] {
  return [...new Map(exports.map((one) => [`${one.name} ${one.symbol}`, one])).values()];
}

/** A symbol is exported where its declaration says so or a statement names it; so are the members that it shows. */
function markExported(symbols: readonly CodeSymbol[], exports: readonly Export[]): CodeSymbol[] {
  const exported = new Set(exports.flatMap((one) => (one.symbol === undefined ? [] : [one.symbol])));
  return symbols.map((symbol) => {
    const inherited = symbol.parent !== undefined && exported.has(symbol.parent) && isShown(symbol.visibility) && !symbol.inner;
    if (symbol.exported || inherited) exported.add(symbol.id);
    return exported.has(symbol.id) === symbol.exported ? symbol : { ...symbol, exported: exported.has(symbol.id) };
  });
}

