import { Comments } from './comments';
import { loadReader } from './grammars';
import { languageOf } from './languages';
import type { Layout } from './outline';
import type { OutlineOptions } from './parseOutline';
import { parseTree } from './parseTree';
import { whySkipped } from './skipped';
import type { SyntaxTree } from './syntaxTree';

const NOTHING: Layout = { leaves: [], comments: [], top: [], errorLines: 0 };

/** The layout of one file, read in this thread. Empty where no grammar is known, or the file is not parsed. */
export async function parseLayout(path: string, text: string, options: OutlineOptions): Promise<Layout> {
  const language = languageOf(path);
  const skipped = language && whySkipped(path, text);
  if (!language || (skipped && !skipped.parse)) return NOTHING;
  const tree = parseTree(await loadReader(language, options.wasmDir), language, text);
  if (!tree) return NOTHING;
  return {
    leaves: leavesOf(tree),
    comments: new Comments(tree, language).all.flatMap(({ start, end }) => [start, end]),
    top: tree.children(0).map((node) => ({ type: tree.typeName(node), start: tree.start[node]!, end: tree.end[node]! })),
    errorLines: tree.errorLines().length,
  };
}

function leavesOf(tree: SyntaxTree): number[] {
  const leaves: number[] = [];
  for (let node = 0; node < tree.count; node++) {
    const [start, end] = [tree.start[node]!, tree.end[node]!];
    // What the parser made up to go on, and a language's invisible line ends, have no text.
    if (end > start && tree.isLeaf(node)) leaves.push(start, end);
  }
  return leaves;
}
