import type { Range } from '../outline/outline';

/** Replaces a range of a text. Offsets are UTF-16 code units of the text as it was, end exclusive. */
export interface TextEdit extends Range {
  readonly newText: string;
}

/** What belongs together in a proposal, and is taken or left as a whole. */
export interface SourceChange {
  /** `Throttle.take`, `Imports`. */
  readonly label: string;
  /** One line for people: why it is proposed. */
  readonly description: string;
  readonly edits: readonly TextEdit[];
}

/** The change of one source that follows from its edited spec. It holds the source's own text, secrets included: it is for the person, and goes into no log. */
export interface Proposal {
  /** Of the source. */
  readonly path: string;
  /** The whole source as it was read, with its own line breaks: what the edits' offsets count in. */
  readonly base: string;
  /** In the order of the source; imports first. No two edits overlap. */
  readonly changes: readonly SourceChange[];
  /** The source with all of them. */
  readonly text: string;
}

/** Edits must not overlap; of several at one place the first given comes first. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let changed = '';
  let at = 0;
  for (const { start, end, newText } of inOrder(edits)) {
    changed += text.slice(at, start) + newText;
    at = end;
  }
  return changed + text.slice(at);
}

export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Where each edit's new text stands once all are made, in the order of the text. */
export function rangesAfter(edits: readonly TextEdit[]): Range[] {
  let shift = 0;
  return inOrder(edits).map(({ start, end, newText }) => {
    const range = { start: start + shift, end: start + shift + newText.length };
    shift += newText.length - (end - start);
    return range;
  });
}
