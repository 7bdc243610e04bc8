import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../engine/commandLine';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';
import { commitAll, git } from '../support/repository';

const SOURCES = {
  'clock.ts': 'export function now(): number {\n  return Date.now();\n}\n',
  'queue.ts': "import { now } from './clock';\nexport function stamp(): string {\n  return `at ${now()}`;\n}\nexport function name(): string {\n  return ['q', 1].join('');\n}\n",
  'old.ts': 'export function old(): number {\n  return [1].length;\n}\n',
  'same.ts': 'export function same(): number {\n  return [2].length;\n}\n',
};
type Json = { status: string; files: { path: string; status: string; from?: string; spec?: string }[]; errors: string[] };

/** A repository whose specs are in step, and the built command line in it. */
async function repository() {
  const server = await serverOf();
  const workspace = await workspaceOf({ ...SOURCES, '.gitignore': '.cache-of-the-test\n.home\n' });
  await workspace.run({ model: await modelAt(server) });
  git(workspace.root, 'init', '-q');
  commitAll(workspace.root);
  const before = server.ledger.length;
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { code, stdout, stderr } = await runCli(workspace.root, [...args, '--json'], { env: { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url, ...env } });
    return { code, stderr, ...(JSON.parse(stdout) as Json) };
  };
  return { ...workspace, run, asked: () => server.ledger.slice(before).flatMap(({ items }) => items.map(({ path: file, symbol, kind }) => `${file}#${symbol ?? kind}`)).sort() };
}

describe('--changed-since', () => {
  test('asks for what git says changed and for what depends on a signature that changed; for nothing that was stale before', async () => {
    const { root, write, run, asked } = await repository();
    await write('old.ts', SOURCES['old.ts'].replace('[1]', '[1, 1]'));
    commitAll(root, 'the spec of old.ts is stale');
    await write('clock.ts', 'export function now(offset: number): number {\n  return Date.now() + offset;\n}\n');
    const { code, files } = await run(['generate', '--yes', '--changed-since', 'HEAD']);
    expect([code, files.filter(({ path: file }) => file.endsWith('.ts')).map(({ path: file, status }) => `${file} ${status}`)]).toEqual([0, ['clock.ts written', 'queue.ts written']]);
    expect(asked()).toEqual(['clock.ts#now', 'queue.ts#stamp']);
    expect((await run(['plan', '--changed-since', 'HEAD~1'])).files.filter(({ status }) => status === 'planned').map(({ path: file }) => file)).toEqual(['old.ts']);
  });

  test('finds the dependents of what was removed', async () => {
    const { write, run } = await repository();
    await write('clock.ts', 'export const AT = 1;\n');
    expect((await run(['plan', '--changed-since', 'HEAD'])).files.filter(({ status }) => status === 'planned').map(({ path: file }) => file)).toEqual(['queue.ts']);
  });

  test('does nothing where nothing changed', async () => {
    const { run } = await repository();
    expect(await run(['generate', '--changed-since', 'HEAD'])).toMatchObject({ code: 0, status: 'done', files: [] });
  });

  test('of a commit that is not there, without a repository, without git: exit code 2, with the next step', async () => {
    const { root, run } = await repository();
    expect(await run(['generate', '--changed-since', 'nowhere'])).toMatchObject({ code: 2, status: 'failed', errors: [expect.stringContaining('git knows no commit "nowhere"')] });
    await mkdir(path.join(root, 'empty'));
    expect(await run(['generate', '--changed-since', 'HEAD'], { PATH: path.join(root, 'empty') })).toMatchObject({ code: 2, errors: [expect.stringContaining('Install git')] });
    await rm(path.join(root, '.git'), { recursive: true });
    expect(await run(['generate', '--changed-since', 'HEAD'], { GIT_CEILING_DIRECTORIES: path.dirname(root) })).toMatchObject({ code: 2, errors: [expect.stringContaining('is not in a git repository')] });
  });
});

describe('specs whose sources are no longer where they were', () => {
  test('a moved one is told with where it was, by plan and by generate', async () => {
    const { root, run, asked } = await repository();
    await rename(path.join(root, 'clock.ts'), path.join(root, 'time.ts'));
    const moved = [{ path: 'time.ts', status: 'moved', from: 'clock.ts', spec: 'specs/time.ts.spec.md' }];
    expect((await run(['plan'])).files.filter(({ from }) => from)).toEqual(moved);
    expect((await run(['generate'])).files.filter(({ from }) => from)).toEqual(moved);
    // Its importer still names the old place, so it depends on nothing any more.
    expect(asked()).toEqual(['queue.ts#stamp']);
  });

  test('an orphaned one is removed after a yes; where nobody can be asked: exit code 2, and nothing is done', async () => {
    const { root, run, read } = await repository();
    await rm(path.join(root, 'same.ts'));
    expect(await run(['generate', '--provider', 'outline', '--remove-orphans'])).toMatchObject({ code: 2, errors: [expect.stringMatching(/This removes specs\/same\.ts\.spec\.md\. Add --yes/)] });
    expect(await read('specs/same.ts.spec.md')).toContain('same()');
    const { code, files } = await run(['generate', '--provider', 'outline', '--remove-orphans', '--yes']);
    expect([code, files.filter(({ path: file }) => file === 'same.ts')]).toEqual([0, [{ path: 'same.ts', status: 'removed', spec: 'specs/same.ts.spec.md' }]]);
    await expect(read('specs/same.ts.spec.md')).rejects.toThrow('ENOENT');
  });
});
