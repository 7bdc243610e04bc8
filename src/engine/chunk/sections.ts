import type { CodeSymbol, Outline } from '../outline/outline';

/** Id of the section about the file as a whole, and of the one that lists what needs no section of its own. */
export const OVERVIEW = 'overview';
export const DECLARATIONS = 'declarations';

/** A section that a file's spec has, whatever the template makes of it. */
export type SectionPlan =
  | { readonly kind: 'overview'; readonly id: string }
  | { readonly kind: 'declarations'; readonly id: string; readonly symbols: readonly CodeSymbol[] }
  | AspectSection
  | SymbolSection;

/** A view of the whole file that a template adds. */
export interface AspectSection {
  readonly kind: 'aspect';
  readonly id: Aspect;
  /** A model is asked for it; else it is facts alone. */
  readonly prose: boolean;
}

export const ASPECTS = ['architecture', 'index', 'errors', 'notes'] as const;
export type Aspect = (typeof ASPECTS)[number];

export interface SymbolSection {
  readonly kind: 'symbol';
  readonly id: string;
  readonly symbol: CodeSymbol;
  /** Members without a section of their own, in source order: they stand in this one, and their code belongs to its chunk. */
  readonly members: readonly CodeSymbol[];
  /** Named functions and classes inside of this one, in source order. */
  readonly inner: readonly CodeSymbol[];
  /** 0 for a top-level symbol, 1 for its members, … */
  readonly depth: number;
}

/**
 * Which sections a spec has, in source order, members after the symbol that holds them. Trivial symbols stand in the table of
 * the section that holds them; so do constructors and what an interface or enum consists of.
 */
export function planSections(outline: Outline): SectionPlan[] {
  const children = new Map<string | undefined, CodeSymbol[]>();
  for (const symbol of outline.symbols) {
    const siblings = children.get(symbol.parent);
    if (siblings) siblings.push(symbol);
    else children.set(symbol.parent, [symbol]);
  }
  const innerOf = innerByHolder(outline);
  const sections: SectionPlan[] = [{ kind: 'overview', id: OVERVIEW }];
  const add = (symbol: CodeSymbol, depth: number) => {
    const inside = children.get(symbol.id) ?? [];
    const own = inside.filter((child) => hasSection(child, symbol));
    const isOwn = new Set(own);
    sections.push({
      kind: 'symbol',
      id: sectionId(symbol),
      symbol,
      members: inside.filter((child) => !child.inner && !isOwn.has(child)),
      inner: innerOf.get(symbol.id) ?? [],
      depth,
    });
    addBelow(symbol, depth + 1);
  };
  // A field with a structure of its own stands in the table all the same; what it holds follows.
  const addBelow = (symbol: CodeSymbol, depth: number) => {
    for (const child of children.get(symbol.id) ?? []) {
      if (hasSection(child, symbol)) add(child, depth);
      else if (!child.inner) addBelow(child, depth);
    }
  };
  const top = (children.get(undefined) ?? []).filter((symbol) => !symbol.inner);
  const plain = top.filter((symbol) => !hasSection(symbol) && !holdsSections(symbol, children));
  if (plain.length > 0) sections.push({ kind: 'declarations', id: DECLARATIONS, symbols: plain });
  const isPlain = new Set(plain);
  for (const symbol of top) if (!isPlain.has(symbol)) add(symbol, 0);
  return sections;
}

/** Inner symbols of the loose top-level code. */
export function innerOfLooseCode(outline: Outline): readonly CodeSymbol[] {
  return innerByHolder(outline).get(undefined) ?? [];
}

/** Inner symbols by the nearest symbol around them that has a section; `undefined`: the loose top-level code. */
function innerByHolder(outline: Outline): Map<string | undefined, CodeSymbol[]> {
  const byId = new Map(outline.symbols.map((symbol) => [symbol.id, symbol]));
  const parentOf = ({ parent }: CodeSymbol) => (parent === undefined ? undefined : byId.get(parent));
  const held = new Map<string | undefined, CodeSymbol[]>();
  for (const symbol of outline.symbols) {
    if (!symbol.inner) continue;
    let holder = parentOf(symbol);
    while (holder && (holder.inner || !hasSection(holder, parentOf(holder)))) holder = parentOf(holder);
    const siblings = held.get(holder?.id);
    if (siblings) siblings.push(symbol);
    else held.set(holder?.id, [symbol]);
  }
  return held;
}

function hasSection(symbol: CodeSymbol, parent?: CodeSymbol): boolean {
  if (symbol.inner || symbol.trivial || PLAIN.has(symbol.kind)) return false;
  // Default methods of an interface, methods of an enum, types inside of either: there is something to say about them.
  return parent === undefined || !LISTED_WHOLE.has(parent.kind) || symbol.body !== '' || TYPES.has(symbol.kind);
}

const PLAIN: ReadonlySet<string> = new Set(['constructor', 'property', 'enumMember']);
const TYPES: ReadonlySet<string> = new Set(['class', 'struct', 'trait', 'interface', 'enum']);
const LISTED_WHOLE: ReadonlySet<string> = new Set(['interface', 'enum', 'type']);

/** An object literal with methods is a constant, but not a plain one. */
function holdsSections(symbol: CodeSymbol, children: ReadonlyMap<string | undefined, readonly CodeSymbol[]>): boolean {
  return !LISTED_WHOLE.has(symbol.kind) && (children.get(symbol.id) ?? []).some((child) => hasSection(child, symbol));
}

const RESERVED: ReadonlySet<string> = new Set([OVERVIEW, DECLARATIONS, ...ASPECTS]);

/** Whether a section of a source's spec is about a symbol; else it is about the file. */
export function isAboutSymbol(id: string): boolean {
  return !RESERVED.has(id);
}

/** A symbol may be called like one of the sections that belong to no symbol. */
function sectionId(symbol: CodeSymbol): string {
  return RESERVED.has(symbol.id) ? `${symbol.id}~${symbol.sig.slice(0, 6)}` : symbol.id;
}
