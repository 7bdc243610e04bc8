import type { Layout, Outline, Outliner, Range } from '../outline/outline';

/** A text with all that its tree tells of it. */
export interface ParsedSource {
  readonly path: string;
  readonly text: string;
  readonly outline: Outline;
  readonly layout: Layout;
}

export async function parseSource(path: string, text: string, outliner: Outliner, signal?: AbortSignal): Promise<ParsedSource> {
  const [outline, layout] = await Promise.all([outliner.outline(path, text, { signal }), outliner.layout(path, text, { signal })]);
  return { path, text, outline, layout };
}

/** Whether an offset lies within a string or another text that is no code: there white space means something. */
export function isWithinText({ text, layout }: ParsedSource, offset: number): boolean {
  const { leaves, comments } = layout;
  const at = lastStartingBefore(leaves, offset);
  const [start, end] = at < 0 ? [0, 0] : [leaves[at]!, leaves[at + 1]!];
  if (end > offset) return !(lastStartingBefore(comments, offset) >= 0 && comments[lastStartingBefore(comments, offset)] === start);
  // Some grammars have no leaf for what stands between the quotes.
  return text.slice(end, leaves[at + 2] ?? text.length).trim() !== '';
}

/** Text that a range holds beside comments and white space. */
export function besideComments({ text, layout: { comments } }: ParsedSource, { start, end }: Range): string {
  let rest = '';
  let at = start;
  for (let i = 0; i < comments.length; i += 2) {
    const [from, to] = [comments[i]!, comments[i + 1]!];
    if (from < at || to > end) continue;
    rest += text.slice(at, from);
    at = to;
  }
  return (rest + text.slice(at, end)).trim();
}

/** Index of the pair that begins last before an offset, or -2. */
function lastStartingBefore(pairs: readonly number[], offset: number): number {
  let low = -1;
  let high = pairs.length / 2;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pairs[middle * 2]! < offset) low = middle;
    else high = middle;
  }
  return low < 0 ? -2 : low * 2;
}
