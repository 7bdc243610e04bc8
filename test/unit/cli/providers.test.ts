import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serverOf } from '../engine/workspace';

const CLI = path.resolve(import.meta.dirname, '../../../dist/cli.js');

/** The built command line, whose providers are bundles of their own. */
async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-cli-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await writeFile(path.join(root, 'sum.py'), 'def total(prices):\n    """The sum."""\n    return sum(price for price in prices if price > 0)\n');
  const result = await new Promise<{ code: number; stdout: string }>((resolve) => {
    execFile(process.execPath, [CLI, 'generate', '--json', '--yes', ...args], { cwd: root, env: { PATH: process.env.PATH, HOME: path.join(root, '.home'), ...env }, timeout: 15_000 }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout }),
    );
  });
  return { code: result.code, json: JSON.parse(result.stdout) as { costUsd: number | null; errors: string[]; usage: { outputTokens: number } }, spec: await readFile(path.join(root, 'specs/sum.py.spec.md'), 'utf8').catch(() => '') };
}

test.each([
  ['anthropic', 'ANTHROPIC', 'claude-sonnet-5-5'],
  ['openai', 'OPENAI', 'gpt-6.1-terra'],
  ['gemini', 'GEMINI', 'gemini-3.8-flash'],
])('the key of %s is enough to write with its default model', async (provider, prefix, model) => {
  const server = await serverOf({ key: 'key' });
  const { code, json, spec } = await run([], { [`${prefix}_API_KEY`]: 'key', [`${prefix}_BASE_URL`]: server.url });
  expect([code, json.errors]).toEqual([0, []]);
  expect(spec).toContain(`by="${provider}/${model}"`);
  expect(json.costUsd).toBeGreaterThan(0);
  expect(json.usage.outputTokens).toBe(server.billed.outputTokens);
});

test('a local server needs no key, and what it costs is unknown, not $0', async () => {
  const server = await serverOf();
  const { code, json, spec } = await run(['--provider', 'openai', '--model', 'qwen3:8b'], { OPENAI_BASE_URL: server.url });
  expect([code, json.errors, json.costUsd]).toEqual([0, [], null]);
  expect(spec).toContain('by="openai/qwen3:8b"');
  expect(server.ledger.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('a local server that cuts prompts: nothing of its answers is taken, and the message says what to raise', async () => {
  const server = await serverOf({ quirks: { cutsPromptAt: 1_024 } });
  const { code, json, spec } = await run(['--provider', 'openai', '--model', 'qwen3:8b'], { OPENAI_BASE_URL: server.url });
  expect(code).toBe(2);
  expect(json.errors.join()).toMatch(/does not fit into the context window of the model: give a local server a longer one \(Ollama: OLLAMA_CONTEXT_LENGTH\)/);
  expect(spec).not.toContain('prose hash');
});

test('roles: the overview by one provider, the sections by another, side by side', async () => {
  const server = await serverOf({ key: 'key' });
  const keys = { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url, GEMINI_API_KEY: 'key', GEMINI_BASE_URL: server.url };
  const { code, spec } = await run(['--role', 'overview=gemini'], keys);
  expect(code).toBe(0);
  expect(spec).toMatch(/id="overview"[\s\S]*by="gemini\/gemini-3\.8-flash"/);
  expect(spec).toContain('by="anthropic/claude-sonnet-5-5"');
});

test.each([
  [['--role', 'overwiev=gemini'], /the roles are overview, section/],
  [['--role', 'overview=google'], /there is no provider "google"/],
  [['--prices', 'nowhere.json'], /cannot be read \(ENOENT\)/],
])('%j: what is wrong is told', async (args, message) => {
  const child = new Promise<string>((resolve) => execFile(process.execPath, [CLI, 'plan', ...args], (_error, _stdout, stderr) => resolve(stderr)));
  expect(await child).toMatch(message);
});

test('own prices make an unpriced model one with a cost, and a ceiling in dollars possible; the ledger of the day holds over runs', async () => {
  const server = await serverOf();
  const folder = await mkdtemp(path.join(tmpdir(), 'specwright-prices-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const prices = path.join(folder, 'prices.json');
  await writeFile(prices, JSON.stringify({ 'openai/qwen3:8b': { input: 1, output: 4 } }));
  // Enough for what one run may cost at most, and not for that and what one costs.
  const args = ['--provider', 'openai', '--model', 'qwen3:8b', '--prices', prices, '--daily-budget', '0.012'];
  const env = { OPENAI_BASE_URL: server.url, XDG_STATE_HOME: folder };
  const [first, second] = [await run(args, env), await run(args, env)];
  expect([first.code, second.code]).toEqual([0, 4]);
  expect(first.json.costUsd).toBeGreaterThan(0);
  expect(second.json.usage.outputTokens).toBe(0);
  expect(second.json.errors.join()).toContain('The budget of the day is used up');
});

test('what was sent can be read, byte for byte, without the key', async () => {
  const server = await serverOf({ key: 'a-key-of-mine' });
  const folder = await mkdtemp(path.join(tmpdir(), 'specwright-sent-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'sent.md');
  await run(['--sent-file', file], { ANTHROPIC_API_KEY: 'a-key-of-mine', ANTHROPIC_BASE_URL: server.url });
  const text = await readFile(file, 'utf8');
  expect(text).toContain(server.ledger[0]!.user.trim());
  expect(text).not.toContain('a-key-of-mine');
});
