/** A hover is read in passing. */
const MOST_CHARACTERS = 400;

/** The beginning of a Markdown text, in whole blocks where they are short enough; a table, a list or a fence is never cut in the middle. */
export function firstLines(markdown: string): string {
  const blocks = markdown.trim().split(/\n\s*\n/);
  let text = blocks[0] ?? '';
  let fences = fencesIn(text);
  for (const block of blocks.slice(1)) {
    // A fenced block may hold blank lines: it goes on until it is closed.
    if (fences % 2 === 0 && text.length + block.length > MOST_CHARACTERS) return `${text}\n\n…`;
    text += `\n\n${block}`;
    fences += fencesIn(block);
  }
  return text;
}

function fencesIn(block: string): number {
  return block.match(/^\s*(?:```|~~~)/gm)?.length ?? 0;
}
