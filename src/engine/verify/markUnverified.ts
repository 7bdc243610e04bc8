import { parseMarkdown } from '../write/markdownHash';
import { SPOKEN, phrasesFor } from '../write/templates/phrases';
import type { Nodes } from 'mdast';
import type { CodeSpan } from './codeSpans';

/** What is made of a name that could not be found: a word behind it, or a line through it. */
export const UNVERIFIED_STYLES = ['mark', 'strike'] as const;
export type UnverifiedStyle = (typeof UNVERIFIED_STYLES)[number];

/**
 * Marks code spans of a text. The word stands in parentheses, so that emphasis begins and ends at one whichever letters follow (in Japanese no space does), and a line through a name keeps
 * away from letters: Markdown takes neither for what it is otherwise.
 */
export function markUnverified(text: string, spans: readonly CodeSpan[], style: UnverifiedStyle, language: string): string {
  return [...spans].reverse().reduce((marked, { start, end }) => {
    const before = marked.slice(0, start);
    const span = marked.slice(start, end);
    const after = marked.slice(end);
    if (style === 'mark') return `${before}${span}${phrasesFor(language).unverified}${after}`;
    return `${before}${/[\p{L}\p{N}]$/u.test(before) ? ' ' : ''}~~${span}~~${/^[\p{L}\p{N}]/u.test(after) ? ' ' : ''}${after}`;
  }, text);
}

/** A name in a spec that is marked as not found. Offsets in UTF-16 code units of the text, of the code span with its backticks. */
export interface UnverifiedMark {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** What marks it: taken away, the name stands as one that was found. In the order of the text. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

/** The marks that {@link markUnverified} left in a Markdown text, in whichever style and language; also after a formatter went over it. */
export function findUnverified(markdown: string): UnverifiedMark[] {
  if (!MARKS.test(markdown)) return [];
  const found: UnverifiedMark[] = [];
  const visit = (node: Nodes): void => {
    if (!('children' in node)) return;
    const children: readonly Nodes[] = node.children;
    children.forEach((child, i) => {
      const marks = child.type === 'inlineCode' ? (wordBehind(children, i) ?? lineThrough(children, i)) : undefined;
      if (child.type === 'inlineCode' && marks) found.push({ name: child.value, start: startOf(child), end: endOf(child), marks });
      else visit(child);
    });
  };
  visit(parseMarkdown(markdown));
  return found;
}

const WORDS: ReadonlySet<string> = new Set(SPOKEN.map((language) => phrasesFor(language).unverified.replace(/[^\p{L}]/gu, '')));
const MARKS = new RegExp(`~~|${[...WORDS].join('|')}`);

type Marks = UnverifiedMark['marks'];

function wordBehind(nodes: readonly Nodes[], i: number): Marks | undefined {
  const [opening, word, closing] = nodes.slice(i + 1, i + 4);
  if (opening?.type !== 'text' || word?.type !== 'emphasis' || closing?.type !== 'text') return undefined;
  const [text] = word.children;
  const isWord = /^\s*[(（]$/.test(opening.value) && text?.type === 'text' && WORDS.has(text.value) && /^[)）]/.test(closing.value);
  return isWord ? [[endOf(nodes[i]!), startOf(closing) + 1]] : undefined;
}

function lineThrough(nodes: readonly Nodes[], i: number): Marks | undefined {
  const before = nodes[i - 1];
  const after = nodes[i + 1];
  if (before?.type !== 'text' || !before.value.endsWith('~~') || after?.type !== 'text' || !after.value.startsWith('~~')) return undefined;
  return [[endOf(before) - 2, endOf(before)], [startOf(after), startOf(after) + 2]];
}

function startOf({ position }: Nodes): number {
  return position!.start.offset!;
}

function endOf({ position }: Nodes): number {
  return position!.end.offset!;
}
