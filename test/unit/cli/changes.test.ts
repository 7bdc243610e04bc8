import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from '../engine/commandLine';
import { commitAll, git } from '../support/repository';

const QUEUE = 'export function take(from: string[]): string | undefined {\n  return from.shift();\n}\n\nexport function size(of: string[]): number {\n  return of.length;\n}\n';

/** A repository with two sources and their specs, all committed. */
async function repository() {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-changes-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  await write('.gitignore', '.home\n');
  await write('src/queue.ts', QUEUE);
  await write('lib/other ü.ts', 'export const a = 1;\n');
  const run = (...args: string[]) => runCli(root, args);
  expect((await run('generate')).code).toBe(0);
  git(root, 'init', '-q');
  commitAll(root);
  return { root, write, run };
}

describe('specwright changes', () => {
  test('compares the specs as they are with those of a revision', async () => {
    const { root, write, run } = await repository();
    expect(await run('changes', '--since', 'HEAD')).toMatchObject({ code: 0, stdout: 'Nothing in the specs has changed since HEAD.\n' });
    await write('src/queue.ts', QUEUE.replace('take(from: string[])', 'take(from: string[], most = 1)'));
    await write('src/new.ts', 'export const b = 2;\n');
    await rm(path.join(root, 'specs/lib'), { recursive: true });
    await run('generate', 'src');
    expect((await run('changes', '--since', 'HEAD')).stdout).toBe('lib/other ü.ts  gone\n\nsrc/new.ts  new\n\nsrc/queue.ts  overview  facts changed\nsrc/queue.ts  take      signature and facts changed\n\nSince HEAD: 3 specs: 1 new, 1 changed, 1 gone.\n');
    expect((await run('changes', 'src/queue.ts', '--since', 'HEAD', '--markdown')).stdout).toMatch(/^# What changed since HEAD\n\n1 spec: 1 changed\.\n\n## src\/queue\.ts\n[^]*`take\(from, most\)` \| signature and facts changed, was `take\(from\)`/);
    const { files } = JSON.parse((await run('changes', 'specs/src', '--since', 'HEAD', '--json')).stdout) as { files: { path: string; status: string; sections: { id: string; changed: string[] }[] }[] };
    expect(files.map(({ path, status, sections }) => [path, status, sections.length])).toEqual([['src/new.ts', 'new', 2], ['src/queue.ts', 'changed', 2]]);
    commitAll(root, 'more');
    expect((await run('changes', '--since', 'HEAD')).stdout).toMatch(/^Nothing/);
    expect((await run('changes', '--since', 'HEAD~1', '--json')).stdout).toContain('"since": "HEAD~1"');
  });

  test('in a folder of a repository looks at that folder alone', async () => {
    const { root, write, run } = await repository();
    await write('packages/a/queue.ts', QUEUE);
    await run('generate', '--root', 'packages/a');
    commitAll(root, 'a package');
    await write('packages/a/queue.ts', QUEUE.replace('function size', 'function count'));
    await run('generate', '--root', 'packages/a');
    const { files } = JSON.parse((await run('changes', '--root', 'packages/a', '--since', 'HEAD', '--json')).stdout) as { files: { path: string; spec: string; sections: { id: string; status: string }[] }[] };
    expect(files).toMatchObject([{ path: 'queue.ts', spec: 'specs/queue.ts.spec.md', sections: [{ id: 'overview' }, { id: 'count', status: 'new' }, { id: 'size', status: 'gone' }] }]);
  });

  test.each([
    ['no revision', [], /--since/],
    ['an unknown revision', ['--since', 'nowhere'], /knows no commit "nowhere"/],
    ['what looks like an option', ['--since=--all'], /knows no commit "--all"/],
  ])('%s: exit code 2 with the next step', async (_, args, message) => {
    const { run } = await repository();
    const { code, stderr } = await run('changes', ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('outside of a repository: exit code 2', async () => {
    const { root, run } = await repository();
    await rm(path.join(root, '.git'), { recursive: true });
    expect(await run('changes', '--since', 'HEAD')).toMatchObject({ code: 2, stderr: expect.stringMatching(/not in a git repository/) as string });
  });
});
