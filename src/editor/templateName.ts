/**
 * What is wrong with the name of a new template, and the next step; `undefined`: nothing. `taken`: names of those that the project has. Compared
 * without letter case, as some file systems do.
 */
export function templateNameProblem(typed: string, builtIn: readonly string[], taken: readonly string[]): string | undefined {
  const name = typed.trim();
  if (name === '') return undefined; // nothing was typed yet; Enter on it changes nothing
  if (!/^[\w-]+$/.test(name)) return 'Letters, digits, "-" and "_" only: it becomes the name of a file.';
  const is = (other: string) => other.toLowerCase() === name.toLowerCase();
  if (builtIn.some(is)) return `"${name}" is built in. Choose another name.`;
  if (taken.some(is)) return `There is a template "${name}" already. Choose another name, or edit that one.`;
  return undefined;
}
