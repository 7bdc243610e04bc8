import { allChangesSince, type SpecSince } from '../engine/drift/changesSince';
import { isWithinFolder, joinPath } from '../engine/gather/paths';
import { mapInOrder } from '../engine/mapInOrder';
import { filesAt, filesNow, type GitOptions } from './gitShow';

const SUFFIX = '.spec.md';
const READ_AT_ONCE = 16;

export interface SpecChangesRequest {
  /** Files and folders relative to the root: sources, which stand for their specs, or specs. The empty string is all of it. */
  readonly paths: readonly string[];
  readonly outputFolder: string;
  /** Anything that names a commit. */
  readonly since: string;
}

export interface SpecChanges {
  readonly changes: readonly SpecSince[];
  /** Specs that were looked at: there now, or then. */
  readonly specs: number;
}

/** Which specs are not what they were at a revision, and which of their sections. @throws InputError where git cannot tell */
export async function specChangesSince(root: string, { paths, outputFolder, since }: SpecChangesRequest, read: (path: string) => Promise<string | undefined>, git: GitOptions = {}): Promise<SpecChanges> {
  const isWanted = (path: string) => isAbout(path, outputFolder, paths);
  const then = await filesAt(root, since, outputFolder, isWanted, git);
  const texts = await mapInOrder(await filesNow(root, outputFolder, isWanted, git), READ_AT_ONCE, async (path) => [path, await read(path)] as const);
  const now = new Map(texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
  return { changes: await allChangesSince(then, now), specs: new Set([...then.keys(), ...now.keys()]).size };
}

/** The spec of a source that was named, a spec that was named itself, or, of a whole workspace, its page too. */
function isAbout(path: string, folder: string, paths: readonly string[]): boolean {
  if (path === joinPath(folder, 'README.md')) return paths.some((one) => one === '' || one === path || (folder !== '' && one === folder));
  if (!path.endsWith(SUFFIX)) return false;
  const source = path.slice(folder === '' ? 0 : folder.length + 1, -SUFFIX.length);
  return paths.some((one) => isWithinFolder(source, one) || isWithinFolder(path, one));
}
