import type { ModelReport, Recommendation, RequestReport, RunReport } from './runReport';

/** What recommendations are drawn from. */
export type Figures = Pick<RunReport, 'run' | 'totals' | 'models' | 'stages' | 'requests'>;

/** Below, nothing of what follows would matter to anybody. */
const FEWEST_REQUESTS = 5;
const FEWEST_ITEMS = 20;
const LEAST_WAIT_MS = 5_000;
/** Shares, 0 to 1. */
const LARGE_WAIT = 0.2;
const MANY_RETRIES = 0.2;
const MANY_CUT = 0.05;
const LARGE_FIRST_BYTE = 0.6;
/** A batch size is better where an item costs so much less. */
const MUCH_CHEAPER = 0.8;
const MOST_PLACES = 64;
/** Output tokens that one request of strategy `cost` is given at most (batch/planBatches.ts). */
const COST_OUTPUT = 6_000;

/**
 * What would make such a run cheaper or faster, each with its saving, those that save most money first. Pure. A run that is too small to tell anything gets none.
 * @param earlier reports of earlier runs, the newest first
 */
export function recommend(figures: Figures, earlier: readonly RunReport[] = []): readonly Recommendation[] {
  const found = figures.models.flatMap((model) => {
    const own = { model, requests: figures.requests.filter((request) => request.provider === model.provider && request.model === model.model) };
    return [unpriced(own), prefixBelowMinimum(own), rateLimitWait(own, figures), moreConcurrency(own, figures), itemsAlone(own), answersCut(own), manyRetries(own), slowToBegin(own), betterBatchSize(own, figures, earlier)];
  });
  return [...found, cacheOff(figures)].filter((one) => one !== undefined).sort((a, b) => (b.saves?.usd ?? 0) - (a.saves?.usd ?? 0));
}

/** One model, and what was asked of it. */
interface Asked {
  readonly model: ModelReport;
  readonly requests: readonly RequestReport[];
}

function unpriced({ model, requests }: Asked): Recommendation | undefined {
  const calls = sum(requests, ({ attempts }) => attempts);
  if (model.prices || calls === 0) return undefined;
  return {
    id: 'unpriced-model',
    message: `The price of ${model.model} is not known, so the cost of ${count(calls, 'request')} is not either, and no ceiling in money can hold. Say what it costs (a model on your own machine: 0).`,
    setting: { id: 'prices', value: JSON.stringify({ [`${model.provider}/${model.model}`]: { input: 0, output: 0 } }) },
  };
}

function prefixBelowMinimum({ model, requests }: Asked): Recommendation | undefined {
  const { minCacheableTokens: minimum, instructionTokens: tokens, prices } = model;
  if (minimum === undefined || tokens === undefined || tokens >= minimum || requests.length < FEWEST_REQUESTS) return undefined;
  const usd = prices && ((requests.length - 1) * tokens * (prices.input - prices.cacheRead)) / 1_000_000;
  return {
    id: 'prefix-below-minimum',
    message: `The shared prefix of ${number(tokens)} tokens is ${number(minimum - tokens)} below the ${number(minimum)} from which ${model.model} keeps one, so ${count(requests.length, 'request')} paid for it in full. A model with a smaller minimum would read it from its cache.`,
    ...(usd !== undefined && { saves: { usd } }),
  };
}

function rateLimitWait({ model, requests }: Asked, { run }: Figures): Recommendation | undefined {
  const [waited, total] = [spent(requests, run.ms, ['rate']), lifetime(requests, run.ms)];
  const wallMs = wallWaited(requests, run.ms);
  if (wallMs < LEAST_WAIT_MS || waited < total * LARGE_WAIT) return undefined;
  const share = `${Math.round((100 * waited) / total)}%`;
  const fewer = model.strategy === 'cost' ? 0 : model.planned.requests - requestsOfCost(model, requests);
  if (fewer < 1) return { id: 'rate-limit-wait', message: `Requests to ${model.model} waited ${share} of their time for the provider's rate limits. Those of a higher plan are wider; a second model for some kinds of work has limits of its own.` };
  const ms = Math.round((wallMs * fewer) / model.planned.requests);
  return {
    id: 'rate-limit-wait',
    message: `Requests to ${model.model} waited ${share} of their time for the provider's rate limits. Strategy "cost" could do with ${count(fewer, 'request')} fewer, of ${number(model.planned.requests)}.`,
    setting: { id: 'batch.strategy', value: 'cost' },
    saves: { calls: fewer, ms },
  };
}

function moreConcurrency({ model, requests }: Asked, { run }: Figures): Recommendation | undefined {
  const { concurrency, serverConcurrency = Infinity, fewestPlaces } = model;
  const waited = spent(requests, run.ms, ['place']);
  const isPushedBack = fewestPlaces !== undefined || spent(requests, run.ms, ['rate', 'retry']) > 0;
  const most = Math.min(MOST_PLACES, serverConcurrency, model.planned.requests);
  if (requests.length === 0 || isPushedBack || concurrency >= most || waited < lifetime(requests, run.ms) * LARGE_WAIT) return undefined;
  const better = Math.min(most, concurrency * 2);
  const tookMs = requests.reduce((latest, { endedMs = run.ms }) => Math.max(latest, endedMs), 0) - requests[0]!.queuedMs;
  const ms = Math.round(tookMs * (1 - concurrency / better));
  if (ms < LEAST_WAIT_MS) return undefined;
  return {
    id: 'raise-concurrency',
    message: `Requests to ${model.model} waited for one of ${number(concurrency)} places, while the provider never pushed back: with ${number(better)} they are done sooner.`,
    setting: { id: 'concurrency', value: String(better) },
    saves: { ms },
  };
}

function itemsAlone({ model, requests }: Asked): Recommendation | undefined {
  const { strategy, planned, instructionTokens = 0, prices, maxItems } = model;
  if (strategy !== 'latency' || planned.items < FEWEST_ITEMS || maxItems === 1) return undefined;
  const output = sum(requests, ({ expected }) => expected?.outputTokens ?? 0);
  // `balanced` gives one request at most 3,000 output tokens, and has two items in each at least.
  const fewest = Math.max(Math.ceil(planned.items / maxItems), Math.ceil(output / 3_000));
  const fewer = planned.requests - Math.min(fewest, Math.ceil(planned.items / 2));
  if (fewer < FEWEST_REQUESTS) return undefined;
  const cached = sum(requests, ({ tokens }) => tokens?.cacheRead ?? 0) > 0;
  const usd = prices && (fewer * instructionTokens * (cached ? prices.cacheRead : prices.input)) / 1_000_000;
  return {
    id: 'items-alone',
    message: `Strategy "latency" asked for each of ${count(planned.items, 'item')} alone. "balanced" could do with ${count(fewer, 'request')} fewer: each of them sends the instructions once more.`,
    setting: { id: 'batch.strategy', value: 'balanced' },
    saves: { calls: fewer, ...(usd !== undefined && { usd }) },
  };
}

function answersCut({ model, requests }: Asked): Recommendation | undefined {
  const cut = requests.filter(({ outcome, items }) => outcome === 'length' && items > 1);
  if (cut.length < 3 || cut.length < requests.length * MANY_CUT) return undefined;
  const mean = sum(cut, ({ items }) => items) / cut.length;
  const size = Math.max(1, Math.min(model.maxItems - 1, Math.floor(mean / 2)));
  const usd = model.prices && sum(cut, ({ costUsd = 0, taken, items }) => costUsd * (1 - taken / items));
  return {
    id: 'answers-cut',
    message: `${count(cut.length, 'answer')} of ${model.model} reached the output limit before all of ${Math.round(mean)} items were answered. With at most ${size} in a request they have room.`,
    setting: { id: 'batch.size', value: String(size) },
    saves: { calls: cut.length, ...(usd !== undefined && { usd }) },
  };
}

function manyRetries({ model, requests }: Asked): Recommendation | undefined {
  const calls = sum(requests, ({ attempts }) => attempts);
  const retries = sum(requests, ({ attempts }) => Math.max(0, attempts - 1));
  if (retries < FEWEST_REQUESTS || retries < calls * MANY_RETRIES) return undefined;
  const ms = sum(requests, ({ spans }) => sum(spans, ({ kind, startMs, endMs = startMs }) => (kind === 'retry' ? endMs - startMs : 0)));
  const places = model.fewestPlaces;
  const common = `${number(retries)} of ${count(calls, 'request')} to ${model.model} were sent again`;
  if (places === undefined || places >= model.concurrency) return { id: 'many-retries', message: `${common}: ${commonest(requests)}. The requests in the timeline say when.` };
  return { id: 'many-retries', message: `${common}, and the provider took ${number(places)} at once at last. To begin with no more saves the attempts.`, setting: { id: 'concurrency', value: String(places) }, saves: { calls: retries, ms } };
}

/** Why most requests were sent again. */
function commonest(requests: readonly RequestReport[]): string {
  const reasons = new Map<string, number>();
  for (const { spans } of requests) for (const { kind, because = 'for no reason that was told' } of spans) if (kind === 'retry') reasons.set(because, (reasons.get(because) ?? 0) + 1);
  const [[reason] = ['at once']] = [...reasons].sort(([, a], [, b]) => b - a);
  return reason.replace(/\.$/, '');
}

function slowToBegin({ model, requests }: Asked): Recommendation | undefined {
  const [first, streaming] = [spent(requests, 0, ['first-byte']), spent(requests, 0, ['streaming'])];
  if (requests.length < 2 * FEWEST_REQUESTS || first + streaming < 2 * LEAST_WAIT_MS || first < (first + streaming) * LARGE_FIRST_BYTE) return undefined;
  const share = `${Math.round((100 * first) / (first + streaming))}%`;
  const fewer = model.strategy === 'cost' ? 0 : model.planned.requests - requestsOfCost(model, requests);
  const message = `Of the time of requests to ${model.model}, ${share} passed before the answer began, on the average ${(first / requests.length / 1_000).toFixed(1)} s each.`;
  if (fewer < 1) return { id: 'slow-to-begin', message: `${message} A model that begins sooner, or less effort, is what would help.` };
  return { id: 'slow-to-begin', message: `${message} Strategy "cost" could do with ${count(fewer, 'request')} fewer, so that less of it is spent.`, setting: { id: 'batch.strategy', value: 'cost' }, saves: { calls: fewer } };
}

function cacheOff({ run, totals }: Figures): Recommendation | undefined {
  if (run.resultCache !== 'off' || totals.items.fromModel < FEWEST_REQUESTS) return undefined;
  return {
    id: 'result-cache-off',
    message: `The result cache is off: the same ${count(totals.items.fromModel, 'answer')} would be paid for once more by a run that is repeated, or goes on where this one stopped.`,
    setting: { id: 'cache.enabled', value: 'true' },
    ...(totals.uncertainCalls === 0 && { saves: { usd: totals.costUsd } }),
  };
}

/** The batch size of the last runs with the least cost for an item; the same model and the same command, since what an item is differs. */
function betterBatchSize({ model, requests }: Asked, { run }: Figures, earlier: readonly RunReport[]): Recommendation | undefined {
  const own = costOfItem(requests);
  if (own === undefined || model.strategy === 'latency' || run.status === undefined) return undefined;
  let best: { readonly costUsd: number; readonly size: number } | undefined;
  for (const report of earlier) {
    if ((report.run.id === run.id && report.run.startedAt === run.startedAt) || report.run.command !== run.command || report.run.status !== 'done') continue;
    const then = report.models.find((other) => other.provider === model.provider && other.model === model.model);
    const costUsd = then && costOfItem(report.requests.filter((request) => request.provider === then.provider && request.model === then.model));
    if (!then || costUsd === undefined || costUsd >= (best?.costUsd ?? own * MUCH_CHEAPER)) continue;
    best = { costUsd, size: then.maxItems };
  }
  if (!best || best.size === model.maxItems) return undefined;
  const taken = sum(requests, (request) => request.taken);
  return {
    id: 'better-batch-size',
    message: `With at most ${number(best.size)} items in a request an earlier run paid ${Math.round(100 * (1 - best.costUsd / own))}% less for an item than this one with ${number(model.maxItems)}.`,
    setting: { id: 'batch.size', value: String(best.size) },
    saves: { usd: (own - best.costUsd) * taken },
  };
}

/** In US dollars, of a run that is large enough to tell. */
function costOfItem(requests: readonly RequestReport[]): number | undefined {
  const taken = sum(requests, (request) => request.taken);
  const costUsd = sum(requests, (request) => request.costUsd ?? NaN);
  return taken >= FEWEST_ITEMS && costUsd > 0 ? costUsd / taken : undefined;
}

/** The fewest requests that strategy `cost` would take. */
function requestsOfCost({ planned, maxItems }: ModelReport, requests: readonly RequestReport[]): number {
  const output = sum(requests, ({ expected, isAgain }) => (isAgain ? 0 : (expected?.outputTokens ?? 0)));
  return Math.max(1, Math.ceil(planned.items / maxItems), Math.ceil(output / COST_OUTPUT));
}

/** Milliseconds that requests, taken together, were in spans of these kinds. */
function spent(requests: readonly RequestReport[], nowMs: number, kinds: readonly string[]): number {
  return sum(requests, ({ spans }) => sum(spans, ({ kind, startMs, endMs = Math.max(nowMs, startMs) }) => (kinds.includes(kind) ? endMs - startMs : 0)));
}

function lifetime(requests: readonly RequestReport[], nowMs: number): number {
  return sum(requests, ({ queuedMs, endedMs = nowMs }) => Math.max(0, endedMs - queuedMs));
}

/** Milliseconds in which some request waited for the rate limits: what a person waited. */
function wallWaited(requests: readonly RequestReport[], nowMs: number): number {
  const waits = requests.flatMap(({ spans }) => spans.filter(({ kind }) => kind === 'rate')).map(({ startMs, endMs = nowMs }) => [startMs, endMs] as const).sort(([a], [b]) => a - b);
  let [total, until] = [0, -Infinity];
  for (const [start, end] of waits) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}

function count(n: number, word: string): string {
  return `${number(n)} ${word}${n === 1 ? '' : 's'}`;
}
