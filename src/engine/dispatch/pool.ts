import PQueue from 'p-queue';
import { systemClock, type Clock } from '../ports';

/** Most requests at once that the setting allows. */
export const MAX_CONCURRENCY = 64;
export const DEFAULT_CONCURRENCY = 6;

/** The places in which requests to one model of one provider run. Runs that use the same model may share one. */
export interface Pool {
  /**
   * Runs the task when a place is free; among those that wait, the highest priority first, then the first come. `signal` takes it out of
   * the queue and rejects with its reason; a task that runs is its own master.
   */
  run<T>(task: () => Promise<T>, options: { readonly priority: number; readonly signal: AbortSignal }): Promise<T>;
  /** Nobody starts before this moment (a provider's Retry-After). Those that run go on. */
  holdUntil(atMs: number): void;
  /** How long nobody may start, in milliseconds. */
  heldForMs(): number;
  /** Most tasks at once. */
  concurrency: number;
  readonly running: number;
  readonly waiting: number;
}

/** Throws a RangeError for a concurrency that the setting does not allow. */
export function createPool(options: { readonly concurrency?: number; readonly clock?: Clock } = {}): Pool {
  return new GatedQueue(options.concurrency ?? DEFAULT_CONCURRENCY, options.clock ?? systemClock);
}

class GatedQueue implements Pool {
  readonly #queue: PQueue;
  #notBefore = 0;
  #cancelOpening: (() => void) | undefined;

  constructor(
    concurrency: number,
    private readonly clock: Clock,
  ) {
    this.#queue = new PQueue({ concurrency: checked(concurrency) });
    // A closed gate keeps a timer only while somebody waits before it, so that a run that gave up leaves none.
    this.#queue.on('add', () => this.#tendGate());
    this.#queue.on('empty', () => this.#tendGate());
  }

  async run<T>(task: () => Promise<T>, { priority, signal }: { readonly priority: number; readonly signal: AbortSignal }): Promise<T> {
    // The queue's own signal would also give up a task that runs; the task knows better what is left to do.
    const whileQueued = new AbortController();
    const leave = (): void => whileQueued.abort(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    const start = (): Promise<T> => {
      signal.removeEventListener('abort', leave);
      return task();
    };
    try {
      return await this.#queue.add(start, { priority, signal: whileQueued.signal });
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  holdUntil(atMs: number): void {
    if (atMs <= Math.max(this.#notBefore, this.clock.now())) return;
    this.#notBefore = atMs;
    this.#queue.pause();
    this.#tendGate();
  }

  heldForMs(): number {
    return Math.max(0, this.#notBefore - this.clock.now());
  }

  get concurrency(): number {
    return this.#queue.concurrency;
  }

  set concurrency(concurrency: number) {
    this.#queue.concurrency = checked(concurrency);
  }

  get running(): number {
    return this.#queue.pending;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  #tendGate(): void {
    this.#cancelOpening?.();
    this.#cancelOpening = undefined;
    if (!this.#queue.isPaused) return;
    if (this.heldForMs() === 0) this.#queue.start();
    else if (this.#queue.size > 0) this.#cancelOpening = this.clock.schedule(this.heldForMs(), () => this.#tendGate());
  }
}

function checked(concurrency: number): number {
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MAX_CONCURRENCY) return concurrency;
  throw new RangeError(`The concurrency must be a whole number from 1 to ${MAX_CONCURRENCY}, not ${concurrency}. Set "specwright.concurrency" (--concurrency), for example to ${DEFAULT_CONCURRENCY}.`);
}
