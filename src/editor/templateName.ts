import { t } from '../l10n/localize';
/**
 * What is wrong with the name of a new template, and the next step; `undefined`: nothing. `taken`: names of those that the project has. Compared
 * without letter case, as some file systems do.
 */
export function templateNameProblem(typed: string, builtIn: readonly string[], taken: readonly string[]): string | undefined {
  const name = typed.trim();
  if (name === '') return undefined; // nothing was typed yet; Enter on it changes nothing
  if (!/^[\w-]+$/.test(name)) return t('Letters, digits, "-" and "_" only: it becomes the name of a file.');
  const is = (other: string) => other.toLowerCase() === name.toLowerCase();
  if (builtIn.some(is)) return t('"{0}" is built in. Choose another name.', name);
  if (taken.some(is)) return t('There is a template "{0}" already. Choose another name, or edit that one.', name);
  return undefined;
}
