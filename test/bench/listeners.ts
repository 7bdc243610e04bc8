import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../../src/engine/events';
import { PrometheusMetrics } from '../../src/engine/metrics/prometheus';
import { RunRecorder } from '../../src/engine/metrics/runRecorder';
import { logFile } from '../../src/node/logFile';
import { createTraces } from '../../src/node/traces';
import type { Row } from './rows';

/** What this measurement needs of a bench: a folder, and a run over it to which nobody listens who takes time. */
export interface ListenersBench {
  folder(): string;
  startServer(): Promise<void>;
  run(folder: string): Promise<{ readonly calls: number; readonly items: number; readonly events: readonly RunEvent[] }>;
}

const FILES = 200;
const FUNCTIONS = 6;
const ROUNDS = 15;
/** Of each run: a replay is short, so that whatever else the machine does in that moment counts much. */
const REPLAYS = 3;
/** A live view is sent what changed so often, and a Prometheus scrapes so often. */
const VIEW_MS = 500;
const SCRAPE_MS = 1_000;

/**
 * What all that listens to a run takes of its processor time. A run is measured with nothing listening; then its events are told again, to everything, at the same times of the run for the view
 * and the scrapes. To compare two runs would not do: on a machine that is not alone they differ by more than what is looked for.
 */
export async function costOfListeners(bench: ListenersBench): Promise<Row[]> {
  const collector = await startCollector();
  try {
    const [runs, replays]: [number[], number[]] = [[], []];
    let run = { calls: 0, items: 0, events: 0 };
    let first = NaN;
    for (let round = 0; round < ROUNDS; round++) {
      const { cpuMs, result } = await measured(bench);
      runs.push(cpuMs);
      const told: number[] = [];
      for (let i = 0; i < REPLAYS; i++) told.push(await replayed(result.events, bench.folder(), collector.url));
      replays.push(median(told));
      if (round === 0) first = told[0]! / cpuMs;
      run = { ...result, events: result.events.length };
    }
    const ratio = 1 + median(replays) / median(runs);
    return [
      {
        case: `everything that listens (live view, report, metrics, log, traces) to ${run.items.toLocaleString('en-US')} items in ${run.calls} requests: ${run.events.toLocaleString('en-US')} events`,
        is: `${ratio.toFixed(4)} × the processor time: ${median(replays).toFixed(1)} ms beside ${median(runs).toFixed(0)} ms (medians of ${ROUNDS} runs; the first one of a process: ${(1 + first).toFixed(3)} ×)`,
        must: 'under 1.02 ×',
        holds: ratio < 1.02,
      },
    ];
  } finally {
    collector.close();
  }
}

async function measured(bench: ListenersBench) {
  await bench.startServer();
  const folder = bench.folder();
  for (let i = 0; i < FILES; i++) writeFileSync(path.join(folder, `file${i}.ts`), sourceOf(i));
  const before = process.cpuUsage();
  const result = await bench.run(folder);
  return { cpuMs: cpuMsSince(before), result };
}

/** Processor time of the listeners alone, with all that they do at the end. */
async function replayed(events: readonly RunEvent[], folder: string, url: string): Promise<number> {
  const before = process.cpuUsage();
  const recorder = new RunRecorder();
  const metrics = new PrometheusMetrics();
  const log = logFile(path.join(folder, 'run.log'));
  const traces = createTraces({ url, version: '0', onWarning: (message) => console.error(message) });
  let [seen, viewedAt, scrapedAt] = [0, 0, 0];
  for (const event of events) {
    recorder.take(event);
    metrics.take(event);
    log.listener(event);
    traces.listener(event);
    if (event.at >= viewedAt + VIEW_MS) {
      viewedAt = event.at;
      const update = recorder.changedSince(seen, event.at);
      seen = update.revision;
      JSON.stringify(update);
    }
    if (event.at >= scrapedAt + SCRAPE_MS) {
      scrapedAt = event.at;
      metrics.text();
    }
  }
  writeFileSync(path.join(folder, 'report.json'), JSON.stringify(recorder.report()));
  writeFileSync(path.join(folder, 'metrics.prom'), metrics.text());
  log.close();
  await traces.close();
  return cpuMsSince(before);
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Takes traces in a process of its own, and forgets them. */
async function startCollector() {
  const program = `require('http').createServer((request, response) => request.resume().on('end', () => response.end('{}'))).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}/v1/traces`, close: () => void child.kill() };
}

function sourceOf(file: number): string {
  return Array.from({ length: FUNCTIONS }, (_, i) => `/** Counts what is left. */\nexport function count${file}_${i}(crates: readonly number[], limit: number): number {\n  if (limit < ${i}) throw new RangeError('The limit is too low.');\n  return crates.filter((crate) => crate > limit).length;\n}\n`).join('\n');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
