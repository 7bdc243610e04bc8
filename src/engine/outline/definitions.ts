import type { Definition, Language } from './languages/language';
import type { SymbolKind } from './outline';
import type { QueryMatch } from './query';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

/** What may hold members; a definition within any other is an inner one. */
const CONTAINERS: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'enum', 'namespace', 'struct', 'trait', 'constant', 'variable', 'type', 'property']);
/** What is worth telling of where it stands inside a function. */
const TOLD_INSIDE: ReadonlySet<SymbolKind> = new Set(['function', 'class', 'struct', 'trait']);

/** Turns the query's matches into definitions, in the order of the source, each with what holds it. */
export function findDefinitions(tree: SyntaxTree, language: Language, matches: readonly QueryMatch[]): Definition[] {
  const { hooks } = language;
  const taken = new Set<NodeIndex>();
  const found: Definition[] = [];
  for (const match of matches) {
    const capture = match.captures.find(({ name }) => name.startsWith('def.'));
    const code = match.get('code');
    if (!capture) {
      if (code !== NONE) taken.add(code);
      continue;
    }
    const { node } = capture;
    if (taken.has(node) || (code !== NONE && taken.has(code))) continue;
    const definition = readDefinition(tree, language, match, node, capture.name.slice('def.'.length) as SymbolKind);
    if (!definition) continue;
    const kind = hooks.kindOf ? hooks.kindOf(definition, tree) : definition.kind;
    if (!kind) continue;
    definition.kind = kind;
    const exportedAs = match.get('exported.default') !== NONE ? 'default' : match.get('exported') !== NONE ? definition.name : hooks.exportedAs?.(definition, tree);
    if (exportedAs !== undefined) definition.exportedAs = exportedAs;
    taken.add(node);
    taken.add(definition.code);
    found.push(definition);
  }
  found.sort((a, b) => a.node - b.node);
  return placeDefinitions(tree, language, found);
}

function readDefinition(tree: SyntaxTree, language: Language, match: QueryMatch, node: NodeIndex, kind: SymbolKind): Definition | undefined {
  const { hooks } = language;
  const or = (name: string, ...fields: (readonly [NodeIndex, string])[]): NodeIndex => {
    const captured = match.get(name);
    if (captured !== NONE) return captured;
    for (const [from, field] of fields) {
      const child = tree.child(from, field);
      if (child !== NONE) return child;
    }
    return NONE;
  };
  const code = or('code') === NONE ? node : match.get('code');
  const nameNode = match.get('name');
  const name = nameNode === NONE ? hooks.nameless?.(tree, node) : (hooks.nameOf?.(tree, nameNode) ?? tree.textOf(nameNode));
  if (!name) return undefined;
  const params = or('params', [code, 'parameters'], [code, 'parameter']);
  const result = or('result', [code, 'return_type']);
  const type = or('type', [node, 'type']);
  const body = or('body', [code, 'body']);
  // `int Count => items.Count`: what the grammar calls a value is the body.
  const given = or('value', [node, 'value']);
  const value = given === body ? NONE : given;
  const place = climb(tree, language, node);
  const limit = [params, result, type, code === node ? value : NONE, body].filter((part) => part !== NONE && tree.start[part]! >= tree.start[place.own]!).map((part) => tree.start[part]!);
  const modifierNodes = findModifiers(tree, language, [...place.around, node, ...(code === node ? [] : [code])], Math.min(...limit, tree.end[node]!));
  return {
    kind,
    name,
    node,
    code,
    nameNode,
    owner: match.get('owner'),
    params,
    result,
    type,
    value,
    body,
    own: place.own,
    start: place.start,
    end: place.end,
    keyword: place.keyword,
    decorators: place.decorators,
    modifierNodes,
    modifiers: modifierNodes.map((modifier) => language.modifiers[tree.textOf(modifier)]!),
    inner: false,
    path: [],
  };
}

interface Place {
  readonly own: NodeIndex;
  readonly around: readonly NodeIndex[];
  readonly start: number;
  readonly end: number;
  readonly keyword: string;
  readonly decorators: readonly NodeIndex[];
}

/** Goes up through `export`, decorators and lists of declarations, as far as they belong to this declaration. */
function climb(tree: SyntaxTree, language: Language, node: NodeIndex): Place {
  let own = node;
  let alone = true;
  let start = tree.start[node]!;
  let end = tree.end[node]!;
  let keyword = '';
  const around: NodeIndex[] = [];
  const decorators: NodeIndex[] = [];
  let at = node;
  for (;;) {
    for (let before = decoratorBefore(tree, language, at); before !== NONE; before = decoratorBefore(tree, language, before)) {
      decorators.unshift(before);
      start = Math.min(start, tree.start[before]!);
    }
    const parent = tree.parentOf(at);
    if (!tree.is(parent, ...language.wrappers) || language.hooks.isWrapper?.(tree, parent, at) === false) break;
    const siblings = tree.children(parent).filter((child) => tree.type[child] === tree.type[at] || (language.listed && tree.is(at, ...language.listed) && tree.is(child, ...language.listed)));
    if (siblings.length > 1) {
      alone = false;
      keyword ||= keywordOf(tree, parent);
      if (siblings[0] !== at) {
        if (siblings.at(-1) === at) end = Math.max(end, tree.end[parent]!);
        // What is said before the first of several names is said of all.
        if (language.modifierLists) for (let up = parent; tree.is(up, ...language.wrappers); up = tree.parentOf(up)) around.unshift(up);
        break;
      }
    } else {
      keyword ||= at === node && tree.is(at, 'variable_declarator') ? keywordOf(tree, parent) : '';
      if (alone) end = tree.end[parent]!;
    }
    start = tree.start[parent]!;
    // `@decorator export class`: before a word that stands before the declaration.
    decorators.unshift(...tree.children(parent).filter((child) => child < at && tree.is(child, ...language.decorators) && !decorators.includes(child)));
    if (alone) own = parent;
    around.unshift(parent);
    at = parent;
  }
  for (const child of tree.children(node)) if (tree.is(child, ...language.decorators)) decorators.push(child);
  for (const holder of language.modifierLists ? [...around, node] : []) decorators.push(...listed(tree, language, holder));
  return { own, around, start, end, keyword, decorators };
}

/** `const`, `let`: a word. What begins with anything else (a type) has none. */
function keywordOf(tree: SyntaxTree, declaration: NodeIndex): string {
  const first = tree.firstChild(declaration);
  return first !== NONE && !tree.isNamed(first) ? tree.textOf(first) : '';
}

/** Decorators in a declaration's lists of modifiers. */
function listed(tree: SyntaxTree, language: Language, declaration: NodeIndex): NodeIndex[] {
  const inside = (list: NodeIndex): NodeIndex[] => tree.children(list).flatMap((child) => (tree.is(child, ...language.decorators) ? [child] : tree.is(child, ...language.modifierLists!) ? inside(child) : []));
  return tree.children(declaration).filter((child) => tree.is(child, ...language.modifierLists!)).flatMap(inside);
}

/** Comments may stand between. */
function decoratorBefore(tree: SyntaxTree, language: Language, node: NodeIndex): NodeIndex {
  let before = previousSibling(tree, node);
  while (tree.is(before, ...language.comments)) before = previousSibling(tree, before);
  return tree.is(before, ...language.decorators) ? before : NONE;
}

function previousSibling(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  return tree.previousSibling(node);
}

function findModifiers(tree: SyntaxTree, language: Language, around: readonly NodeIndex[], before: number): NodeIndex[] {
  const found: NodeIndex[] = [];
  const lists = around.flatMap((node) => (language.modifierLists ? [node, ...tree.children(node).filter((child) => tree.is(child, ...language.modifierLists!))] : [node]));
  for (const node of lists) {
    for (let child = tree.firstChild(node); child !== NONE && tree.start[child]! < before; child = tree.nextSibling(child)) {
      if (tree.end[child]! - tree.start[child]! < 16 && Object.hasOwn(language.modifiers, tree.textOf(child)) && (!tree.isNamed(child) || tree.typeName(child).endsWith('modifier'))) {
        found.push(child);
      }
    }
  }
  return found;
}

/** Finds what holds each definition; leaves out those that are no news there (a constant within a function). */
function placeDefinitions(tree: SyntaxTree, language: Language, all: readonly Definition[]): Definition[] {
  const kept: Definition[] = [];
  const open: Definition[] = [];
  for (const definition of all) {
    while (open.length > 0 && !tree.contains(open.at(-1)!.own, definition.node)) open.pop();
    const holder = open.at(-1);
    const top = holder ? holder.node : 0;
    const path: string[] = [];
    let direct = !holder || CONTAINERS.has(holder.kind);
    for (let at = tree.parentOf(definition.node); direct && at > top; at = tree.parentOf(at)) {
      const type = tree.typeName(at);
      if (!language.transparent.includes(type)) direct = false;
      const key = language.keyed?.[type];
      const keyNode = key ? tree.child(at, key) : NONE;
      if (keyNode !== NONE) path.unshift(nameAt(tree, language, keyNode));
    }
    if (!direct && !TOLD_INSIDE.has(definition.kind) && !language.toldInside?.includes(definition.kind) && definition.owner === NONE) continue;
    definition.parent = holder;
    definition.inner = !direct || holder?.inner === true;
    definition.path = direct ? path : [];
    kept.push(definition);
    open.push(definition);
  }
  for (const definition of kept) {
    if (definition.owner === NONE) continue;
    // Declared outside of what it is a member of.
    const owner = tree.textOf(definition.owner);
    const namesakes = kept.filter((other) => other.name === owner && other.parent === definition.parent && other.owner === NONE);
    const found = namesakes.find(({ kind }) => kind !== 'constant' && kind !== 'variable') ?? namesakes[0];
    if (found) definition.parent = found;
    else definition.path = [owner, ...definition.path];
  }
  return kept;
}

function nameAt(tree: SyntaxTree, language: Language, node: NodeIndex): string {
  return language.hooks.nameOf?.(tree, node) ?? tree.textOf(node);
}
