import type { ModelLimits, Prices } from '../../providers/model';
import type { Experience } from '../dispatch/experience';
import type { ReadyItem } from '../prompt/assemble';

/** `latency`: every item alone. `balanced`: few requests, none of them long. `cost`: fewer and longer ones. */
export type BatchStrategy = 'latency' | 'balanced' | 'cost';

export interface BatchSettings {
  readonly strategy: BatchStrategy;
  /** Most items in one request. */
  readonly maxItems: number;
  /** Most requests at once. */
  readonly concurrency: number;
}

/** What a plan has to know of the model. */
export interface BatchModel {
  readonly limits: Pick<ModelLimits, 'contextTokens' | 'maxOutputTokens' | 'promptCache' | 'minCacheableTokens' | 'tokensPerEstimate'>;
  readonly prices?: Prices;
  readonly experience: Experience;
  /** The instructions, which every request has. */
  readonly instructionTokens: number;
}

export interface BatchPlan {
  readonly batches: readonly (readonly ReadyItem[])[];
  /** Items that fit into no request of this model, with what they would take. */
  readonly unfit: readonly UnfitItem[];
  /** Why so, for logs and reports. */
  readonly because: string;
}

export interface UnfitItem {
  readonly ready: ReadyItem;
  /** Prompt and answer together. */
  readonly tokens: number;
}

/**
 * What a second of a person's waiting is worth, in US dollars. `balanced`: about $18 an hour; `cost`: a tenth of it, since somebody who wants to save waits, but not
 * for ever.
 */
export const WAIT_USD_PER_SECOND: Readonly<Record<BatchStrategy, number>> = { latency: Infinity, balanced: 0.005, cost: 0.0005 };

/** Below, an answer is short enough: nobody gains by two requests that stream for five seconds each. In seconds. */
const SHORT_ENOUGH = { balanced: 10, cost: 15 } as const;

/** Requests for each item at most. */
const MOST_REQUESTS = { balanced: 1 / 2, cost: 1 / 3 } as const;

/** Expected output tokens that models answer reliably in one go. */
const MOST_OUTPUT = { balanced: 3_000, cost: 6_000 } as const;

/** Characters of input of one request; beyond, attention to each item drops. About 40,000 tokens. */
const MOST_INPUT_CHARACTERS = 160_000;

/** Estimates are off: items are grouped up to this share of the context window. A single one that needs more is asked for all the same, with a warning. */
export const USABLE_CONTEXT = 0.8;

/** Where prices are not known, instructions are taken to cost this, in US dollars per million tokens. */
const USUAL_PRICES = { input: 1, cacheRead: 0.1 };

/** What one item takes, in tokens of the model. */
interface Sized {
  readonly ready: ReadyItem;
  readonly input: number;
  readonly output: number;
}

/**
 * Groups items into requests: of all numbers of requests that keep within the limits, the one whose predicted price and time together are worth least, where
 * a second of waiting has the price that the strategy gives it. Filled evenly, in the order of the items: those of one file stay together, since they share
 * context. The same items and the same experience give the same batches.
 */
export function planBatches(items: readonly ReadyItem[], settings: BatchSettings, model: BatchModel): BatchPlan {
  const { strategy, maxItems } = settings;
  const { contextTokens } = model.limits;
  const usable = Math.max(1, contextTokens * USABLE_CONTEXT - model.instructionTokens);
  const sized = items.map((ready) => sizeOf(ready, model));
  const tokensAlone = ({ input, output }: Sized) => Math.round(model.instructionTokens + input + output);
  const fitting = sized.filter((one) => tokensAlone(one) <= contextTokens);
  const unfit = sized.filter((one) => tokensAlone(one) > contextTokens).map((one) => ({ ready: one.ready, tokens: tokensAlone(one) }));
  if (strategy === 'latency' || maxItems === 1) return { batches: fitting.map(({ ready }) => [ready]), unfit, because: 'every item alone, for the shortest time' };
  const output = outputOf(fitting);
  const limits: BatchLimits = { items: maxItems, input: usable, characters: MOST_INPUT_CHARACTERS };
  const count = bestCount(fitting, output, usable, settings, model);
  const batches = groupsOf(fitting, output / count).flatMap((group) => fillEvenly(group, Math.max(1, Math.round((count * outputOf(group)) / output)), limits)).map((batch) => batch.map(({ ready }) => ready));
  return { batches, unfit, because: `strategy ${strategy}: about ${Math.round(output / Math.max(1, batches.length))} output tokens a request, at most ${maxItems} items` };
}

/** The number of requests whose price and time together are worth least. */
function bestCount(items: readonly Sized[], output: number, usable: number, { strategy, maxItems, concurrency }: BatchSettings, model: BatchModel): number {
  if (strategy === 'latency') return items.length;
  const { experience, limits, instructionTokens } = model;
  const seconds = output / experience.outputTokensPerSecond;
  const input = items.reduce((sum, one) => sum + one.input, 0);
  const characters = items.reduce((sum, { ready }) => sum + ready.characters, 0);
  const mostOutput = Math.min(MOST_OUTPUT[strategy], limits.maxOutputTokens / 4);
  const fewest = Math.max(1, ...[items.length / maxItems, output / mostOutput, input / usable, characters / MOST_INPUT_CHARACTERS].map(Math.ceil));
  const most = Math.max(fewest, Math.min(Math.floor(items.length * MOST_REQUESTS[strategy]), Math.floor(seconds / SHORT_ENOUGH[strategy])));
  const usdOfInstructions = (instructionTokens * priceOfInstructions(model)) / 1_000_000;
  const worth = (count: number) => {
    const rounds = Math.ceil(count / concurrency);
    return count * usdOfInstructions + WAIT_USD_PER_SECOND[strategy] * rounds * (experience.firstByteMs / 1_000 + seconds / count);
  };
  let best = fewest;
  for (let count = fewest + 1; count <= most; count++) if (worth(count) < worth(best)) best = count;
  return best;
}

/** Of a request that is not the first, in US dollars per million tokens. */
function priceOfInstructions({ limits, prices = USUAL_PRICES as Prices, instructionTokens }: BatchModel): number {
  const cached = limits.promptCache !== undefined && instructionTokens >= (limits.minCacheableTokens ?? Infinity);
  return cached ? prices.cacheRead : prices.input;
}

/** Items that are alike have requests of their own, where there are enough of them to fill one half. */
function groupsOf(items: readonly Sized[], share: number): Sized[][] {
  const groups: Sized[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    if (group && (group.at(-1)!.ready.item.alike === item.ready.item.alike || outputOf(group) < share / 2)) group.push(item);
    else groups.push([item]);
  }
  const last = groups.at(-1);
  if (groups.length > 1 && outputOf(last!) < share / 2) groups.at(-2)!.push(...groups.pop()!);
  return groups;
}

function outputOf(items: readonly Sized[]): number {
  return items.reduce((sum, { output }) => sum + output, 0);
}

interface BatchLimits {
  readonly items: number;
  /** Tokens, answers included. */
  readonly input: number;
  readonly characters: number;
}

/** Consecutive items, cut so that the expected output of each batch is about the same. */
function fillEvenly(items: readonly Sized[], count: number, limits: BatchLimits): Sized[][] {
  const batches: Sized[][] = [];
  let outputLeft = items.reduce((sum, { output }) => sum + output, 0);
  for (let at = 0; at < items.length;) {
    const left = Math.max(1, count - batches.length);
    const share = outputLeft / left;
    const batch: Sized[] = [];
    let output = 0;
    let tokens = 0;
    let characters = 0;
    for (; at < items.length && batch.length < limits.items; at++) {
      const next = items[at]!;
      // An item goes to the batch that it overfills least.
      const overfills = output + next.output / 2 > share;
      if (batch.length > 0 && ((overfills && left > 1) || tokens + next.input + next.output > limits.input || characters + next.ready.characters > limits.characters)) break;
      batch.push(next);
      output += next.output;
      tokens += next.input + next.output;
      characters += next.ready.characters;
    }
    outputLeft -= output;
    batches.push(batch);
  }
  return batches;
}

/** Tokens of code are about so many characters. Less exact than the estimator, but it need not read every text for it. */
const CHARACTERS_PER_TOKEN = 3.5;

function sizeOf(ready: ReadyItem, { limits, experience }: BatchModel): Sized {
  return {
    ready,
    input: (ready.characters / CHARACTERS_PER_TOKEN) * limits.tokensPerEstimate * experience.inputFactor,
    output: ready.item.expectedOutputTokens * limits.tokensPerEstimate * experience.outputFactor,
  };
}
