import type { CodeSymbol, Outline } from '../outline/outline';
import { BRINGS_ALL } from './packages';

/** What others can see of a symbol, and what a model is shown of it. */
export type DeclaredSymbol = Pick<CodeSymbol, 'id' | 'name' | 'signature' | 'value' | 'doc' | 'sig'>;

/** What other files can see of a file: all that is kept of its outline once its own spec is made. */
export interface FileInterface extends Pick<Outline, 'language' | 'module' | 'exports'> {
  /** Declared at the top, by name. Of several the first. */
  readonly topLevel: ReadonlyMap<string, DeclaredSymbol>;
  /** Exported, by id. */
  readonly exported: ReadonlyMap<string, DeclaredSymbol>;
  /** Files that it brings in whole, as written: who includes it sees them too. */
  readonly includes: readonly string[];
}

export function interfaceOf({ language, module, exports, symbols, imports }: Outline): FileInterface {
  const exportedIds = new Set(exports.map(({ symbol }) => symbol));
  const topLevel = new Map<string, DeclaredSymbol>();
  const exported = new Map<string, DeclaredSymbol>();
  for (const symbol of symbols) {
    const isTop = symbol.parent === undefined && !symbol.inner;
    if (!isTop && !exportedIds.has(symbol.id)) continue;
    const { id, name, signature, value, doc, sig } = symbol;
    const declared = { id, name, signature, value, doc, sig };
    if (isTop && !topLevel.has(name)) topLevel.set(name, declared);
    if (exportedIds.has(id)) exported.set(id, declared);
  }
  const includes = BRINGS_ALL.has(language) ? imports.flatMap(({ from, names }) => (names.length === 0 ? [from] : [])) : [];
  return { language, module, exports, topLevel, exported, includes };
}
