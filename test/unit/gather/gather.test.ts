import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createGatherer } from '../../../src/engine/gather/gather';
import { createNodeFiles } from '../../../src/node/nodeFiles';
import { made } from '../safety/madeUp';
import { collect, fillFolder, gatherAll, gathererOf, isCode, makeFolder } from './tree';

describe('a folder', () => {
  test('gives its sources folder by folder, files before sub-folders, by code units', async () => {
    const root = await makeFolder({ 'b.ts': '', 'a/z.ts': '', 'a/B.ts': '', 'a/a.ts': '', 'a/deep/x.py': '', 'Z.ts': '', 'é.ts': '', 'a.ts': '', 'a-b/c.ts': '', 'notes.md': '', 'logo.png': '' });
    expect((await gatherAll(root)).paths).toEqual(['Z.ts', 'a.ts', 'b.ts', 'é.ts', 'a/B.ts', 'a/a.ts', 'a/z.ts', 'a/deep/x.py', 'a-b/c.ts']);
  });

  test('leaves out what is no source of its own, and says so where somebody would wonder', async () => {
    const root = await makeFolder({
      'src/a.ts': '', 'src/node_modules/x/index.ts': '', 'node_modules/y/index.ts': '', '.git/hooks.py': '', '.hg/a.py': '', 'specs/a.ts': '', '.specwright/templates/t.ts': '',
      'env/pyvenv.cfg': '', 'env/lib/site.py': '', 'package-lock.json': '{}',
    });
    const { paths, reasons } = await gatherAll(root);
    expect(paths).toEqual(['src/a.ts']);
    expect(reasons).toEqual({ node_modules: 'ignored: installed packages', 'src/node_modules': 'ignored: installed packages', env: 'ignored: a virtual environment of Python' });
  });

  test('honours nested ignore files, and counts the sources that they leave out', async () => {
    const root = await makeFolder({
      '.gitignore': 'dist/\n*.gen.ts\n', 'a.ts': '', 'a.gen.ts': '', 'dist/a.ts': '', 'src/.gitignore': '!keep.gen.ts\n/local\n', 'src/keep.gen.ts': '', 'src/x.gen.ts': '', 'src/y.gen.ts': '',
      'src/local/a.ts': '', 'src/deep/local/a.ts': '',
    });
    const { paths, leftOut } = await gatherAll(root);
    expect(paths).toEqual(['a.ts', 'src/keep.gen.ts', 'src/deep/local/a.ts']);
    expect(leftOut).toEqual([
      { kind: 'left-out', path: 'a.gen.ts', because: 'ignored', reason: 'ignored by .gitignore' },
      { kind: 'left-out', path: 'dist', because: 'ignored', reason: 'ignored by .gitignore' },
      { kind: 'left-out', path: 'src', because: 'ignored', reason: '2 files ignored by .gitignore', count: 2 },
      { kind: 'left-out', path: 'src/local', because: 'ignored', reason: 'ignored by .gitignore' },
    ]);
  });

  test('takes what the globs say', async () => {
    const root = await makeFolder({ 'src/a.ts': '', 'src/a.test.ts': '', 'src/b.py': '', 'lib/c.ts': '', 'lib/old/d.ts': '' });
    expect((await gatherAll(root, [''], { include: ['src/**/*.{ts,py}', 'lib'], exclude: ['**/*.test.*', 'old'] })).paths).toEqual(['lib/c.ts', 'src/a.ts', 'src/b.py']);
    expect((await gatherAll(root, [''], { outputFolder: 'lib' })).paths).not.toContain('lib/c.ts');
    expect((await gatherAll(root, [''], { outputFolder: './' })).paths).toContain('lib/c.ts');
  });

  test('within a repository obeys the ignore files above it', async () => {
    const root = await makeFolder({
      'repo/.git/HEAD': '', 'repo/.gitignore': '*.gen.ts\n/packages/*/out\n*.tmp.ts\n', 'repo/packages/.gitignore': '!app/keep/*\n', 'repo/.specwrightignore': 'packages/app/Private.ts', 'repo/packages/.specwrightignore': 'lib',
      'repo/packages/app/a.ts': '', 'repo/packages/app/a.gen.ts': '', 'repo/packages/app/out/b.ts': '', 'repo/packages/app/keep/x.tmp.ts': '', 'repo/packages/app/private.ts': '', 'repo/packages/lib/c.ts': '',
    });
    const app = `${root}/repo/packages/app`;
    expect((await gatherAll(app)).paths).toEqual(['a.ts', 'keep/x.tmp.ts']);
    await fillFolder(app, { '.gitignore': 'keep\n' });
    expect((await gatherAll(app)).paths).toEqual(['a.ts']);
    await fillFolder(app, { '.gitignore': '' });
    expect((await gatherAll(app, ['private.ts'])).leftOut).toMatchObject([{ because: 'private' }]);
    expect((await gatherAll(`${root}/repo`)).paths).toEqual(['packages/app/a.ts', 'packages/app/keep/x.tmp.ts']);
    // Unless .gitignore leaves the folder itself out: who opened it wants to see it.
    expect((await gatherAll(`${app}/out`)).paths).toEqual(['b.ts']);
    expect((await gatherAll(`${root}/repo/packages/lib`)).paths).toEqual([]);
  });
});

describe('a file that is named', () => {
  test('is taken whatever its extension, and although it is ignored', async () => {
    const root = await makeFolder({ '.gitignore': 'dist\n', 'README.md': '# Hi', 'dist/a.ts': 'a', 'x.test.ts': '', 'node_modules/y/index.ts': '' });
    const { paths, sources, leftOut } = await gatherAll(root, ['node_modules/y/index.ts', 'x.test.ts', 'dist/a.ts', './README.md'], { exclude: ['*.test.ts'] });
    expect(paths).toEqual(['README.md', 'x.test.ts', 'dist/a.ts', 'node_modules/y/index.ts']);
    expect(leftOut).toEqual([]);
    expect(sources.map(({ note }) => note)).toEqual([
      undefined,
      'taken because x.test.ts was named (otherwise: excluded by the settings)',
      'taken because dist/a.ts was named (otherwise: ignored by .gitignore)',
      'taken because node_modules/y/index.ts was named (otherwise: installed packages)',
    ]);
    expect((await gatherAll(root, ['README.md'], { supportedOnly: true })).reasons).toEqual({ 'README.md': 'notSource: of no language that is known' });
  });

  test('comes where a reader would look for it: where a folder begins first, its tests last', async () => {
    const files = ['alpha.ts', 'index.ts', 'benches/a.ts', 'examples/a.ts', 'src/b.ts', 'src/lib.ts', 'src/main.ts', 'src/z/a.py', 'src/z/__init__.py', 'zeta/a.ts'];
    const root = await makeFolder(Object.fromEntries(files.map((file) => [file, ''])));
    const order = ['index.ts', 'alpha.ts', 'src/lib.ts', 'src/main.ts', 'src/b.ts', 'src/z/__init__.py', 'src/z/a.py', 'zeta/a.ts', 'benches/a.ts', 'examples/a.ts'];
    for (const paths of [[''], files, [...files].reverse(), ['zeta', 'benches', 'src/b.ts', '']]) expect((await gatherAll(root, paths)).paths).toEqual(order);
  });

  test('comes once, in the place of the tree, however often and in what order it is named', async () => {
    const root = await makeFolder({ 'a.ts': '', 'b/c.ts': '', 'b/d.md': '', 'e.ts': '' });
    for (const paths of [['b/c.ts', 'b', 'a.ts', '', 'b/d.md'], ['', 'b/d.md', 'a.ts', './b/', 'b//c.ts']]) expect((await gatherAll(root, paths)).paths).toEqual(['a.ts', 'e.ts', 'b/c.ts', 'b/d.md']);
  });

  test.each([
    ['../x.ts', 'refused: holds "..". Only paths within the folder are taken.'],
    ['/etc/passwd', 'refused: is absolute. Give it relative to the folder.'],
    ['none.ts', 'missing: there is no such file or folder'],
    ['a.ts/b.ts', 'missing: there is no such file or folder'],
    ['package-lock.json', 'always: left out: it is a lock file'],
    ['.git/config', 'always: left out: it belongs to version control'],
    ['specs/a.ts.spec.md', 'always: left out: it is the output folder'],
    ['logo.png', 'binary: a binary file'],
    ['nul.ts', 'binary: a binary file'],
    ['latin1.ts', 'undecodable: not valid UTF-8. Save it as UTF-8'],
    ['odd16.ts', 'undecodable: not valid UTF-16. Save it as UTF-8'],
    ['big.ts', 'tooLarge: 1.5 KiB, above the limit of 1.0 KiB'],
  ])('%s is left out with the reason', async (path, reason) => {
    const root = await makeFolder({
      'a.ts': '', 'package-lock.json': '{}', '.git/config': '', 'specs/a.ts.spec.md': '', 'logo.png': 'x', 'nul.ts': 'a\0b', 'latin1.ts': Buffer.from('caf\xe9', 'latin1'),
      'odd16.ts': Buffer.from([0xff, 0xfe, 0x41]), 'big.ts': 'x'.repeat(1536),
    });
    const { sources, reasons } = await gatherAll(root, [path], { maxFileBytes: 1024 });
    expect(sources).toEqual([]);
    expect(reasons).toEqual({ [path]: reason });
  });

  test('that was deleted meanwhile is missing, and the others go on', async () => {
    const root = await makeFolder({ 'a.ts': 'a', 'b.ts': 'b' });
    const files = createNodeFiles(root);
    const gatherer = createGatherer({ ...files, read: async (path) => (path === 'a.ts' ? undefined : files.read(path)) }, { isSource: isCode });
    expect((await collect(gatherer.gather(['']))).map((found) => `${found.kind} ${found.path}`)).toEqual(['left-out a.ts', 'source b.ts']);
  });
});

describe('a folder that is named although it is ignored', () => {
  test('is taken: only what lies inside it counts', async () => {
    const root = await makeFolder({
      '.gitignore': 'build/\n*.gen.ts\n', 'build/a.gen.ts': '', 'build/.gitignore': 'tmp\n', 'build/tmp/b.ts': '', 'build/c.test.ts': '',
      'node_modules/y/index.ts': '', 'node_modules/y/node_modules/z/index.ts': '',
    });
    expect((await gatherAll(root, ['build'], { exclude: ['*.test.ts'] })).paths).toEqual(['build/a.gen.ts']);
    expect((await gatherAll(root, ['build'], { exclude: ['build'] })).paths).toEqual(['build/a.gen.ts', 'build/c.test.ts']);
    expect((await gatherAll(root, ['node_modules/y'])).paths).toEqual(['node_modules/y/index.ts']);
  });

  test.each(['.git', 'specs', '.specwright'])('%s is never', async (folder) => {
    const root = await makeFolder({ [`${folder}/a.ts`]: '' });
    const { paths, leftOut } = await gatherAll(root, [folder]);
    expect(paths).toEqual([]);
    expect(leftOut).toMatchObject([{ path: folder, because: 'always' }]);
  });
});

describe('.specwrightignore', () => {
  test('holds for what is named, for what is imported, in any letter case', async () => {
    const root = await makeFolder({ '.specwrightignore': 'secret/\nkeys.ts\n', 'secret/a.ts': '', 'keys.ts': '', 'Keys.TS': '', 'sub/.specwrightignore': '*.py', 'sub/b.py': '', 'sub/c.ts': '' });
    const { paths, reasons } = await gatherAll(root, ['', 'secret/a.ts', 'secret', 'keys.ts', 'Keys.TS', 'sub/b.py']);
    expect(paths).toEqual(['sub/c.ts']);
    expect(Object.keys(reasons).sort()).toEqual(['Keys.TS', 'keys.ts', 'secret', 'secret/a.ts', 'sub/b.py']);
    expect(await gathererOf(root).readSource('secret/a.ts')).toMatchObject({ kind: 'left-out', because: 'private' });
  });

  test('does not let .gitignore bring anything back, and brings nothing back itself', async () => {
    const root = await makeFolder({ '.specwrightignore': 'a.ts\n!b.ts\n', '.gitignore': '!a.ts\nb.ts\n', 'a.ts': '', 'b.ts': '' });
    expect((await gatherAll(root)).paths).toEqual([]);
  });

  test('that cannot be read stops the run rather than let something out', async () => {
    const root = await makeFolder({ '.specwrightignore': { link: 'nowhere' }, 'a.ts': '' });
    await expect(gatherAll(root)).rejects.toThrow('.specwrightignore cannot be read');
  });
});

describe('links', () => {
  test('are followed nowhere, each with its reason', async () => {
    const outside = await makeFolder({ 'passwords.ts': 'x' });
    const root = await makeFolder({
      'a.ts': '', 'inside.ts': { link: 'a.ts' }, 'outside.ts': { link: `${outside}/passwords.ts` }, 'broken.ts': { link: 'gone' }, 'loop.ts': { link: 'loop.ts' },
      'sub/up': { link: '..' }, 'sub/out': { link: outside }, 'sub/b.ts': '', '.gitignore': { link: 'a.ts' },
    });
    const { paths, reasons } = await gatherAll(root);
    expect(paths).toEqual(['a.ts', 'sub/b.ts']);
    expect(reasons).toEqual({
      'inside.ts': 'link: a link to another file of this folder, which is taken under its own name',
      'outside.ts': 'link: a link that leaves the folder', 'broken.ts': 'link: a link that leads nowhere', 'loop.ts': 'link: a link that leads nowhere',
    });
  });

  test('that are named, or lie on the way, are refused', async () => {
    const outside = await makeFolder({ 'passwords.ts': 'x' });
    const root = await makeFolder({ 'a/x.ts': '', in: { link: 'a' }, out: { link: outside }, 'out.ts': { link: `${outside}/passwords.ts` }, 'in.ts': { link: 'a/x.ts' } });
    const { sources, reasons } = await gatherAll(root, ['in/x.ts', 'out/passwords.ts', 'out.ts', 'in.ts', 'out']);
    expect(sources).toEqual([]);
    expect(Object.values(reasons)).toHaveLength(4);
    for (const reason of Object.values(reasons)) expect(reason).toMatch(/^link: a link/);
  });
});

describe('the text', () => {
  test.each([
    ['UTF-8', 'utf-8', 'lf', false, Buffer.from('a\nü\n')],
    ['UTF-8 with a mark', 'utf-8', 'crlf', true, Buffer.from('\uFEFFa\r\nü\r\n')],
    ['UTF-16 LE', 'utf-16le', 'lf', true, Buffer.from('\uFEFFa\nü\n', 'utf16le')],
    ['UTF-16 BE', 'utf-16be', 'crlf', true, Buffer.from('\uFEFFa\r\nü\r\n', 'utf16le').swap16()],
  ] as const)('in %s is decoded, and its shape told', async (_, encoding, eol, hadBom, bytes) => {
    const { sources } = await gatherAll(await makeFolder({ 'a.ts': bytes }));
    expect(sources).toMatchObject([{ text: eol === 'lf' ? 'a\nü\n' : 'a\r\nü\r\n', encoding, eol, hadBom, bytes: bytes.length }]);
  });

  test('of an empty file is empty', async () => {
    expect((await gatherAll(await makeFolder({ 'a.ts': '', 'b.ts': '\uFEFF' }))).sources.map(({ text }) => text)).toEqual(['', '']);
  });

  test('holds no secret, and gets it back', async () => {
    const code = `const token = 'ghp_${made(36)}';\n`;
    const { sources: [source] } = await gatherAll(await makeFolder({ 'a.ts': code }));
    expect(source?.text).not.toContain(made(8));
    expect(source?.mask.restore(source.text)).toBe(code);
  });

  test('of a file with any name is read', async () => {
    const names = ['with space.ts', 'it\'s "quoted".ts', 'a#b%20c.ts', '日本語.ts', 'עברית.py', 'a\u0301.ts', '[id].ts', '$(x).ts', '-rf.ts', 'con.ts'];
    const root = await makeFolder(Object.fromEntries(names.map((name) => [name, name])));
    expect((await gatherAll(root)).sources.map(({ text }) => text)).toEqual([...names].sort((one, other) => (one < other ? -1 : 1)));
    expect((await gatherAll(root, names)).paths).toHaveLength(names.length);
  });
});

test('an import is read by the same rules whatever was named', async () => {
  const root = await makeFolder({ '.gitignore': 'gen.ts', 'gen.ts': 'g', 'a.ts': 'a', 'b/index.ts': 'b' });
  const gatherer = gathererOf(root);
  await collect(gatherer.gather(['gen.ts']));
  expect(await gatherer.readSource('gen.ts')).toMatchObject({ because: 'ignored' });
  expect(await gatherer.readSource('a.ts')).toMatchObject({ kind: 'source', text: 'a' });
  expect(await gatherer.readSource('b')).toMatchObject({ because: 'missing' });
  expect(await gatherer.readSource('c.ts')).toMatchObject({ because: 'missing' });
  expect(await gatherer.isIgnored('gen.ts')).toBe(true);
  expect(await gatherer.isIgnored('node_modules', 'folder')).toBe(true);
  expect(await gatherer.isIgnored('b', 'folder')).toBe(false);
});

describe('an abort', () => {
  test('is heard at once, even while the disk hangs', async () => {
    const root = await makeFolder(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}.ts`, ''])));
    const files = createNodeFiles(root);
    const hanging = { ...files, read: (path: string) => (path.endsWith('.ts') ? new Promise<Uint8Array>(() => {}) : files.read(path)) };
    const abort = new AbortController();
    const reason = new Error('cancelled by the test');
    const gathering = collect(createGatherer(hanging, { isSource: isCode }).gather([''], abort.signal));
    setTimeout(() => abort.abort(reason), 20);
    await expect(gathering).rejects.toBe(reason);
  });

  test('before the start reads nothing', async () => {
    const files = createNodeFiles(await makeFolder({ 'a.ts': '' }));
    let reads = 0;
    const gatherer = createGatherer({ ...files, list: (folder) => (reads++, files.list(folder)) }, { isSource: isCode });
    await expect(collect(gatherer.gather([''], AbortSignal.abort(new Error('no'))))).rejects.toThrow('no');
    expect(reads).toBe(0);
  });
});

test('reads at most sixteen files at once, in order all the same', async () => {
  const root = await makeFolder(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${String(i).padStart(2, '0')}.ts`, `${i}`])));
  const files = createNodeFiles(root);
  let open = 0;
  let most = 0;
  const gatherer = createGatherer({
    ...files,
    async read(path) {
      most = Math.max(most, ++open);
      await pause(Number(/\d+/.exec(path)?.[0] ?? 0) % 3);
      open--;
      return files.read(path);
    },
  }, { isSource: isCode });
  const found = await collect(gatherer.gather(['']));
  expect(found.map((each) => (each.kind === 'source' ? each.text : ''))).toEqual(Array.from({ length: 60 }, (_, i) => `${i}`));
  expect(most).toBeLessThanOrEqual(16);
  expect(most).toBeGreaterThan(4);
});
