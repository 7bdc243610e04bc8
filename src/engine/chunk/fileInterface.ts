import type { CodeSymbol, Outline } from '../outline/outline';
import { typesOfOutline } from '../verify/typesOfOutline';
import { BRINGS_ALL } from './packages';

/** What others can see of a symbol, and what a model is shown of it. */
export interface DeclaredSymbol extends Pick<CodeSymbol, 'id' | 'name' | 'signature' | 'value' | 'doc' | 'sig'> {
  readonly inside?: DeclaredNames;
}

/** Names within a declaration, to check against what a text says of it. Joined by line breaks: thousands of files' take a tenth of the memory so. */
export interface DeclaredNames {
  readonly params: string;
  /** Of what has members. */
  readonly members?: string;
  /** It may have others, inherited from elsewhere. */
  readonly open?: boolean;
}

/** What other files can see of a file: all that is kept of its outline once its own spec is made. */
export interface FileInterface extends Pick<Outline, 'language' | 'module' | 'exports'> {
  /** Declared at the top, by name. Of several the first. */
  readonly topLevel: ReadonlyMap<string, DeclaredSymbol>;
  /** Exported, by id. */
  readonly exported: ReadonlyMap<string, DeclaredSymbol>;
  /** Files that it brings in whole, as written: who includes it sees them too. */
  readonly includes: readonly string[];
}

export function interfaceOf(outline: Outline): FileInterface {
  const { language, module, exports, symbols, imports } = outline;
  const types = typesOfOutline(outline);
  const exportedIds = new Set(exports.map(({ symbol }) => symbol));
  const topLevel = new Map<string, DeclaredSymbol>();
  const exported = new Map<string, DeclaredSymbol>();
  for (const symbol of symbols) {
    const isTop = symbol.parent === undefined && !symbol.inner;
    if (!isTop && !exportedIds.has(symbol.id)) continue;
    const { id, name, signature, value, doc, sig } = symbol;
    const type = types.get(id);
    const params = symbol.params.map((param) => param.name).join('\n');
    const inside = params === '' && !type ? undefined : { params, ...(type && { members: type.members.join('\n'), open: type.open === true || type.bases.length > 0 }) };
    const declared = { id, name, signature, value, doc, sig, ...(inside && { inside }) };
    if (isTop && !topLevel.has(name)) topLevel.set(name, declared);
    if (exportedIds.has(id)) exported.set(id, declared);
  }
  const includes = BRINGS_ALL.has(language) ? imports.flatMap(({ from, names }) => (names.length === 0 ? [from] : [])) : [];
  return { language, module, exports, topLevel, exported, includes };
}
