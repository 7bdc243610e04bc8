import type { SpecProblem } from '../projectSpec';
import type { Span } from './tree';

/** Nobody reads more, and an editor is slow to show them. */
const MAX_PROBLEMS = 200;
/** Of a message: names in it may be as long as the file. */
const MAX_LENGTH = 700;

interface Found extends Span {
  readonly severity: SpecProblem['severity'];
  readonly code: string;
  readonly message: string;
}

/** What is wrong with one file. */
export class Problems {
  readonly #found: Found[] = [];
  #isUnreadable = false;

  /** Nothing can be made of the spec as it is. */
  error(code: string, { start, end }: Span, message: string): void {
    this.#found.push({ severity: 'error', code, message, start, end });
  }

  /** Something is missing or contradictory, but what is meant can be read. */
  warning(code: string, { start, end }: Span, message: string): void {
    this.#found.push({ severity: 'warning', code, message, start, end });
  }

  /** The text itself is not what it is said to be: what could be read of it says nothing of what it was meant to be. */
  unreadable(code: string, span: Span, message: string): void {
    this.error(code, span, message);
    this.#isUnreadable = true;
  }

  get isUnreadable(): boolean {
    return this.#isUnreadable;
  }

  get hasErrors(): boolean {
    return this.#found.some(({ severity }) => severity === 'error');
  }

  /** In the order of the file. */
  list(text: string, lines = lineStarts(text)): SpecProblem[] {
    const sorted = this.#found.toSorted((a, b) => a.start - b.start || a.end - b.end);
    const shown = sorted.length > MAX_PROBLEMS ? withoutTheMany(sorted) : sorted;
    return shown.map(({ severity, code, message, start, end }) => {
      const from = placeOf(lines, Math.min(start, text.length));
      const to = placeOf(lines, Math.min(Math.max(end, start), text.length));
      return { severity, message: message.length > MAX_LENGTH ? `${message.slice(0, MAX_LENGTH)}…` : message, code, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    });
  }
}

/** Errors before warnings, in the file's order, and last how many more there are. */
function withoutTheMany(sorted: readonly Found[]): Found[] {
  const errors = sorted.filter(({ severity }) => severity === 'error');
  const kept = new Set([...errors, ...sorted.filter(({ severity }) => severity !== 'error')].slice(0, MAX_PROBLEMS));
  const dropped = sorted.filter((found) => !kept.has(found));
  const next = dropped[0]!;
  const more: Found = { ...next, severity: dropped.some(({ severity }) => severity === 'error') ? 'error' : 'warning', code: 'more-problems', message: `There are ${dropped.length} more problems. Mend those above first.` };
  return [...sorted.filter((found) => kept.has(found)), more];
}

/** Offsets at which lines begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** Line and column of an offset, both from 1. */
export function placeOf(starts: readonly number[], offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}
