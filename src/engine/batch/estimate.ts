import type { Model } from '../../providers/model';
import { costUsd } from '../../providers/cost';
import type { Renewal } from '../renew';
import type { WorkItem } from '../workItem';
import type { Batcher, PlannedRequest, RequestPlan } from './batch';

/** What a run would take, told before a call is made. */
export interface Estimate extends Amounts {
  readonly calls: number;
  readonly items: number;
  /** The share of each file of which something has to be asked for, by its path. A request for several files counts for each by its items. */
  readonly files: ReadonlyMap<string, Amounts>;
  /** The part that is asked for although the code has not changed, by why. Absent: there is none. */
  readonly renewals?: Partial<Readonly<Record<Renewal, Renewed>>>;
}

export interface Renewed extends Amounts {
  readonly sections: number;
}

/** Ranges are least and most. */
export interface Amounts {
  readonly inputTokens: number;
  readonly outputTokens: readonly [number, number];
  /** In US dollars. Absent: a model is unpriced. */
  readonly costUsd?: readonly [number, number];
}

/** What is to be asked of one model. */
export interface Planned {
  readonly batcher: Pick<Batcher, 'model'>;
  readonly plan: RequestPlan;
  /** Items that wait for others: a request each. */
  readonly waiting: readonly WorkItem[];
}

/** Answers come out shorter or longer than expected by these factors, thinking included. */
const SHORTEST = 0.5;
const LONGEST = 2;
/** Input is counted more exactly than output is foreseen; a request that has to be repeated pays it twice. */
const LEAST_INPUT = 0.85;
const MOST_INPUT = 1.25;
/** Notes on a part of a large symbol, which the item that combines them is shown. */
const NOTE_TOKENS = 300;

export const NO_CALLS: Estimate = { calls: 0, items: 0, inputTokens: 0, outputTokens: [0, 0], costUsd: [0, 0], files: new Map() };

/** What one item takes of the request that it is in. */
interface ItemShare {
  readonly path: string;
  readonly section: string;
  readonly renewal?: Renewal;
  readonly input: number;
  readonly instructions: number;
  readonly cached: boolean;
  readonly output: number;
  readonly model: Model;
}

/** Prices the planned requests. Instructions count in full at the upper end, as if no cache served them. */
export function estimateRun(planned: readonly Planned[]): Estimate {
  const shares = planned.flatMap(sharesOf);
  const files = new Map<string, Amounts>();
  for (const [path, own] of groupByPath(shares)) files.set(path, amountsOf(own));
  return {
    ...amountsOf(shares),
    calls: planned.reduce((sum, { plan, waiting }) => sum + plan.requests.length + waiting.length, 0),
    items: planned.reduce((sum, { plan, waiting }) => sum + plan.requests.reduce((count, { items }) => count + items.length, 0) + waiting.length, 0),
    files,
    ...renewalsOf(shares),
  };
}

function renewalsOf(shares: readonly ItemShare[]): Pick<Estimate, 'renewals'> {
  const renewals: Partial<Record<Renewal, Renewed>> = {};
  for (const renewal of ['template', 'model'] as const) {
    const own = shares.filter((share) => share.renewal === renewal);
    if (own.length > 0) renewals[renewal] = { ...amountsOf(own), sections: new Set(own.map(({ path, section }) => `${path}#${section}`)).size };
  }
  return Object.keys(renewals).length > 0 ? { renewals } : {};
}

function groupByPath(shares: readonly ItemShare[]): Map<string, ItemShare[]> {
  const groups = new Map<string, ItemShare[]>();
  for (const share of shares) {
    const group = groups.get(share.path);
    if (group) group.push(share);
    else groups.set(share.path, [share]);
  }
  return groups;
}

function sharesOf({ batcher: { model }, plan, waiting }: Planned): ItemShare[] {
  const [first] = plan.requests;
  const instructions = first?.instructionTokens ?? 0;
  const outputFactor = first && first.uncorrected.outputTokens > 0 ? first.expectedOutputTokens / first.uncorrected.outputTokens : 1;
  const combined = waiting.map((item): ItemShare => {
    const output = item.expectedOutputTokens * model.limits.tokensPerEstimate;
    return { ...originOf(item), input: instructions + item.waitsFor.length * NOTE_TOKENS * model.limits.tokensPerEstimate, instructions, cached: false, output: output * outputFactor, model };
  });
  return [...plan.requests.flatMap((request, i) => sharesOfRequest(request, plan.firstGoesAhead && i > 0, model)), ...combined];
}

function originOf({ path, section, renewal }: WorkItem): Pick<ItemShare, 'path' | 'section' | 'renewal'> {
  return { path, section, ...(renewal && { renewal }) };
}

/** Each item's part of a request: of its input by the length of what is shown for it, of its output by what is expected. */
function sharesOfRequest(request: PlannedRequest, cached: boolean, model: Model): ItemShare[] {
  const { items } = request;
  const lengthOf = ({ characters }: (typeof items)[number]) => 1 + characters;
  const length = items.reduce((sum, ready) => sum + lengthOf(ready), 0);
  const output = items.reduce((sum, { item }) => sum + item.expectedOutputTokens, 0);
  const { instructionTokens, inputTokens, expectedOutputTokens } = request;
  return items.map((ready) => {
    const instructions = instructionTokens / items.length;
    return {
      ...originOf(ready.item),
      input: instructions + (Math.max(0, inputTokens - instructionTokens) * lengthOf(ready)) / length,
      instructions,
      cached,
      output: output === 0 ? 0 : (expectedOutputTokens * ready.item.expectedOutputTokens) / output,
      model,
    };
  });
}

function amountsOf(shares: readonly ItemShare[]): Amounts {
  const price = (output: number, inputFactor: number, fromCache: boolean) =>
    shares.reduce<number | undefined>((sum, share) => {
      const read = fromCache && share.cached ? share.instructions : 0;
      const cost = costUsd({ inputTokens: (share.input - read) * inputFactor, cacheReadTokens: read, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: share.output * output }, share.model.prices);
      return sum === undefined || cost === undefined ? undefined : sum + cost;
    }, 0);
  const [low, high] = [price(SHORTEST, LEAST_INPUT, true), price(LONGEST, MOST_INPUT, false)];
  const output = shares.reduce((sum, share) => sum + share.output, 0);
  return {
    inputTokens: Math.round(shares.reduce((sum, { input }) => sum + input, 0)),
    outputTokens: [Math.round(output * SHORTEST), Math.round(output * LONGEST)],
    ...(low === undefined || high === undefined ? {} : { costUsd: [low, high] }),
  };
}

/** Above both of these a person is asked first. */
export interface ConfirmAbove {
  readonly tokens: number;
  readonly usd: number;
}

export const CONFIRM_ABOVE: ConfirmAbove = { tokens: 10_000, usd: 0.05 };

/** An unpriced run counts as expensive: nobody knows that it is not. */
export function needsConfirmation({ inputTokens, outputTokens, costUsd: cost }: Estimate, above: ConfirmAbove): boolean {
  return inputTokens + outputTokens[1] > above.tokens && (cost === undefined || cost[1] > above.usd);
}

/** `12 requests, about 48,000 input and 9,000 to 36,000 output tokens, $0.19 to $0.46`. */
export function describeEstimate({ calls, ...amounts }: Estimate): string {
  return `${describeCalls(calls)}, ${describeAmounts(amounts)}`;
}

/** `1 request`, `1,200 requests`. */
export function describeCalls(calls: number): string {
  return `${wholeNumber(calls)} ${calls === 1 ? 'request' : 'requests'}`;
}

/** `about 48,000 input and 9,000 to 36,000 output tokens, $0.19 to $0.46`. */
export function describeAmounts({ inputTokens, outputTokens, costUsd: cost }: Amounts): string {
  const money = cost === undefined ? 'price unknown (unpriced model)' : `${usd(cost[0])} to ${usd(cost[1])}`;
  return `about ${wholeNumber(inputTokens)} input and ${wholeNumber(outputTokens[0])} to ${wholeNumber(outputTokens[1])} output tokens, ${money}`;
}

const BECAUSE: Readonly<Record<Renewal, string>> = { template: 'the template or the language is another one', model: 'another model wrote them' };

/** `12 sections only because another model wrote them: about 48,000 input …`, for each reason to renew what the code did not change. */
export function describeRenewals({ renewals = {} }: Pick<Estimate, 'renewals'>): string[] {
  return (Object.entries(renewals) as [Renewal, Renewed][]).map(([renewal, { sections, ...amounts }]) => `${wholeNumber(sections)} ${sections === 1 ? 'section' : 'sections'} only because ${BECAUSE[renewal]}: ${describeAmounts(amounts)}`);
}

/** Cents have two digits; what is less than a cent has as many as say something. */
export function usd(amount: number): string {
  return `$${amount === 0 || amount >= 0.01 ? amount.toFixed(2) : amount.toPrecision(1)}`;
}

function wholeNumber(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}
