import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createNoCache } from '../../src/engine/cache/noCache';
import { createRunRecords } from '../../src/engine/cache/runRecords';
import { resolveTimeLimits } from '../../src/engine/dispatch/limits';
import { createGatherer, type Source } from '../../src/engine/gather/gather';
import { generateSpecs } from '../../src/engine/generateSpecs';
import type { RunRecords } from '../../src/engine/lastRun/lastRun';
import { mapInOrder } from '../../src/engine/mapInOrder';
import { languageOf } from '../../src/engine/outline/languages';
import { createWorkerOutliner, type WorkerOutliner, type WorkerOutlinerOptions } from '../../src/engine/outline/workerOutliner';
import type { RunResult } from '../../src/engine/run';
import { createNodeFiles } from '../../src/node/nodeFiles';
import { createNodeStore } from '../../src/node/nodeStore';

const FILES = 2_000;

/** A workspace of 2,000 real sources, out of the packages that this project installs: what it costs to look at it, first, and again. */
export async function run(root: string): Promise<number> {
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'specwright-workspace-'));
  const kept = { dir: mkdtempSync(path.join(os.tmpdir(), 'specwright-kept-')), version: 'bench' };
  const outliners: WorkerOutliner[] = [];
  const newOutliner = (options: Partial<WorkerOutlinerOptions> = {}) => {
    const outliner = createWorkerOutliner({ workerFile: path.join(root, 'dist/outlineWorker.js'), wasmDir: path.join(root, 'dist/grammars'), ...options });
    outliners.push(outliner);
    return outliner;
  };
  try {
    const bytes = fill(workspace, path.join(root, 'node_modules'));
    git(workspace, 'init', '-q');
    commit(workspace);
    console.log(`${FILES} sources, ${(bytes / 1e6).toFixed(1)} MB; Node ${process.version}, ${os.cpus().length} cores, load ${os.loadavg()[0]!.toFixed(1)}\n`);
    const outliner = newOutliner({ cache: kept });
    const generate = (records: RunRecords, with_ = outliner) =>
      generateSpecs(
        { paths: [''], outputFolder: 'specs', template: 'reference', language: 'en', batch: { strategy: 'balanced', maxItems: 20, concurrency: 6 }, timeLimits: resolveTimeLimits({}, 'folder') },
        { files: createNodeFiles(workspace), store: createNodeStore(workspace), outliner: with_, records, cache: createNoCache() },
      );
    const delay = monitorEventLoopDelay({ resolution: 5 });
    let peakRss = 0;
    const sample = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), 20);
    delay.enable();
    const first = await generate(createRunRecords(kept));
    delay.disable();
    clearInterval(sample);
    const baselineMs = median(3, () => readAsGitLists(workspace));
    commit(workspace);

    // A record that is read from the disk, as by another process; then one that this process remembers.
    const records = createRunRecords(kept);
    const second = await generate(records);
    const remembered: number[] = [];
    for (let i = 0; i < 9; i++) remembered.push((await generate(records)).ms);
    const statusMs = median(9, () => git(workspace, 'status', '--porcelain'));
    appendFileSync(path.join(workspace, sourcesOf(workspace)[FILES / 2]!), '\nexport const edited = 1;\n');
    const edited = await generate(records, newOutliner({ cache: kept }));

    const cold = await outlineAll(workspace, newOutliner());
    const warm = await outlineAll(workspace, newOutliner({ cache: kept }));
    print([
      ['sources found', String(cold.found), ''],
      ['git ls-files + reading', `${baselineMs.toFixed(0)} ms`, ''],
      ['gather + outline + hash', `${cold.ms.toFixed(0)} ms`, `${(cold.ms / baselineMs).toFixed(1)} ×, must: at most 12 ×`],
      ['the same, outlines kept', `${warm.ms.toFixed(0)} ms`, `${(warm.ms / baselineMs).toFixed(1)} ×`],
      ['first run, all specs written', `${first.ms.toFixed(0)} ms`, first.status],
      ['event loop, longest delay', `${(delay.max / 1e6).toFixed(0)} ms`, `99.9%: ${(delay.percentile(99.9) / 1e6).toFixed(0)} ms; must: at most 50 ms`],
      ['memory, peak', `${(peakRss / 1e6).toFixed(0)} MB`, 'must: under 300 MB'],
      ['git status, specs committed', `${statusMs.toFixed(0)} ms`, ''],
      ['second run, nothing changed', `${second.ms.toFixed(0)} ms`, `${(second.ms / statusMs).toFixed(1)} ×, must: at most 4 ×; ${changed(second)} specs changed`],
      ['the same, record in memory', `${middleOf(remembered).toFixed(0)} ms`, `${(middleOf(remembered) / statusMs).toFixed(1)} ×`],
      ['one source edited', `${edited.ms.toFixed(0)} ms`, `${changed(edited)} specs changed`],
    ]);
    return 0;
  } finally {
    await Promise.all(outliners.map((outliner) => outliner.dispose()));
    for (const folder of [workspace, kept.dir]) rmSync(folder, { recursive: true, force: true });
  }
}

/** As a run does: a few files at a time, so that every thread has something to do. */
async function outlineAll(workspace: string, outliner: WorkerOutliner): Promise<{ ms: number; found: number }> {
  const startedAt = performance.now();
  const sources: Source[] = [];
  for await (const source of createGatherer(createNodeFiles(workspace), { isSource: (file) => languageOf(file) !== undefined }).gather([''])) {
    if (source.kind === 'source') sources.push(source);
  }
  await mapInOrder(sources, 8, ({ path: file, text }) => outliner.outline(file, text));
  return { ms: performance.now() - startedAt, found: sources.length };
}

function changed({ files }: RunResult): number {
  return files.filter(({ status }) => status !== 'unchanged').length;
}

function commit(workspace: string): void {
  git(workspace, 'add', '-A');
  git(workspace, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'bench');
}

function sourcesOf(workspace: string): string[] {
  return git(workspace, 'ls-files', '-z').split('\0').filter((file) => file !== '' && !file.startsWith('specs/'));
}

/** Copies the first sources, by path, and returns their bytes. */
function fill(workspace: string, packages: string): number {
  let files = 0;
  let bytes = 0;
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (files === FILES) return;
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(place);
      else if (entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) && statSync(place).size < 200_000) {
        const target = path.join(workspace, path.relative(packages, place).replaceAll('node_modules', 'nested'));
        mkdirSync(path.dirname(target), { recursive: true });
        cpSync(place, target);
        files++;
        bytes += statSync(place).size;
      }
    }
  };
  walk(packages);
  return bytes;
}

function readAsGitLists(workspace: string): void {
  for (const file of sourcesOf(workspace)) readFileSync(path.join(workspace, file));
}

function git(workspace: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: workspace, encoding: 'utf8', maxBuffer: 64e6 });
}

function median(times: number, work: () => unknown): number {
  const all = Array.from({ length: times }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return middleOf(all);
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function print(rows: readonly (readonly string[])[]): void {
  for (const [what, figure, note] of rows) console.log(`${what!.padEnd(32)}${figure!.padStart(10)}   ${note}`);
}
