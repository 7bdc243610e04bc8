import type { SymbolLines } from '../../engine/drift/watchSources';
import { sectionPlaces } from '../../engine/write/sectionPlaces';

/** Id of the section around a 1-based line of a spec. */
export function sectionAround(spec: string, line: number): string | undefined {
  return sectionPlaces(spec).find((place) => place.line <= line && line <= place.endLine)?.id;
}

/** The innermost symbol around a 1-based line of its source. */
export function symbolAround(symbols: readonly SymbolLines[], line: number): SymbolLines | undefined {
  const around = symbols.filter((symbol) => symbol.line <= line && line <= symbol.endLine);
  return around.sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}
