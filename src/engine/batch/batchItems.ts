import { readyItems } from '../analyze/waitingItems';
import type { FileWork } from '../chunk/chunkSource';
import type { ReadyItem } from '../prompt/assemble';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import type { Answer, WorkItem } from '../workItem';
import { Batcher, type RequestPlan } from './batch';
import { NO_CALLS, estimateRun, type Estimate } from './estimate';

/** The batch stage's result: what the cache knows already, and the requests for the rest. */
export interface Batches {
  readonly hits: readonly { readonly ready: ReadyItem; readonly answer: Answer }[];
  readonly plan: RequestPlan;
  /** Items that wait for the answers of others. */
  readonly waiting: readonly WorkItem[];
  readonly estimate: Estimate;
  /** Sources of which something has to be asked for. */
  readonly missing: ReadonlySet<string>;
  /** Absent with no model. */
  readonly batcher?: Batcher;
}

/** Looks every item up in the result cache and groups the misses. Nothing is sent. */
export async function batchItems(work: readonly FileWork[], request: GenerateRequest, run: Run): Promise<Batches> {
  const { model, cache } = run.ports;
  if (!model) return { hits: [], plan: { requests: [], firstGoesAhead: false }, waiting: [], estimate: NO_CALLS, missing: new Set() };
  const batcher = new Batcher({ model, cache, project: { language: request.language }, settings: request.batch, events: run.events });
  const items = work.filter(({ problem }) => problem === undefined).flatMap((file) => file.items);
  const waiting = items.filter(({ waitsFor }) => waitsFor.length > 0);
  const hits: { ready: ReadyItem; answer: Answer }[] = [];
  const misses: ReadyItem[] = [];
  for (const ready of readyItems(items)) {
    run.signal.throwIfAborted();
    const answer = await batcher.lookUp(ready);
    if (answer) hits.push({ ready, answer });
    else misses.push(ready);
  }
  const plan = batcher.plan(misses);
  const missing = new Set([...misses.map(({ item }) => item.path), ...waiting.map(({ path }) => path)]);
  return { hits, plan, waiting, estimate: estimateRun(plan, waiting, model), missing, batcher };
}
