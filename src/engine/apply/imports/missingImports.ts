import type { Import, ImportedName, Outline } from '../../outline/outline';

/** Of what is needed, what a file does not import yet, each name once, and named ones of one module together. */
export function missingImports(outline: Outline, needed: readonly Import[]): Import[] {
  const have = new Set(outline.imports.flatMap(keysOf));
  const modules = new Set(outline.imports.map(({ from }) => from));
  const missing: Import[] = [];
  for (const { from, names, typeOnly } of needed) {
    // A name that is imported as a value serves as a type too.
    const isThere = (key: string) => have.has(key) || (typeOnly && have.has(key.replace(/ type$/, '')));
    const absent = names.filter((name) => !isThere(keyOf(from, name, typeOnly)));
    for (const name of absent) have.add(keyOf(from, name, typeOnly));
    const together = missing.findIndex((one) => one.from === from && one.typeOnly === typeOnly && [...one.names, ...absent].every(isNamed));
    if (absent.length > 0 && together >= 0) missing[together] = { from, typeOnly, names: [...missing[together]!.names, ...absent] };
    else if (absent.length > 0 || (names.length === 0 && !modules.has(from))) missing.push({ from, typeOnly, names: absent });
    modules.add(from);
  }
  return missing;
}

/** Neither the whole of a module nor its default. */
export function isNamed({ name }: ImportedName): boolean {
  return name !== 'default' && name !== '*';
}

/** Whether nothing that was imported before has gone, and nothing came that is not needed. */
export function importsExactly(before: Outline, after: Outline, needed: readonly Import[]): boolean {
  const wanted = new Set([...before.imports, ...needed].flatMap(keysOf));
  const found = new Set(after.imports.flatMap(keysOf));
  return wanted.size === found.size && [...wanted].every((key) => found.has(key));
}

/** The first local name that would mean two things in the file. */
export function clashingName(outline: Outline, missing: readonly Import[]): string | undefined {
  const taken = new Set([...outline.imports.flatMap(({ names }) => names.map(({ local }) => local)), ...outline.symbols.filter(({ parent, inner }) => parent === undefined && !inner).map(({ name }) => name)]);
  for (const { local } of missing.flatMap(({ names }) => names)) {
    if (local !== '*' && taken.has(local)) return local;
    taken.add(local);
  }
  return undefined;
}

function keysOf({ from, names, typeOnly }: Import): string[] {
  return names.length === 0 ? [`${from}\0`] : names.map((name) => keyOf(from, name, typeOnly));
}

function keyOf(from: string, { name, local, typeOnly }: ImportedName, allTypes: boolean): string {
  return `${from}\0${name}\0${local}${typeOnly || allTypes ? ' type' : ''}`;
}
