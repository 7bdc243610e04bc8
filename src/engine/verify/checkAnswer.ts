import type { ItemKind } from '../workItem';

/** What a model's answer to one item became, or why it cannot be used. */
export type Checked = { readonly text: string } | { readonly refused: string };

const PLACEHOLDER = /SPECWRIGHT_SECRET_[0-9A-Za-z]*/g;

/**
 * A pure check of one answer: it must say something, and a secret's placeholder must be one that the item holds. A code fence around the whole
 * is taken off, and headings become bold labels, since the levels belong to the facts.
 */
export function checkAnswer(kind: ItemKind, shown: string, answer: string): Checked {
  const text = kind === 'part' ? answer.trim() : headingsToLabels(withoutFence(answer.trim()));
  if (text === '') return { refused: 'the model gave an empty answer' };
  const unknown = [...text.matchAll(PLACEHOLDER)].find(([placeholder]) => !shown.includes(placeholder));
  if (unknown) return { refused: 'the model changed the placeholder of a secret' };
  return { text };
}

function withoutFence(text: string): string {
  const fenced = /^(`{3,}|~{3,})(?:markdown|md)?[ \t]*\n([\s\S]*)\n\1$/.exec(text);
  return fenced && !fenced[2]!.includes(`\n${fenced[1]!}`) ? fenced[2]!.trim() : text;
}

function headingsToLabels(text: string): string {
  let fence: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
      if (mark) fence = fence === undefined ? mark : line.trim().startsWith(fence) ? undefined : fence;
      if (fence !== undefined) return line;
      const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
      return heading === undefined ? line : /^\*\*.*\*\*$/.test(heading) ? heading : `**${heading}**`;
    })
    .join('\n');
}
