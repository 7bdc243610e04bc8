import { readyItems } from '../analyze/waitingItems';
import { createNoCache } from '../cache/noCache';
import type { FileWork } from '../chunk/chunkSource';
import { EventStream } from '../events';
import type { ReadyItem } from '../prompt/assemble';
import type { GenerateRequest } from '../request';
import { nameOfModel, roleOf, ROLES, type Role, type Writer } from '../roles';
import type { Run } from '../run';
import { WRITE_PROSE, type Task } from '../task';
import type { Answer, ItemKind, WorkItem } from '../workItem';
import { Batcher } from './batch';
import { NO_CALLS, estimateRun, type Estimate, type Planned } from './estimate';

/** The batch stage's result: what the cache knows already, and the requests for the rest. */
export interface Batches {
  readonly hits: readonly { readonly ready: ReadyItem; readonly answer: Answer }[];
  /** What is asked of each model. Empty: there is none. */
  readonly asks: readonly Ask[];
  readonly estimate: Estimate;
  /** Sources of which something has to be asked for. */
  readonly missing: ReadonlySet<string>;
}

export interface Ask extends Planned {
  readonly batcher: Batcher;
  /** Kinds of work that this model does. */
  readonly roles: ReadonlySet<Role>;
}

/** Looks every item up in the result cache and groups the misses, for each model its own. Nothing is sent. */
export async function batchItems(work: readonly Pick<FileWork, 'items' | 'problem'>[], request: GenerateRequest, run: Run, task: Task = WRITE_PROSE): Promise<Batches> {
  const batchers = batchersFor(request, run, task);
  if (batchers.length === 0) return { hits: [], asks: [], estimate: NO_CALLS, missing: new Set() };
  const items = work.filter(({ problem }) => problem === undefined).flatMap((file) => file.items);
  const hits: { ready: ReadyItem; answer: Answer }[] = [];
  const asks: Ask[] = [];
  const missing = new Set<string>();
  for (const { batcher, roles } of batchers) {
    const own = items.filter(({ kind }) => roles.has(roleOf(kind)));
    const misses: ReadyItem[] = [];
    for (const ready of readyItems(own)) {
      run.signal.throwIfAborted();
      const answer = await batcher.lookUp(ready);
      if (answer) hits.push({ ready, answer });
      else misses.push(ready);
    }
    const waiting = own.filter(({ waitsFor }) => waitsFor.length > 0);
    for (const { path } of [...misses.map(({ item }) => item), ...waiting]) missing.add(path);
    asks.push({ batcher, roles, plan: batcher.plan(misses), waiting });
  }
  return { hits, asks, estimate: estimateRun(asks), missing };
}

/** The ask whose model answers items of this kind. */
export function askFor(asks: readonly Ask[], kind: ItemKind): Ask {
  return asks.find(({ roles }) => roles.has(roleOf(kind)))!;
}

/** One for each model that something is asked of, with the kinds of work that are its own. */
function batchersFor(request: GenerateRequest, run: Run, task: Task): { readonly batcher: Batcher; readonly roles: ReadonlySet<Role> }[] {
  const { model, pool, roles = {} } = run.ports;
  if (!model) return [];
  const writers = new Map<string, { readonly writer: Writer; readonly roles: Set<Role> }>();
  for (const role of ROLES) {
    const writer = roles[role] ?? { model, pool };
    const name = nameOfModel(writer.model);
    const known = writers.get(name);
    if (known) known.roles.add(role);
    else writers.set(name, { writer, roles: new Set([role]) });
  }
  return [...writers.values()].map(({ writer, roles: own }, i) => {
    const prefix = `${task.requestPrefix ?? ''}${i === 0 ? 'r' : String.fromCharCode(97 + i)}`;
    return { batcher: openBatcher(writer, task, request, run, prefix), roles: own };
  });
}

function openBatcher(writer: Writer, task: Task, request: GenerateRequest, { ports: { cache }, events, experiences }: Pick<Run, 'events' | 'experiences'> & { readonly ports: Pick<Run['ports'], 'cache'> }, prefix: string): Batcher {
  const settings = { ...request.batch, concurrency: concurrencyOf(request, writer) };
  return new Batcher({ ...writer, cache, project: { language: request.language }, task, settings, events, experiences, prefix });
}

/** What would be asked of a model, for an estimate alone: nothing is looked up, and nobody is told. */
export function foresee(items: readonly WorkItem[], writer: Writer, task: Task, request: GenerateRequest, { experiences }: Pick<Run, 'experiences'>): Planned {
  const events = new EventStream('estimate');
  const batcher = openBatcher(writer, task, request, { ports: { cache: createNoCache() }, events, experiences }, '');
  return { batcher, plan: batcher.plan(readyItems(items)), waiting: [] };
}

/** Most requests to a model at once: what the person allows, and what its server takes. */
export function concurrencyOf(request: GenerateRequest, { model, pool }: Writer): number {
  return Math.min(request.batch.concurrency, pool?.concurrency ?? Infinity, model.limits.concurrency ?? Infinity);
}

/** Items of a run that wait for others, whichever model they are for. */
export function waitingItems(asks: readonly Ask[]): WorkItem[] {
  return asks.flatMap(({ waiting }) => [...waiting]);
}
