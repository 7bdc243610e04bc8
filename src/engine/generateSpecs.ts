import { analyzeItems } from './analyze/analyzeItems';
import { batchItems, type Batches } from './batch/batchItems';
import { confirmEstimate } from './batch/confirmEstimate';
import { describeCalls, describeEstimate } from './batch/estimate';
import { withoutRenewals } from './batch/withoutRenewals';
import { chunkSources } from './chunk/chunkSources';
import { removeOrphans } from './drift/removeOrphans';
import { gatherSources, type Gathered } from './gather/gatherSources';
import type { GenerateRequest } from './request';
import { Run, type FileResult, type RunPorts, type RunResult } from './run';
import { openSpecs, writeSpecs } from './write/openSpecs';

const stages = { gather: gatherSources, chunk: chunkSources, batch: batchItems, analyze: analyzeItems, write: writeSpecs };

/**
 * From code to specs, in five words: gather the sources, chunk them into items, batch what was never answered, analyze it with a model, and write
 * each answer into its spec. Never rejects: what went wrong is in the result, and what is finished is kept.
 */
export async function generateSpecs(request: GenerateRequest, ports: RunPorts, { gather, chunk, batch, analyze, write } = stages): Promise<RunResult> {
  const run = new Run('generate', request, ports);
  try {
    const sources = await run.stage('gather', () => gather(request, run), describeGathered);
    const all = await run.stage('chunk', () => chunk(sources, request, run), (files) => `${count(files.flatMap(({ items }) => items), 'item')} in ${count(files, 'file')}`);
    const planned = await run.stage('batch', () => batch(all, request, run), (batches) => describeBatches(batches));
    const { work, batches } = (await confirmEstimate(planned.estimate, request, run)) === 'code' ? withoutRenewals(all, planned) : { work: all, batches: planned };
    await removeOrphans(request, run);
    const specs = await openSpecs(work, request, run);
    await run.stage('analyze', () => analyze(batches, specs, request, run), () => describeCalls(run.figures.calls));
    const files = await run.stage('write', () => write(specs), (all) => `${count(all.filter(({ status }) => status !== 'unchanged'), 'spec')} changed`);
    await run.keep(files);
    return run.result(files, batches.estimate);
  } catch (error) {
    return run.ended(error);
  } finally {
    run.close();
  }
}

/** The first three words: what a run would do and cost. Nothing is sent and nothing is written. */
export async function planSpecs(request: GenerateRequest, ports: RunPorts, { gather, chunk, batch } = stages): Promise<RunResult> {
  const run = new Run('plan', request, ports);
  try {
    const sources = await run.stage('gather', () => gather(request, run), describeGathered);
    const work = await run.stage('chunk', () => chunk(sources, request, run), (files) => `${count(files.flatMap(({ items }) => items), 'item')} in ${count(files, 'file')}`);
    const { estimate, missing } = await run.stage('batch', () => batch(work, request, run), (batches) => describeBatches(batches));
    const planned = work.map(({ path, specPath, problem, moved }): FileResult => {
      const status = problem ? 'failed' : missing.has(path) ? 'planned' : moved ? 'moved' : 'fresh';
      return { source: path, path: specPath, status, problem, ...(moved && { from: moved.source }) };
    });
    return run.result(planned, estimate);
  } catch (error) {
    return run.ended(error);
  } finally {
    run.close();
  }
}

function describeGathered({ sources, leftOut, asBefore }: Gathered): string {
  return asBefore ? 'nothing has changed since the last run' : `${count(sources, 'source')}, ${leftOut.length} left out`;
}

function describeBatches({ hits, estimate, asks }: Batches): string {
  return asks.length > 0 ? `${count(hits, 'answer')} from the cache; ${describeEstimate(estimate)}` : 'no model';
}

function count(things: readonly unknown[], word: string): string {
  return `${things.length} ${word}${things.length === 1 ? '' : 's'}`;
}
