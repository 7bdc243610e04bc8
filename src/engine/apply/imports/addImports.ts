import type { Import, Outliner } from '../../outline/outline';
import { parseSource, type ParsedSource } from '../parsedSource';
import type { TextEdit } from '../proposal';
import { ecmascript } from './ecmascript';
import { go } from './go';
import type { ImportLanguage } from './importLanguage';
import { clashingName, missingImports } from './missingImports';
import { python } from './python';

/** In other languages an answer that needs an import is refused: where it would go, and what it would bring in, cannot be told from the tree alone. */
const LANGUAGES: Readonly<Record<string, ImportLanguage>> = { typescript: ecmascript, tsx: ecmascript, javascript: ecmascript, python, go };

export function mayImport(language: string): boolean {
  return language in LANGUAGES;
}

/** Reads import statements. `undefined`: there is something else among them. */
export async function readNeeded(text: string, { path, outline: { language } }: ParsedSource, outliner: Outliner, signal?: AbortSignal): Promise<readonly Import[] | undefined> {
  if (text === '') return [];
  const { outline, layout } = await parseSource(path, `${text}\n`, outliner, signal);
  const types = [...(LANGUAGES[language]?.statements ?? []), 'comment'];
  const isClean = layout.errorLines === 0 && outline.symbols.length === 0 && outline.looseBody === '';
  if (!isClean || (mayImport(language) && !layout.top.every(({ type }) => types.includes(type)))) return undefined;
  return outline.imports;
}

/** The edits that add what the file does not import yet, or why they cannot be made. Their line breaks are line feeds. */
export function addImports(source: ParsedSource, needed: readonly Import[]): readonly TextEdit[] | { readonly refused: string } {
  const missing = missingImports(source.outline, needed);
  if (missing.length === 0) return [];
  const { language } = source.outline;
  const adder = LANGUAGES[language];
  if (!adder) return { refused: `it needs imports (${describeImports(missing)}), which cannot be added to ${language} files: add them yourself, then run the command again` };
  const clash = clashingName(source.outline, missing);
  if (clash !== undefined) return { refused: `it imports the name ${clash}, which the file has for something else` };
  return mergeAtSamePlace(adder.add(source, missing));
}

/** Several additions to one list are one edit. */
function mergeAtSamePlace(edits: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of edits) {
    const same = merged.findIndex(({ start, end }) => start === edit.start && end === edit.end);
    if (same < 0) merged.push(edit);
    else merged[same] = { ...edit, newText: merged[same]!.newText + edit.newText };
  }
  return merged;
}

/** `setTimeout from node:timers/promises; fmt`. */
export function describeImports(needed: readonly Import[]): string {
  return needed.map(({ from, names }) => (names.length === 0 || names.every(({ name }) => name === '*') ? from : `${names.map(({ name }) => name).join(', ')} from ${from}`)).join('; ');
}
