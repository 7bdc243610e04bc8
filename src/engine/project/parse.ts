import { parseSource, type ParsedSource } from '../apply/parsedSource';
import { languageOf } from '../outline/languages';
import type { Outliner } from '../outline/outline';

/** Nothing for a file of no language that is known. */
export type Parse = (path: string, text: string) => Promise<ParsedSource | undefined>;

export function parserFor(outliner: Outliner, signal: AbortSignal): Parse {
  return async (path, text) => (languageOf(path) ? parseSource(path, text, outliner, signal) : undefined);
}
