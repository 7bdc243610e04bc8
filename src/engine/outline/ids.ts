import type { Language } from './languages/language';
import { sha256 } from '../hash';
import type { CodeSymbol, SymbolKind } from './outline';
import type { Draft } from './symbols';
import type { Definition } from './languages/language';

/** A symbol may share its name with one of another kind: the first of these keeps the plain name, the others get their kind behind it. */
const PLAIN_NAME_FIRST: readonly SymbolKind[] = ['class', 'struct', 'trait', 'function', 'method', 'constructor', 'enum', 'constant', 'variable', 'property', 'getter', 'setter', 'enumMember', 'interface', 'type', 'namespace'];
const OVERLOADED: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor']);

/** Gives every symbol its id, and makes one symbol of overloads, of merged declarations and of exact repetitions. In the order of the source. */
export function identify(drafts: readonly Draft[], language: Language): { readonly symbols: CodeSymbol[]; readonly idOf: ReadonlyMap<Definition, string> } {
  const children = new Map<Definition | undefined, Draft[]>();
  for (const draft of drafts) {
    const holder = draft.definition.parent;
    const list = children.get(holder);
    if (list) list.push(draft);
    else children.set(holder, [draft]);
  }
  const idOf = new Map<Definition, string>();
  const made: { symbol: CodeSymbol; first: Draft }[] = [];
  const open: { parent?: string; drafts: readonly Draft[] }[] = [{ drafts: children.get(undefined) ?? [] }];
  for (let level = open.pop(); level; level = open.pop()) {
    for (const { symbol, from } of identifyLevel(level.drafts, level.parent, language)) {
      made.push({ symbol, first: from[0]! });
      const own = from.filter((draft) => !draft.extra);
      for (const draft of own) idOf.set(draft.definition, symbol.id);
      const below = own.flatMap((draft) => children.get(draft.definition) ?? []);
      if (below.length > 0) open.push({ parent: symbol.id, drafts: below });
    }
  }
  const order = new Map(drafts.map((draft, index) => [draft, index]));
  made.sort((a, b) => order.get(a.first)! - order.get(b.first)!);
  return { symbols: parentsFirst(made.map(({ symbol }) => symbol)), idOf };
}

/** A member that is declared before what holds it (`Queue.prototype.add = …` above a hoisted `Queue`) comes after it all the same. */
function parentsFirst(symbols: readonly CodeSymbol[]): CodeSymbol[] {
  const ids = new Set(symbols.map((symbol) => symbol.id));
  const waiting = new Map<string, CodeSymbol[]>();
  const seen = new Set<string>();
  const ordered: CodeSymbol[] = [];
  for (const symbol of symbols) {
    const stack = [symbol];
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (next.parent !== undefined && ids.has(next.parent) && !seen.has(next.parent)) {
        waiting.set(next.parent, [...(waiting.get(next.parent) ?? []), next]);
        continue;
      }
      ordered.push(next);
      seen.add(next.id);
      stack.push(...(waiting.get(next.id) ?? []).reverse());
      waiting.delete(next.id);
    }
  }
  return ordered;
}

interface Identified {
  readonly symbol: CodeSymbol;
  readonly from: readonly Draft[];
}

function identifyLevel(drafts: readonly Draft[], parent: string | undefined, language: Language): Identified[] {
  const names = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const { path } = draft.definition;
    const own = draft.extra ? [draft.symbol.name] : [...path, draft.symbol.name];
    const base = [...(parent === undefined ? [] : [parent]), ...own].join('.') + draft.suffix;
    const list = names.get(base);
    if (list) list.push(draft);
    else names.set(base, [draft]);
  }
  return [...names].flatMap(([base, namesakes]) => identifyNamesakes(base, namesakes, parent, language));
}

function identifyNamesakes(base: string, namesakes: readonly Draft[], parent: string | undefined, language: Language): Identified[] {
  const declared = namesakes.some((draft) => !draft.extra) ? namesakes.filter((draft) => !draft.extra) : namesakes.slice(0, 1);
  const kinds = new Map<string, Draft[]>();
  for (const draft of declared) {
    const key = `${draft.symbol.kind}${draft.symbol.modifiers.includes('static') ? ' static' : ''}`;
    const list = kinds.get(key);
    if (list) list.push(draft);
    else kinds.set(key, [draft]);
  }
  const ranked = [...kinds.values()].sort((a, b) => rank(a[0]!) - rank(b[0]!));
  const found: Identified[] = [];
  const ids = new Set<string>();
  for (const same of ranked) {
    const first = same[0]!.symbol;
    const isStatic = first.modifiers.includes('static');
    const plain = found.length === 0 ? base : base + (isStatic ? ':static' : `:${first.kind}`);
    const id = ids.has(plain) ? `${base}:${isStatic ? 'static-' : ''}${first.kind}` : plain;
    ids.add(id);
    const groups = gather(same, language);
    for (const group of groups) found.push({ from: group, symbol: merge(group, groups.length > 1 ? id + difference(group, groups) : id, parent) });
  }
  return found;
}

function rank(draft: Draft): number {
  return PLAIN_NAME_FIRST.indexOf(draft.symbol.kind) * 2 + (draft.symbol.modifiers.includes('static') ? 1 : 0);
}

/** Those that are one symbol. */
function gather(same: readonly Draft[], language: Language): Draft[][] {
  const kind = same[0]!.symbol.kind;
  if (language.merged.includes(kind)) return [[...same]];
  if (OVERLOADED.has(kind) && same.some((draft) => draft.overload) && same.filter((draft) => !draft.overload).length <= 1) return [[...same]];
  const groups = new Map<string, Draft[]>();
  for (const draft of same) {
    const key = draft.mergeKey ?? `${draft.symbol.sig} ${draft.symbol.body}`;
    const list = groups.get(key);
    if (list) list.push(draft);
    else groups.set(key, [draft]);
  }
  return [...groups.values()];
}

/** Never an ordinal: another redefinition, or another order, must not rename this one. */
function difference(group: readonly Draft[], groups: readonly (readonly Draft[])[]): string {
  const { sig, body } = group[0]!.symbol;
  // An overload is told by its parameters, whether or not it is declared apart from its definition.
  if (group[0]!.mergeKey !== undefined && OVERLOADED.has(group[0]!.symbol.kind)) return `~${shortHash(group[0]!.mergeKey).slice(0, 6)}`;
  const alike = groups.filter((other) => other[0]!.symbol.sig.slice(0, 6) === sig.slice(0, 6));
  return `~${alike.length === 1 ? sig.slice(0, 6) : shortHash(`${sig} ${body}`).slice(0, 6)}`;
}

function merge(group: readonly Draft[], id: string, parent: string | undefined): CodeSymbol {
  const main = group.find((draft) => !draft.overload) ?? group.at(-1)!;
  const place = { id, ...(parent !== undefined && { parent }) };
  if (group.length === 1) {
    main.symbol.id = id;
    if (parent !== undefined) main.symbol.parent = parent;
    return main.symbol;
  }
  const symbols = group.map((draft) => draft.symbol);
  const isOverload = group.some((draft) => draft.overload);
  const isRepetition = !isOverload && symbols.every((symbol) => symbol.sig === main.symbol.sig && symbol.body === main.symbol.body);
  const ranges = joinRanges(symbols.flatMap((symbol) => symbol.ranges));
  if (isRepetition) return { ...main.symbol, ...place, ranges };
  const others = symbols.filter((symbol) => symbol !== main.symbol);
  const doc = symbols.map((symbol) => symbol.doc).filter((text) => text !== undefined);
  return {
    ...main.symbol,
    ...place,
    ...(isOverload && { overloads: others.map((symbol) => symbol.signature) }),
    ...(doc.length > 0 && { doc: isOverload ? (main.symbol.doc ?? doc[0]!) : doc.join('\n\n') }),
    ...conditionsOf(symbols),
    heritage: [...new Map(symbols.flatMap((symbol) => symbol.heritage).map((one) => [`${one.relation} ${one.name}`, one])).values()],
    exported: symbols.some((symbol) => symbol.exported),
    ...(main.mergeKey !== undefined && OVERLOADED.has(main.symbol.kind) && fromDefinition(symbols)),
    decorators: isOverload ? main.symbol.decorators : [...new Set(symbols.flatMap((symbol) => symbol.decorators))],
    ranges,
    sig: shortHash(symbols.map((symbol) => symbol.sig).join(' ')),
    ...(main.symbol.headSig === undefined ? {} : { headSig: shortHash(symbols.map((symbol) => symbol.headSig ?? '').join(' ')) }),
    body: symbols.every((symbol) => symbol.body === '') ? '' : isOverload ? main.symbol.body : shortHash(symbols.map((symbol) => symbol.body).join(' ')),
    docHash: symbols.every((symbol) => symbol.docHash === '') ? '' : shortHash(symbols.map((symbol) => symbol.docHash).join(' ')),
    references: [...new Set(symbols.flatMap((symbol) => symbol.references))].sort(),
  };
}

/** Declared once without a condition, or in both branches of one, it is always there. */
function conditionsOf(symbols: readonly Draft['symbol'][]): Partial<CodeSymbol> {
  const all = symbols.flatMap(({ conditions }) => conditions ?? []);
  if (all.length === 0) return {};
  const isAlways = symbols.some(({ conditions }) => conditions === undefined) || all.some((condition) => all.some((other) => other.endsWith(`else of ${condition}`)));
  return { conditions: isAlways ? undefined : [[...new Set(all)].join(' / ')] };
}

/** What a function does is told by its definition, wherever it is declared besides. */
function fromDefinition(symbols: readonly Draft['symbol'][]): Partial<CodeSymbol> {
  const { effects, line, endLine, trivial } = symbols.find((symbol) => symbol.body !== '') ?? symbols[0]!;
  return { effects, line, endLine, trivial };
}

function joinRanges(ranges: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  return [...ranges].sort((a, b) => a.start - b.start);
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 12);
}
