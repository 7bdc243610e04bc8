import { breathe } from '../breathe';
import type { CodeSymbol, ImportedName, Outline } from '../outline/outline';
import type { DeclaredSymbol } from './fileInterface';
import { BRINGS_ALL, mayBeShared, SHARES_NAMES } from './packages';
import type { SymbolSection } from './sections';
import type { WorkspaceIndex } from './workspaceIndex';

/** Something that a section's code names and whose signature its text may follow from. */
export interface Dependency {
  /** As the code writes it. */
  readonly name: string;
  readonly symbol: DeclaredSymbol;
}

/**
 * What a section depends on, found without types: names defined in the same file, then names that its imports bring in
 * from the workspace, or that it shares with the other files of its package; nothing else. Sorted by name.
 */
export async function dependenciesOf(section: SymbolSection, path: string, outline: Outline, index: WorkspaceIndex): Promise<Dependency[]> {
  const imports = importsByName(outline);
  const shown = [section.symbol, ...section.members, ...section.inner];
  const itself = new Set<DeclaredSymbol>(shown);
  const found: Dependency[] = [];
  for (const name of [...new Set([...shown.flatMap((symbol) => symbol.references), ...holderElsewhere(section.symbol, outline)])].sort()) {
    await breathe();
    const own = name.startsWith('this.') ? ownMember(name.slice(5), section.symbol, outline) : (memberAround(name, section.symbol, outline) ?? topLevel(name, outline));
    const symbol = own ?? (await fromImport(name, path, outline, imports, index));
    if (symbol && !itself.has(symbol)) found.push({ name, symbol });
  }
  return found;
}

/** The names inside of a type that this file's code calls by `name`; `undefined` where no file of the workspace that it sees declares it. */
export async function declaredType(name: string, path: string, outline: Outline, index: WorkspaceIndex): Promise<{ readonly members: readonly string[]; readonly open?: boolean } | undefined> {
  const symbol = await fromImport(name, path, outline, importsByName(outline), index);
  if (symbol?.inside?.members === undefined) return undefined;
  return { members: symbol.inside.members.split('\n'), ...(symbol.inside.open && { open: true }) };
}

/** A method's type may be declared in another file of its package. Then its members cannot be told one by one: the method follows from the type as a whole. */
function holderElsewhere({ id, kind, parent }: CodeSymbol, { language }: Outline): string[] {
  return language === 'go' && kind === 'method' && parent === undefined && id.includes('.') ? [id.slice(0, id.lastIndexOf('.'))] : [];
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
    for (const symbol of outline.symbols) {
      if (symbol.inner) continue;
      const namesakes = symbols.get(symbol.name);
      if (namesakes) namesakes.push(symbol);
      else symbols.set(symbol.name, [symbol]);
    }
    byName.set(outline, symbols);
  }
  return symbols.get(name) ?? [];
}

const importsOf = new WeakMap<Outline, Map<string, { from: string; imported: ImportedName }>>();

function importsByName(outline: Outline): Map<string, { from: string; imported: ImportedName }> {
  let imports = importsOf.get(outline);
  if (!imports) {
    imports = new Map(outline.imports.flatMap(({ from, names }) => names.map((imported) => [imported.local, { from, imported }])));
    importsOf.set(outline, imports);
  }
  return imports;
}

async function fromImport(name: string, path: string, outline: Outline, imports: ReturnType<typeof importsByName>, index: WorkspaceIndex): Promise<DeclaredSymbol | undefined> {
  const { language } = outline;
  const [local, member] = splitAtLastDot(name);
  const source = imports.get(name) ?? (member === undefined ? undefined : imports.get(local));
  if (!source) return (await fromPath(name, path, language, index)) ?? (await fromUnnamed(name, path, outline, index));
  const { from, imported } = source;
  // A package has no file of its own; one that lies elsewhere keeps the names that it might have here.
  if (language === 'go') return member === undefined ? undefined : index.shared.ofPackage(language, path, from, member);
  const target = await index.resolve(language, path, from);
  if (imported.name !== '*') {
    const symbol = target === undefined ? undefined : await index.exported(target, imported.name);
    if (symbol || member === undefined) return symbol;
    // `from . import module`: the name is a module of its own.
    const submodule = await index.resolve(language, path, `${from}${from.endsWith('.') ? '' : '.'}${imported.name}`);
    return submodule === undefined ? undefined : index.exported(submodule, member);
  }
  return target === undefined || member === undefined ? undefined : index.exported(target, member);
}

/** `crate::clock::now` says itself where it comes from. */
async function fromPath(name: string, path: string, language: string, index: WorkspaceIndex): Promise<DeclaredSymbol | undefined> {
  const [module, member] = splitAtLastDot(name);
  if (language !== 'rust' || member === undefined || !/^(?:crate|super|self)\b/.test(module)) return undefined;
  const target = await index.resolve(language, path, module.replaceAll('.', '::'));
  return target === undefined ? undefined : index.exported(target, member);
}

/** A name that no import says: it comes with all others of a module, a package, an included file. */
async function fromUnnamed(name: string, path: string, outline: Outline, index: WorkspaceIndex): Promise<DeclaredSymbol | undefined> {
  const { language, module, imports } = outline;
  if (BRINGS_ALL.has(language)) return index.shared.ofIncluded(path, name);
  if (SHARES_NAMES.has(language)) {
    if (!mayBeShared(language, name)) return undefined;
    const own = await index.shared.ofOwnPackage(language, path, module, name);
    if (own) return own;
    for (const { from, names } of imports) {
      // `import java.util.*`, `using Acme.Queue`, `import . "x"`.
      if (!names.some((imported) => imported.name === '*' && (imported.local === '*' || (language === 'csharp' && imported.local === from)))) continue;
      const found = await index.shared.ofPackage(language, path, from, name);
      if (found) return found;
    }
    return undefined;
  }
  if (name.includes('.') || (language === 'python' && name.startsWith('_'))) return undefined;
  for (const { from, names } of imports) {
    if (!names.some((imported) => imported.name === '*' && imported.local === '*')) continue;
    const target = await index.resolve(language, path, from);
    const found = target === undefined ? undefined : await index.exported(target, name);
    if (found) return found;
  }
  return undefined;
}

function splitAtLastDot(name: string): [string, string | undefined] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}
