import type { Found } from './found';

const BEGIN = /-----BEGIN[A-Z0-9 ]{0,30} ?PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END[A-Z0-9 ]{0,30} ?PRIVATE KEY(?: BLOCK)?-----/;
/** RSA with 16,384 bits, in lines of a string concatenation, stays below. */
const LONGEST_BLOCK = 20_000;
/** Between the marks: base 64, and what quotes, comments, concatenations, escapes put around its lines. */
const BASE64_RUN = /[A-Za-z0-9+/=]{4,}/g;
const ESCAPED_BREAK = /^(?:\\+[nrt])+/;

/**
 * The base 64 inside private keys. The marks stay: they say what is hidden here. A body whose lines are parted by white space (or by `\n` in a
 * string) is one secret; where quotes or comment signs stand between the lines, each line is.
 */
export function* findPemKeys(text: string): Generator<Found> {
  const begins = [...text.matchAll(BEGIN)];
  for (const [i, begin] of begins.entries()) {
    const from = begin.index + begin[0].length;
    // Up to the next key at most, so that the work stays in proportion to the text.
    const rest = text.slice(from, Math.min(from + LONGEST_BLOCK, begins[i + 1]?.index ?? text.length));
    const end = END.exec(rest);
    yield* bodyOf(rest.slice(0, end ? end.index : lengthOfCutKey(rest)), from);
  }
}

function* bodyOf(block: string, offset: number): Generator<Found> {
  const runs = [...block.matchAll(BASE64_RUN)].map((run) => withoutEscape(block, run.index, run.index + run[0].length)).filter((run) => run.end > run.start);
  // The first long run must look like a key: code that only speaks of the marks has names there.
  const first = runs.findIndex(({ start, end }) => end - start >= 24 && /\d/.test(block.slice(start, end)) && /[A-Z]/.test(block.slice(start, end)));
  if (first < 0) return;
  let open: { start: number; end: number } | undefined;
  for (const run of runs.slice(first)) {
    if (open && /^(?:\s|\\+[nrt])*$/.test(block.slice(open.end, run.start))) open = { start: open.start, end: run.end };
    else {
      if (open) yield { start: open.start + offset, end: open.end + offset, rule: 'private key' };
      open = run;
    }
  }
  if (open) yield { start: open.start + offset, end: open.end + offset, rule: 'private key' };
}

/** In `"\nMIIE"` the `n` belongs to the escape. */
function withoutEscape(block: string, start: number, end: number): { start: number; end: number } {
  let slash = start;
  while (slash > 0 && block[slash - 1] === '\\') slash--;
  const escape = slash < start ? ESCAPED_BREAK.exec(block.slice(slash, end)) : null;
  return { start: escape ? slash + escape[0].length : start, end };
}

/** Without an end, a key that was cut: up to the first line that could not be one of its own. */
function lengthOfCutKey(rest: string): number {
  let length = 0;
  for (const [i, line] of rest.split('\n').entries()) {
    if (i > 0 && !/[A-Za-z0-9+/=]{24,}/.test(line)) break;
    length += line.length + 1;
  }
  return Math.min(length, rest.length);
}
