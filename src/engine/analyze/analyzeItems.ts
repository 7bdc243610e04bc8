import type { Batches } from '../batch/batchItems';
import { createBudget } from '../dispatch/budget';
import { createDispatcher } from '../dispatch/dispatcher';
import type { ReadyItem } from '../prompt/assemble';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import { assertNoSecrets } from '../safety/secrets';
import type { Specs } from '../write/openSpecs';
import { analyze, type Outcome } from './analyze';
import { WaitingItems } from './waitingItems';

/** The analyze stage: sends the planned requests, and those for items that waited as soon as what they waited for is there. */
export async function analyzeItems(batches: Batches, specs: Specs, request: GenerateRequest, run: Run): Promise<void> {
  const { batcher } = batches;
  const { model, pool } = run.ports;
  if (!batcher || !model) return;
  const waiting = new WaitingItems(batches.waiting);
  const followUps: Promise<void>[] = [];
  const dispatcher = createDispatcher({
    model,
    concurrency: request.batch.concurrency,
    limits: request.timeLimits,
    budget: request.ceilings && createBudget(request.ceilings),
    events: run.events,
    clock: run.clock,
    assertSafe: assertNoSecrets,
    pool,
  });
  const deps = {
    dispatcher,
    deadline: run.deadline,
    events: run.events,
    store: (ready: ReadyItem, answer: { text: string; by: string }) => batcher.store(ready, answer),
    plan: (items: readonly ReadyItem[], outputFactor: number) => batcher.request(items, outputFactor),
    onOutcome: (outcome: Outcome) => settle(outcome),
  };
  const settle = (outcome: Outcome) => {
    const { item } = outcome.ready;
    if ('answer' in outcome) {
      if (item.kind !== 'part') specs.answer(item, outcome.answer);
      followUps.push(...waiting.answered(item.id, outcome.answer.text).map(askFor));
      return;
    }
    run.missed(outcome.stop, `${item.path}: ${outcome.failure}.`);
    for (const failed of [item, ...waiting.failed(item.id)]) specs.fail(failed, outcome.failure);
  };
  const askFor = async (ready: ReadyItem) => {
    const answer = await batcher.lookUp(ready);
    if (answer) fromCache(ready, answer);
    else await analyze(batcher.plan([ready]), deps);
  };
  const fromCache = (ready: ReadyItem, answer: { text: string; by: string }) => {
    run.events.emit({ type: 'item-done', item: ready.item.id, path: ready.item.path, from: 'cache' });
    settle({ ready, answer });
  };
  try {
    for (const { ready, answer } of batches.hits) fromCache(ready, answer);
    await analyze(batches.plan, deps);
    while (followUps.length > 0) await Promise.all(followUps.splice(0));
  } finally {
    dispatcher.dispose();
  }
}
