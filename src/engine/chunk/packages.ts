import { folderOf } from './resolveImport';
import { isGoStandard } from './resolveNativeImport';

/** Languages in which an import that names nothing brings in all names of the file, with those that it brings in itself. */
export const BRINGS_ALL: ReadonlySet<string> = new Set(['ruby', 'bash', 'powershell', 'cpp']);

/** Languages in which files share their names without an import: those of one folder (Go), package or namespace. */
export const SHARES_NAMES: ReadonlySet<string> = new Set(['go', 'java', 'csharp', 'php']);

/** Languages that say by its name in which file a type lies. In Go and C# it may be any file of the folder. */
const ONE_TYPE_A_FILE: Readonly<Record<string, string>> = { java: '.java', php: '.php' };

/** The file of a folder in which a type must lie; `undefined`: any may hold it. */
export function fileOfType(language: string, folder: string, name: string): string | undefined {
  const extension = ONE_TYPE_A_FILE[language];
  return extension === undefined ? undefined : joined(folder, name + extension);
}

/** False for names that cannot be declared elsewhere in a package, by the custom of the language. */
export function mayBeShared(language: string, name: string): boolean {
  return !name.includes('.') && (language === 'go' || /^\p{Lu}/u.test(name));
}

/** Whether a file belongs to the package or namespace. Go's packages are folders; tests may lie beside them under a name of their own. */
export function isOf(language: string, wanted: string | undefined, module: string | undefined): boolean {
  if (language === 'go') return wanted === undefined || module === wanted;
  return (module ?? '').split(', ').includes(wanted ?? '');
}

/** Names of the namespaces around one: what stands in `Acme` is seen in `Acme.Limits`. */
export function namespacesAround(language: string, module: string | undefined): (string | undefined)[] {
  if (language !== 'csharp' || module === undefined) return language === 'php' ? (module?.split(', ') ?? [undefined]) : [module];
  return module.split(', ').flatMap((name) => name.split('.').map((_, i, parts) => parts.slice(0, parts.length - i).join('.')));
}

/** Where a build keeps its sources. */
const ROOTS: Readonly<Record<string, readonly string[]>> = {
  java: ['', 'src/main/java', 'src/test/java', 'src'],
  csharp: ['', 'src', 'source', 'lib', 'test', 'tests'],
  php: ['', 'src', 'app', 'lib', 'tests'],
};

/**
 * Folders in which a package or namespace may lie, likeliest first. A C# project's folder often carries the whole name (`Acme.Limits/Store` for
 * `Acme.Limits.Store`), or stands for a prefix of it, as in PHP.
 */
export function packageFolders(language: string, fromPath: string, specifier: string): string[] {
  const folder = folderOf(fromPath);
  const above = folder.split('/').filter(Boolean).map((_, i, all) => all.slice(0, i + 1).join('/')).reverse();
  if (language === 'go') return isGoStandard(specifier) ? [] : goFolders(specifier);
  if (language === 'java') {
    if (/^(?:javax?|jdk|sun)\./.test(specifier)) return [];
    const beside = above.filter((root) => root.includes('src/test')).map((root) => root.replace('src/test', 'src/main'));
    return unique([...above, ...beside, ...ROOTS.java!].map((root) => joined(root, specifier.replaceAll('.', '/'))));
  }
  if (language === 'csharp' && /^System(?:\.|$)/.test(specifier)) return [];
  const parts = specifier.split(/[.\\]/).filter(Boolean);
  const roots = unique([...ROOTS[language]!, ...above]);
  const paths = language === 'php' ? parts.map((_, dropped) => parts.slice(dropped).join('/')) : parts.flatMap((_, i) => namespacePaths(parts, parts.length - i));
  return unique([...paths, ...(language === 'php' ? [''] : [])].flatMap((path) => roots.map((root) => joined(root, path))));
}

/** `Acme.Limits.Store` with a project called by its first `length` parts: `Acme.Limits/Store`, or the rest alone below the project's folder. */
function namespacePaths(parts: readonly string[], length: number): string[] {
  const rest = parts.slice(length);
  return unique([[parts.slice(0, length).join('.'), ...rest].join('/'), rest.join('/'), parts.join('/')]);
}

/** Where a Go package lies cannot be known without `go.mod`: the longest end of its path that is there. A host is no folder of ours. */
function goFolders(specifier: string): string[] {
  const parts = specifier.split('/');
  const first = parts[0]!.includes('.') ? 1 : 0;
  return parts.slice(first).map((_, from) => parts.slice(first + from).join('/'));
}

function joined(root: string, path: string): string {
  return root === '' || path === '' ? root + path : `${root}/${path}`;
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
