import path from 'node:path';
import { createInProcessOutliner } from '../../src/engine/outline/parseOutline';
import { measureDocs } from './proseNamesDocs';
import { measurePlanted } from './proseNamesPlanted';

/** How well names in prose are checked: nearly right names that the model server plants, and code spans that people wrote. Arguments: `planted`, `docs`, `--seed=7`, `--verbose`. */
export async function run(root: string, args: readonly string[]): Promise<number> {
  const outliner = createInProcessOutliner({ wasmDir: path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm') });
  const verbose = args.includes('--verbose');
  const seed = Number(args.find((arg) => arg.startsWith('--seed='))?.slice('--seed='.length) ?? 7);
  const isAsked = (part: string) => args.filter((arg) => !arg.startsWith('--')).length === 0 || args.includes(part);
  if (isAsked('planted')) await measurePlanted(root, outliner, seed, verbose);
  if (isAsked('docs')) await measureDocs(root, outliner, verbose);
  return 0;
}
