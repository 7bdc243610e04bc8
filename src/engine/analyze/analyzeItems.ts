import { askFor, concurrencyOf, waitingItems, type Ask, type Batches } from '../batch/batchItems';
import { createBudget } from '../dispatch/budget';
import { createDispatcher, type Dispatcher } from '../dispatch/dispatcher';
import type { RequestResult } from '../dispatch/requestResult';
import type { ReadyItem } from '../prompt/assemble';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import { assertNoSecrets } from '../safety/secrets';
import { checkNames, type NamesChecked } from '../verify/checkNames';
import { markUnverified } from '../verify/markUnverified';
import { isProse, type Answer, type WorkItem } from '../workItem';
import type { Specs } from '../write/openSpecs';
import { analyze, type AnalyzeDeps, type Outcome } from './analyze';
import { WaitingItems } from './waitingItems';

/** Where answers go. */
export interface AnswerSink extends Pick<Specs, 'answer' | 'fail'> {
  /** Something that was asked for did not come. Absent: the run has failed in it. */
  readonly missed?: (item: WorkItem, stop: RequestResult['stop'], failure: string) => void;
}

/** The analyze stage: sends the planned requests, each model's beside the other's, and those for items that waited as soon as what they waited for is there. */
export async function analyzeItems({ hits, asks }: Pick<Batches, 'hits' | 'asks'>, sink: AnswerSink, request: GenerateRequest, run: Run): Promise<void> {
  if (asks.length === 0) return;
  const { builtInsOf } = await import('../verify/builtIns/builtIns');
  const check = ({ item, shown }: ReadyItem, answer: string) => (!isProse(item.kind) ? NOTHING_NAMED : checkNames(answer, item.known?.(), shown(), builtInsOf));
  const waiting = new WaitingItems(waitingItems(asks));
  const followUps: Promise<void>[] = [];
  const settle = (outcome: Outcome) => {
    const { item } = outcome.ready;
    if ('answer' in outcome) {
      if (item.kind !== 'part') sink.answer(item, marked(outcome.answer, item, check(outcome.ready, outcome.answer.text), request, run));
      followUps.push(...waiting.answered(item.id, outcome.answer.text).map(ask));
      return;
    }
    if (sink.missed) sink.missed(item, outcome.stop, outcome.failure);
    else run.missed(outcome.stop, `${item.path}: ${outcome.failure}.`);
    for (const failed of [item, ...waiting.failed(item.id)]) sink.fail(failed, outcome.failure);
  };
  const dispatchers = dispatchersFor(asks, request, run);
  const deps = new Map(asks.map((one) => [one, depsOf(one, dispatchers.get(one)!, run, check, settle)]));
  const fromCache = (ready: ReadyItem, answer: Answer) => {
    run.events.emit({ type: 'item-done', item: ready.item.id, path: ready.item.path, from: 'cache', characters: answer.text.length });
    settle({ ready, answer });
  };
  const ask = async (ready: ReadyItem) => {
    const one = askFor(asks, ready.item.kind);
    const answer = await one.batcher.lookUp(ready);
    if (answer) fromCache(ready, answer);
    else await analyze(one.batcher.plan([ready]), deps.get(one)!);
  };
  try {
    for (const { ready, answer } of hits) fromCache(ready, answer);
    await Promise.all(asks.map((one) => analyze(one.plan, deps.get(one)!)));
    while (followUps.length > 0) await Promise.all(followUps.splice(0));
  } finally {
    for (const dispatcher of dispatchers.values()) dispatcher.dispose();
  }
}

/** Only what people will read in a spec is looked through. */
const NOTHING_NAMED: NamesChecked = { checked: 0, unverified: [], usable: [] };

/** The answer as it is written: also one from the cache, since the workspace moves on. */
function marked(answer: Answer, { path, section }: WorkItem, { checked, unverified }: NamesChecked, request: GenerateRequest, run: Run): Answer {
  if (checked > 0) run.events.emit({ type: 'names-checked', path, section, checked, unverified: unverified.map(({ name }) => name) });
  return unverified.length === 0 ? answer : { ...answer, text: markUnverified(answer.text, unverified, request.unverified ?? 'mark', request.language) };
}

/** One for each model; what they may spend is shared. */
function dispatchersFor(asks: readonly Ask[], request: GenerateRequest, run: Run): ReadonlyMap<Ask, Dispatcher> {
  const { dayBudget, onSent } = run.ports;
  const budgets = [...(request.ceilings ? [createBudget(request.ceilings)] : []), ...(dayBudget ? [dayBudget] : [])];
  return new Map(
    asks.map((one) => {
      const { model, pool } = one.batcher;
      const busyMs = one.plan.requests.length > 0 ? (pool?.busyForMs() ?? 0) : 0;
      if (busyMs > 0) run.events.emit({ type: 'busy', ms: busyMs });
      const common = { model, budgets, pool, onSent, owner: run, limits: request.timeLimits, events: run.events, clock: run.clock };
      return [one, createDispatcher({ ...common, concurrency: concurrencyOf(request, one.batcher), assertSafe: assertNoSecrets })];
    }),
  );
}

function depsOf({ batcher }: Ask, dispatcher: Dispatcher, run: Run, check: AnalyzeDeps['check'], settle: (outcome: Outcome) => void): AnalyzeDeps {
  return {
    dispatcher,
    deadline: run.deadline,
    events: run.events,
    contextTokens: batcher.model.limits.contextTokens,
    accept: batcher.task.accept,
    store: (ready, answer) => batcher.store(ready, answer),
    plan: (items, outputFactor) => batcher.request(items, outputFactor),
    learn: (seen) => run.experiences.record(batcher.by, seen),
    check,
    onOutcome: settle,
  };
}
