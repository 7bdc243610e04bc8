/** A list of lines with those of another that it does not have yet: a person's own come first and stay as they are. The same for line breaks of either kind. */
export function mergeLines(present: string, wanted: string): string {
  const has = new Set(present.split('\n').map((line) => line.trim()));
  const added = wanted.split('\n').filter((line) => line.trim() !== '' && !has.has(line.trim()));
  // A heading comment without anything below it would say nothing.
  const useful = added.filter((line, i) => !line.startsWith('#') || (added[i + 1] !== undefined && !added[i + 1]!.startsWith('#')));
  return useful.length === 0 ? present : `${present.replace(/\n*$/, '\n')}\n${useful.join('\n')}\n`;
}
