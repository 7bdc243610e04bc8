/** Replaces the characters from `start` to `end`, counted in the text before any edit. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Beyond this many changed lines the middle is replaced as a whole: a closer look would cost more than it spares. */
const MOST_CHANGED_LINES = 1_000;

/**
 * Few and small edits that turn one text into the other, whole lines each, in order and apart from each other. So cursor, selection, folds and scroll
 * position in an editor stay where the text around them stays (Myers, "An O(ND) Difference Algorithm", 1986).
 */
export function lineEdits(from: string, to: string): TextEdit[] {
  const [a, b] = [linesOf(from), linesOf(to)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const common = commonLines(a.slice(head, a.length - tail), b.slice(head, b.length - tail)).map(([i, j]) => [i + head, j + head] as const);
  const offsets = offsetsOf(a);
  const edits: TextEdit[] = [];
  let [i, j] = [head, head];
  for (const [nextI, nextJ] of [...common, [a.length - tail, b.length - tail] as const]) {
    if (nextI > i || nextJ > j) edits.push({ start: offsets[i]!, end: offsets[nextI]!, text: b.slice(j, nextJ).join('') });
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return edits;
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/**
 * What `ours` changed in `base`, as edits of `theirs`, which somebody else made of the same `base`. `undefined`: both changed the same place.
 */
export function rebaseEdits(base: string, ours: string, theirs: string): TextEdit[] | undefined {
  const wanted = lineEdits(base, ours);
  const made = lineEdits(base, theirs);
  const touch = (one: TextEdit, other: TextEdit) => one.start <= other.end && other.start <= one.end;
  if (wanted.some((edit) => made.some((other) => touch(edit, other)))) return undefined;
  return wanted.map((edit) => {
    const shift = made.filter(({ end }) => end < edit.start).reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
    return { start: edit.start + shift, end: edit.end + shift, text: edit.text };
  });
}

/** Lines with their line breaks, so that a last line without one differs from the same line with one. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Where each line begins, and where the last one ends. */
function offsetsOf(lines: readonly string[]): number[] {
  const offsets = [0];
  for (const line of lines) offsets.push(offsets.at(-1)! + line.length);
  return offsets;
}

/** Pairs of indexes of lines that are kept. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  const most = Math.min(a.length + b.length, MOST_CHANGED_LINES);
  // furthest[k + most]: how far in `a` one can get on diagonal k, with so many changes as the round.
  const furthest = new Int32Array(2 * most + 2);
  const rounds: Int32Array[] = [];
  for (let changes = 0; changes <= most; changes++) {
    rounds.push(furthest.slice());
    for (let k = -changes; k <= changes; k += 2) {
      const down = k === -changes || (k !== changes && furthest[k - 1 + most]! < furthest[k + 1 + most]!);
      let i = down ? furthest[k + 1 + most]! : furthest[k - 1 + most]! + 1;
      while (i < a.length && i - k < b.length && a[i] === b[i - k]) i++;
      furthest[k + most] = i;
      if (i >= a.length && i - k >= b.length) return walkBack(rounds, most, a.length, b.length);
    }
  }
  return [];
}

function walkBack(rounds: readonly Int32Array[], most: number, aLength: number, bLength: number): [number, number][] {
  const common: [number, number][] = [];
  let [i, j] = [aLength, bLength];
  for (let changes = rounds.length - 1; changes >= 0; changes--) {
    const furthest = rounds[changes]!;
    const k = i - j;
    const down = k === -changes || (k !== changes && furthest[k - 1 + most]! < furthest[k + 1 + most]!);
    const previousK = down ? k + 1 : k - 1;
    const previousI = changes === 0 ? 0 : furthest[previousK + most]!;
    const previousJ = changes === 0 ? 0 : previousI - previousK;
    while (i > previousI && j > previousJ) common.push([--i, --j]);
    [i, j] = [previousI, previousJ];
  }
  return common.reverse();
}
