import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillFolder, gatherAll, isCode, makeFolder } from './tree';

/** The real git, with nobody's configuration but ours. */
function git(folder: string, ...args: string[]): string {
  const settings = ['user.name=Somebody', 'user.email=somebody@example.org', 'init.defaultBranch=main', 'protocol.file.allow=always', 'core.excludesFile=/dev/null'].flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...settings, ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' } });
}

async function repository(tree: Readonly<Record<string, string>>): Promise<string> {
  const root = await makeFolder(tree);
  git(root, 'init', '--quiet');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'All of it');
  return root;
}

/** What git itself takes for a part of the project: known to it, or new and not ignored. */
const knownToGit = (folder: string) => git(folder, 'ls-files', '--cached', '--others', '--exclude-standard').split('\n').filter(isCode).sort();
const gathered = async (folder: string) => [...(await gatherAll(folder)).paths].sort();

describe('a worktree, whose .git is a file', () => {
  test('within a repository that ignores it is a repository of its own', async () => {
    const main = await repository({ '.gitignore': '.worktrees/\n*.gen.ts\n', 'a.ts': '', 'packages/app/b.ts': '', 'packages/app/.gitignore': 'out/\n' });
    git(main, 'worktree', 'add', '--quiet', '.worktrees/topic', '-b', 'topic');
    const worktree = path.join(main, '.worktrees/topic');
    await fillFolder(worktree, { 'new.ts': '', 'made.gen.ts': '', 'packages/app/out/c.ts': '' });
    expect(await gathered(worktree)).toEqual(['a.ts', 'new.ts', 'packages/app/b.ts']);
    expect(await gathered(worktree)).toEqual(knownToGit(worktree));
    // A part of it, too: the ignore files up to the worktree count, not those of the repository around it.
    expect(await gathered(path.join(worktree, 'packages/app'))).toEqual(['b.ts']);
    expect(await gathered(main)).toEqual(['a.ts', 'packages/app/b.ts']);
    expect(await gathered(main)).toEqual(knownToGit(main));
  });
});

describe('a submodule, whose .git is a file', () => {
  test('is described with the project around it, by its own ignore files; opened alone, the project’s do not count', async () => {
    const library = await repository({ '.gitignore': 'build/\n', 'lib.py': 'def f():\n    pass\n' });
    const project = await repository({ '.gitignore': 'vendor/lib/private/\n', 'main.py': '' });
    git(project, 'submodule', '--quiet', 'add', library, 'vendor/lib');
    const submodule = path.join(project, 'vendor/lib');
    await fillFolder(submodule, { 'build/made.py': '', 'private/own.py': '' });
    expect(await gathered(project)).toEqual(['main.py', 'vendor/lib/lib.py']);
    expect(git(project, 'ls-files', '--recurse-submodules').split('\n').filter(isCode).sort()).toEqual(await gathered(project));
    expect(await gathered(submodule)).toEqual(['lib.py', 'private/own.py']);
    expect(await gathered(submodule)).toEqual(knownToGit(submodule));
  });
});

test('nested ignore files mean what they mean to git', async () => {
  const root = await repository({
    '.gitignore': '*.log.ts\n/dist\ntmp/\n!keep/tmp/\n', 'a.ts': '', 'src/.gitignore': 'local/\n!important.log.ts\n/only-here.ts\n', 'src/b.ts': '', 'src/deep/.gitignore': '*\n!.gitignore\n!kept.ts\n',
  });
  const later = ['x.log.ts', 'dist/a.ts', 'src/dist/a.ts', 'src/important.log.ts', 'src/local/a.ts', 'src/only-here.ts', 'src/deep/only-here.ts', 'src/deep/kept.ts', 'src/deep/er/kept.ts', 'tmp/a.ts', 'keep/tmp/a.ts'];
  await fillFolder(root, Object.fromEntries(later.map((name) => [name, ''])));
  expect(await gathered(root)).toEqual(knownToGit(root));
  expect(await gathered(root)).toContain('src/important.log.ts');
});
