/** Lines around a change that are shown with it. */
const CONTEXT = 3;
/** Beyond this many pairs of lines a table of all of them would take too long: the whole is shown as replaced. */
const MOST_PAIRS = 4_000_000;

/** Two texts as `diff -u` shows them, without its head: lines that went begin with `-`, new ones with `+`, those around with a space. Empty where they are the same. */
export function lineDiff(before: string, after: string): string {
  const lines = marked(linesOf(before), linesOf(after));
  const isNear = lines.map((_, i) => lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some((line) => !line.startsWith(' ')));
  return lines.flatMap((line, i) => (isNear[i] ? [...(i > 0 && !isNear[i - 1] ? ['…'] : []), line] : [])).join('\n');
}

function linesOf(text: string): string[] {
  return text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
}

function marked(before: readonly string[], after: readonly string[]): string[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const keep = (line: string) => ` ${line}`;
  return [...before.slice(0, start).map(keep), ...markedBetween(before.slice(start, before.length - end), after.slice(start, after.length - end)), ...before.slice(before.length - end).map(keep)];
}

/** By a longest common subsequence. */
function markedBetween(before: readonly string[], after: readonly string[]): string[] {
  const width = after.length + 1;
  if (before.length * after.length > MOST_PAIRS) return [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)];
  // Length of what the rests from line i and line j have in common.
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] = before[i] === after[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(` ${before[i++]}`);
      j++;
    } else if (j >= after.length || (i < before.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) lines.push(`-${before[i++]}`);
    else lines.push(`+${after[j++]}`);
  }
  return lines;
}
