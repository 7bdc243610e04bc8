/**
 * Looks for the beginnings of tokens, all at once. Most texts hold none of them, and then none of the patterns has to be tried: a loop over the
 * characters takes 4 ms a megabyte, one regular expression with the same alternatives 10, one expression each 40.
 *
 * A start is the source of a pattern whose first two characters are plain, the first a letter. It counts where no ASCII letter stands before
 * it, which is a condition of all the rules' patterns. The result is the names under which starts were found.
 */
export function createStartScanner(startsByName: ReadonlyMap<string, readonly string[]>): (text: string) => Set<string> {
  const pairs = new Map<number, { name: string; pattern: RegExp }[]>();
  const isFirstOfPair = new Uint8Array(128 * 128);
  for (const [name, starts] of startsByName) {
    for (const start of starts) {
      if (!/^[A-Za-z](?:[\w-](?![*?{])|\\[.-])/.test(start)) throw new Error(`A start must begin with a letter and another plain character: ${start}`);
      const second = start[1] === '\\' ? start.charCodeAt(2) : start.charCodeAt(1);
      const pair = start.charCodeAt(0) * 128 + second;
      isFirstOfPair[pair] = 1;
      pairs.set(pair, [...(pairs.get(pair) ?? []), { name, pattern: new RegExp(start, 'y') }]);
    }
  }
  return (text) => {
    const found = new Set<string>();
    let isAfterLetter = false;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const lower = code | 0x20;
      const isLetter = code < 128 && lower >= 0x61 && lower <= 0x7a;
      if (isLetter && !isAfterLetter) {
        const next = text.charCodeAt(i + 1);
        if (next < 128 && isFirstOfPair[code * 128 + next] === 1) {
          for (const { name, pattern } of pairs.get(code * 128 + next) ?? []) {
            pattern.lastIndex = i;
            if (!found.has(name) && pattern.test(text)) found.add(name);
          }
        }
      }
      isAfterLetter = isLetter;
    }
    return found;
  };
}
