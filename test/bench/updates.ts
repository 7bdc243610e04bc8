import os from 'node:os';
import { brokenSpecs } from './updates/kills';
import { mergedBranches } from './updates/branches';
import { edits } from './updates/edits';
import { histories } from './updates/history';
import { seededMutants } from './updates/mutants';
import { sameEverywhere } from './updates/elsewhere';
import { printTable, type Row } from './rows';
import { prepare, type UpdateBench } from './updates/setting';
import { unchanged } from './updates/unchanged';
import { rewrites } from './updates/rewrites';

/** What an edit costs, and what it must not: every row of the table in `docs/benchmarks.md`, or those whose name holds one of the words: `npm run bench:updates -- kills history`. */
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
  console.log(JSON.stringify({ node: process.version, cores: os.cpus().length, load: Number(os.loadavg()[0]!.toFixed(1)), rows }, null, 2));
  printTable(rows);
  return rows.every(({ holds }) => holds) ? 0 : 1;
}

const CASES: Readonly<Record<string, (bench: UpdateBench) => Promise<Row[]>>> = {
  edits,
  rewrites,
  mutants: seededMutants,
  elsewhere: sameEverywhere,
  kills: brokenSpecs,
  branches: mergedBranches,
  unchanged,
  history: histories,
};
