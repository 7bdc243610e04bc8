import { isProviderError, ProviderError } from '../../providers/model';
import type { FailureKind } from '../events';
import { isOverBudget } from './budget';
import { isCancelled, isTimedOut } from './deadlineErrors';
import { describeMs } from './limits';

export interface RetryPolicy {
  /** Of one request, the first included. */
  readonly maxAttempts: number;
  /** The same where the provider's rate limit refused it: that passes for certain, and costs nothing. */
  readonly maxRateAttempts: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** A provider that asks for more than this is not waited for. */
  readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = { maxAttempts: 4, maxRateAttempts: 10, baseMs: 1_000, capMs: 30_000, maxRetryAfterMs: 300_000 };

/**
 * Exponential back-off with full jitter: a random time between nothing and `min(cap, base × 2^(attempt − 1))`, in milliseconds.
 * Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * @param attempt how many attempts have failed, from 1
 * @param random from 0 up to 1, as `Math.random`
 */
export function backOffMs(attempt: number, random: () => number, policy: RetryPolicy = DEFAULT_RETRY_POLICY): number {
  return Math.round(random() * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1)));
}

export type RetryDecision =
  /** `forAll`: the provider asks everybody to wait, so that nobody else should knock meanwhile. */
  | { readonly retry: true; readonly delayMs: number; readonly forAll: boolean; readonly reason: string }
  /** `forAll`: no other request to this model can succeed either. */
  | { readonly retry: false; readonly error: unknown; readonly forAll: boolean };

export interface RetrySituation {
  /** How many attempts have failed, this one included. */
  readonly attempt: number;
  /** Until the deadline of the request's owner. `Infinity`: none. */
  readonly remainingMs: number;
  readonly random: () => number;
  readonly policy?: RetryPolicy;
}

/**
 * Whether the same request is worth sending again. Only asked before any text was delivered: afterwards the caller, who knows which items
 * have closed, asks for the missing ones.
 */
export function decideRetry(error: unknown, situation: RetrySituation): RetryDecision {
  const { attempt, remainingMs, random, policy = DEFAULT_RETRY_POLICY } = situation;
  if (!mayPass(error)) return { retry: false, error, forAll: dooms(error) };
  if (attempt >= (isProviderError(error) && error.kind === 'rate' ? policy.maxRateAttempts : policy.maxAttempts)) return { retry: false, error, forAll: false };

  // "At once" is no advice after a failure: then the back-off decides.
  const retryAfterMs = (isProviderError(error) && error.retryAfterMs) || undefined;
  if (retryAfterMs !== undefined && retryAfterMs > policy.maxRetryAfterMs) {
    return { retry: false, error: givenUp(error, retryAfterMs, `more than the ${describeMs(policy.maxRetryAfterMs)} that we wait at most`), forAll: true };
  }
  // Never earlier than asked; a little later, and not all windows and processes at the same instant.
  const delayMs = retryAfterMs === undefined ? backOffMs(attempt, random, policy) : retryAfterMs + Math.round(random() * Math.min(retryAfterMs, policy.baseMs));
  if (delayMs >= remainingMs) {
    if (retryAfterMs === undefined) return { retry: false, error, forAll: false };
    return { retry: false, error: givenUp(error, retryAfterMs, `more than the ${describeMs(remainingMs)} that are left`), forAll: true };
  }
  return { retry: true, delayMs, forAll: isProviderError(error) && (error.kind === 'rate' || retryAfterMs !== undefined), reason: describeFailure(error) };
}

/** What went wrong in a few words for events: never text of the request or of the answer. */
export function describeFailure(error: unknown): string {
  if (isProviderError(error) || isTimedOut(error) || isCancelled(error) || isOverBudget(error)) return error.message;
  // What is foreign may quote what it fell over.
  return error instanceof Error ? error.name : 'unknown failure';
}

/** The same in one word, for figures. */
export function failureKindOf(error: unknown): FailureKind {
  if (isProviderError(error)) return error.kind;
  if (isTimedOut(error)) return error.scope === 'firstByte' ? 'first-byte-timeout' : error.scope === 'idle' ? 'idle-timeout' : 'timeout';
  if (isCancelled(error)) return 'cancelled';
  return isOverBudget(error) ? 'over-budget' : 'unknown';
}

/** `retryable` is the provider's word, but a wrong key or a used-up quota does not mend itself. */
function mayPass(error: unknown): boolean {
  if (isTimedOut(error)) return error.scope === 'firstByte' || error.scope === 'idle';
  return isProviderError(error) && error.retryable && !dooms(error) && error.kind !== 'invalid';
}

/** Wrong key, used-up quota, unknown model: the next request fails in the same way. */
function dooms(error: unknown): boolean {
  return isProviderError(error) && (error.kind === 'auth' || error.kind === 'quota' || error.kind === 'not-found');
}

function givenUp(error: unknown, retryAfterMs: number, because: string): unknown {
  if (!isProviderError(error)) return error;
  const message = `${error.provider} asks to wait ${describeMs(retryAfterMs)}, ${because}. Run it again later: what is finished is kept.`;
  return new ProviderError(message, { provider: error.provider, kind: error.kind, retryable: false, status: error.status, retryAfterMs, cause: error });
}
