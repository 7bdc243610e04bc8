import type { Clock } from '../ports';

/** Resolves after `ms`; rejects with the signal's reason, at once, when it aborts. Leaves neither timer nor listener behind. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return orAbort(Promise.resolve(), signal);
  let cancelTimer: (() => void) | undefined;
  const passed = new Promise<void>((resolve) => {
    cancelTimer = clock.schedule(ms, resolve);
  });
  return orAbort(passed, signal).finally(cancelTimer);
}

/** The promise, unless the signal aborts first: then its reason, at once, whether or not the promise ever settles. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    // The reason is an Error by agreement, and goes on as it is.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    // The reason comes first: where both are there, the promise has lost.
    return await Promise.race([aborted, promise]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
