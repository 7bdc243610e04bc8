import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createGatherer, type GatherOptions, type LeftOut, type Source } from '../../../src/engine/gather/gather';
import { createNodeFiles } from '../../../src/node/nodeFiles';

/** `{ link: target }` is a symbolic link. */
export type Tree = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

/** A folder on the disk that goes when the test is over. */
export async function makeFolder(tree: Tree = {}): Promise<string> {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'specwright-test-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await fillFolder(root, tree);
  return root;
}

export async function fillFolder(root: string, tree: Tree): Promise<void> {
  for (const [name, content] of Object.entries(tree)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    if (typeof content === 'object' && 'link' in content) await symlink(content.link, file);
    else await writeFile(file, content);
  }
}

export const isCode = (file: string) => /\.(?:ts|py)$/.test(file);

export function gathererOf(root: string, options: Partial<GatherOptions> = {}) {
  return createGatherer(createNodeFiles(root), { isSource: isCode, ...options });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function gatherAll(root: string, paths: readonly string[] = [''], options: Partial<GatherOptions> = {}) {
  const found = await collect(gathererOf(root, options).gather(paths));
  const sources = found.filter((each): each is Source => each.kind === 'source');
  const leftOut = found.filter((each): each is LeftOut => each.kind === 'left-out');
  return {
    sources,
    leftOut,
    paths: sources.map((source) => source.path),
    reasons: Object.fromEntries(leftOut.map((left) => [left.path, `${left.because}: ${left.reason}`])),
  };
}
