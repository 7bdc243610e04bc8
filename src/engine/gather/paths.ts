/** Relative paths with `/`; the empty string is the folder itself. */

/** Either may be empty: the folder itself. */
export function joinPath(folder: string, name: string): string {
  return folder === '' || name === '' ? folder + name : `${folder}/${name}`;
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folders on the way to a path, from the outermost: `a`, `a/b` for `a/b/c`. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, i) => names.slice(0, i + 1).join('/'));
}

export function isWithinFolder(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** By code units: the same order on every machine, whatever its language. */
export function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What a folder's name leads to, and where its program starts. */
const ENTRY = /^(?:index|main|mod|lib|app|cli|doc|program|package-info|__init__|__main__)\.[a-z]+$/i;
/** What uses the rest, and is understood by it. */
const AFTERWARDS = /^(?:tests?|__tests__|specs?|testing|examples?|samples|fixtures|bench|benches|benchmarks?)$/i;

/** The order in which a reader takes the names of a folder: where it begins, the rest by code units, tests and examples last. */
export function byReading(one: string, other: string): number {
  const rank = (name: string) => (ENTRY.test(name) ? 0 : AFTERWARDS.test(name) ? 2 : 1);
  return rank(one) - rank(other) || byCodeUnits(one, other);
}
