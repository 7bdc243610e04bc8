import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv from 'ajv';
import { describe, expect, onTestFinished, test } from 'vitest';
import schema from '../../../schemas/run-report.schema.json';
import type { RunReport } from '../../../src/engine/metrics/runReport';
import { ANTHROPIC_MODELS } from '../../../src/providers/anthropic/models';
import { costUsd } from '../../../src/providers/cost';
import type { LedgerEntry } from '../../model-server/ledger';
import { sumOf } from '../../model-server/ledger';
import type { ModelServer } from '../../model-server/modelServer';
import { runCli } from '../engine/commandLine';
import { serverOf } from '../engine/workspace';

const functions = (name: string, n: number) => Array.from({ length: n }, (_, i) => `export function ${name}${i}(count: number): number {\n  if (count > ${i}) throw new Error('too many');\n  return count * ${i};\n}\n`).join('\n');

async function folder(sources: Readonly<Record<string, string>>) {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-figures-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(sources)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const read = (file: string) => readFile(path.join(root, file), 'utf8');
  return { root, read, report: async (file: string) => JSON.parse(await read(file)) as RunReport, run: (server: ModelServer, ...args: string[]) => runCli(root, args, { env: { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url } }) };
}

/** Values of samples, by name and labels. */
function samplesOf(text: string): Map<string, number> {
  return new Map(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

/** Of all samples of a metric. */
function total(samples: ReadonlyMap<string, number>, name: string): number {
  return [...samples].reduce((sum, [key, value]) => (key === name || key.startsWith(`${name}{`) ? sum + value : sum), 0);
}

test('figures of report, metrics, result and the server agree, in a run with retries, answers from the cache and failures', async () => {
  const server = await serverOf({ faults: [{ fault: { kind: 'refusal', afterItems: 0 }, when: ({ items }) => items.some(({ path: file }) => file === 'src/refused.ts') }] });
  const sources = Object.fromEntries(['a', 'b', 'c'].map((name) => [`src/${name}.ts`, functions(name, 8)]));
  const { root, run, read, report: reportIn } = await folder(sources);
  expect((await run(server, 'generate', '--yes')).code).toBe(0);
  const before = server.ledger.length;
  // What stands in the specs is gone, what was paid for is in the cache.
  await rm(path.join(root, 'specs'), { recursive: true });
  for (const name of ['d', 'e', 'f']) await writeFile(path.join(root, `src/${name}.ts`), functions(name, 8));
  await writeFile(path.join(root, 'src/refused.ts'), functions('refused', 1));
  server.failNext({ kind: 'overloaded' });
  const { code, stdout } = await run(server, 'generate', '--yes', '--json', '--report', 'report.json', '--metrics-file', 'metrics.prom', '--log-file', 'run.log');
  expect(code).toBe(3);

  const result = JSON.parse(stdout) as { usage: Record<string, number>; costUsd: number; cache: Record<string, number>; status: string };
  const report = await reportIn('report.json');
  const samples = samplesOf(await read('metrics.prom'));
  const ledger = server.ledger.slice(before);
  const billed = sumOf(ledger.map((entry) => entry.billed));
  const tokens = { input: billed.inputTokens, cacheWrite: billed.cacheWrite5mTokens, cacheRead: billed.cacheReadTokens, output: billed.outputTokens };

  const validate = new Ajv().compile(schema);
  expect([validate(report), validate.errors]).toEqual([true, null]);
  expect(report.run.status).toBe(result.status);
  expect(report.totals.tokens).toEqual(tokens);
  expect(result.usage).toMatchObject({ inputTokens: tokens.input, cacheReadTokens: tokens.cacheRead, cacheWriteTokens: tokens.cacheWrite, outputTokens: tokens.output });
  expect({ input: samples.get('specwright_tokens_total{kind="input"}'), cacheWrite: samples.get('specwright_tokens_total{kind="cache_write"}'), cacheRead: samples.get('specwright_tokens_total{kind="cache_read"}'), output: samples.get('specwright_tokens_total{kind="output"}') }).toEqual(tokens);

  expect([report.totals.calls, result.usage.calls, total(samples, 'specwright_requests_total') + total(samples, 'specwright_retries_total')]).toEqual(Array(3).fill(ledger.length));
  expect([report.totals.retries, samples.get('specwright_retries_total{reason="overloaded"}'), ledger.filter(({ fault }) => fault === 'overloaded').length]).toEqual([1, 1, 1]);
  expect(samples.get('specwright_requests_total{provider="anthropic",model="claude-sonnet-5-5",outcome="refusal"}')).toBe(ledger.filter(({ fault }) => fault === 'refusal').length);

  const spent = ledger.reduce((sum, entry) => sum + priceOf(entry), 0);
  for (const cost of [report.totals.costUsd, result.costUsd, samples.get('specwright_cost_usd_total')!, sum(report.requests, (one) => one.costUsd ?? 0), sum(report.files, (one) => one.costUsd)]) expect(cost).toBeCloseTo(spent, 9);

  expect(report.totals.resultCache).toEqual(result.cache);
  expect([samples.get('specwright_cache_requests_total{cache="result",result="hit"}'), report.totals.items.fromCache]).toEqual([result.cache.hits, result.cache.hits]);
  expect(result.cache.hits).toBe(27);
  expect(samples.get('specwright_cache_requests_total{cache="prompt",result="hit"}')).toBe(ledger.filter((entry) => entry.billed.cacheReadTokens > 0).length);
  expect(report.totals.items.failed).toBe(sum(report.files, ({ failed }) => failed));
  expect(report.totals.items.failed).toBeGreaterThan(0);
  expect(report.totals.items.fromModel + report.totals.items.fromCache + report.totals.items.failed).toBe(report.totals.items.planned);
  for (const { stage, ms } of report.stages) expect(samples.get(`specwright_stage_duration_seconds_sum{stage="${stage}"}`)).toBeCloseTo(ms! / 1_000, 9);

  const events = (await read('run.log')).trim().split('\n').map((line) => JSON.parse(line) as { type: string });
  expect(events.filter(({ type }) => type === 'request-started')).toHaveLength(ledger.length);
});

function priceOf({ billed }: LedgerEntry): number {
  return costUsd(billed, ANTHROPIC_MODELS['claude-sonnet-5-5']!.prices)!;
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((whole, one) => whole + of(one), 0);
}

describe('--report', () => {
  test('is a page where the file is one, with the earlier runs to compare with', async () => {
    const server = await serverOf();
    const { run, read, root } = await folder({ 'a.ts': functions('a', 3) });
    await run(server, 'generate', '--yes');
    await writeFile(path.join(root, 'b.ts'), functions('b', 3));
    expect((await run(server, 'generate', '--yes', '--report', 'report.html')).code).toBe(0);
    const page = await read('report.html');
    const runs = JSON.parse(/<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(page)![1]!) as RunReport[];
    expect(runs.map(({ totals }) => totals.items.planned)).toEqual([5, 4]);
  });

  test('of a plan says what would be asked; of files of a project, which came from templates', async () => {
    const server = await serverOf();
    const { run, report } = await folder({ 'a.ts': functions('a', 3), 'shop.spec.yaml': 'name: shop\nlanguage: typescript\nentities:\n  - name: Order\n    attributes:\n      - { name: total, type: number }\n' });
    await run(server, 'plan', 'a.ts', '--report', 'plan.json');
    expect(await report('plan.json')).toMatchObject({ run: { command: 'plan', status: 'done' }, totals: { calls: 0, items: { planned: 4 } }, models: [{ planned: { requests: 1, items: 4 } }] });
    await run(server, 'regenerate', 'shop.spec.yaml', '--yes', '--report', 'shop.json', '--out', 'shop');
    const made = await report('shop.json');
    expect(made.totals.templates.files).toBeGreaterThan(3);
    expect(made.files.find(({ path: file }) => file === 'package.json')).toMatchObject({ madeFrom: 'template', outcome: 'written' });
    expect(made.decisions.some(({ because }) => because === 'they come from templates')).toBe(true);
    expect(server.ledger.length).toBeLessThanOrEqual(made.totals.calls);
  });

  test('is written where no model is asked, too; what no model was asked in is not kept', async () => {
    const server = await serverOf();
    const { run, report, root } = await folder({ 'a.ts': functions('a', 3) });
    await run(server, 'generate', '--provider', 'outline', '--report', 'report.json');
    expect(await report('report.json')).toMatchObject({ run: { provider: 'outline', status: 'done' }, totals: { files: { written: 1 } } });
    expect(await keptIn(root)).toEqual([]);
    await run(server, 'generate', '--yes', '--no-cache');
    expect(await keptIn(root)).toEqual([]);
    await writeFile(path.join(root, 'b.ts'), functions('b', 2));
    await run(server, 'generate', '--yes');
    expect(await keptIn(root)).toHaveLength(1);
  });
});

async function keptIn(root: string): Promise<string[]> {
  const names = await readdir(path.join(root, '.home/.local/state/specwright'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.jsonl'));
}

describe('--metrics-file', () => {
  test('is written of a run that fails, whole', async () => {
    const server = await serverOf({ faults: [{ fault: { kind: 'http', status: 401 }, every: 1 }] });
    const { run, read, root } = await folder({ 'a.ts': functions('a', 3) });
    const { code } = await run(server, 'generate', '--yes', '--metrics-file', 'metrics.prom');
    expect(code).toBe(2);
    expect(await read('metrics.prom')).toMatch(/^specwright_requests_total\{provider="anthropic",model="claude-sonnet-5-5",outcome="error"\} 1$/m);
    expect((await readdir(root)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('in a folder that is not there is told before anything is paid for', async () => {
    const server = await serverOf();
    const { run } = await folder({ 'a.ts': functions('a', 3) });
    expect(await run(server, 'generate', '--yes', '--metrics-file', 'nowhere/metrics.prom')).toMatchObject({ code: 2, stderr: expect.stringMatching(/there is no folder .*nowhere\. Make it, or choose another place with --metrics-file\./) as string });
    expect(server.ledger).toHaveLength(0);
  });

  test.each(['--report', '--sent-file'])('so is the folder of %s', async (option) => {
    const server = await serverOf();
    const { run } = await folder({ 'a.ts': functions('a', 3) });
    expect(await run(server, 'generate', '--yes', option, 'nowhere/run.html')).toMatchObject({ code: 2, stderr: expect.stringMatching(new RegExp(`there is no folder .*nowhere\\. Make it, or choose another place with ${option}\\.`)) as string });
    expect(server.ledger).toHaveLength(0);
  });

  test('is of check as well', async () => {
    const { run, read } = await folder({ 'a.ts': functions('a', 3) });
    await run(await serverOf(), 'check', '--metrics-file', 'metrics.prom');
    expect(await read('metrics.prom')).toContain('specwright_stage_duration_seconds_count{stage="gather"} 1');
  });
});

test('--metrics-port serves the figures while the run goes on, and no longer', async () => {
  let answer = (): void => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  const server = await serverOf({ beforeFirstByte: () => held });
  const { root } = await folder({ 'a.ts': functions('a', 3) });
  const cli = path.resolve(import.meta.dirname, '../../../dist/cli.js');
  let stderr = '';
  const ended = new Promise<void>((resolve) => {
    const env = { PATH: process.env.PATH, HOME: path.join(root, '.home'), ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url };
    execFile(process.execPath, [cli, 'generate', '--yes', '--metrics-port', '0'], { cwd: root, env, timeout: 20_000 }, () => resolve()).stderr!.on('data', (piece: string) => (stderr += piece));
  });
  await expect.poll(() => stderr, { timeout: 10_000 }).toContain('/metrics\n');
  const address = /http:\S+/.exec(stderr)![0];
  await expect.poll(() => server.requests, { timeout: 10_000 }).toBe(1);
  const scraped = await fetch(address);
  expect([scraped.headers.get('content-type'), await scraped.text()]).toEqual(['text/plain; version=0.0.4; charset=utf-8', expect.stringContaining('specwright_cache_requests_total{cache="result",result="miss"} 4')]);
  answer();
  await ended;
  await expect(fetch(address)).rejects.toThrow();
});

test('--traces-endpoint sends the run to a collector; one that is not there costs a warning', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString())).on('end', () => {
      bodies.push(body);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void collector.close());
  const { port } = collector.address() as { port: number };
  const server = await serverOf();
  const { run, root } = await folder({ 'a.ts': functions('a', 3) });
  expect(await run(server, 'generate', '--yes', '--traces-endpoint', `http://127.0.0.1:${port}`)).toMatchObject({ code: 0 });
  expect(bodies.join('')).toContain('"name":"chat claude-sonnet-5-5"');
  await writeFile(path.join(root, 'b.ts'), functions('b', 2));
  const { code, stdout } = await run(server, 'generate', '--yes', '--json', '--traces-endpoint', 'http://127.0.0.1:9');
  expect([code, (JSON.parse(stdout) as { warnings: string[] }).warnings]).toEqual([0, [expect.stringContaining('could not all be delivered to http://127.0.0.1:9/v1/traces')]]);
});
