import type { SyntaxTree } from './syntaxTree';

/** Longest value that a table of facts shows. */
const MAX_VALUE = 120;

/**
 * Source text on one line, as a formatter with an endless line would write it: comments left out, white space folded, no space inside
 * brackets that were broken over lines, no comma before a closing bracket.
 */
export function oneLine(tree: SyntaxTree, start: number, end: number, comments: readonly { start: number; end: number }[]): string {
  let text = '';
  let at = start;
  for (const comment of comments) {
    if (comment.end <= at || comment.start >= end) continue;
    text += `${tree.text.slice(at, comment.start)} `;
    at = comment.end;
  }
  text += tree.text.slice(at, Math.max(at, end));
  return text
    .replace(/\\\r?\n/g, ' ')
    .replace(/([([{<])\s*\n\s*/g, (_, open: string) => (open === '{' ? '{ ' : open))
    .replace(/,?\s*\n\s*([)\]}>])/g, (_, close: string) => (close === '}' ? ' }' : close))
    .replace(/\s+/g, ' ')
    .replace(/,\s*([)\]])/g, '$1')
    .trim();
}

export function cut(text: string): string {
  if (text.length <= MAX_VALUE) return text;
  // Never in the middle of a pair of surrogates.
  const end = /[\ud800-\udbff]$/.test(text.slice(0, MAX_VALUE - 1)) ? MAX_VALUE - 2 : MAX_VALUE - 1;
  return `${text.slice(0, end)}…`;
}
