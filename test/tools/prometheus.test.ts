import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PrometheusMetrics } from '../../src/engine/metrics/prometheus';
import { METRICS } from '../../src/engine/metrics/prometheusMetrics';
import { serveMetrics } from '../../src/node/metricsServer';
import { modelAt, serverOf, workspaceOf } from '../unit/engine/workspace';
import { outputOf, temporaryFolder } from './projects';

const isInstalled = (await Promise.all([outputOf('promtool', ['--version']), outputOf('prometheus', ['--version'])])).every((output) => output !== undefined);
if (!isInstalled) console.log('Skipped: Prometheus is not installed (Debian: apt-get install prometheus).');

/** Metrics of two real runs against the model server, with an overload, the second one from the result cache. */
async function metricsOfRuns(): Promise<PrometheusMetrics> {
  const server = await serverOf({ faults: [{ fault: { kind: 'overloaded' }, when: ({ number }) => number === 2 }] });
  const sources = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`src/f${i}.ts`, Array.from({ length: 6 }, (__, k) => `export function fun${i}_${k}(a: number): number {\n  if (a > ${k}) throw new Error('no');\n  return a * ${k};\n}\n`).join('\n')]));
  const workspace = await workspaceOf(sources);
  const metrics = new PrometheusMetrics();
  const model = await modelAt(server);
  for (const runId of ['first', 'second']) {
    await workspace.run({ model, ports: { runId, listeners: [(event) => metrics.take(event)] } });
    await workspace.remove('specs/src/f1.ts.spec.md');
  }
  return metrics;
}

describe.skipIf(!isInstalled)('Prometheus', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('promtool finds nothing to complain of', async () => {
    for (const metrics of [new PrometheusMetrics(), await metricsOfRuns()]) expect(await promtool(metrics.text())).toBe('');
  });

  test('promtool would complain', async () => {
    expect(await promtool('# TYPE x counter\nx 1\n')).not.toBe('');
  });

  test('a real one scrapes the endpoint and knows every metric', async () => {
    const metrics = await metricsOfRuns();
    const served = await serveMetrics({ port: 0 }, () => metrics.text());
    onTestFinished(() => served.close());
    const ask = await startPrometheus(folder, served.port);
    await until(async () => (await ask('up'))[0]?.value[1] === '1');
    for (const [name, { type }] of Object.entries(METRICS)) expect((await ask(type === 'histogram' ? `${name}_count` : name)).length, name).toBeGreaterThan(0);
    const total = async (query: string) => Number((await ask(query))[0]?.value[1]);
    const ofText = (line: string) => Number(metrics.text().split('\n').find((one) => one.startsWith(`${line} `))?.split(' ')[1]);
    expect(await total('specwright_tokens_total{kind="output"}')).toBe(ofText('specwright_tokens_total{kind="output"}'));
    expect(await total('sum(specwright_retries_total)')).toBe(1);
    expect(await total('specwright_cache_requests_total{cache="result",result="hit"}')).toBe(7);
    expect(await total('histogram_quantile(0.5, sum by (le) (specwright_request_duration_seconds_bucket))')).toBeGreaterThan(0);
  });
});

/** What it prints; nothing where it is content. */
function promtool(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', ['check', 'metrics']);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
    child.on('error', reject).on('close', (code) => resolve(output.trim() || (code === 0 ? '' : `exit ${code}`)));
    child.stdin.end(text);
  });
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Scrapes the port every second until the test is over. Returns what asks it a query. */
async function startPrometheus(folder: string, port: number): Promise<(query: string) => Promise<readonly Series[]>> {
  const own = await freePort();
  const config = path.join(folder, 'prometheus.yml');
  await mkdir(path.join(folder, 'data'), { recursive: true });
  await writeFile(config, `global:\n  scrape_interval: 1s\nscrape_configs:\n  - job_name: specwright\n    static_configs:\n      - targets: ['127.0.0.1:${port}']\n`);
  const child = spawn('prometheus', [`--config.file=${config}`, `--storage.tsdb.path=${path.join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${own}`, '--log.level=error'], { stdio: 'ignore' });
  const closed = new Promise((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    child.kill();
    await closed;
  });
  return async (query) => {
    const answer = await fetch(`http://127.0.0.1:${own}/api/v1/query?query=${encodeURIComponent(query)}`).catch(() => undefined);
    const body = answer?.ok ? ((await answer.json()) as { data: { result: Series[] } }) : undefined;
    return body?.data.result ?? [];
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 100));
}
