import type { Nodes } from 'mdast';
import { parseMarkdown } from '../write/markdownHash';

/** What stands in code font in a Markdown text. */
export interface CodeSpan {
  /** Without its backticks, white space folded. */
  readonly text: string;
  /** Of the whole span with its backticks: offsets in UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The code spans of a Markdown text, in its order. Fenced code is an example, not a name. */
export function codeSpans(markdown: string): CodeSpan[] {
  return plainSpans(markdown) ?? parsedSpans(markdown);
}

/** What needs the whole of CommonMark's rules: fences, escapes, HTML, links, indented code. */
const INTRICATE = /~~~|<|\]\(|^(?: {4}|\t)/m;

/**
 * The spans of a text in which each line has its backticks in pairs and nothing else could make them mean something else; `undefined` for any other text. Nearly every answer is
 * such a text, and to parse it takes a hundred times as long.
 */
function plainSpans(markdown: string): CodeSpan[] | undefined {
  if (!markdown.includes('`')) return [];
  if (markdown.includes('\\`') || INTRICATE.test(markdown.replace(/`[^`\n]*`/g, ''))) return undefined;
  const found: CodeSpan[] = [];
  let offset = 0;
  for (const line of markdown.split('\n')) {
    const spans = [...line.matchAll(/`([^`]+)`/g)];
    if (line.replace(/`[^`]+`/g, '').includes('`')) return undefined;
    for (const { 0: whole, 1: inside, index } of spans) found.push({ text: spanText(inside!), start: offset + index, end: offset + index + whole.length });
    offset += line.length + 1;
  }
  return found;
}

function parsedSpans(markdown: string): CodeSpan[] {
  const found: CodeSpan[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'inlineCode') found.push({ text: folded(node.value), start: node.position!.start.offset!, end: node.position!.end.offset! });
    else if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(parseMarkdown(markdown));
  return found;
}

/** One space on either side belongs to the backticks. */
function spanText(inside: string): string {
  return /^ .*\S.* $/.test(inside) ? folded(inside.slice(1, -1)) : folded(inside);
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ');
}
