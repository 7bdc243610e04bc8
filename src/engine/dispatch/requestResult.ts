import type { RequestOutcome } from '../events';
import type { StopReason, Usage } from '../../providers/model';
import { isOverBudget } from './budget';
import { isCancelled, isTimedOut } from './deadlineErrors';

/**
 * How a request ended. Whatever had streamed until then was handed to `onText`, in every case: the caller keeps the items that closed and
 * asks only for the missing ones.
 */
export type RequestResult = Answered | NotAnswered;

interface Common {
  /** How often it was sent. 0: it never left. */
  readonly attempts: number;
  /** Of the last attempt, from leaving to the end, in milliseconds. Waiting does not count. */
  readonly ms: number;
  /** From leaving to the first byte of the last attempt, in milliseconds. Absent: none came. */
  readonly firstByteMs?: number;
  /** Some text was handed on. Such a request is never sent again by the dispatcher. */
  readonly textDelivered: boolean;
}

/** The model came to an end of its own: not necessarily a good one (`length`, `context`, `refusal`, `other`). */
export interface Answered extends Common {
  readonly stop: StopReason;
  readonly usage?: Usage;
  readonly rawUsage?: unknown;
  /** The provider reported no usage: it was estimated from the texts. */
  readonly usageEstimated?: boolean;
  /** Absent: unpriced, or no usage was reported. */
  readonly costUsd?: number;
  readonly error?: undefined;
}

/** `error` is a TimedOut, a Cancelled, an OverBudget, or whatever failed (a ProviderError, the secrets' assertion, a listener). */
export interface NotAnswered extends Common {
  readonly stop: 'timed-out' | 'cancelled' | 'over-budget' | 'error';
  readonly error: Error;
  readonly usage?: undefined;
  readonly rawUsage?: undefined;
  readonly usageEstimated?: undefined;
  readonly costUsd?: undefined;
}

/** Whether the model answered; else `error` says why not. */
export function isAnswered(result: RequestResult): result is Answered {
  return result.error === undefined;
}

export function stopOfError(error: Error): NotAnswered['stop'] {
  if (isTimedOut(error)) return 'timed-out';
  if (isCancelled(error)) return 'cancelled';
  return isOverBudget(error) ? 'over-budget' : 'error';
}

/** The word of the event stream, which knows no `other`. */
export function outcomeOf(stop: RequestResult['stop']): RequestOutcome {
  return stop === 'other' ? 'error' : stop;
}

/** The run as a whole came to an end, by a person, by its time or by its money: no other answer will come either. */
export function endsRun(stop: RequestResult['stop']): boolean {
  return stop === 'cancelled' || stop === 'timed-out' || stop === 'over-budget';
}
