import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedSince } from '../../../src/node/git';
import { makeFolder } from '../gather/tree';
import { commitAll, git } from '../support/repository';

async function repository() {
  const root = await makeFolder({ 'a.ts': 'a', 'b.ts': 'b', 'sub/c.ts': 'c', 'sub/with space ü.ts': 'd', '.gitignore': 'ignored.ts\n' });
  git(root, 'init', '-q');
  commitAll(root);
  return { root, at: (file: string) => path.join(root, file) };
}

describe('what changed since a commit', () => {
  test('is committed, staged, in the working tree, untracked or gone; nothing else, and nothing that git ignores', async () => {
    const { root, at } = await repository();
    expect(await changedSince(root, 'HEAD')).toEqual([]);
    await appendFile(at('a.ts'), '2');
    commitAll(root, 'a');
    await appendFile(at('b.ts'), '2');
    git(root, 'add', 'b.ts');
    await appendFile(at('sub/with space ü.ts'), '2');
    await writeFile(at('new.ts'), 'n');
    await writeFile(at('ignored.ts'), 'n');
    await rm(at('sub/c.ts'));
    expect(await changedSince(root, 'HEAD')).toEqual(['b.ts', 'new.ts', 'sub/c.ts', 'sub/with space ü.ts']);
    expect(await changedSince(root, 'HEAD~1')).toEqual(['a.ts', 'b.ts', 'new.ts', 'sub/c.ts', 'sub/with space ü.ts']);
  });

  test('of a rename is both paths', async () => {
    const { root, at } = await repository();
    await rename(at('a.ts'), at('z.ts'));
    git(root, 'add', '-A');
    expect(await changedSince(root, 'HEAD')).toEqual(['a.ts', 'z.ts']);
  });

  test('in a folder of a repository is told relative to that folder, and of that folder alone', async () => {
    const { at } = await repository();
    await appendFile(at('a.ts'), '2');
    await appendFile(at('sub/c.ts'), '2');
    await writeFile(at('sub/new.ts'), 'n');
    await writeFile(at('new.ts'), 'n');
    expect(await changedSince(at('sub'), 'HEAD')).toEqual(['c.ts', 'new.ts']);
  });

  test('that git does not know, or cannot know, is said with the next step', async () => {
    const { root, at } = await repository();
    await expect(changedSince(root, 'nowhere')).rejects.toThrow(/git knows no commit "nowhere".*git fetch/);
    await expect(changedSince(root, '--output=a.ts')).rejects.toThrow(/git knows no commit/);
    await rm(at('.git'), { recursive: true });
    await mkdir(at('.git'));
    await expect(changedSince(root, 'HEAD')).rejects.toThrow(/is not in a git repository.*Leave out --changed-since/);
  });
});
