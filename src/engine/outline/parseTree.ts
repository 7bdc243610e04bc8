import type { Reader } from './grammars';
import type { Language } from './languages/language';
import { SyntaxTree } from './syntaxTree';
import { walkTree } from './treeWalk';

/** The tree of a text. `undefined`: the parser gave up. */
export function parseTree(reader: Reader, language: Language, text: string): SyntaxTree | undefined {
  const tree = read(reader, text);
  if (!tree || !language.hooks.repair) return tree;
  const errors = tree.errorLines().length;
  const repaired = errors > 0 ? language.hooks.repair(text) : text;
  if (repaired === text) return tree;
  const again = read(reader, repaired, text);
  return again && again.errorLines().length < errors ? again : tree;
}

/** The parser's own tree is deleted at once: it lives in memory that no garbage collector sees. */
function read({ parser, grammar, module }: Reader, text: string, shown = text): SyntaxTree | undefined {
  const tree = parser.parse(text);
  if (!tree) return undefined;
  try {
    // Asked before the walk: nothing else may be called while it lasts.
    const count = tree.rootNode.descendantCount;
    return new SyntaxTree(grammar, shown, walkTree(tree, module), count);
  } finally {
    tree.delete();
  }
}
