import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillFolder, gatherAll, gathererOf, makeFolder } from './tree';

/** No setting of whoever runs the tests counts. */
const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_DIR: undefined, GIT_WORK_TREE: undefined };

function git(root: string, args: readonly string[], input = ''): string[] {
  const { status, stdout, stderr } = spawnSync('git', ['-C', root, ...args], { env, input, encoding: 'utf8' });
  if (status !== 0 && args[0] !== 'check-ignore') throw new Error(stderr);
  return stdout.split('\0').filter((name) => name !== '');
}

const names = ['a', 'b', 'ab', 'a b', 'a.ts', 'b.ts', 'x[1]', '#a', '!b', 'A', 'é', 'à', 'a*'];
const name = fc.constantFrom(...names);
const folders = fc.constantFrom('', 'a', 'b', 'a/b', 'a/b/a', 'ab', 'a b', 'x[1]', 'a/x[1]', '!b', 'é', 'à', 'a*');

/** One name of a pattern. A run of asterisks beside other characters is left out: git and its manual part there (see the library's README). */
const segment = fc.oneof(
  { weight: 4, arbitrary: name.map((each) => each.replace(/[*[\]#!\\]/g, '\\$&').replace(/ $/, '\\ ')) },
  { weight: 2, arbitrary: fc.constantFrom('*', '?', '*.ts', 'a*', '*b', '[ab]', '[!a]', '[a-b].ts', 'a?b', '\\a', '[[:alpha:]]', 'a[', '??', '[é]', '[à-é]', 'é?', '*à') },
  { weight: 1, arbitrary: fc.constant('**') },
);
const pattern = fc
  .tuple(fc.constantFrom('', '', '', '!'), fc.constantFrom('', '', '/'), fc.array(segment, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '', '/'), fc.constantFrom('', '', '', ' ', '  ', '\\ ', '\r'))
  .map(([negation, start, segments, end, tail]) => negation + start + segments.join('/') + end + tail);
const ignoreFile = fc.array(fc.oneof({ weight: 9, arbitrary: pattern }, fc.constantFrom('', '# a', '  ', '/', '!', '\\', '*', '!*/', '**', '/**', '!/a')), { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n'));
const trees = fc.record({
  files: fc.uniqueArray(fc.tuple(folders, name).map(([folder, file]) => (folder === '' ? file : `${folder}/${file}`)), { minLength: 4, maxLength: 25 }),
  ignores: fc.uniqueArray(fc.tuple(folders, ignoreFile), { minLength: 1, maxLength: 3, selector: ([folder]) => folder }),
});

test('takes exactly the files that git takes, for any tree with any nested ignore files', async () => {
  const root = await makeFolder();
  git(root, ['init', '-q']);
  await fc.assert(
    fc.asyncProperty(trees, async ({ files, ignores }) => {
      for (const entry of await readdir(root)) if (entry !== '.git') await rm(`${root}/${entry}`, { recursive: true });
      for (const [folder, text] of ignores) {
        await mkdir(`${root}/${folder}`, { recursive: true });
        await fillFolder(root, { [`${folder}/.gitignore`.replace(/^\//, '')]: text });
      }
      // A name that is a folder already cannot be a file.
      for (const file of files) await fillFolder(root, { [file]: '' }).catch(() => {});
      const expected = git(root, ['ls-files', '-z', '-co', '--exclude-standard']);
      const { paths } = await gatherAll(root, [''], { isSource: () => true });
      expect([...paths].sort()).toEqual([...new Set(expected)].sort());

      const all = (await readdir(root, { recursive: true, withFileTypes: true })).filter(({ parentPath }) => !parentPath.includes('/.git')).map((each) => ({
        path: `${each.parentPath}/${each.name}`.slice(root.length + 1),
        kind: each.isDirectory() ? ('folder' as const) : ('file' as const),
      })).filter(({ path }) => path !== '.git');
      const ignored = new Set(git(root, ['check-ignore', '-z', '--stdin'], all.map(({ path }) => path).join('\0')));
      const gatherer = gathererOf(root);
      for (const { path, kind } of all) expect([path, await gatherer.isIgnored(path, kind)]).toEqual([path, ignored.has(path)]);
    }),
    { numRuns: Number(process.env['SPECWRIGHT_RUNS'] ?? 120), endOnFailure: false },
  );
}, 120_000);
