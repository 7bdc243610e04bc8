import { ProviderError, type Model, type ModelEvent, type ModelRequest, type RateLimits } from '../../providers/model';
import type { Clock } from '../ports';
import type { Deadline } from './deadline';
import { Cancelled, type DeadlineScope } from './deadlineErrors';
import type { TimeLimits } from './limits';
import { orAbort } from './wait';

export type StreamEnd = Extract<ModelEvent, { type: 'end' }>;

export interface StreamOnceOptions {
  readonly model: Model;
  readonly request: ModelRequest;
  /** The batch's: those of the request, of its first byte and of its silence hang beneath it. */
  readonly deadline: Deadline;
  readonly limits: Pick<TimeLimits, 'requestMs' | 'firstByteMs' | 'idleMs'>;
  readonly clock: Clock;
  readonly onFirstByte: () => void;
  readonly onText: (text: string) => void;
  readonly onRateLimits: (limits: RateLimits) => void;
}

/** How long a stream may take to close after its end: its connection can be used again only once it was read through. */
const CLOSING_MS = 1_000;

/**
 * Sends a request once and hands its text on as it arrives. Settles at the stream's end, or at once when a deadline passes, someone cancels
 * or a listener throws, even where the provider never settles: from then on nothing is handed on, and the provider's signal is aborted.
 */
export async function streamOnce(options: StreamOnceOptions): Promise<StreamEnd> {
  const deadline = options.deadline.child(options.limits.requestMs, 'request');
  const socket = new AbortController();
  const reading = { open: true };
  try {
    return await orAbort(readToEnd(options, deadline, socket, reading), deadline.signal);
  } catch (error) {
    socket.abort(error);
    throw error;
  } finally {
    reading.open = false;
    deadline.dispose();
  }
}

async function readToEnd(options: StreamOnceOptions, deadline: Deadline, socket: AbortController, reading: { readonly open: boolean }): Promise<StreamEnd> {
  const { model, request, limits, clock } = options;
  deadline.signal.throwIfAborted();
  const firstByte = narrow(deadline, limits.firstByteMs, 'firstByte');
  let idle: Deadline | undefined;
  const begin = (): void => {
    if (idle) return;
    firstByte.dispose();
    idle = narrow(deadline, limits.idleMs, 'idle');
    options.onFirstByte();
  };
  const events = model.stream(request, { signal: socket.signal })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await events.next();
      // Settled meanwhile: what comes late belongs to nobody.
      if (!reading.open) throw new Cancelled();
      if (next.done) throw brokenOff(model);
      const event = next.value;
      if (event.type === 'rate-limits') {
        options.onRateLimits(event.limits);
        continue;
      }
      // A sign of life alone, from a gateway that still queues the request, is no first byte.
      if (event.type !== 'alive') begin();
      idle?.restart();
      if (event.type === 'text') options.onText(event.text);
      if (event.type !== 'end') continue;
      void letClose(events, socket, clock);
      return event;
    }
  } catch (error) {
    // Lets the provider clean up where it is not its own failure. It may never answer, so nobody waits for it.
    socket.abort(error);
    events.return?.().then(undefined, () => {});
    throw error;
  }
}

/** A deadline whose end is its parent's too. */
function narrow(deadline: Deadline, limitMs: number, scope: DeadlineScope): Deadline {
  const child = deadline.child(limitMs, scope);
  child.signal.addEventListener('abort', () => deadline.cancel(child.signal.reason), { once: true });
  return child;
}

/** Nobody waits for this. */
async function letClose(events: AsyncIterator<ModelEvent>, socket: AbortController, clock: Clock): Promise<void> {
  const cancelTimer = clock.schedule(CLOSING_MS, () => socket.abort(new Cancelled('The stream did not close after its end.')));
  try {
    const closed = await events.next();
    if (!closed.done) await events.return?.();
  } catch {
    // The answer is complete; how its connection ends changes nothing.
  } finally {
    cancelTimer();
  }
}

function brokenOff(model: Model): ProviderError {
  return new ProviderError('The answer broke off before its end.', { provider: model.provider, kind: 'network', retryable: true });
}
