import { appendFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesAt, filesNow, likelyRevisions } from '../../../src/node/gitShow';
import { makeFolder } from '../gather/tree';
import { commitAll, git } from '../support/repository';

async function repository() {
  const root = await makeFolder({ 'a.md': 'one\n', 'sub/with space ü.md': 'two\n', 'sub/windows.md': 'three\r\nlines\r\n', 'sub/empty.md': '', 'sub/c.ts': 'code\n', '.gitignore': 'ignored.md\n' });
  git(root, 'init', '-q');
  git(root, 'config', 'core.autocrlf', 'false');
  commitAll(root);
  return { root, at: (file: string) => path.join(root, file) };
}
const all = () => true;
const isMarkdown = (file: string) => file.endsWith('.md');

describe('files as they were', () => {
  test('are read from the revision, whatever stands on the disk now', async () => {
    const { root, at } = await repository();
    await appendFile(at('a.md'), 'more\n');
    await rm(at('sub'), { recursive: true });
    await writeFile(at('new.md'), 'new\n');
    expect([...(await filesAt(root, 'HEAD', '', isMarkdown))]).toEqual([['a.md', 'one\n'], ['sub/empty.md', ''], ['sub/windows.md', 'three\nlines\n'], ['sub/with space ü.md', 'two\n']]);
    expect([...(await filesAt(root, 'HEAD', 'sub/with space ü.md', all)).keys()]).toEqual(['sub/with space ü.md']);
    expect(await filesNow(root, '', isMarkdown)).toEqual(expect.arrayContaining(['a.md', 'new.md']));
  });

  test('are told relative to a folder of a repository', async () => {
    const { root, at } = await repository();
    expect([...(await filesAt(at('sub'), 'HEAD', '', all)).keys()]).toEqual(['c.ts', 'empty.md', 'windows.md', 'with space ü.md']);
    expect(await filesNow(at('sub'), '', isMarkdown)).toEqual(['empty.md', 'windows.md', 'with space ü.md']);
    expect(await filesAt(root, 'HEAD', 'nowhere', all)).toEqual(new Map());
  });

  test('that are no text are left out, and those after them are read all the same', async () => {
    const { root, at } = await repository();
    await writeFile(at('b.md'), Buffer.from([0, 1, 2, 10, 0]));
    commitAll(root);
    expect([...(await filesAt(root, 'HEAD', '', isMarkdown)).keys()]).toEqual(['a.md', 'sub/empty.md', 'sub/windows.md', 'sub/with space ü.md']);
  });

  test.each([
    ['an unknown revision', 'nowhere', /knows no commit "nowhere"/],
    ['what looks like an option', '--output=x', /knows no commit/],
  ])('%s is an error that names it', async (_, revision, message) => {
    const { root } = await repository();
    await expect(filesAt(root, revision, '', all)).rejects.toThrow(message);
  });

  test('a program that is not there is an error that names it', async () => {
    const { root } = await repository();
    await expect(filesAt(root, 'HEAD', '', all, { program: path.join(root, 'no-git') })).rejects.toThrow(/no-git was not found/);
  });
});

test('likely revisions: the last commit, the last tag, the main branch', async () => {
  const { root } = await repository();
  git(root, 'branch', '-M', 'main');
  expect((await likelyRevisions(root)).map(({ revision }) => revision)).toEqual(['HEAD', 'main']);
  git(root, 'tag', 'v1.0.0');
  git(root, 'switch', '-qc', 'topic');
  expect((await likelyRevisions(root)).map(({ revision }) => revision)).toEqual(['HEAD', 'v1.0.0', 'main']);
});
