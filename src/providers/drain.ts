import { setImmediate } from 'node:timers/promises';

/** How long a server may leave the connection open after the last event before it is closed. */
const DRAIN_MS = 1_000;

/** Reads what is left of an answer that is whole: only a connection that was read to its last byte can serve the next request. */
export async function drain(events: AsyncGenerator<unknown>, close: () => void): Promise<void> {
  const timer = setTimeout(close, DRAIN_MS);
  timer.unref();
  try {
    while (!(await events.next()).done);
    // undici frees a connection one turn of the event loop after the last byte; a request made before that opens another.
    await setImmediate();
  } catch {
    // The answer is whole; how the connection ends no longer matters.
  } finally {
    clearTimeout(timer);
  }
}
