import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FIXTURES, workspaceOf } from '../engine/workspace';

/** The spec that the real pipeline writes for fixtures, with no model. The first of `files` is the one whose spec is returned. */
export async function specOf(folder: string, ...files: readonly string[]): Promise<string> {
  const sources = await Promise.all(files.map(async (file) => [file, await readFile(path.join(FIXTURES, 'outline', folder, file), 'utf8')] as const));
  const workspace = await workspaceOf(Object.fromEntries(sources));
  await workspace.run();
  return workspace.read(`specs/${files[0]}.spec.md`);
}
