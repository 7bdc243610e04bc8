import type { Outline } from '../outline/outline';

/** Where a build keeps Java sources, seen from a module's folder. */
const JAVA_ROOTS = ['', 'src/main/java', 'src/test/java', 'src'];
/** Where Composer projects keep what a namespace's prefix stands for. */
const PHP_ROOTS = ['', 'src', 'app', 'lib', 'tests'];

/** `com.acme.Queue`: a class lies at its package's path below a source root, which may be any folder above the importing file. */
export function javaCandidates(folder: string, specifier: string): string[] {
  if (/^(?:javax?|jdk|sun)\./.test(specifier)) return [];
  const parts = specifier.split('.');
  // `com.acme.Queue.Entry` lies in Queue.java.
  const outer = parts.findIndex((part, i) => i > 0 && /^\p{Lu}/u.test(part));
  const path = (outer < 0 ? parts : parts.slice(0, outer + 1)).join('/');
  const above = foldersAbove(folder);
  // A test imports from the main sources beside it.
  const beside = above.filter((root) => root.includes('src/test')).map((root) => root.replace('src/test', 'src/main'));
  return [...new Set([...above.reverse(), ...beside.reverse(), ...JAVA_ROOTS])].map((root) => join(root, `${path}.java`));
}

/**
 * `App\Queue\Job` by PSR-4: some prefix of the namespace stands for some folder. The longest rest comes first; `isMeant` then compares the
 * namespace that the file declares. `./parts/a.php` is a required file, beside the requiring one or below the root.
 */
export function phpCandidates(folder: string, specifier: string): string[] {
  if (/\.(?:php|inc|phtml)$/.test(specifier)) {
    const beside = resolve(folder, specifier);
    return [...new Set([...(beside === undefined ? [] : [beside]), ...(specifier.startsWith('.') ? [] : [specifier])])];
  }
  const parts = specifier.split('\\').filter(Boolean);
  const roots = [...new Set([...PHP_ROOTS, ...foldersAbove(folder).reverse()])];
  return parts.flatMap((_, dropped) => roots.map((root) => join(root, `${parts.slice(dropped).join('/')}.php`)));
}

/** False for a file that lies where a class might, but says that it belongs elsewhere. */
export function isMeant(language: string, specifier: string, { module }: Pick<Outline, 'module'>): boolean {
  if (language !== 'php' || !specifier.includes('\\')) return true;
  const namespace = specifier.replace(/^\\/, '').replace(/\\[^\\]*$/, '');
  return (module ?? '').split(', ').includes(namespace);
}

function foldersAbove(folder: string): string[] {
  return folder.split('/').filter(Boolean).map((_, i, all) => all.slice(0, i + 1).join('/'));
}

function join(root: string, path: string): string {
  return root === '' ? path : `${root}/${path}`;
}

/** `undefined`: the path leaves the workspace folder. */
function resolve(folder: string, relative: string): string | undefined {
  const parts = folder.split('/').filter(Boolean);
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
