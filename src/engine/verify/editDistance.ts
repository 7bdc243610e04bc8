/** Most letters by which a name may differ from the one that was meant. */
const MOST = 2;

/** Insertions, deletions, replacements and swaps of neighbours between two names; at most {@link MOST}, else `Infinity`. Letters of another case are the same. */
export function editDistance(one: string, other: string): number {
  const a = one.toLowerCase();
  const b = other.toLowerCase();
  if (Math.abs(a.length - b.length) > MOST) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), swap));
    }
    before = last;
    last = row;
  }
  return last[b.length]! <= MOST ? last[b.length]! : Infinity;
}

/** The nearest of the names, where one is near enough. Of equals the first. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  // Two letters of a short name make it any other.
  let least = name.length < 5 ? 1 : MOST;
  let found: string | undefined;
  for (const candidate of names) {
    const distance = editDistance(name, candidate);
    if (distance < least || (distance === least && found === undefined)) [least, found] = [distance, candidate];
  }
  return found;
}
