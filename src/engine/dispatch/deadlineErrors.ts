import { describeMs, TIME_LIMIT_SETTINGS } from './limits';

/** From the outermost to the innermost. `firstByte` ends where `idle` begins. */
export type DeadlineScope = 'run' | 'batch' | 'request' | 'firstByte' | 'idle';

/** A time limit was reached. It is the reason of the aborted signal, and of every signal beneath it. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(
    /** Which of the nested limits was reached. */
    readonly scope: DeadlineScope,
    /** The limit, in milliseconds. */
    readonly limitMs: number,
  ) {
    super(describeTimeOut(scope, describeMs(limitMs)));
  }
}

/** Someone wanted it to end: a person, a signal of the process, whoever owned the deadline. An answer, not a fault. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor(message = 'Cancelled.', options?: { readonly cause?: unknown }) {
    super(message, options);
  }
}

/** By name, not `instanceof`: each bundle brings its own copy of the class. */
export function isTimedOut(error: unknown): error is TimedOut {
  return error instanceof Error && error.name === 'TimedOut';
}

/** By name, not `instanceof`: each bundle brings its own copy of the class. */
export function isCancelled(error: unknown): error is Cancelled {
  return error instanceof Error && error.name === 'Cancelled';
}

/** The reason of any signal as one of our two: what is neither (`AbortError`, a string, nothing) becomes `Cancelled`. */
export function abortReasonOf(reason: unknown): TimedOut | Cancelled {
  if (isTimedOut(reason) || isCancelled(reason)) return reason;
  if (typeof reason === 'string' && reason !== '') return new Cancelled(reason);
  return new Cancelled(undefined, reason === undefined ? undefined : { cause: reason });
}

function describeTimeOut(scope: DeadlineScope, limit: string): string {
  switch (scope) {
    case 'run':
      return `The command took longer than ${limit}. What is finished is kept: run it again to go on, or raise ${TIME_LIMIT_SETTINGS.runMs}.`;
    case 'batch':
      return `A batch took longer than ${limit} with all its attempts. Lower the batch size, or raise ${TIME_LIMIT_SETTINGS.requestMs}.`;
    case 'request':
      return `A request took longer than ${limit}. Lower the batch size, or raise ${TIME_LIMIT_SETTINGS.requestMs}.`;
    case 'firstByte':
      return `The model sent nothing for ${limit}. Check that the server runs, or raise ${TIME_LIMIT_SETTINGS.firstByteMs} if the model loads slowly.`;
    case 'idle':
      return `The answer stood still for ${limit}. Check the connection, or raise ${TIME_LIMIT_SETTINGS.idleMs}.`;
  }
}
