import type { Model, ModelRequest } from '../../providers/model';
import { OverBudget, type Budget, type Reservation } from './budget';
import { worstCase, type Amount } from './pricing';

export interface ToReserve {
  readonly budgets: readonly Budget[];
  readonly model: Model;
  readonly request: ModelRequest;
  /** From bounds that need no call. */
  readonly worst: Amount;
  readonly expectedOutputTokens: number;
  readonly signal: AbortSignal;
}

export interface Reserved {
  readonly reservation: Reservation;
  /** The limit that the answer must be given, so that the reservation holds. */
  readonly maxOutputTokens: number;
}

/** The most that a request can cost, by the caches that it can write to. */
export function worstCaseOf({ prices, limits }: Model, request: ModelRequest, inputBoundTokens: number, maxOutputTokens: number): Amount {
  const marks = [...request.system, ...request.user].flatMap(({ cache }) => cache ?? []);
  return worstCase({ inputBoundTokens, maxOutputTokens, prices, writesOneHourCache: marks.includes('1h'), storesPrefix: limits.promptCache === 'stored' && marks.length > 0 });
}

/** An answer of so many times its expected length is not cut. Below, a request is not worth sending. */
const LEAST_OUTPUT_FACTOR = 1.5;
/** For a few words around the items, and a little thinking. */
const LEAST_OUTPUT_EXTRA = 200;
/** A provider's count is its own estimate, off by a few tokens ("may differ by a small amount", docs of Anthropic's token counting). */
const COUNT_MARGIN = 1.02;
const COUNT_MARGIN_TOKENS = 32;

/**
 * Takes a request's worst case from every budget. Where that does not fit any more, though the request itself may: with the input as the provider
 * counts it, and no more room for the answer than the budgets pay for, as long as that is enough for what is expected.
 * Waits while requests under way may still give back what they reserved. Throws an {@link OverBudget}, or the signal's reason.
 */
export async function reserveFor({ budgets, model, request, worst, expectedOutputTokens, signal }: ToReserve): Promise<Reserved> {
  const whole = await reserveFromAll(budgets, worst, signal);
  if (!('over' in whole)) return { reservation: whole, maxOutputTokens: request.maxOutputTokens };
  const least = Math.min(request.maxOutputTokens, Math.ceil(expectedOutputTokens * LEAST_OUTPUT_FACTOR) + LEAST_OUTPUT_EXTRA);
  const price = (inputBoundTokens: number, maxOutputTokens: number) => worstCaseOf(model, request, inputBoundTokens, maxOutputTokens);
  // Not even with no input at all: nothing has to be counted.
  if (!budgets.every((budget) => fits(price(0, least), budget))) throw overBudget(whole.over, worst);
  const inputTokens = await inputBound(model, request, worst.tokens - request.maxOutputTokens, signal);
  for (;;) {
    const maxOutputTokens = mostOutput(budgets, (output) => price(inputTokens, output), least, request.maxOutputTokens);
    if (maxOutputTokens === undefined) throw overBudget(whole.over, price(inputTokens, least));
    // Somebody else may have been faster: then there is less to go round.
    const reservation = await reserveFromAll(budgets, price(inputTokens, maxOutputTokens), signal);
    if (!('over' in reservation)) return { reservation, maxOutputTokens };
  }
}

async function inputBound(model: Model, request: ModelRequest, boundTokens: number, signal: AbortSignal): Promise<number> {
  if (!model.countTokens) return boundTokens;
  try {
    const counted = await model.countTokens(request, { signal });
    return Math.min(boundTokens, Math.ceil(counted * COUNT_MARGIN) + COUNT_MARGIN_TOKENS);
  } catch {
    signal.throwIfAborted();
    // The bound without a call still holds.
    return boundTokens;
  }
}

/** The most output whose price every budget has left, between `least` and `most`; `undefined`: not even the least. */
function mostOutput(budgets: readonly Budget[], price: (output: number) => Amount, least: number, most: number): number | undefined {
  const affordable = (output: number) => budgets.every((budget) => fits(price(output), budget));
  if (!affordable(least)) return undefined;
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (affordable(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function fits(amount: Amount, budget: Budget): boolean {
  const left = budget.left();
  return (amount.usd ?? 0) <= (left.usd ?? Infinity) && amount.tokens <= left.tokens;
}

async function reserveFromAll(budgets: readonly Budget[], amount: Amount, signal: AbortSignal): Promise<Reservation | { readonly over: Budget }> {
  const reservations: Reservation[] = [];
  try {
    for (const budget of budgets) {
      const reservation = await budget.reserveWhenFree(amount, signal);
      if (reservation === 'over') {
        giveBack(reservations);
        return { over: budget };
      }
      reservations.push(reservation);
    }
  } catch (error) {
    giveBack(reservations);
    throw error;
  }
  return { amount, settle: (actual) => reservations.forEach((reservation) => reservation.settle(actual)) };
}

function giveBack(reservations: readonly Reservation[]): void {
  for (const reservation of reservations) reservation.settle({ usd: 0, tokens: 0 });
}

function overBudget(budget: Budget, needed: Amount): OverBudget {
  return new OverBudget(budget.scope, budget.ceilings, budget.spent(), needed);
}
