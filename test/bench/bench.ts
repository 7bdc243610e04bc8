import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { BatchStrategy } from '../../src/engine/batch/planBatches';
import { createNoCache } from '../../src/engine/cache/noCache';
import { createResultCache } from '../../src/engine/cache/createResultCache';
import { resolveTimeLimits } from '../../src/engine/dispatch/limits';
import type { SentRequest } from '../../src/engine/dispatch/sent';
import type { RunEvent } from '../../src/engine/events';
import { generateSpecs, planSpecs } from '../../src/engine/generateSpecs';
import { createWorkerOutliner } from '../../src/engine/outline/workerOutliner';
import type { GenerateRequest } from '../../src/engine/request';
import type { RunPorts } from '../../src/engine/run';
import { createNodeFiles } from '../../src/node/nodeFiles';
import { createNodeStore } from '../../src/node/nodeStore';
import { costUsd } from '../../src/providers/cost';
import type { Model, ModelRequest } from '../../src/providers/model';
import { openModel } from '../../src/providers/openModel';
import { parseItems } from '../model-server/items';
import { NOTHING, sumOf, type Billed } from '../model-server/ledger';
import { startServer, type BenchServer } from './benchServer';
import { costOfListeners } from './listeners';
import { peakOfCommand } from './peakOfCommand';
import { printTable, type Row } from './rows';

/** 1.0 s to the first token and 5.8 s of tokens for a chunk, as in the literature's 95 s for 14 chunks. */
const FIRST_TOKEN_MS = 1_000;
const ITEM_TOKENS = 350;
const TOKENS_PER_SECOND = ITEM_TOKENS / 5.8;

type Bench = Awaited<ReturnType<typeof prepare>>;

/** All cases of the table in `docs/benchmarks.md`, or those whose name holds one of the words: `npm run bench -- latency budget`. */
export async function run(root: string, words: readonly string[]): Promise<number> {
  const bench = await prepare(root);
  const rows: Row[] = [];
  try {
    for (const [name, measure] of Object.entries(CASES)) {
      if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
      process.stderr.write(`${name} …\n`);
      rows.push(...(await measure(bench)));
    }
  } finally {
    await bench.close();
  }
  console.log(JSON.stringify({ node: process.version, cores: os.cpus().length, rows }, null, 2));
  printTable(rows);
  return 0;
}

const CASES: Readonly<Record<string, (bench: Bench) => Promise<Row[]>>> = {
  module: oneModule,
  files: fifteenFiles,
  small: hundredSmallFiles,
  faults: throughFaults,
  budget: halfTheBudget,
  estimate: estimateAgainstCost,
  memory: twoThousandFiles,
  listeners: (bench) =>
    costOfListeners({
      folder: () => bench.folder(),
      startServer: () => bench.server.start({ itemTokens: ITEM_TOKENS }),
      async run(folder) {
        const { figures, events } = await bench.run(folder, { strategy: 'balanced' });
        return { calls: figures.calls, items: figures.cacheMisses, events };
      },
    }),
};

async function prepare(root: string) {
  const server = await startServer();
  const outliner = createWorkerOutliner({ workerFile: path.join(root, 'dist/outlineWorker.js'), wasmDir: path.join(root, 'dist/grammars') });
  const folders: string[] = [];
  return {
    root,
    server,
    /** A folder of its own for each case. */
    folder(): string {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'specwright-bench-'));
      folders.push(folder);
      return folder;
    },
    async run(folder: string, options: RunOptions) {
      const model = await modelAt(server);
      const events: RunEvent[] = [];
      const sent: SentRequest[] = [];
      const { concurrency = 16, ceilings, idleMs } = options;
      const request: GenerateRequest = {
        paths: [''], outputFolder: 'specs', template: 'reference', language: 'en', exclude: ['.cache'],
        batch: { strategy: options.strategy, maxItems: 20, concurrency, effort: 'low' },
        timeLimits: resolveTimeLimits(idleMs === undefined ? {} : { idleMs, firstByteMs: idleMs }, 'folder'),
        ...(ceilings ? { ceilings } : {}),
      };
      // Of the stage that asks, all threads together: reading and parsing are another's.
      let askingCpuMs = NaN;
      let cpuBefore = process.cpuUsage();
      const meter = (event: RunEvent) => {
        if (event.type === 'stage-started' && event.stage === 'analyze') cpuBefore = process.cpuUsage();
        if (event.type !== 'stage-finished' || event.stage !== 'analyze') return;
        const { user, system } = process.cpuUsage(cpuBefore);
        askingCpuMs = (user + system) / 1_000;
      };
      const ports: RunPorts = {
        files: createNodeFiles(folder), store: createNodeStore(folder), outliner, model,
        cache: options.cached ? createResultCache({ dir: path.join(folder, '.cache') }) : createNoCache(),
        listeners: [(event) => void events.push(event), (event) => meter(event)],
        onSent: (one: SentRequest) => void sent.push(one),
      };
      const startedAt = performance.now();
      const result = await (options.plan ? planSpecs : generateSpecs)(request, ports);
      return { ...result, model, events, sent, wallMs: performance.now() - startedAt, askingCpuMs };
    },
    async close() {
      await server.close();
      await outliner.dispose();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface RunOptions {
  readonly strategy: BatchStrategy;
  readonly concurrency?: number;
  readonly ceilings?: GenerateRequest['ceilings'];
  readonly idleMs?: number;
  readonly cached?: boolean;
  readonly plan?: boolean;
}

function modelAt(server: BenchServer): Promise<Model> {
  return openModel({ provider: 'anthropic', apiKey: 'key', baseUrl: server.url });
}

/** 267 lines, 14 functions: a request each, one after the other, then a synthesis; against the three strategies. */
async function oneModule(bench: Bench): Promise<Row[]> {
  const timeScale = 0.3;
  const order = { timeToFirstTokenMs: FIRST_TOKEN_MS, tokensPerSecond: TOKENS_PER_SECOND, itemTokens: ITEM_TOKENS, timeScale };
  const source = path.join(bench.root, 'test/fixtures/python/inventory.py');
  const folderWith = () => {
    const folder = bench.folder();
    cpSync(source, path.join(folder, 'inventory.py'));
    return folder;
  };
  // A run before the measurements, so that grammars and code are loaded.
  await bench.server.start({ itemTokens: ITEM_TOKENS });
  const warm = await bench.run(folderWith(), { strategy: 'latency' });
  const bodies = warm.sent.map(({ body }) => body);
  const functions = bodies.filter((body) => /kind="section"[^>]*symbol="[a-z_]+"/.test(lastText(body))).slice(0, 14);
  const synthesis = bodies.find((body) => lastText(body).includes('kind="overview"'))!;
  await bench.server.start(order);
  const sequential = await oneAfterTheOther([...functions, synthesis], await modelAt(bench.server));
  const rows: Row[] = [];
  for (const strategy of ['latency', 'balanced', 'cost'] as const) {
    await bench.server.start(order);
    const folder = folderWith();
    const result = await bench.run(folder, { strategy, cached: true });
    const { requests } = await bench.server.report();
    const slowest = Math.max(...requests.map(({ ms }) => ms));
    const time = result.wallMs / sequential.ms;
    const share = requests.length / sequential.requests;
    const seconds = `${(result.wallMs / 1_000 / timeScale).toFixed(1)} s against ${(sequential.ms / 1_000 / timeScale).toFixed(1)} s (times of 0.3 scaled up)`;
    const limits = { latency: [1 / 10, Infinity], balanced: [1 / 4, 1 / 2], cost: [1 / 3, 1 / 3] }[strategy] as [number, number];
    const done = result.status === 'done';
    rows.push({
      case: `267 lines, 14 functions, \`${strategy}\``,
      is: `${time.toFixed(3)} × the time: ${seconds}; ${requests.length} requests of ${sequential.requests}${strategy === 'latency' ? `; ${(result.wallMs / slowest).toFixed(2)} × the slowest request` : ''}`,
      must: strategy === 'latency' ? 'at most 0.1 ×, and 1.2 × the slowest request' : `at most ${limits[0].toFixed(2)} ×, ${limits[1].toFixed(2)} of the requests`,
      holds: done && time <= limits[0] && share <= limits[1] && (strategy !== 'latency' || result.wallMs / slowest <= 1.2),
    });
    if (strategy !== 'balanced') continue;
    await bench.server.start(order);
    await bench.run(folder, { strategy, cached: true });
    const again = (await bench.server.report()).requests.length;
    rows.push({ case: 'the same again', is: `${again} requests`, must: '0 requests', holds: again === 0 });
  }
  return rows;
}

/** Fifteen real files of about 2,000 lines together. */
async function fifteenFiles(bench: Bench): Promise<Row[]> {
  const timeScale = 0.1;
  const order = { timeToFirstTokenMs: FIRST_TOKEN_MS, tokensPerSecond: TOKENS_PER_SECOND, itemTokens: ITEM_TOKENS, timeScale };
  const folder = bench.folder();
  const lines = copySources(bench, folder, 15, 90, 180);
  await bench.server.start({ itemTokens: ITEM_TOKENS });
  const warmFolder = bench.folder();
  copySources(bench, warmFolder, 15, 90, 180);
  const bodies = (await bench.run(warmFolder, { strategy: 'latency' })).sent.map(({ body }) => body);
  await bench.server.start(order);
  const sequential = await oneAfterTheOther(bodies, await modelAt(bench.server));
  await bench.server.start(order);
  const result = await bench.run(folder, { strategy: 'balanced' });
  const { requests } = await bench.server.report();
  const dollars = inputUsd(sumOf(requests.map(({ billed }) => billed)), result.model) / inputUsd(sequential.billed, result.model);
  const time = result.wallMs / sequential.ms;
  return [
    {
      case: `15 files, ${lines.toLocaleString('en-US')} lines, \`balanced\``,
      is: `${time.toFixed(3)} × the time (${(result.wallMs / 1_000 / timeScale).toFixed(0)} s against ${(sequential.ms / 1_000 / timeScale).toFixed(0)} s, scaled up from 0.1), ${dollars.toFixed(2)} × the input dollars; ${requests.length} requests of ${sequential.requests}`,
      must: 'at most 0.2 × the time, 0.4 × the input dollars, cache writes included',
      holds: result.status === 'done' && time <= 0.2 && dollars <= 0.4,
    },
  ];
}

/** A hundred files of one item each, answered in 100 ms: what the engine itself takes, in a process that has just started, and then in one that has run before (as the editor's has after its first command). */
async function hundredSmallFiles(bench: Bench): Promise<Row[]> {
  const files = 100;
  // One more request is for the page of the workspace.
  const ideal = Math.ceil((files + 1) / 16) * 100;
  const hundred = async () => {
    await bench.server.start({ timeToFirstTokenMs: 100 });
    const folder = bench.folder();
    for (let i = 0; i < files; i++) writeFileSync(path.join(folder, `task${i}.ts`), smallFile(i));
    const result = await bench.run(folder, { strategy: 'latency' });
    const { requests } = await bench.server.report();
    const asking = result.events.flatMap((event) => (event.type === 'stage-finished' && event.stage === 'analyze' ? [event.ms] : []))[0] ?? NaN;
    const ended = result.events.flatMap((event) => (event.type === 'request-ended' ? [event.ms] : [])).sort((a, b) => a - b);
    const served = requests.map(({ ms }) => ms).sort((a, b) => a - b);
    const own = percentile(ended, 0.95) - percentile(served, 0.95);
    return { done: result.status === 'done', times: asking / ideal, cpuMs: result.askingCpuMs / requests.length, own, perSecond: (1_000 * requests.length) / asking };
  };
  const first = await hundred();
  const then = await hundred();
  const told = ({ times, cpuMs, own, perSecond }: typeof first) => `${times.toFixed(2)} × the ideal 7 rounds; ${cpuMs.toFixed(1)} ms of processor a request, its writing included; ${own.toFixed(0)} ms own share of the latency at the 95th percentile; ${perSecond.toFixed(0)} requests a second`;
  return [
    {
      case: '100 small files of one item, 100 ms answers, concurrency 16',
      is: `${told(then)} (in a process that has just started: ${told(first)})`,
      must: 'at most 1.15 ×, under 5 ms, under 50 ms, far over 5 a second',
      holds: then.done && then.times <= 1.15 && then.cpuMs < 5 && then.own < 50,
    },
  ];
}

/** 429 on every fifth request, 2% drops, 2% hangs. */
async function throughFaults(bench: Bench): Promise<Row[]> {
  const copy = () => {
    const folder = bench.folder();
    copySources(bench, folder, 40, 60, 250);
    return folder;
  };
  await bench.server.start({ itemTokens: 120 });
  await bench.run(copy(), { strategy: 'balanced' });
  const undisturbed = (await bench.server.report()).requests.length;
  const faults = [{ fault: { kind: 'rate-limit', retryAfterMs: 50 }, every: 5 }, { fault: { kind: 'drop' }, chance: 0.02 }, { fault: { kind: 'hang' }, chance: 0.02 }];
  await bench.server.start({ itemTokens: 120, seed: 7, faults });
  const result = await bench.run(copy(), { strategy: 'balanced', idleMs: 1_000 });
  const { requests } = await bench.server.report();
  const times = requests.length / undisturbed;
  const twice = askedAfterTheyClosed(result.events, result.sent);
  return [
    {
      case: '429 on every fifth request, 2% drops, 2% hangs',
      is: `${result.files.filter(({ status }) => status === 'written').length} of ${result.files.length} specs complete; ${times.toFixed(2)} × the requests (${requests.length} against ${undisturbed}); ${twice} closed items asked for again`,
      must: 'all complete, at most 1.4 ×, none asked for again',
      holds: result.status === 'done' && times <= 1.4 && twice === 0,
    },
  ];
}

/** Half of what the whole costs. */
async function halfTheBudget(bench: Bench): Promise<Row[]> {
  const copy = () => {
    const folder = bench.folder();
    copySources(bench, folder, 15, 90, 180);
    return folder;
  };
  await bench.server.start({ itemTokensByLength: true });
  const whole = await bench.run(copy(), { strategy: 'balanced' });
  const price = billedUsd(await bench.server.report(), whole.model);
  const rows: Row[] = [];
  for (const concurrency of [1, 4, 16]) {
    await bench.server.start({ itemTokensByLength: true });
    const result = await bench.run(copy(), { strategy: 'balanced', concurrency, ceilings: { usd: price / 2 } });
    const used = billedUsd(await bench.server.report(), whole.model) / (price / 2);
    rows.push({
      case: `budget of half the price ($${(price / 2).toFixed(3)}), concurrency ${concurrency}`,
      is: `${(100 * used).toFixed(1)}% used, by the server's ledger; ${result.status}, ${result.files.filter(({ status }) => status === 'written').length} specs whole, ${result.files.filter(({ status }) => status === 'partial').length} in part`,
      must: 'at most 100%, at least 75%; a valid partial result',
      holds: used <= 1 && used >= 0.75 && result.status === 'over-budget',
    });
  }
  return rows;
}

/** The range that is told beforehand, against what the server billed, file by file. */
async function estimateAgainstCost(bench: Bench): Promise<Row[]> {
  const all = bench.folder();
  copySources(bench, all, 20, 60, 400);
  let within = 0;
  const misses: string[] = [];
  for (const file of sourcesIn(all)) {
    const folder = bench.folder();
    cpSync(path.join(all, file), path.join(folder, path.basename(file)));
    await bench.server.start({ itemTokensByLength: true });
    const { estimate } = await bench.run(folder, { strategy: 'balanced', plan: true });
    const { model } = await bench.run(folder, { strategy: 'balanced' });
    const cost = billedUsd(await bench.server.report(), model);
    const [low, high] = estimate!.costUsd!;
    if (cost >= low && cost <= high) within++;
    else misses.push(`${path.basename(file)}: $${cost.toFixed(4)} outside of $${low.toFixed(4)} to $${high.toFixed(4)}`);
  }
  return [{ case: 'estimate before against cost after, 20 real files', is: `${within} of 20 within the range${misses.length > 0 ? ` (${misses.join('; ')})` : ''}`, must: '95% (19)', holds: within >= 19 }];
}

/** Two thousand files with a model: the memory of the command as people run it, all its threads together. */
async function twoThousandFiles(bench: Bench): Promise<Row[]> {
  const folder = bench.folder();
  copySources(bench, folder, 2_000, 1, 2_000, path.join(bench.root, 'node_modules'));
  await bench.server.start({ itemTokens: 100 });
  const env = { ...process.env, ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: bench.server.url, XDG_STATE_HOME: bench.folder() };
  const startedAt = performance.now();
  const { maxRss, exitCode } = await peakOfCommand(bench.root, ['generate', '--root', folder, '--cache-dir', bench.folder(), '--yes'], env);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { requests } = await bench.server.report();
  return [
    {
      case: `2,000 files with a model (${requests.length.toLocaleString('en-US')} requests)`,
      is: `${(maxRss / 1e6).toFixed(0)} MB at most, exit code ${exitCode} after ${seconds.toFixed(0)} s`,
      must: 'under 300 MB',
      holds: maxRss < 300e6 && exitCode === 0,
    },
  ];
}

/** What the literature's tools do: every chunk alone, the next one when it is answered, nothing cached. */
async function oneAfterTheOther(bodies: readonly ModelRequest[], model: Model) {
  const startedAt = performance.now();
  let billed: Billed = NOTHING;
  for (const body of bodies) {
    const uncached = { ...body, system: body.system.map(({ text }) => ({ text })), user: body.user.map(({ text }) => ({ text })) };
    for await (const event of model.stream(uncached, { signal: new AbortController().signal })) if (event.type === 'end') billed = sumOf([billed, event.usage!]);
  }
  return { ms: performance.now() - startedAt, requests: bodies.length, billed };
}

/** Items that were in a request which left after their answer had come. */
function askedAfterTheyClosed(events: readonly RunEvent[], sent: readonly SentRequest[]): number {
  const closedAt = new Map(events.flatMap((event) => (event.type === 'item-done' ? [[event.item, event.at] as const] : [])));
  const idOf = ({ path: file, symbol, kind }: { path: string; symbol?: string; kind: string }) => `${file}#${symbol ?? kind}`;
  return sent.flatMap(({ at, body }) => (parseItems(lastText(body))?.items ?? []).filter((item) => (closedAt.get(idOf(item)) ?? Infinity) < at)).length;
}

function billedUsd({ requests }: { requests: readonly { billed: Billed }[] }, model: Model): number {
  return requests.reduce((sum, { billed }) => sum + costUsd(billed, model.prices)!, 0);
}

function inputUsd(billed: Billed, model: Model): number {
  return costUsd({ ...billed, outputTokens: 0 }, model.prices)!;
}

function lastText({ user }: ModelRequest): string {
  return user.at(-1)?.text ?? '';
}

function smallFile(i: number): string {
  return `import { run } from './run';\n\nrun('task ${i}', { retries: ${i % 7}, verbose: ${i % 2 === 0} });\nconsole.log('started ${i}');\n`;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Copies real sources of a fixed package, by path, and returns their lines. */
function copySources(bench: Bench, folder: string, count: number, fewestLines: number, mostLines: number, from = path.join(bench.root, 'node_modules/undici/lib')): number {
  let total = 0;
  let copied = 0;
  for (const file of sourcesIn(from)) {
    if (copied === count) break;
    const text = readFileSync(path.join(from, file), 'utf8');
    const lines = text.split('\n').length;
    if (lines < fewestLines || lines > mostLines) continue;
    const target = path.join(folder, file.replaceAll('node_modules', 'nested'));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    total += lines;
    copied++;
  }
  return total;
}

function sourcesIn(folder: string, under = ''): string[] {
  return readdirSync(path.join(folder, under), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(under, entry.name);
      if (entry.isDirectory()) return sourcesIn(folder, place);
      return entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) && statSync(path.join(folder, place)).size < 200_000 ? [place] : [];
    });
}
