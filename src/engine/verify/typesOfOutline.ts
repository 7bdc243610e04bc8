import type { CodeSymbol, Outline } from '../outline/outline';
import type { TypeNames } from './knownNames';

/** A type as its own file tells it. */
export interface OutlinedType extends TypeNames {
  /** Bases that another file declares, or none that is known. */
  readonly bases: readonly string[];
  /** What declares it: the type itself, then its members. */
  readonly symbols: readonly CodeSymbol[];
}

const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'trait', 'enum', 'namespace', 'type']);
/** Interfaces with bodies, mixins, derived traits: what is inherited through `implements` need not be written down again. */
const IMPLEMENTS_INHERITS: ReadonlySet<string> = new Set(['java', 'csharp', 'php', 'rust', 'ruby', 'cpp']);

const outlined = new WeakMap<Outline, ReadonlyMap<string, OutlinedType>>();

/** Everything that has members, by id. Members of bases in the same file are counted in. */
export function typesOfOutline(outline: Outline): ReadonlyMap<string, OutlinedType> {
  let types = outlined.get(outline);
  if (!types) outlined.set(outline, (types = readTypes(outline)));
  return types;
}

function readTypes(outline: Outline): ReadonlyMap<string, OutlinedType> {
  const members = new Map<string, CodeSymbol[]>();
  for (const symbol of outline.symbols) {
    if (symbol.parent === undefined || symbol.inner) continue;
    const siblings = members.get(symbol.parent);
    if (siblings) siblings.push(symbol);
    else members.set(symbol.parent, [symbol]);
  }
  const holders = outline.symbols.filter(({ id, kind }) => TYPES.has(kind) || (members.has(id) && kind !== 'function' && kind !== 'method'));
  const own = new Map(holders.map((holder) => [holder.id, readType(holder, members.get(holder.id) ?? [], outline.language)]));
  return new Map([...own].map(([id, type]) => [id, withBases(type, own, new Set([id]))]));
}

function readType(holder: CodeSymbol, members: readonly CodeSymbol[], language: string): OutlinedType {
  const ofOwn = [holder, ...members].flatMap(({ references }) => references.filter((name) => name.startsWith('this.')).map((name) => name.slice(5)));
  const isOpen = (members.length === 0 && holder.kind === 'type') || !TYPES.has(holder.kind) || language === 'rust' || holder.modifiers.includes('partial');
  return {
    members: [...new Set([...members.map(({ name }) => name), ...ofOwn])],
    bases: holder.heritage.filter(({ relation }) => relation === 'extends' || IMPLEMENTS_INHERITS.has(language)).map(({ name }) => plainBase(name)),
    ...(isOpen && { open: true }),
    symbols: [holder, ...members],
  };
}

function withBases(type: OutlinedType, own: ReadonlyMap<string, OutlinedType>, seen: Set<string>): OutlinedType {
  let found = type;
  for (const base of type.bases) {
    const known = own.get(base);
    if (!known || seen.has(base)) continue;
    found = inherit(found, base, withBases(known, own, new Set([...seen, base])));
  }
  return found;
}

/** The type with the members of one of its bases. */
export function inherit<T extends OutlinedType>(type: T, base: string, from: TypeNames & { readonly bases?: readonly string[] }): T {
  return {
    ...type,
    members: [...new Set([...type.members, ...from.members])],
    bases: [...type.bases.filter((name) => name !== base), ...(from.bases ?? [])],
    ...((type.open || from.open) && { open: true }),
  };
}

/** `Map<K, V>` is a `Map`. */
function plainBase(name: string): string {
  return name.replace(/[<[(][^]*$/, '').replace(/::|\\/g, '.').replace(/^[.\s*&]+|\s+$/g, '');
}
