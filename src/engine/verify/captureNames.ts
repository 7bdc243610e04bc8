import { declaredType, type Dependency } from '../chunk/dependencies';
import type { SectionPlan } from '../chunk/sections';
import type { WorkspaceIndex } from '../chunk/workspaceIndex';
import { breathe } from '../breathe';
import type { Outline } from '../outline/outline';
import { bareName, identifiersIn, namesInCode, namesInComment } from './identifiers';
import type { FileNames, SectionNames, TypeNames } from './knownNames';
import { inherit, typesOfOutline, type OutlinedType } from './typesOfOutline';

/** Bases of bases in other files. */
const MOST_BASES = 16;

/** What the texts about a file may name, whichever section they belong to. */
export async function fileNamesOf(path: string, outline: Outline, imports: ReadonlyMap<string, string>, index: WorkspaceIndex): Promise<FileNames> {
  const types = new Map<string, TypeNames>();
  for (const [id, type] of typesOfOutline(outline)) {
    await breathe();
    const { members, open } = await withBasesElsewhere(id, type, path, outline, index);
    types.set(id, { members, ...(open && { open }), ...besideMembers(type) });
  }
  for (const { local } of outline.imports.flatMap(({ names }) => names)) {
    await breathe();
    const declared = types.has(local) ? undefined : await declaredType(local, path, outline, index);
    if (declared) types.set(local, declared);
  }
  const top = outline.symbols.filter(({ parent, inner }) => parent === undefined && !inner).map(({ name }) => name);
  const imported = outline.imports.flatMap(({ names }) => names.flatMap(({ name, local }) => [name, local]));
  const specifiers = outline.imports.map(({ from }) => from);
  return {
    language: outline.language,
    path,
    ids: outline.symbols.filter(({ id, parent, name }) => (parent === undefined ? id !== name : id !== `${parent}.${name}` || !types.has(parent))).map(({ id }) => id),
    top: [...new Set([...top, ...imported, ...outline.exports.map(({ name }) => name), ...specifiers.filter((specifier) => !specifier.includes('/')).flatMap(identifiersIn), ...identifiersIn(outline.module ?? '')])].filter((name) => name !== '*'),
    types: Object.fromEntries(types),
    paths: [...new Set([...specifiers, ...imports.values()])],
  };
}

/** What the signatures of a type and its members say of other names. */
function besideMembers({ symbols }: OutlinedType): Pick<TypeNames, 'valueTypes' | 'beside'> {
  const params = new Set(symbols.flatMap((symbol) => symbol.params.flatMap(({ name }) => identifiersIn(name))));
  const beside = new Set(symbols.flatMap(({ signature }) => identifiersIn(signature)).filter((name) => !params.has(name)));
  return { beside: [...beside], valueTypes: valueTypesOf(symbols.slice(1)) };
}

/** Values whose type is nothing but a name; pointers and what may be missing count as well. */
function valueTypesOf(values: readonly { readonly name: string; readonly type?: string }[]): Record<string, string> {
  return Object.fromEntries(
    values.flatMap(({ name, type }) => {
      const bare = type?.replace(/\s*\|\s*(?:undefined|null|None)\b/g, '').replace(/^(?:readonly|const|&|\*|mut|\?|\s)+|[?*&\s]+$/g, '');
      return bare !== undefined && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(bare) ? [[bareName(name), bare]] : [];
    }),
  );
}

/** Bases that imports or the package bring in are counted in; what cannot be found leaves the type open. */
async function withBasesElsewhere(id: string, type: OutlinedType, path: string, outline: Outline, index: WorkspaceIndex): Promise<OutlinedType> {
  let found = type;
  for (const base of type.bases.slice(0, MOST_BASES)) {
    const declared = await declaredType(base, path, outline, index);
    found = declared ? inherit(found, base, declared) : { ...found, open: true };
  }
  if (outline.language !== 'go') return found;
  // Methods may stand in any file of the package.
  const beside = await index.shared.membersInPackage(outline.language, path, id);
  return { ...found, members: [...new Set([...found.members, ...beside])] };
}

/**
 * What the text of one section may name beside that.
 * @param code the section's own, where the item that is answered shows something else
 */
export function sectionNamesOf(section: SectionPlan, outline: Outline, dependencies: readonly Dependency[], code?: string): SectionNames {
  const inCode = code === undefined ? {} : { code: [...namesInCode(code, outline.language)] };
  if (section.kind !== 'symbol') return { wholeFile: true, types: {}, beside: [], valueTypes: {}, ...inCode };
  const types: Record<string, TypeNames> = {};
  const beside: string[] = [];
  for (const { name, symbol } of dependencies) {
    const own = outline.symbols.find((candidate) => candidate === symbol);
    const others = new Set(identifiersIn(own ? own.params.map((param) => param.name).join(' ') : (symbol.inside?.params ?? '')));
    beside.push(...identifiersIn(name), ...identifiersIn(`${symbol.signature} ${symbol.value ?? ''}`).filter((word) => !others.has(word)), ...namesInComment(symbol.doc?.split('\n')[0] ?? ''));
    if (!own && symbol.inside?.members !== undefined) types[name] = { members: symbol.inside.members.split('\n'), ...(symbol.inside.open && { open: true }) };
  }
  const known = typesOfOutline(outline);
  let ownType: string | undefined = section.symbol.id;
  while (ownType !== undefined && !known.has(ownType)) ownType = outline.symbols.find(({ id }) => id === ownType)?.parent;
  return {
    ...(ownType !== undefined && { ownType }),
    types,
    beside: [...new Set(beside)],
    valueTypes: valueTypesOf(section.symbol.params),
    ...inCode,
  };
}
