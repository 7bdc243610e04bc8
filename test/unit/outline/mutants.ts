import path from 'node:path';
import type { CodeSymbol, Outline } from '../../../src/engine/outline/outline';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { mutantsIn, type Mutant } from './mutate';

const outliner = createInProcessOutliner({ wasmDir: path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm') });

export function outlineOf(file: string, text: string): Promise<Outline> {
  return outliner.outline(file, text);
}

/** Ids with their hashes, and the loose code's: what no formatter may change, and every change of meaning must. */
export async function hashesOf(file: string, text: string): Promise<string[]> {
  const outline = await outlineOf(file, text);
  return [...outline.symbols.map((symbol) => `${symbol.id} ${symbol.sig} ${symbol.body}`), `loose ${outline.looseBody}`].sort();
}

/** The symbols of a text by id: a test asks for one and gets a clear answer where it is missing. */
export async function symbolsOf(file: string, text: string): Promise<(id: string) => CodeSymbol> {
  const { symbols } = await outlineOf(file, text);
  return (id) => {
    const found = symbols.find((symbol) => symbol.id === id);
    if (!found) throw new Error(`no symbol ${id} among ${symbols.map((symbol) => symbol.id).join(', ')}`);
    return found;
  };
}

/** As {@link mutantsIn}, of a text that is outlined first. */
export async function mutantsOf(file: string, text: string, imports: RegExp, words: Readonly<Record<string, string>> = {}): Promise<Mutant[]> {
  return mutantsIn(text, await outlineOf(file, text), imports, words);
}

/** What was done in those mutants that left all hashes as they were. One that the parser cannot read is no program. */
export async function unseen(file: string, text: string, mutants: readonly Mutant[]): Promise<string[]> {
  const before = (await hashesOf(file, text)).join('\n');
  const found: string[] = [];
  for (const { what, text: mutant } of mutants) {
    if ((await hashesOf(file, mutant)).join('\n') === before && (await outlineOf(file, mutant)).syntaxErrors.length === 0) found.push(what);
  }
  return found;
}
