import type { Model } from '../../providers/model';
import { costUsd } from '../../providers/cost';
import type { WorkItem } from '../workItem';
import type { RequestPlan } from './batch';

/** What a run would take, told before a call is made. */
export interface Estimate {
  readonly calls: number;
  readonly items: number;
  readonly inputTokens: number;
  /** Least and most output tokens that are to be expected. */
  readonly outputTokens: readonly [number, number];
  /** Least and most, in US dollars. Absent: the model is unpriced. */
  readonly costUsd?: readonly [number, number];
}

/** Answers come out shorter or longer than expected by these factors, thinking included. */
const SHORTEST = 0.5;
const LONGEST = 2;

export const NO_CALLS: Estimate = { calls: 0, items: 0, inputTokens: 0, outputTokens: [0, 0], costUsd: [0, 0] };

/**
 * Prices the planned requests. Items that wait for others are counted with a request each; their input is what they wait for. Instructions
 * count in full at the upper end, as if no cache served them.
 */
export function estimateRun(plan: RequestPlan, waiting: readonly WorkItem[], model: Model): Estimate {
  const { tokensPerEstimate } = model.limits;
  const instructions = plan.requests[0] ? plan.requests[0].instructionTokens : 0;
  const combined = waiting.map((item) => ({ input: instructions + item.waitsFor.length * 300 * tokensPerEstimate, output: item.expectedOutputTokens * tokensPerEstimate }));
  const requests = [...plan.requests.map((request) => ({ input: request.inputTokens, output: request.expectedOutputTokens })), ...combined];
  const price = (output: number, cachedInstructions: boolean) =>
    requests.reduce<number | undefined>((sum, request, i) => {
      const read = cachedInstructions && i > 0 ? instructions : 0;
      const cost = costUsd({ inputTokens: request.input - read, cacheReadTokens: read, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: request.output * output }, model.prices);
      return sum === undefined || cost === undefined ? undefined : sum + cost;
    }, 0);
  const [low, high] = [price(SHORTEST, plan.firstGoesAhead), price(LONGEST, false)];
  const output = requests.reduce((sum, request) => sum + request.output, 0);
  return {
    calls: requests.length,
    items: plan.requests.reduce((sum, { assembled }) => sum + assembled.items.size, 0) + waiting.length,
    inputTokens: Math.round(requests.reduce((sum, { input }) => sum + input, 0)),
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
export function describeEstimate({ calls, inputTokens, outputTokens, costUsd: cost }: Estimate): string {
  const number = (n: number) => Math.round(n).toLocaleString('en-US');
  const money = cost === undefined ? 'price unknown (unpriced model)' : `${usd(cost[0])} to ${usd(cost[1])}`;
  return `${number(calls)} ${calls === 1 ? 'request' : 'requests'}, about ${number(inputTokens)} input and ${number(outputTokens[0])} to ${number(outputTokens[1])} output tokens, ${money}`;
}

/** Cents have two digits; what is less than a cent has as many as say something. */
export function usd(amount: number): string {
  return `$${amount === 0 || amount >= 0.01 ? amount.toFixed(2) : amount.toPrecision(1)}`;
}
