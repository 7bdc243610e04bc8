/**
 * What the grammar is known not to read, written so that it does, character for character: parentheses within `[ … ]`, `for x do` without a list,
 * and a test whose operator is a variable. What is blanked here still counts in hashes: it is text between two nodes.
 */
export function repairShell(text: string): string {
  return text
    .replace(/(^|\s)\\[()](?=\s)/gm, '$1  ')
    .replace(/\bfor([ \t]+\w+)[ \t]do\b/g, 'for$1;do')
    .replace(/\[([ \t]+"?\$\{?\w+\}?"?[ \t]+"?\$\{?\w+\}?"?[ \t]+)\]/g, ':$1 ');
}
