import { containedPath, PathRefused } from '../safety/containment';
import type { GatherRules } from './gatherRules';
import { byReading, joinPath } from './paths';
import { type LeftOut, leftOut } from './source';
import { leftOutLink } from './walk';

export interface NamedPath {
  readonly kind: 'file' | 'folder';
  /** In the spelling of the disk, where that does not tell letter case apart. */
  readonly path: string;
}

/** A name that no file system spells otherwise than in letter case (Windows has short names: `PROGRA~1`). That it is not there, the listing tells: imports lead to many such places. */
const PLAIN_NAME = /^[\w.-]*\w$/;

/** Finds what a person named, name by name. A path through a link is refused: behind it might be what `.specwrightignore` hides. */
export async function findNamed(given: string, rules: GatherRules): Promise<NamedPath | LeftOut> {
  let path = '';
  try {
    const names = containedPath(given).split('/').filter((name) => name !== '');
    for (const [i, name] of names.entries()) {
      const entries = await rules.list(path);
      const exact = entries.find((entry) => entry.name === name);
      const folded = exact ?? entries.find((entry) => fold(entry.name) === fold(name));
      const mayBeThere = folded !== undefined || !PLAIN_NAME.test(name);
      const isThere = exact !== undefined || (mayBeThere && (await rules.files.stat(joinPath(path, name))) !== undefined);
      path = joinPath(path, isThere && folded ? folded.name : name);
      if (!isThere) return leftOut(given, 'missing', 'there is no such file or folder');
      if (folded?.kind === 'link') return await explainLink(path, rules);
      if (i < names.length - 1 && folded?.kind === 'file') return leftOut(given, 'missing', 'there is no such file or folder');
    }
    const found = await rules.files.stat(path);
    return found ? { kind: found.kind, path } : leftOut(given, 'missing', 'not a file that can be read');
  } catch (error) {
    if (error instanceof PathRefused) return leftOut(given, 'refused', error.message.replace(/^.*?" /, ''));
    return leftOut(given, 'missing', 'there is no such file or folder, or it cannot be read');
  }
}

async function explainLink(path: string, rules: GatherRules): Promise<LeftOut> {
  const why = await leftOutLink(path, rules);
  return why.reason.includes('another') ? leftOut(path, 'link', 'a link. Name the file or folder that it leads to') : why;
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The order in which files are gathered: by folder, a folder before what is in it, files before sub-folders. */
export function inTreeOrder(named: readonly NamedPath[]): NamedPath[] {
  return [...named].sort((one, other) => compareInTree(one, other));
}

function compareInTree(one: NamedPath, other: NamedPath): number {
  const left = one.path === '' ? [] : one.path.split('/');
  const right = other.path === '' ? [] : other.path.split('/');
  let i = 0;
  while (i < left.length && i < right.length && left[i] === right[i]) i++;
  if (i === left.length || i === right.length) return left.length - right.length;
  const rank = ({ kind }: NamedPath, names: string[]) => (i < names.length - 1 || kind === 'folder' ? 1 : 0);
  return rank(one, left) - rank(other, right) || byReading(left[i] ?? '', right[i] ?? '');
}
