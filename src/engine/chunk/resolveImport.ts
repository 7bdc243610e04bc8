import { javaCandidates, phpCandidates } from './resolveClassImport';
import { cppCandidates, goCandidates, rustCandidates } from './resolveNativeImport';

/** Paths, relative to the workspace folder, at which an imported module may lie, likeliest first. Empty: it is a package, not a file of ours. */
export function importCandidates(language: string, fromPath: string, specifier: string): string[] {
  if (language === 'java') return javaCandidates(folderOf(fromPath), specifier);
  if (language === 'php') return phpCandidates(folderOf(fromPath), specifier);
  if (language === 'go') return goCandidates(specifier);
  if (language === 'rust') return rustCandidates(fromPath, specifier);
  if (language === 'cpp') return cppCandidates(folderOf(fromPath), specifier);
  // A C# namespace names no file.
  if (language === 'csharp') return [];
  if (SCRIPTS.has(language)) return sourcedCandidates(language, folderOf(fromPath), specifier);
  return language === 'python' ? pythonCandidates(fromPath, specifier) : scriptCandidates(fromPath, specifier);
}

const SCRIPTS: ReadonlySet<string> = new Set(['ruby', 'bash', 'powershell']);

/** Written with or without extension; a path without a dot in front is looked for on Ruby's load path, and there only. */
function sourcedCandidates(language: string, folder: string, specifier: string): string[] {
  const extensions = { ruby: ['.rb'], bash: ['.sh', '.bash'], powershell: ['.ps1', '.psm1'] }[language] ?? [];
  const hasExtension = /\.(?:rb|rake|sh|bash|ps1|psm1|psd1)$/i.test(specifier);
  const written = (path: string | undefined) => (path === undefined ? [] : hasExtension ? [path] : extensions.map((extension) => path + extension));
  if (/^\.{1,2}\//.test(specifier)) return written(join(folder, specifier));
  if (language !== 'ruby' || specifier.startsWith('/')) return [];
  // `lib` of the gem that the file belongs to: beside one of the folders above it.
  const above = folder.split('/').filter(Boolean).map((_, i, all) => all.slice(0, i + 1).join('/'));
  return [...new Set(['', ...above])].reverse().flatMap((root) => written(join(root, `lib/${specifier}`)));
}

const SCRIPT_EXTENSIONS = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** What a written extension may stand for: TypeScript sources are imported by the name of their output. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

function scriptCandidates(fromPath: string, specifier: string): string[] {
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return [];
  const base = join(folderOf(fromPath), specifier);
  if (base === undefined) return [];
  const extension = /\.[a-z]+$/.exec(base)?.[0] ?? '';
  const asWritten = WRITTEN[extension]?.map((other) => base.slice(0, -extension.length) + other) ?? (SCRIPT_EXTENSIONS.includes(extension) ? [base] : []);
  const index = base === '' ? 'index' : `${base}/index`;
  return [...asWritten, ...SCRIPT_EXTENSIONS.map((other) => base + other), ...SCRIPT_EXTENSIONS.map((other) => index + other)];
}

function pythonCandidates(fromPath: string, specifier: string): string[] {
  const dots = /^\.*/.exec(specifier)![0].length;
  const names = specifier.slice(dots).split('.').filter(Boolean);
  const module = (folder: string) => {
    const path = [folder, ...names].filter(Boolean).join('/');
    return [...(names.length > 0 ? [`${path}.py`, `${path}.pyi`] : []), `${path ? `${path}/` : ''}__init__.py`, `${path ? `${path}/` : ''}__init__.pyi`];
  };
  const folder = folderOf(fromPath);
  if (dots > 0) {
    const start = join(folder, '../'.repeat(dots - 1) || '.');
    return start === undefined ? [] : module(start);
  }
  // An absolute import starts at a folder on the path: the workspace's root, its src, or a folder above the package of this file.
  const above = folder.split('/').filter(Boolean).map((_, i, all) => all.slice(0, i + 1).join('/'));
  return [...new Set(['', 'src', ...above])].flatMap(module);
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** `undefined`: the path leaves the workspace folder. */
function join(folder: string, relative: string): string | undefined {
  const parts = folder.split('/').filter(Boolean);
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
