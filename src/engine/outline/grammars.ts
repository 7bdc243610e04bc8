import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Language as TreeSitterLanguage, Parser } from '@vscode/tree-sitter-wasm';
import type { Language } from './languages/language';
import { Query } from './query';
import { Grammar } from './syntaxTree';
import type { ParserModule } from './treeWalk';

/** What it takes to read one language. */
export interface Reader {
  readonly parser: Parser;
  readonly grammar: Grammar;
  readonly query: Query;
  readonly module: ParserModule;
}

const module: ParserModule & { locateFile: (file: string) => string } = { locateFile: (file) => file };
let runtime: Promise<void> | undefined;
const readers = new Map<string, Promise<Reader>>();

/** Loads the runtime and a grammar on first use. `wasmDir` is the folder of `tree-sitter.wasm` and the grammars. */
export function loadReader(language: Language, wasmDir: string): Promise<Reader> {
  const known = readers.get(language.id);
  if (known) return known;
  const loading = load(language, wasmDir);
  readers.set(language.id, loading);
  // A file that was not there may be there the next time.
  loading.catch(() => readers.delete(language.id));
  return loading;
}

async function load(language: Language, wasmDir: string): Promise<Reader> {
  module.locateFile = (file) => path.join(wasmDir, file);
  runtime ??= Parser.init(module);
  await runtime;
  const bytes = await readFile(path.join(wasmDir, `tree-sitter-${language.grammar}.wasm`));
  const loaded = await TreeSitterLanguage.load(new Uint8Array(bytes));
  const grammar = new Grammar(loaded);
  return { parser: new Parser().setLanguage(loaded), grammar, query: new Query(grammar, language.query, language.parentheses), module };
}
