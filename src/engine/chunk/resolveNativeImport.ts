/** Folders in which C and C++ headers are looked for, beside that of the file itself. */
const INCLUDE_FOLDERS = ['', 'include', 'src', 'lib'];

/** `#include "x.h"`, relative to the file and to where headers lie; a system's header may be one of ours too. */
export function cppCandidates(folder: string, specifier: string): string[] {
  const path = specifier.replace(/^<|>$/g, '');
  const beside = specifier.startsWith('<') ? [] : [joinPath(folder, path)];
  // Folders above, for a project within the workspace.
  const above = [...parents(folder).flatMap((parent) => [joinPath(parent, path), joinPath(parent, `include/${path}`)]), ...INCLUDE_FOLDERS.map((include) => joinPath(include, path))];
  return unique([...beside, ...above]);
}

/** Paths of Go's standard library begin with one of these, never those of a module. */
const GO_STANDARD = /^(?:archive|bufio|builtin|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|index|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|weak|C)(?:\/|$)/;

export function isGoStandard(specifier: string): boolean {
  return GO_STANDARD.test(specifier);
}

/**
 * A package is a folder. Where it lies cannot be known without `go.mod`: the longest end of its path that is there. Of its files those are tried
 * that are mostly there: the one called like the package, and its doc.
 */
export function goCandidates(specifier: string): string[] {
  if (isGoStandard(specifier)) return [];
  const parts = specifier.split('/');
  const name = /^v\d+$/.test(parts.at(-1)!) && parts.length > 1 ? parts.at(-2)! : parts.at(-1)!;
  // A host cannot be a folder of ours.
  const first = parts[0]!.includes('.') ? 1 : 0;
  const folders = parts.slice(first).map((_, from) => parts.slice(first + from).join('/'));
  return folders.flatMap((folder) => [`${folder}/${name}.go`, `${folder}/doc.go`, `${folder}/types.go`]);
}

/** `crate::a::b`, `super::x`, `self::y`, `mod y;`: a file or the `mod.rs` of a folder; the last name may be an item of the one before. */
export function rustCandidates(fromPath: string, specifier: string): string[] {
  const names = specifier.replace(/\./g, '::').split('::').map((name) => name.replace(/^r#/, ''));
  const folder = fromPath.slice(0, Math.max(fromPath.lastIndexOf('/'), 0));
  const file = fromPath.slice(fromPath.lastIndexOf('/') + 1);
  // Modules of `a.rs` lie in `a/`; those of `mod.rs`, `lib.rs` and `main.rs` beside it.
  const own = /^(?:mod|lib|main)\.rs$/.test(file) ? folder : joinPath(folder, file.replace(/\.rs$/, ''));
  if (names[0] === 'crate') return rootsOf(folder).flatMap((root) => modules(root, names.slice(1), true));
  let base = own;
  let rest = names;
  while (rest[0] === 'super' || rest[0] === 'self') {
    if (rest[0] === 'super') base = base.includes('/') ? base.slice(0, base.lastIndexOf('/')) : '';
    rest = rest.slice(1);
  }
  return rest.length === 0 ? [`${base}.rs`, joinPath(base, 'mod.rs'), joinPath(base, 'lib.rs'), joinPath(base, 'main.rs')] : modules(base, rest, false);
}

function modules(base: string, names: readonly string[], isRoot: boolean): string[] {
  const found: string[] = [];
  for (let length = names.length; length > 0; length--) {
    const path = joinPath(base, names.slice(0, length).join('/'));
    found.push(`${path}.rs`, `${path}/mod.rs`);
  }
  return isRoot ? [...found, joinPath(base, 'lib.rs'), joinPath(base, 'main.rs')] : found;
}

/** Where a crate may begin: the nearest `src` above, else the folder itself and those above it. */
function rootsOf(folder: string): string[] {
  const at = `/${folder}/`.lastIndexOf('/src/');
  return at >= 0 ? [`/${folder}/`.slice(1, at + 4)] : unique(['src', folder, ...parents(folder)]);
}

function parents(folder: string): string[] {
  const parts = folder.split('/').filter(Boolean);
  return parts.map((_, at) => parts.slice(0, parts.length - at - 1).join('/'));
}

/** Leaves the workspace: an empty path, which no file has. */
function joinPath(folder: string, path: string): string {
  const parts = folder.split('/').filter(Boolean);
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return '';
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((path) => path !== '');
}
