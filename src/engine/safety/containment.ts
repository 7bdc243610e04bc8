/**
 * Which relative paths may be read or written at all, before any disk is asked. Pure; links are the stores' business.
 * The same everywhere, so that a run that works on one machine works on all.
 */

/** `git`: inside a repository's own folder, where a file can become a command. */
export type RefusedBecause = 'outside' | 'absolute' | 'malformed' | 'reserved' | 'git' | 'link';

export class PathRefused extends Error {
  override readonly name = 'PathRefused';
  constructor(
    readonly path: string,
    readonly because: RefusedBecause,
    explanation: string,
  ) {
    super(`${JSON.stringify(path)} ${explanation}`);
  }
}

/** Names with nothing to object to, and none that begins with a dot: of thousands of paths almost all. */
// eslint-disable-next-line no-control-regex -- a NUL ends a path for the system
const PLAIN_PATH = /^[^/\\:.\u0000][^/\\:\u0000]*(?:\/[^/\\:.\u0000][^/\\:\u0000]*)*$/;

/**
 * The path in its one spelling: `/` between names, no `.`, no empty name, no slash at the end; the empty string is the folder itself.
 * Throws {@link PathRefused} for what could name something outside.
 */
export function containedPath(path: string): string {
  if (PLAIN_PATH.test(path)) return path;
  if (path.includes('\0')) throw new PathRefused(path, 'malformed', 'holds a NUL character.');
  if (/^[/\\]/.test(path)) throw new PathRefused(path, 'absolute', 'is absolute. Give it relative to the folder.');
  if (path.includes('\\')) throw new PathRefused(path, 'malformed', 'holds a backslash. Write "/" between names.');
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  // Also "a/../b": what "a/.." means depends on links.
  if (names.includes('..')) throw new PathRefused(path, 'outside', 'holds "..". Only paths within the folder are taken.');
  // Asked last: "./C:" would only show it once the dot is gone.
  if (/^[A-Za-z]:/.test(names[0] ?? '')) throw new PathRefused(path, 'absolute', 'starts with a drive letter. Give it relative to the folder.');
  return names.join('/');
}

/**
 * As {@link containedPath}, for a file that is to be written: no name that Windows gives to a device or cannot hold
 * (there `aux.ts` is a port, and `x. ` is `x`), nothing in `.git`, and not the folder itself.
 */
export function writablePath(path: string): string {
  const contained = containedPath(path);
  if (contained === '') throw new PathRefused(path, 'malformed', 'names the folder itself, not a file in it.');
  for (const name of contained.split('/')) {
    if (isGitFolder(name)) throw new PathRefused(path, 'git', "lies in the repository's .git folder, where nothing is written.");
    if (isReservedOnWindows(name)) {
      throw new PathRefused(path, 'reserved', `cannot exist on Windows: the name ${JSON.stringify(name)} is reserved there. Choose another name.`);
    }
  }
  return contained;
}

/** Device names with any extension, and names that end in a dot or a space (Windows drops these). */
export function isReservedOnWindows(name: string): boolean {
  // https://learn.microsoft.com/windows/win32/fileio/naming-a-file: COM¹ counts as COM1.
  return /[. ]$/.test(name) || /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i.test(name);
}

/** `.git` as any file system may spell it: letter case, characters that macOS ignores in names, Windows' short name. */
export function isGitFolder(name: string): boolean {
  const plain = name.replace(/[\u200C-\u200F\u202A-\u202E\u206A-\u206F\uFEFF]/g, '').replace(/[. ]+$/, '').toLowerCase();
  return plain === '.git' || plain === 'git~1';
}
