import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../engine/inputError';

/** The workspace root and, relative to it, what the command was given. */
export interface Workspace {
  readonly root: string;
  readonly paths: readonly string[];
  /** Whether a folder is among them: then the run has no time limit of its own. */
  readonly hasFolder: boolean;
}

/**
 * Without `--root` the root is the current folder, or, where the one path that was given lies elsewhere, that folder.
 * @throws InputError for a path that does not exist or lies outside of the root
 */
export function findWorkspace(given: readonly string[], root: string | undefined, cwd: string): Workspace {
  const absolute = (given.length > 0 ? given : ['.']).map((one) => path.resolve(root !== undefined && given.length === 0 ? root : cwd, one));
  for (const one of absolute) if (!existsSync(one)) throw new InputError(`There is no file or folder ${one}. Check the path.`);
  const isFolder = (one: string) => statSync(one).isDirectory();
  const chosen = root === undefined ? defaultRoot(absolute, cwd, isFolder) : path.resolve(cwd, root);
  if (!existsSync(chosen) || !isFolder(chosen)) throw new InputError(`The root ${chosen} is not a folder. Check --root.`);
  const paths = absolute.map((one) => {
    const relative = path.relative(chosen, one);
    if (relative.startsWith('..') || path.isAbsolute(relative)) throw new InputError(`${one} lies outside of the root ${chosen}. Choose the root with --root.`);
    return relative.split(path.sep).join('/');
  });
  return { root: chosen, paths, hasFolder: absolute.some(isFolder) };
}

function defaultRoot(paths: readonly string[], cwd: string, isFolder: (path: string) => boolean): string {
  const inside = (one: string) => !path.relative(cwd, one).startsWith('..') && !path.isAbsolute(path.relative(cwd, one));
  const [only] = paths;
  if (paths.length !== 1 || inside(only!)) return cwd;
  return isFolder(only!) ? only! : path.dirname(only!);
}

/** Where specs go that nobody named a folder for. */
const SPECS_FOLDER = 'specs';

/** The output folder relative to the root. @throws InputError where it leaves the root */
export function outputFolderIn(root: string, out = SPECS_FOLDER): string {
  const relative = path.relative(root, path.resolve(root, out));
  if (relative.startsWith('..') || path.isAbsolute(relative)) throw new InputError(`The output folder ${out} lies outside of the root ${root}. Choose one inside with --out.`);
  return relative.split(path.sep).join('/');
}
