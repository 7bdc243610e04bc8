import type { CodeSymbol, ImportedName, Outline } from '../outline/outline';
import type { SymbolSection } from './sections';
import type { WorkspaceIndex } from './workspaceIndex';

/** Something that a section's code names and whose signature its text may follow from. */
export interface Dependency {
  /** As the code writes it. */
  readonly name: string;
  readonly symbol: CodeSymbol;
}

/**
 * What a section depends on, found without types: names defined in the same file, then names that its imports bring in
 * from the workspace; nothing else. Sorted by name.
 */
export async function dependenciesOf(section: SymbolSection, path: string, outline: Outline, index: WorkspaceIndex): Promise<Dependency[]> {
  const imports = importedNames(outline);
  const shown = [section.symbol, ...section.members, ...section.inner];
  const found: Dependency[] = [];
  for (const name of [...new Set(shown.flatMap((symbol) => symbol.references))].sort()) {
    const own = name.startsWith('this.') ? ownMember(name.slice(5), section.symbol, outline) : (memberAround(name, section.symbol, outline) ?? topLevel(name, outline));
    const symbol = own ?? (await fromImport(name, path, outline, imports, index));
    if (symbol && !shown.includes(symbol)) found.push({ name, symbol });
  }
  return found;
}

function ownMember(name: string, around: CodeSymbol, outline: Outline): CodeSymbol | undefined {
  const holder = HOLDERS.has(around.kind) ? around.id : around.parent;
  // `$this->queue` is the property `$queue`.
  const found = outline.language === 'php' ? [...named(name, outline), ...named(`$${name}`, outline)] : named(name, outline);
  return found.find((symbol) => symbol.parent === holder);
}

const HOLDERS: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'trait', 'enum', 'namespace']);

/** Languages in which a name alone may be a member of the own class, or of one around it. */
const SELF_IMPLIED: ReadonlySet<string> = new Set(['java', 'csharp', 'ruby', 'cpp']);

function memberAround(name: string, around: CodeSymbol, outline: Outline): CodeSymbol | undefined {
  if (!SELF_IMPLIED.has(outline.language)) return undefined;
  const found = named(name, outline).filter((symbol) => symbol.parent !== undefined && (around.id === symbol.parent || around.id.startsWith(`${symbol.parent}.`)));
  // The innermost class's comes first.
  return found.sort((a, b) => b.parent!.length - a.parent!.length)[0];
}

function topLevel(name: string, outline: Outline): CodeSymbol | undefined {
  return named(name, outline).find((symbol) => symbol.parent === undefined);
}

/** A file of a thousand symbols is asked for each name that each of them mentions. */
const byName = new WeakMap<Outline, Map<string, CodeSymbol[]>>();

function named(name: string, outline: Outline): readonly CodeSymbol[] {
  let symbols = byName.get(outline);
  if (!symbols) {
    symbols = new Map();
    for (const symbol of outline.symbols) if (!symbol.inner) symbols.set(symbol.name, [...(symbols.get(symbol.name) ?? []), symbol]);
    byName.set(outline, symbols);
  }
  return symbols.get(name) ?? [];
}

function importedNames(outline: Outline): Map<string, { from: string; imported: ImportedName }> {
  return new Map(outline.imports.flatMap(({ from, names }) => names.map((imported) => [imported.local, { from, imported }])));
}

async function fromImport(name: string, path: string, outline: Outline, imports: ReturnType<typeof importedNames>, index: WorkspaceIndex): Promise<CodeSymbol | undefined> {
  const [local, member] = splitAtLastDot(name);
  const source = imports.get(name) ?? (member === undefined ? undefined : imports.get(local));
  if (!source) return BRINGS_ALL.has(outline.language) ? fromWholeFile(name, path, outline, index) : undefined;
  const { from, imported } = source;
  const target = await index.resolve(outline.language, path, from);
  if (imported.name !== '*') {
    const symbol = target === undefined ? undefined : await index.exported(target, imported.name);
    if (symbol || member === undefined) return symbol;
    // `from . import module`: the name is a module of its own.
    const submodule = await index.resolve(outline.language, path, `${from}${from.endsWith('.') ? '' : '.'}${imported.name}`);
    return submodule === undefined ? undefined : index.exported(submodule, member);
  }
  return target === undefined || member === undefined ? undefined : index.exported(target, member);
}

/** Languages in which an import that names nothing brings in all names of the file. */
const BRINGS_ALL: ReadonlySet<string> = new Set(['ruby', 'bash', 'powershell', 'cpp']);

async function fromWholeFile(name: string, path: string, outline: Outline, index: WorkspaceIndex): Promise<CodeSymbol | undefined> {
  for (const { from, names } of outline.imports) {
    const target = names.length === 0 ? await index.resolve(outline.language, path, from) : undefined;
    const symbol = target === undefined ? undefined : await index.exported(target, name);
    if (symbol) return symbol;
  }
  return undefined;
}

function splitAtLastDot(name: string): [string, string | undefined] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}
