import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FIXTURES, serverOf } from '../engine/workspace';

const CLI = path.resolve(import.meta.dirname, '../../../dist/cli.js');

/** A folder with the inventory module, and the built command line over it, in an environment of its own. */
async function folder() {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-cli-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await cp(path.join(FIXTURES, 'python'), root, { recursive: true });
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}, onStart?: (kill: (signal: NodeJS.Signals) => void) => void) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, [CLI, ...args], { cwd: root, env: { PATH: process.env.PATH, HOME: path.join(root, '.home'), ...env }, timeout: 15_000 }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
      );
      onStart?.((signal) => child.kill(signal));
    });
  return { root, run, read: (file: string) => readFile(path.join(root, file), 'utf8') };
}
const keyFor = (server: { url: string }) => ({ ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url });
type Json = { status: string; files: { path: string; status: string; spec?: string; reason?: string }[]; usage: Record<string, number>; costUsd: number | null; cache: Record<string, number>; warnings: string[]; errors: string[]; estimate?: { calls: number } };
const json = (text: string) => JSON.parse(text) as Json;

describe('specwright generate', () => {
  test('with no key writes facts, says where they are, and needs no answer', async () => {
    const { run, read } = await folder();
    const { code, stdout } = await run(['generate']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Done\. 1 spec: 1 written, in .* s\.\nNo model is set, so specs have facts alone\. .*ANTHROPIC_API_KEY.*\nRead specs\/inventory\.py\.spec\.md\n$/);
    expect(await read('specs/inventory.py.spec.md')).toContain('## `audit(index, counted)`');
  });

  test('says that no model is set in a plan as well, and not to somebody who chose that', async () => {
    const { run } = await folder();
    expect((await run(['plan'])).stdout).toContain('No model is set, so specs have facts alone.');
    for (const command of ['plan', 'generate']) expect((await run([command, '--provider', 'outline'])).stdout).not.toContain('No model is set');
  });

  test('with a key asks the model and prints one JSON object, with usage and cost as the server billed them', async () => {
    const server = await serverOf({ key: 'key' });
    const { run } = await folder();
    const { code, stdout, stderr } = await run(['generate', 'inventory.py', '--json', '--yes'], keyFor(server));
    expect([code, stderr]).toEqual([0, expect.stringContaining('analyze:')]);
    const result = json(stdout);
    expect(result).toMatchObject({ status: 'done', files: [{ path: 'inventory.py', status: 'written', spec: 'specs/inventory.py.spec.md' }], errors: [], cache: { hits: 0, misses: 16 } });
    const { billed } = server;
    expect(result.usage).toEqual({ calls: server.ledger.length, inputTokens: billed.inputTokens, outputTokens: billed.outputTokens, cacheReadTokens: billed.cacheReadTokens, cacheWriteTokens: billed.cacheWrite5mTokens + billed.cacheWrite1hTokens });
    expect(result.costUsd).toBeGreaterThan(0);
    const again = json((await run(['generate', '--json', '--yes'], keyFor(server))).stdout);
    expect(again).toMatchObject({ files: [{ status: 'unchanged' }], usage: { calls: 0 }, costUsd: 0 });
  });

  test('above the estimate, without a terminal and without --yes: exit code 2 with the estimate, and nothing is sent', async () => {
    const server = await serverOf();
    const { run } = await folder();
    const { code, stdout } = await run(['generate', '--json', '--confirm-above', '100'], keyFor(server));
    expect(code).toBe(2);
    expect(json(stdout).errors.join()).toMatch(/This takes \d+ requests, about .* tokens, \$.*Add --yes/);
    expect(server.ledger).toHaveLength(0);
  });

  test('an item that cannot be had: exit code 3, the rest is written, and the spec says so', async () => {
    const server = await serverOf({ faults: [{ fault: { kind: 'refusal', afterItems: 0 }, when: ({ items }) => items.some(({ symbol }) => symbol === 'pick') }] });
    const { run, read } = await folder();
    const { code, stdout } = await run(['generate', '--json', '--yes'], keyFor(server));
    expect(code).toBe(3);
    expect(json(stdout)).toMatchObject({ status: 'partial', files: [{ status: 'partial', reason: 'the model declined to answer' }] });
    expect((await read('specs/inventory.py.spec.md')).match(/No description yet/g)).toHaveLength(1);
  });

  test('the budget: exit code 4', async () => {
    const server = await serverOf();
    const { run } = await folder();
    const { code, stdout } = await run(['generate', '--json', '--yes', '--budget', '0.004'], keyFor(server));
    expect(code).toBe(4);
    expect(json(stdout).costUsd).toBeLessThanOrEqual(0.004);
  });

  test('the time limit of the run: exit code 124', async () => {
    const server = await serverOf({ faults: [{ fault: { kind: 'hang-before-headers' }, every: 1 }] });
    const { run } = await folder();
    const { code, stdout } = await run(['generate', '--json', '--yes', '--timeout', '1.5'], keyFor(server));
    expect(code).toBe(124);
    expect(json(stdout)).toMatchObject({ status: 'timed-out' });
  });

  test('Ctrl+C while the server hangs: exit code 130 at once, and the result is printed all the same', async () => {
    const server = await serverOf({ faults: [{ fault: { kind: 'hang' }, every: 1 }] });
    const { run } = await folder();
    const { code, stdout } = await run(['generate', '--json', '--yes'], keyFor(server), (kill) => void server.whenever('begun', 1).then(() => kill('SIGINT')));
    expect(code).toBe(130);
    expect(json(stdout)).toMatchObject({ status: 'cancelled' });
  });

  test('a wrong key: exit code 2, with the next step', async () => {
    const server = await serverOf({ key: 'another' });
    const { run } = await folder();
    const { code, stdout } = await run(['generate', '--yes'], keyFor(server));
    expect(code).toBe(2);
    expect(stdout).toMatch(/ANTHROPIC_API_KEY/);
  });

  test.each([['with a model', true], ['without one', false]])('a text of a person that may be out of date is listed, %s, and is an exit code with --strict alone', async (_, withModel) => {
    const { root, run, read } = await folder();
    const env = withModel ? keyFor(await serverOf()) : {};
    await run(['generate', '--yes'], env);
    const spec = await read('specs/inventory.py.spec.md');
    await writeFile(path.join(root, 'specs/inventory.py.spec.md'), spec.replace(/(id="pick"[\s\S]*?specwright:prose[^\n]*\n)/, '$1In my own words.\n'));
    expect((await run(['generate', '--yes', '--strict'], env)).code).toBe(0);
    await writeFile(path.join(root, 'inventory.py'), (await read('inventory.py')).replace(/def pick\(/, 'def pick(extra, '));
    const { code, stdout } = await run(['generate', '--yes'], env);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\nTexts to be looked at:\n {2}inventory\.py: The text of pick was edited by a person and is kept\. It may be out of date: signature changed\.\n/)]);
    const strict = await run(['generate', '--yes', '--strict', '--json'], env);
    expect([strict.code, json(strict.stdout)]).toEqual([3, expect.objectContaining({ status: 'done', keptTexts: [{ path: 'inventory.py', section: 'pick' }] })]);
    expect(await read('specs/inventory.py.spec.md')).toContain('In my own words.');
  });

  test('logs its events as JSON lines, without a word of the source', async () => {
    const { run, read } = await folder();
    await run(['generate', '--log-file', 'run.log']);
    const lines = (await read('run.log')).trim().split('\n').map((line) => JSON.parse(line) as { type: string; time: string });
    expect(lines[0]).toMatchObject({ type: 'run-started', provider: 'outline' });
    expect(lines.at(-1)).toMatchObject({ type: 'run-finished', status: 'done' });
    expect(await read('run.log')).not.toContain('currency_rate');
  });
});

describe('specwright plan', () => {
  test('tells calls and price, makes none, writes nothing', async () => {
    const server = await serverOf();
    const { run, read } = await folder();
    for (const args of [['plan', '--json'], ['generate', '--dry-run', '--json']]) {
      const { code, stdout } = await run(args, keyFor(server));
      expect(code).toBe(0);
      const planned = json(stdout);
      expect(planned).toMatchObject({ status: 'done', files: [{ path: 'inventory.py', status: 'planned' }], usage: { calls: 0 } });
      expect(planned.estimate!.calls).toBeGreaterThan(0);
    }
    expect(server.ledger).toHaveLength(0);
    await expect(read('specs/inventory.py.spec.md')).rejects.toThrow();
  });
});

describe('specwright generate --renew', () => {
  test('what another language would cost is told by plan and before the question, and can be left', async () => {
    const server = await serverOf();
    const { run } = await folder();
    const env = keyFor(server);
    await run(['generate', '--yes'], env);
    expect((await run(['plan', '--language', 'ja'], env)).stdout).toMatch(/\nOf this, 16 sections only because the template or the language is another one: about .* --renew code leaves them as they are\.\n/);
    expect(json((await run(['plan', '--language', 'ja', '--json'], env)).stdout).estimate).toMatchObject({ renewals: { template: { sections: 16 } } });
    const { code, stdout } = await run(['generate', '--language', 'ja', '--confirm-above', '0', '--json'], env);
    expect([code, json(stdout).errors.join()]).toEqual([2, expect.stringMatching(/Of this, 16 sections only because .*--renew code/)]);
    expect(json((await run(['generate', '--language', 'ja', '--renew', 'code', '--json'], env)).stdout)).toMatchObject({ status: 'done', usage: { calls: 0 } });
    expect((await run(['generate', '--renew', 'all'], env)).stderr).toMatch(/code, template, model/);
  });
});

describe('wrong usage: exit code 2 with the next step', () => {
  test.each([
    ['an unknown option', ['generate', '--colour'], /unknown option[^]*specwright generate --help/],
    ['an unknown command', ['describe'], /unknown command[^]*specwright --help/],
    ['an unknown provider', ['generate', '--provider', 'acme'], /outline, anthropic/],
    ['a provider without a key', ['generate', '--provider', 'anthropic'], /Set ANTHROPIC_API_KEY/],
    ['a path that is not there', ['generate', 'nowhere'], /There is no file or folder/],
    ['a path outside of the root', ['generate', '/', '--root', '.'], /Choose the root with --root/],
    ['an output folder outside of the root', ['generate', '--out', '../x'], /--out/],
    ['an unknown template', ['generate', '--template', 'haiku'], /There is no template "haiku"/],
    ['a request limit above the run’s', ['generate', '--timeout', '10', '--request-timeout', '20'], /--request-timeout/],
    ['a concurrency out of range', ['generate', '--concurrency', '0'], /from 1 to 64/],
    ['nothing to describe', ['generate', 'empty'], /There is no source to describe/],
  ])('%s', async (_, args, message) => {
    const { root, run } = await folder();
    await cp(path.join(FIXTURES, 'python'), path.join(root, 'other'), { recursive: true });
    await import('node:fs/promises').then(({ mkdir }) => mkdir(path.join(root, 'empty')));
    const { code, stderr, stdout } = await run(args);
    expect(stderr + stdout).toMatch(message);
    expect(code).toBe(2);
  });

  test('an unpriced model under a budget in dollars is refused', async () => {
    const server = await serverOf();
    const { run } = await folder();
    const { code, stdout } = await run(['generate', '--yes', '--budget', '1', '--model', 'claude-unheard-of', '--json'], keyFor(server));
    expect([code, json(stdout).errors.join()]).toEqual([2, expect.stringMatching(/no known price.*--max-tokens/)]);
    expect(server.ledger).toHaveLength(0);
  });

  test('a file in the place of the spec that is not ours is left alone', async () => {
    const { root, run, read } = await folder();
    await run(['generate']);
    await writeFile(path.join(root, 'specs/inventory.py.spec.md'), '# My own notes\n');
    const { code, stdout } = await run(['generate']);
    expect([code, stdout]).toEqual([3, expect.stringMatching(/did not write/)]);
    expect(await read('specs/inventory.py.spec.md')).toBe('# My own notes\n');
  });
});
