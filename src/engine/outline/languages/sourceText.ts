import { Comments } from '../comments';
import { dedent } from '../docs';
import { oneLine } from '../oneLine';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

const known = new WeakMap<SyntaxTree, Comments>();

/** The file's comments, found once; `types` are the language's node types of comments. */
export function commentsOf(tree: SyntaxTree, types: readonly string[]): Comments {
  let comments = known.get(tree);
  if (!comments) known.set(tree, (comments = new Comments(tree, { comments: types })));
  return comments;
}

/** The text between two offsets on one line, without comments. */
export function lineBetween(tree: SyntaxTree, start: number, end: number, types: readonly string[]): string {
  return oneLine(tree, start, end, commentsOf(tree, types).between(start, end));
}

export function lineOf(tree: SyntaxTree, node: NodeIndex, types: readonly string[]): string {
  return node === NONE ? '' : lineBetween(tree, tree.start[node]!, tree.end[node]!, types);
}

/** Texts of a node's tokens, comments left out: what stands for it in a hash of something else. */
export function leafTexts(tree: SyntaxTree, node: NodeIndex, types: readonly string[]): string[] {
  if (node === NONE) return [];
  const texts: string[] = [];
  for (let at = node; at < tree.after[node]!; ) {
    if (tree.is(at, ...types)) {
      at = tree.after[at]!;
      continue;
    }
    if (tree.isLeaf(at)) texts.push(tree.textOf(at));
    at++;
  }
  return texts;
}

/** Words of `//` and block comments. `opener` is what begins a line of a doc comment (`///`). */
export function plainCommentText(comments: readonly string[], opener: RegExp): string {
  const lines = comments.flatMap((comment) => {
    const text = comment.replace(/\r\n?/g, '\n');
    if (!text.startsWith('/*')) return [text.replace(opener, '').trimEnd()];
    const inside = text.replace(/^\/\*[*!]?/, '').replace(/\*+\/$/, '').split('\n');
    // A column of stars is no part of what is said.
    const starred = inside.slice(1).every((line) => /^\s*(?:\*|$)/.test(line));
    return dedent(inside.map((line, index) => (index > 0 && starred ? line.replace(/^\s*\* ?/, '') : line)).map((line, index) => (index === 0 ? line.trim() : line)).join('\n')).split('\n');
  });
  return dedent(['', ...lines].join('\n'));
}
