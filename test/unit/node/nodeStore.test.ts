import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PathRefused } from '../../../src/engine/safety/containment';
import { StoreError } from '../../../src/engine/safety/storeError';
import { encodeText, type TextShape } from '../../../src/engine/write/textFile';
import { createNodeStore, type Disk } from '../../../src/node/nodeStore';
import { makeFolder } from '../gather/tree';

const bytesOf = (root: string, file: string) => fs.readFile(path.join(root, file));
const textOf = async (root: string, file: string) => (await bytesOf(root, file)).toString();
const leftovers = async (root: string) => (await fs.readdir(root, { recursive: true })).filter((name) => name.includes('.specwright-tmp-'));

describe('a write', () => {
  test('makes the file and its folders', async () => {
    const root = await makeFolder();
    const store = createNodeStore(root);
    expect(await store.write('specs/src/a.ts.spec.md', '# A\n')).toBe('written');
    expect(await textOf(root, 'specs/src/a.ts.spec.md')).toBe('# A\n');
    expect(await store.read('./specs/src/a.ts.spec.md')).toBe('# A\n');
    expect(await store.read('none')).toBeUndefined();
    expect(await leftovers(root)).toEqual([]);
  });

  test('of the same text touches nothing', async () => {
    const root = await makeFolder({ 'mixed.md': 'a\r\nb\nc\n' });
    const store = createNodeStore(root);
    const before = new Date('2001-02-03T04:05:06Z');
    await fs.utimes(path.join(root, 'mixed.md'), before, before);
    expect(await store.write('mixed.md', 'a\nb\nc\n')).toBe('unchanged');
    expect(await store.write('mixed.md', (await store.read('mixed.md'))!)).toBe('unchanged');
    expect((await fs.stat(path.join(root, 'mixed.md'))).mtime).toEqual(before);
    expect(await textOf(root, 'mixed.md')).toBe('a\r\nb\nc\n');
  });

  const shapes: TextShape[] = (['lf', 'crlf'] as const).flatMap((eol) => [
    { encoding: 'utf-8', hadBom: false, eol }, { encoding: 'utf-8', hadBom: true, eol }, { encoding: 'utf-16le', hadBom: true, eol }, { encoding: 'utf-16be', hadBom: true, eol },
  ] as const);
  test.each(shapes)('keeps $encoding, mark $hadBom, $eol', async (shape) => {
    const root = await makeFolder({ 'a.md': encodeText('alt\nzwei\nü 日本\n', shape) });
    const store = createNodeStore(root);
    expect(await store.read('a.md')).toBe('alt\nzwei\nü 日本\n');
    expect(await store.write('a.md', 'neu\nzwei\nü 日本 😀\n')).toBe('written');
    expect(await bytesOf(root, 'a.md')).toEqual(Buffer.from(encodeText('neu\nzwei\nü 日本 😀\n', shape)));
    expect(await store.read('a.md')).toBe('neu\nzwei\nü 日本 😀\n');
  });

  test.skipIf(process.platform === 'win32')('keeps the permissions, and goes through a link without replacing it', async () => {
    const root = await makeFolder({ 'real/run.sh': 'a', 'run.sh': { link: 'real/run.sh' }, 'via': { link: 'real' } });
    await fs.chmod(path.join(root, 'real/run.sh'), 0o751);
    const store = createNodeStore(root);
    expect(await store.write('run.sh', 'b')).toBe('written');
    expect(await store.write('via/new.md', 'c')).toBe('written');
    expect(await textOf(root, 'real/run.sh')).toBe('b');
    expect(await textOf(root, 'real/new.md')).toBe('c');
    expect((await fs.stat(path.join(root, 'real/run.sh'))).mode & 0o777).toBe(0o751);
    expect((await fs.lstat(path.join(root, 'run.sh'))).isSymbolicLink()).toBe(true);
  });

  test('of one file waits for the one before, and no reader meets half of one', async () => {
    const root = await makeFolder({ 'a.md': 'x'.repeat(100_000) });
    const store = createNodeStore(root);
    const texts = Array.from({ length: 30 }, (_, i) => String(i % 10).repeat(100_000 + i));
    let isDone = false;
    const seen = new Set<string>();
    const reading = (async () => {
      while (!isDone) seen.add((await store.read('a.md'))!);
    })();
    await Promise.all(texts.map((text, i) => store.write(i % 2 ? 'a.md' : './A.md'.toLowerCase(), text)));
    isDone = true;
    await reading;
    expect(await store.read('a.md')).toBe(texts.at(-1));
    for (const text of seen) expect(new Set(text).size).toBe(1);
  });

  test('that fails does not hold up the next', async () => {
    const root = await makeFolder();
    let opened = 0;
    const open: Disk['open'] = (...args) => (++opened === 1 ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) : fs.open(...args));
    const store = createNodeStore(root, { ...fs, open });
    const [first, second] = await Promise.allSettled([store.write('a.md', 'x'), store.write('a.md', 'y')]);
    expect(first.status).toBe('rejected');
    expect(second).toEqual({ status: 'fulfilled', value: 'written' });
    expect(await textOf(root, 'a.md')).toBe('y');
  });
});

describe('nothing is written outside', () => {
  test.each(['../x.md', '/tmp/x.md', 'a/../../x.md', 'C:/x.md', 'a\\b.md', 'con.md', '.git/hooks/pre-commit', 'sub/.GIT/config', 'x\0.md', ''])('not by the path %j', async (file) => {
    const root = await makeFolder();
    await expect(createNodeStore(root).write(file, 'x')).rejects.toThrow(PathRefused);
    expect(await fs.readdir(root)).toEqual([]);
  });

  test('not through a link to a folder, a file, or nowhere, however it is wrapped', async () => {
    const outside = await makeFolder({ 'theirs.md': 'keep' });
    const root = await makeFolder({
      out: { link: outside }, 'theirs.md': { link: `${outside}/theirs.md` }, up: { link: '..' }, chain: { link: 'out' }, 'gone.md': { link: `${outside}/new.md` }, gone: { link: `${outside}/none` },
      '.git/hooks/x': '', hooks: { link: '.git/hooks' }, loop: { link: 'loop' },
    });
    const store = createNodeStore(root);
    for (const file of ['out/new.md', 'out/deep/er/new.md', 'theirs.md', 'up/new.md', 'chain/new.md', 'hooks/pre-commit']) await expect(store.write(file, 'x'), file).rejects.toThrow(PathRefused);
    for (const file of ['gone.md', 'gone/new.md', 'loop/new.md', 'loop']) await expect(store.write(file, 'x'), file).rejects.toThrow(StoreError);
    await expect(store.read('theirs.md')).rejects.toThrow(PathRefused);
    expect(await fs.readdir(outside)).toEqual(['theirs.md']);
    expect(await textOf(outside, 'theirs.md')).toBe('keep');
    // Other tests make folders there; this one's files have no business in it.
    expect(await fs.readdir(path.dirname(root))).not.toContain('new.md');
  });
});

describe('a removal', () => {
  test('takes the file and the folders that it leaves empty', async () => {
    const root = await makeFolder({ 'specs/a/deep/x.md': 'x\r\ny\n', 'specs/b.md': 'b' });
    const store = createNodeStore(root);
    expect(await store.remove('specs/a/deep/x.md', 'x\ny\n')).toBe('removed');
    expect(await fs.readdir(path.join(root, 'specs'))).toEqual(['b.md']);
    expect(await store.remove('specs/b.md', 'b')).toBe('removed');
    expect(await fs.readdir(root)).toEqual([]);
    expect(await store.remove('specs/b.md', 'b')).toBe('absent');
  });

  test('leaves what says something else by now', async () => {
    const root = await makeFolder({ 'a.md': 'theirs' });
    expect(await createNodeStore(root).remove('a.md', 'ours')).toBe('refused');
    expect(await textOf(root, 'a.md')).toBe('theirs');
  });

  test.skipIf(process.platform === 'win32')('takes away no link and nothing behind one, and leaves the folder by no path', async () => {
    const outside = await makeFolder({ 'theirs.md': 'keep' });
    const root = await makeFolder({ 'real.md': 'keep', 'link.md': { link: 'real.md' }, 'out': { link: outside } });
    const store = createNodeStore(root);
    expect(await store.remove('link.md', 'keep')).toBe('refused');
    await expect(store.remove('out/theirs.md', 'keep')).rejects.toThrow(PathRefused);
    await expect(store.remove('../theirs.md', 'keep')).rejects.toThrow(PathRefused);
    expect([await textOf(root, 'real.md'), await textOf(outside, 'theirs.md')]).toEqual(['keep', 'keep']);
  });
});

describe('a failure names the file and the next step, and leaves the old text', () => {
  const failing = (code: string, ...operations: (keyof Disk)[]): Disk => {
    const fail = () => Promise.reject(Object.assign(new Error(`${code}: simulated`), { code }));
    return { ...fs, ...Object.fromEntries(operations.map((operation) => [operation, fail])) };
  };

  test.each([
    ['ENOSPC', 'full', 'Cannot write a.md: the disk is full. Free some space and run the command again: what is finished is kept.'],
    ['EDQUOT', 'full', 'Cannot write a.md: the disk is full. Free some space and run the command again: what is finished is kept.'],
    ['EACCES', 'read-only', 'Cannot write a.md: the file or its folder is protected. Allow writing there, or choose another output folder.'],
    ['EROFS', 'read-only', 'Cannot write a.md: the file or its folder is protected. Allow writing there, or choose another output folder.'],
    ['EIO', 'failed', 'Cannot write a.md: EIO: simulated.'],
  ])('%s', async (code, expected, message) => {
    for (const operation of ['open', 'rename'] as const) {
      const root = await makeFolder({ 'a.md': 'old' });
      const error = await createNodeStore(root, failing(code, operation)).write('a.md', 'new').catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({ code: expected, path: 'a.md', message });
      expect(await textOf(root, 'a.md')).toBe('old');
      expect(await leftovers(root)).toEqual([]);
    }
  });

  test('a disk that fills up half-way', async () => {
    const root = await makeFolder({ 'a.md': 'old' });
    const disk: Disk = {
      ...fs,
      async open(...args: Parameters<typeof fs.open>) {
        const handle = await fs.open(...args);
        handle.writeFile = async () => {
          await handle.write('ne');
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        };
        return handle;
      },
    };
    await expect(createNodeStore(root, disk).write('a.md', 'new')).rejects.toMatchObject({ code: 'full' });
    expect(await textOf(root, 'a.md')).toBe('old');
    expect(await leftovers(root)).toEqual([]);
  });

  test('a name that is too long', async () => {
    const root = await makeFolder();
    await expect(createNodeStore(root).write(`${'x'.repeat(300)}.md`, '')).rejects.toMatchObject({ code: 'name-too-long' });
  });

  test('a folder in the way, a file in the way, a file that is no text', async () => {
    const root = await makeFolder({ 'folder.md/x': '', file: '', 'bytes.md': Buffer.from([0xc3, 0x28]) });
    const store = createNodeStore(root);
    await expect(store.write('folder.md', '')).rejects.toMatchObject({ code: 'not-a-file' });
    await expect(store.write('file/a.md', '')).rejects.toMatchObject({ code: 'not-a-file' });
    await expect(store.write('bytes.md', '')).rejects.toMatchObject({ code: 'undecodable', message: expect.stringContaining('neither read nor overwritten') as string });
    await expect(store.read('bytes.md')).rejects.toMatchObject({ code: 'undecodable' });
  });

  // Whoever runs as root may write everywhere.
  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder and a file that are read-only', async () => {
    const root = await makeFolder({ 'locked/a.md': 'old', 'b.md': 'old' });
    await fs.chmod(path.join(root, 'locked'), 0o555);
    await fs.chmod(path.join(root, 'b.md'), 0o444);
    for (const file of ['locked/a.md', 'locked/new.md', 'b.md']) await expect(createNodeStore(root).write(file, 'new')).rejects.toMatchObject({ code: 'read-only' });
    expect(await textOf(root, 'b.md')).toBe('old');
    await fs.chmod(path.join(root, 'locked'), 0o755);
  });
});

test('what a crash left behind goes with the next write in that folder, and nothing else', async () => {
  const dead = 2 ** 22 + 1; // above Linux's largest process number
  const root = await makeFolder({ [`specs/.specwright-tmp-${dead}-abc`]: 'half', [`specs/.specwright-tmp-${process.ppid}-def`]: 'being written', 'specs/.specwright-template': 'mine', [`other/.specwright-tmp-${dead}-x`]: '' });
  await createNodeStore(root).write('specs/a.md', 'x');
  expect((await fs.readdir(path.join(root, 'specs'))).sort()).toEqual([`.specwright-tmp-${process.ppid}-def`, '.specwright-template', 'a.md'].sort());
  expect(await fs.readdir(path.join(root, 'other'))).toHaveLength(1);
});
