import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createNoCache } from '../../src/engine/cache/noCache';
import { resolveTimeLimits } from '../../src/engine/dispatch/limits';
import { createGatherer } from '../../src/engine/gather/gather';
import { generateSpecs } from '../../src/engine/generateSpecs';
import { languageOf } from '../../src/engine/outline/languages';
import { createWorkerOutliner } from '../../src/engine/outline/workerOutliner';
import { createNodeFiles } from '../../src/node/nodeFiles';
import { createNodeStore } from '../../src/node/nodeStore';

const FILES = 2_000;

/** A workspace of 2,000 real sources, out of the packages that this project installs: what it costs to look at it. */
export async function run(root: string): Promise<number> {
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'specwright-workspace-'));
  const outliner = createWorkerOutliner({ workerFile: path.join(root, 'dist/outlineWorker.js'), wasmDir: path.join(root, 'dist/grammars') });
  try {
    const bytes = fill(workspace, path.join(root, 'node_modules'));
    git(workspace, 'init', '-q');
    git(workspace, 'add', '-A');
    git(workspace, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'sources');
    console.log(`${FILES} sources, ${(bytes / 1e6).toFixed(1)} MB; Node ${process.version}, ${os.cpus().length} cores\n`);

    const baselineMs = median(3, () => readAsGitLists(workspace));
    const startedAt = performance.now();
    let found = 0;
    for await (const source of createGatherer(createNodeFiles(workspace), { isSource: (file) => languageOf(file) !== undefined }).gather([''])) {
      if (source.kind !== 'source') continue;
      await outliner.outline(source.path, source.text);
      found++;
    }
    const outlineMs = performance.now() - startedAt;

    const delay = monitorEventLoopDelay({ resolution: 5 });
    let peakRss = 0;
    const sample = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage().rss)), 20);
    const generate = () =>
      generateSpecs(
        { paths: [''], outputFolder: 'specs', template: 'reference', language: 'en', batch: { strategy: 'balanced', maxItems: 20, concurrency: 6 }, timeLimits: resolveTimeLimits({}, 'folder') },
        { files: createNodeFiles(workspace), store: createNodeStore(workspace), outliner, cache: createNoCache() },
      );
    delay.enable();
    const first = await generate();
    delay.disable();
    const statusMs = median(3, () => git(workspace, 'status', '--porcelain'));
    const second = await generate();
    clearInterval(sample);

    print([
      ['sources found', String(found), ''],
      ['git ls-files + reading', `${baselineMs.toFixed(0)} ms`, ''],
      ['gather + outline + hash', `${outlineMs.toFixed(0)} ms`, `${(outlineMs / baselineMs).toFixed(1)} ×, must: at most 12 ×`],
      ['first run, all specs written', `${first.ms.toFixed(0)} ms`, first.status],
      ['event loop, longest delay', `${(delay.max / 1e6).toFixed(0)} ms`, `99.9%: ${(delay.percentile(99.9) / 1e6).toFixed(0)} ms; must: at most 50 ms`],
      ['memory, peak', `${(peakRss / 1e6).toFixed(0)} MB`, 'must: under 300 MB'],
      ['git status', `${statusMs.toFixed(0)} ms`, ''],
      ['second run, nothing changed', `${second.ms.toFixed(0)} ms`, `${(second.ms / statusMs).toFixed(1)} ×, must: at most 4 ×; ${second.files.filter(({ status }) => status !== 'unchanged').length} specs changed`],
    ]);
    return 0;
  } finally {
    await outliner.dispose();
    rmSync(workspace, { recursive: true, force: true });
  }
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
  for (const file of git(workspace, 'ls-files', '-z').split('\0')) if (file !== '') readFileSync(path.join(workspace, file));
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
  return all.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

function print(rows: readonly (readonly string[])[]): void {
  for (const [what, figure, note] of rows) console.log(`${what!.padEnd(32)}${figure!.padStart(10)}   ${note}`);
}
