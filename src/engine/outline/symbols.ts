import type { DocParts } from './docs';
import { summarise } from './effects';
import { FUNCTIONS, holdsCode, isShown, type FileFacts } from './facts';
import type { Definition, ExtraField } from './languages/language';
import { cut, oneLine } from './oneLine';
import type { CodeSymbol, Range, SymbolKind } from './outline';
import { readParams, stripColon } from './params';
import { hashDefinition, type Hashes } from './symbolHashes';
import { sha256 } from '../hash';
import { NONE, type NodeIndex } from './syntaxTree';

type Written<T> = { -readonly [K in keyof T]: T[K] };

/** A symbol on its way: its id is known only once its namesakes are. */
export interface Draft {
  readonly definition: Definition;
  readonly extra?: ExtraField;
  readonly symbol: Written<CodeSymbol>;
  readonly overload: boolean;
  readonly suffix: string;
  readonly mergeKey?: string;
}

const VALUES: ReadonlySet<SymbolKind> = new Set(['constant', 'variable', 'property', 'enumMember']);

/** One draft for each definition and each field that a definition makes besides. */
export function draftSymbols(facts: FileFacts): Draft[] {
  const drafts: Draft[] = [];
  const hashes = new Map<Definition, Hashes>();
  const trivial = new Map<Definition, boolean>();
  for (const definition of facts.definitions) trivial.set(definition, isTrivial(facts, definition));
  // Members before what holds them, wherever they are declared: a class's hashes are made of theirs.
  for (const definition of deepestFirst(facts.definitions)) hashes.set(definition, hashDefinition(facts, definition, hashes, trivial));
  for (const definition of facts.definitions) {
    const doc = facts.language.hooks.doc(definition, facts.tree);
    drafts.push(draftDefinition(facts, definition, doc, hashes.get(definition)!, trivial.get(definition)!));
    for (const extra of facts.language.hooks.extraFields?.(definition, facts.tree) ?? []) drafts.push(draftExtra(facts, definition, extra, doc));
  }
  return drafts;
}

function deepestFirst(definitions: readonly Definition[]): Definition[] {
  const levels: Definition[][] = [];
  for (const definition of definitions) {
    let depth = 0;
    for (let holder = definition.parent; holder; holder = holder.parent) depth++;
    (levels[depth] ??= []).push(definition);
  }
  return levels.reverse().flat();
}

function draftDefinition(facts: FileFacts, definition: Definition, doc: DocParts | undefined, hashes: Hashes, trivial: boolean): Draft {
  const { tree, language } = facts;
  const { hooks } = language;
  const line = (node: NodeIndex): string => (node === NONE ? '' : oneLine(tree, tree.start[node]!, tree.end[node]!, facts.comments.between(tree.start[node]!, tree.end[node]!)));
  const isFunction = FUNCTIONS.has(definition.kind);
  const implied = hooks.implied?.(definition, tree);
  const result = isFunction ? (implied?.result ?? (stripColon(line(definition.result)) || doc?.resultType)) : undefined;
  const type = !isFunction && definition.kind !== 'class' ? (implied?.type ?? (stripColon(line(definition.type)) || doc?.type)) : undefined;
  const isOwnValue = VALUES.has(definition.kind) && definition.value !== NONE && !sharesItsDeclaration(facts, definition);
  const value = implied?.value !== undefined ? cut(implied.value) : isOwnValue ? cut(withoutBlocks(facts, definition.value, line)) : undefined;
  const conditions = conditionsAround(facts, definition);
  const visibility = hooks.visibility(definition, tree);
  const text = doc?.text ?? '';
  const symbol: Written<CodeSymbol> = {
    id: '',
    name: definition.name,
    kind: definition.kind,
    signature: hooks.signature?.(definition, tree) ?? signatureOf(facts, definition),
    params: isFunction ? (hooks.params?.(definition, tree, doc) ?? readParams(tree, language, definition, facts.params, doc, line)) : [],
    heritage: facts.heritage.get(definition.node) ?? facts.heritage.get(definition.code) ?? [],
    visibility,
    exported: isExported(facts, definition),
    modifiers: [...new Set([...definition.modifiers, ...(hooks.modifiers?.(definition, tree) ?? [])])].sort(),
    decorators: definition.decorators.map((decorator) => line(decorator).replace(/^@\s*/, '')),
    effects: summarise(facts.effects.get(definition) ?? []),
    ranges: [rangeOf(facts, definition)],
    line: tree.lineAt(tree.start[definition.nameNode === NONE ? definition.node : definition.nameNode]!),
    endLine: tree.lineAt(Math.max(tree.end[definition.node]! - 1, 0)),
    sig: hashes.sig,
    body: hashes.body,
    docHash: docHashOf(doc),
    trivial,
    references: referencesOf(facts, definition),
  };
  // One by one: spreading so many maybes into each of thousands of symbols took longer than reading them.
  if (hashes.headSig !== undefined) symbol.headSig = hashes.headSig;
  if (definition.inner) symbol.inner = true;
  if (result) symbol.result = result;
  if (type) symbol.type = type;
  if (value !== undefined) symbol.value = value;
  if (text) symbol.doc = text;
  if (conditions.length > 0) symbol.conditions = conditions;
  if (doc?.result) symbol.resultDoc = doc.result;
  if (doc?.throws && doc.throws.size > 0) symbol.throwsDoc = [...doc.throws].map(([name, told]) => ({ name, doc: told }));
  return {
    definition,
    overload: hooks.isOverload?.(definition, tree) ?? false,
    suffix: hooks.idSuffix?.(definition, tree) ?? '',
    mergeKey: hooks.mergeKey?.(definition, tree),
    symbol,
  };
}

/** The declaration up to its body, less what is told elsewhere: decorators, doc, `export`, the value. */
function signatureOf(facts: FileFacts, definition: Definition): string {
  const { tree } = facts;
  if (sharesItsDeclaration(facts, definition)) return cut(`${definition.keyword} ${oneLine(tree, tree.start[definition.node]!, tree.end[definition.node]!, facts.comments.between(tree.start[definition.node]!, tree.end[definition.node]!))}`.trim());
  if (tree.is(definition.node, 'export_statement')) return defaultSignature(facts, definition);
  let start = tree.start[definition.node]!;
  for (const decorator of definition.decorators) if (tree.start[decorator]! >= start && tree.contains(definition.node, decorator)) start = tree.end[decorator]!;
  const ends = [definition.body, FUNCTIONS.has(definition.kind) || definition.code !== definition.node ? NONE : definition.value].filter((node) => node !== NONE && tree.contains(definition.node, node));
  const end = Math.min(tree.end[definition.node]!, ...ends.map((node) => tree.start[node]!));
  const text = oneLine(tree, start, end, facts.comments.between(start, end));
  const words = definition.keyword === '' ? '' : `${definition.keyword} `;
  const declared = definition.modifiers.includes('declare') && !text.startsWith('declare') ? 'declare ' : '';
  const behind = /(?:=>|(?<=\blambda\b.*):)$/.exec(text);
  // The arrow is what makes it a function.
  if (behind && definition.code !== definition.node) return `${declared}${words}${text} …`;
  return declared + words + text.replace(/\s*(?:=>|=|:|\{|;|,)\s*$/, '').replace(/\s*[{;]\s*$/, '');
}

/** `export default (x) => …` has no name but `default`. */
function defaultSignature({ tree, comments }: FileFacts, { code, node, body }: Definition): string {
  if (code === node) return 'default';
  const [start, end] = [tree.start[code]!, body === NONE ? tree.end[code]! : tree.start[body]!];
  return `default ${oneLine(tree, start, end, comments.between(start, end)).replace(/=>$/, '=> …')}`;
}

/** Conditions of compilation, or of loading, between a declaration and what holds it. */
function conditionsAround({ tree, language }: FileFacts, { own, parent }: Definition): string[] {
  const { hooks } = language;
  const found: string[] = [];
  for (let inside = own, at = tree.parentOf(own); hooks.conditionOf && at > 0 && at !== parent?.node; inside = at, at = tree.parentOf(at)) {
    const condition = hooks.conditionOf(tree, at, inside);
    if (condition !== undefined) found.unshift(cut(condition));
  }
  return found;
}

/** `new Comparator<>() {…}`: statements are no part of a value that a table shows. */
function withoutBlocks({ tree, language }: FileFacts, value: NodeIndex, line: (node: NodeIndex) => string): string {
  let text = '';
  let at = tree.start[value]!;
  for (let node = value; node < tree.after[value]!; node++) {
    if (!tree.is(node, ...language.blocks) || tree.text[tree.start[node]!] !== '{') continue;
    text += `${tree.text.slice(at, tree.start[node])}{…}`;
    at = tree.end[node]!;
    node = tree.after[node]! - 1;
  }
  return text === '' ? line(value) : `${text}${tree.text.slice(at, tree.end[value])}`.replace(/\s+/g, ' ');
}

/** One of several names in a pattern: neither the pattern nor its value is this one's. */
function sharesItsDeclaration({ tree }: FileFacts, { kind, nameNode }: Definition): boolean {
  return VALUES.has(kind) && tree.is(nameNode, 'object_pattern', 'array_pattern', 'pattern_list', 'tuple_pattern', 'list_pattern');
}

function isExported(facts: FileFacts, definition: Definition): boolean {
  if (facts.exported.has(definition)) return true;
  const { parent } = definition;
  if (!parent || definition.inner || !isExported(facts, parent)) return false;
  if (parent.kind === 'namespace') return false;
  return isShown(facts.language.hooks.visibility(definition, facts.tree));
}

/** With decorators, the comments above, the closing semicolon and a comment behind it. */
function rangeOf(facts: FileFacts, definition: Definition): Range {
  const { tree, comments } = facts;
  const start = comments.above(definition.start)[0]?.start ?? definition.start;
  const behind = facts.language.hooks.docBehind?.(definition, tree) ?? NONE;
  let end = behind === NONE ? definition.end : tree.end[behind]!;
  // Some grammars count a line break to what it ends.
  while (end > start && /\s/.test(tree.text[end - 1]!)) end--;
  const semicolon = /^[ \t]*;/.exec(tree.text.slice(end, end + 8));
  if (semicolon) end += semicolon[0].length;
  return { start, end: comments.behind(end)?.end ?? end };
}

function referencesOf(facts: FileFacts, definition: Definition): string[] {
  const names = new Set<string>();
  for (const { name, scope } of facts.references.get(definition) ?? []) {
    // Bound in here, or in what holds it and nowhere to be found: a type parameter of the class.
    if (scope > 0 && (facts.tree.contains(definition.own, scope) || !facts.names.has(name))) continue;
    if (name !== definition.name && name !== `this.${definition.name}`) names.add(name);
  }
  return [...names].sort();
}

function isTrivial(facts: FileFacts, definition: Definition): boolean {
  const { tree, language } = facts;
  switch (definition.kind) {
    case 'enumMember':
      return true;
    case 'constant':
    case 'variable':
    case 'property':
      return !holdsCode(facts, definition.value);
    case 'type':
      return !facts.members.has(definition);
    case 'getter':
    case 'setter':
    case 'constructor':
      return language.hooks.isTrivialBody(definition, tree);
    case 'method':
      return language.hooks.isAccessor?.(definition, tree) ?? false;
    default:
      return false;
  }
}

function docHashOf(doc: DocParts | undefined): string {
  if (!doc) return '';
  const words = [doc.text, ...[...doc.params].map(([name, param]) => `${name} ${param.type ?? ''} ${param.text}`), doc.resultType ?? '', doc.result ?? '', ...[...(doc.throws ?? [])].flat()];
  const text = words.join('\n').replace(/\s+/g, ' ').trim();
  return text === '' ? '' : sha256(text).slice(0, 12);
}

function draftExtra(facts: FileFacts, definition: Definition, extra: ExtraField, doc: DocParts | undefined): Draft {
  const { tree, normal } = facts;
  const line = (node: NodeIndex | undefined): string => (node === undefined || node === NONE ? '' : oneLine(tree, tree.start[node]!, tree.end[node]!, facts.comments.between(tree.start[node]!, tree.end[node]!)));
  const type = stripColon(line(extra.type));
  const told = extra.doc ?? doc?.params.get(extra.name)?.text;
  const holder = definition.parent;
  const symbol: Written<CodeSymbol> = {
    id: '',
    name: extra.name,
    kind: extra.kind ?? 'property',
    signature: extra.signature ?? [...extra.modifiers, extra.name].join(' ') + (type ? `: ${type}` : ''),
    params: [],
    heritage: [],
    visibility: extra.visibility,
    exported: isShown(extra.visibility) && (holder === undefined ? facts.exported.has(definition) : isExported(facts, holder)),
    modifiers: [...new Set(extra.modifiers)].sort(),
    decorators: [],
    effects: summarise([]),
    ranges: [],
    line: tree.lineAt(tree.start[extra.node]!),
    endLine: tree.lineAt(Math.max(tree.end[extra.node]! - 1, 0)),
    // The value is the constructor's: it counts in that one's body.
    sig: normal.hash(['field', ...[...extra.modifiers].sort(), extra.name, ...[extra.type, extra.hashed].flatMap((node) => (node === undefined || node === NONE ? [] : [{ node }]))]),
    body: '',
    docHash: told ? docHashOf({ text: told, params: new Map() }) : '',
    trivial: true,
    references: [],
  };
  if (definition.inner) symbol.inner = true;
  if (type) symbol.type = type;
  if (extra.value !== undefined && extra.value !== NONE) symbol.value = cut(line(extra.value));
  if (told) symbol.doc = told;
  return { definition, extra, overload: false, suffix: '', symbol };
}
