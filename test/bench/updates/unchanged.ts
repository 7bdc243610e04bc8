import { cpSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createNoCache } from '../../../src/engine/cache/noCache';
import { createRunRecords } from '../../../src/engine/cache/runRecords';
import { resolveTimeLimits } from '../../../src/engine/dispatch/limits';
import { generateSpecs } from '../../../src/engine/generateSpecs';
import type { RunRecords } from '../../../src/engine/lastRun/lastRun';
import { createNodeFiles } from '../../../src/node/nodeFiles';
import { createNodeStore } from '../../../src/node/nodeStore';
import type { Row } from '../rows';
import { commitAll, git, type UpdateBench } from './setting';

const FILES = 3_000;
const TIMES = 15;

/** Cold: what the last run saw is read from the disk, as by a new process. Warm: this process remembers it, as the editor does. */
export async function unchanged(bench: UpdateBench): Promise<Row[]> {
  const place = bench.folder();
  copySources(path.join(bench.root, 'node_modules'), place);
  git(place, 'init', '-q');
  const dir = bench.folder();
  const newRecords = () => createRunRecords({ dir, version: 'bench' });
  const generate = (records: RunRecords) =>
    generateSpecs(
      { paths: [''], outputFolder: 'specs', template: 'reference', language: 'en', batch: { strategy: 'balanced', maxItems: 20, concurrency: 6 }, timeLimits: resolveTimeLimits({}, 'folder') },
      { files: createNodeFiles(place), store: createNodeStore(place), outliner: bench.outliner, records, cache: createNoCache() },
    );
  await generate(newRecords());
  commitAll(place);
  await generate(newRecords());
  const records = newRecords();
  await generate(records);
  const statusMs: number[] = [];
  const coldMs: number[] = [];
  const warmMs: number[] = [];
  let changed = 0;
  // By turns, so that what else the machine does falls on all alike.
  for (let i = 0; i < TIMES; i++) {
    statusMs.push(await timed(async () => git(place, 'status', '--porcelain')));
    coldMs.push(await timed(async () => (changed += (await generate(newRecords())).files.filter(({ status }) => status !== 'unchanged').length)));
    warmMs.push(await timed(() => generate(records)));
  }
  const status = middleOf(statusMs);
  const row = (what: string, all: number[], most: number): Row => ({
    case: `unchanged, ${FILES.toLocaleString('en-US')} files, ${what}`,
    is: `${(middleOf(all) / status).toFixed(2)} × \`git status\` (${middleOf(all).toFixed(0)} ms against ${status.toFixed(0)} ms, medians of ${TIMES}); ${changed} specs changed`,
    must: `at most ${most} ×`,
    holds: middleOf(all) / status <= most && changed === 0,
  });
  return [row('cold', coldMs, 3), row('warm', warmMs, 1.5)];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** The first sources of the installed packages, by path. */
function copySources(from: string, to: string): void {
  let copied = 0;
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (copied === FILES) return;
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(place);
      else if (entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) && statSync(place).size < 200_000) {
        const target = path.join(to, path.relative(from, place).replaceAll('node_modules', 'nested'));
        mkdirSync(path.dirname(target), { recursive: true });
        cpSync(place, target);
        copied++;
      }
    }
  };
  walk(from);
}
