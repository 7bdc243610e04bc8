import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dirent } from 'node:fs';
import type { Entry, Files, OuterIgnores } from '../engine/ports';
import { containedPath, PathRefused } from '../engine/safety/containment';

const IGNORE_FILES = ['.gitignore', '.specwrightignore'] as const;

/** The files of a folder on the disk. Whatever is asked for, nothing outside the folder is read: links are resolved first. */
export function createNodeFiles(root: string): Files {
  const absoluteRoot = path.resolve(root);
  const realRoot = realpath(absoluteRoot);
  realRoot.catch(() => {}); // said by the first call that needs it
  const resolve = async (relative: string) => resolveWithin(await realRoot, relative);

  return {
    root: absoluteRoot,
    async list(folder) {
      return (await readdir(await resolve(folder), { withFileTypes: true })).map(toEntry);
    },
    async read(file) {
      return orUndefined(async () => {
        const real = await resolve(file);
        // Only regular files: a read of a pipe would wait for ever.
        return (await stat(real)).isFile() ? await readFile(real) : undefined;
      });
    },
    async stat(file) {
      return orUndefined(async () => {
        const found = await stat(await resolve(file));
        if (found.isDirectory()) return { kind: 'folder', size: 0 } as const;
        return found.isFile() ? ({ kind: 'file', size: found.size } as const) : undefined;
      });
    },
    readOuterIgnores: () => readOuterIgnores(absoluteRoot),
  };
}

/** The real path of what a relative path names, links followed. Throws {@link PathRefused} where that lies outside. */
export async function resolveWithin(realRoot: string, relative: string): Promise<string> {
  const real = await realpath(path.join(realRoot, containedPath(relative)));
  if (!isWithin(realRoot, real)) throw new PathRefused(relative, 'link', 'is a link, or lies behind one, that leaves the folder.');
  return real;
}

export function isWithin(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/**
 * The ignore files above a folder that lies inside a repository, up to the repository's root: they count in the folder as well.
 * `undefined`: there is no repository around it.
 */
export async function readOuterIgnores(root: string): Promise<OuterIgnores | undefined> {
  const start = await realpath(path.resolve(root));
  for (let top = start; ; top = path.dirname(top)) {
    if (await exists(path.join(top, '.git'))) {
      const names = path.relative(top, start).split(path.sep).filter((name) => name !== '');
      if (names.length === 0) return undefined;
      const files = names.flatMap((_, i) => IGNORE_FILES.map((name) => ({ name, folder: names.slice(0, i).join('/') })));
      const texts = await Promise.all(files.map(({ name, folder }) => orUndefined(() => readFile(path.join(top, folder, name), 'utf8'))));
      return { prefix: names.join('/'), files: files.flatMap((file, i) => (texts[i] ? [{ ...file, text: texts[i] }] : [])) };
    }
    if (path.dirname(top) === top) return undefined;
  }
}

function toEntry(found: Dirent): Entry {
  const kind = found.isSymbolicLink() ? 'link' : found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  return { name: found.name, kind };
}

/** `ELOOP`: links that lead to themselves lead to nothing. */
async function orUndefined<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function exists(file: string): Promise<boolean> {
  return (await orUndefined(() => stat(file))) !== undefined;
}
