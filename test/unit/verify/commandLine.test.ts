import { expect, test } from 'vitest';
import { defaultAnswer } from '../../model-server/answers';
import { runCli } from '../engine/commandLine';
import { serverOf, workspaceOf } from '../engine/workspace';

const SOURCES = { 'q.py': 'def take(count):\n    if count < 0:\n        raise ValueError(count)\n    return count\n' };

test('the command line tells how many names are not in the code, and marks them as it is told', async () => {
  const server = await serverOf({ answer: (item) => (item.symbol === 'take' ? `${defaultAnswer(item)}\n\nFails for \`cuont\` below 0.` : defaultAnswer(item)) });
  const env = { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url };
  const workspace = await workspaceOf(SOURCES);
  const { code, stdout } = await runCli(workspace.root, ['generate', 'q.py', '--yes', '--unverified', 'strike'], { env });
  expect([code, stdout]).toEqual([0, expect.stringContaining('\n1 name in the prose is not in the code, as far as could be seen: marked in the specs.\n')]);
  expect(await workspace.read('specs/q.py.spec.md')).toContain('Fails for ~~`cuont`~~ below 0.');

  await workspace.remove('specs/q.py.spec.md');
  const marked = await runCli(workspace.root, ['generate', 'q.py', '--yes', '--json'], { env });
  expect(JSON.parse(marked.stdout)).toMatchObject({ status: 'done', unverified: 1, cache: { misses: 0 } });
  expect(await workspace.read('specs/q.py.spec.md')).toContain('Fails for `cuont` (*unverified*) below 0.');
});

test('a style that there is not is refused, with those that there are', async () => {
  const workspace = await workspaceOf(SOURCES);
  const { code, stderr } = await runCli(workspace.root, ['generate', '--unverified', 'bold']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are mark, strike.')]);
});
