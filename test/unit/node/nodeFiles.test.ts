import { execFileSync } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PathRefused } from '../../../src/engine/safety/containment';
import { createNodeFiles, readOuterIgnores } from '../../../src/node/nodeFiles';
import { Pace } from '../../../src/node/pace';
import { makeFolder } from '../gather/tree';

describe('files of a folder', () => {
  test('are listed, read, and told apart', async () => {
    const root = await makeFolder({ 'a.ts': 'abc', 'sub/b.ts': '', link: { link: 'a.ts' } });
    const files = createNodeFiles(root);
    expect([...(await files.list(''))].sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
      { name: 'a.ts', kind: 'file' }, { name: 'link', kind: 'link' }, { name: 'sub', kind: 'folder' },
    ]);
    expect(Buffer.from((await files.read('a.ts'))!).toString()).toBe('abc');
    expect(await files.stat('a.ts')).toEqual({ kind: 'file', size: 3 });
    expect(await files.stat('sub')).toEqual({ kind: 'folder', size: 0 });
    expect(await files.stat('link')).toEqual({ kind: 'file', size: 3 });
    expect(await files.stat('none')).toBeUndefined();
    expect(await files.read('none/at/all')).toBeUndefined();
    expect(await files.read('a.ts/b')).toBeUndefined();
    expect(await files.read('sub')).toBeUndefined();
    await expect(files.list('none')).rejects.toThrow('ENOENT');
  });

  test('outside are out of reach, by dots and by links', async () => {
    const outside = await makeFolder({ 'secret.txt': 'x' });
    const root = await makeFolder({ 'file.txt': { link: `${outside}/secret.txt` }, folder: { link: outside }, sibling: { link: `../${path.basename(outside)}` }, self: { link: '.' }, loop: { link: 'loop' } });
    const files = createNodeFiles(root);
    for (const each of ['../x', `${outside}/secret.txt`, 'file.txt', 'folder/secret.txt', 'sibling/secret.txt', 'self/self/folder/secret.txt', 'a/../../x']) {
      await expect(files.read(each), each).rejects.toThrow(PathRefused);
      await expect(files.stat(each), each).rejects.toThrow(PathRefused);
    }
    await expect(files.list('folder')).rejects.toThrow(PathRefused);
    expect(await files.read('loop')).toBeUndefined();
    expect(await files.read('self/self/none')).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')('that are pipes are not waited for', async () => {
    const root = await makeFolder();
    execFileSync('mkfifo', [path.join(root, 'pipe.ts')]);
    expect(await createNodeFiles(root).read('pipe.ts')).toBeUndefined();
    expect(await createNodeFiles(root).stat('pipe.ts')).toBeUndefined();
  });

  test('are found though the folder itself is reached through a link', async () => {
    const real = await makeFolder({ 'a.ts': 'x' });
    const root = await makeFolder({ there: { link: real } });
    expect(await createNodeFiles(path.join(root, 'there')).read('a.ts')).toBeDefined();
  });
});

describe('ignore files above the folder', () => {
  test('are those up to the repository', async () => {
    const root = await makeFolder({ '.gitignore': 'never', 'repo/.gitignore': 'a', 'repo/packages/.gitignore': 'b', 'repo/packages/app/.gitignore': 'c', 'repo/packages/app/x': '' });
    await mkdir(path.join(root, 'repo/.git'));
    expect(await readOuterIgnores(path.join(root, 'repo/packages/app'))).toEqual({ prefix: 'packages/app', files: [{ name: '.gitignore', folder: '', text: 'a' }, { name: '.gitignore', folder: 'packages', text: 'b' }] });
    expect(await readOuterIgnores(path.join(root, 'repo'))).toBeUndefined();
  });
});

describe('a survey', () => {
  test('tells how files and folders stand, without reading one', async () => {
    const root = await makeFolder({ 'a.ts': 'abc', 'sub/b.ts': 'x', link: { link: 'a.ts' } });
    const files = createNodeFiles(root);
    const found = await files.survey!({ folders: ['', 'none', '../outside'], files: ['a.ts', 'none.ts', 'sub', 'link', '../../etc/passwd'] });
    expect(found.folders.map((entries) => entries?.map(({ name, kind }) => `${kind} ${name}`).sort())).toEqual([['file a.ts', 'folder sub', 'link link'], undefined, undefined]);
    const { size, mtimeMs, ctimeMs, ino } = await stat(path.join(root, 'a.ts'));
    const [none, stamp] = [[NaN, NaN, NaN, NaN], [size, mtimeMs, ctimeMs, ino]];
    expect([...found.stamps]).toEqual([...stamp, ...none, ...none, ...stamp, ...none]);
  });
});

test('a disk that does not answer at once is asked by promises', async () => {
  let now = 0;
  const pace = new Pace(() => now);
  const asked: string[] = [];
  const ask = () => pace.call(() => void asked.push('blocking'), async () => void asked.push('promised'));
  await ask();
  for (let i = 0; i < 5; i++) pace.time(() => (now += 6));
  await ask();
  expect(asked).toEqual(['blocking', 'promised']);
});
