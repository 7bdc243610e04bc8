import { readdirSync, readFileSync, realpathSync, statSync, type Dirent, type Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { STAMP_LENGTH, type Entry, type Files, type OuterIgnores } from '../engine/ports';
import { breathe } from '../engine/breathe';
import { mapInOrder } from '../engine/mapInOrder';
import { containedPath, PathRefused } from '../engine/safety/containment';
import { Pace } from './pace';

/** Where each has to be waited for. */
const CALLS_AT_ONCE = 32;
const IGNORE_FILES = ['.gitignore', '.specwrightignore'] as const;

/** The files of a folder on the disk. Whatever is asked for, nothing outside the folder is read: links are resolved first. */
export function createNodeFiles(root: string): Files {
  const absoluteRoot = path.resolve(root);
  const realRoot = realpath(absoluteRoot);
  realRoot.catch(() => {}); // said by the first call that needs it
  const pace = new Pace();

  return {
    root: absoluteRoot,
    async list(folder) {
      const real = await realRoot;
      const entries = await pace.call(
        () => readdirSync(resolveWithinSync(real, folder), { withFileTypes: true }),
        async () => readdir(await resolveWithin(real, folder), { withFileTypes: true }),
      );
      return entries.map(toEntry);
    },
    async read(file) {
      return readWithin(await realRoot, file, pace);
    },
    async stat(file) {
      const real = await realRoot;
      return orUndefined(async () => {
        const found = await pace.call(() => statSync(resolveWithinSync(real, file)), async () => stat(await resolveWithin(real, file)));
        if (found.isDirectory()) return { kind: 'folder', size: 0 } as const;
        return found.isFile() ? ({ kind: 'file', size: found.size } as const) : undefined;
      });
    },
    /** Links are not resolved: nothing is read, and what is told of a place outside is a number. */
    async survey({ folders, files }) {
      const real = await realRoot;
      const placeOf = (relative: string) => `${real}/${containedPath(relative)}`;
      const listings = await mapInOrder(folders, CALLS_AT_ONCE, (folder) =>
        pace.call(() => readdirSync(placeOf(folder), { withFileTypes: true }), () => readdir(placeOf(folder), { withFileTypes: true })).then((found) => found.map(toEntry), () => undefined),
      );
      const stamps = new Float64Array(files.length * STAMP_LENGTH).fill(NaN);
      const put = (i: number, found: Stats | undefined) => {
        if (found?.isFile()) stamps.set([found.size, found.mtimeMs, found.ctimeMs, found.ino], i * STAMP_LENGTH);
      };
      let next = 0;
      // A promise for each of thousands would take as long as the calls.
      for (; next < files.length && pace.isFast; next++) {
        const others = breathe();
        if (others) await others;
        try {
          put(next, pace.time(() => statSync(placeOf(files[next]!), { throwIfNoEntry: false })));
        } catch {
          // It cannot be looked at: only reading tells why.
        }
      }
      const rest = Array.from({ length: files.length - next }, (_, i) => next + i);
      await mapInOrder(rest, CALLS_AT_ONCE, async (i) => put(i, await stat(placeOf(files[i]!)).catch(() => undefined)));
      return { folders: listings, stamps };
    },
    readOuterIgnores: () => readOuterIgnores(absoluteRoot),
  };
}

/** The real path of what a relative path names, links followed. Throws {@link PathRefused} where that lies outside. */
export async function resolveWithin(realRoot: string, relative: string): Promise<string> {
  return checkWithin(realRoot, await realpath(path.join(realRoot, containedPath(relative))), relative);
}

function resolveWithinSync(realRoot: string, relative: string): string {
  return checkWithin(realRoot, realpathSync.native(path.join(realRoot, containedPath(relative))), relative);
}

function checkWithin(realRoot: string, real: string, relative: string): string {
  if (!isWithin(realRoot, real)) throw new PathRefused(relative, 'link', 'is a link, or lies behind one, that leaves the folder.');
  return real;
}

/** Bytes of a file within a folder; `undefined`: there is none. Only of regular files: a read of a pipe would wait for ever. */
export function readWithin(realRoot: string, relative: string, pace: Pace): Promise<Uint8Array | undefined> {
  return orUndefined(() =>
    pace.call(
      () => {
        const real = resolveWithinSync(realRoot, relative);
        return statSync(real).isFile() ? readFileSync(real) : undefined;
      },
      async () => {
        const real = await resolveWithin(realRoot, relative);
        return (await stat(real)).isFile() ? await readFile(real) : undefined;
      },
    ),
  );
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
