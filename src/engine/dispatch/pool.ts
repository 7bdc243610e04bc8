import PQueue from 'p-queue';
import type { RateLimits } from '../../providers/model';
import { systemClock, type Clock } from '../ports';
import { FairQueue, type FairOptions, type RunFunction } from './fairQueue';
import { RateBuckets, type RateKind, type RateNeed, type RateTicket } from './rateBuckets';
import { orAbort, wait } from './wait';

/** Most requests at once that the setting allows. */
export const MAX_CONCURRENCY = 64;
/** Hosted providers take so many at once from their smallest accounts; where one does not, the pool narrows by itself. */
export const DEFAULT_CONCURRENCY = 16;

/**
 * The places in which requests to one model of one provider run, and what was learnt of its limits. Runs that use the same model share one, and take turns in it.
 */
export interface Pool {
  /**
   * Runs the task when a place is free and the provider's limits allow it; of those that wait, runs take turns, then the highest priority first, then the first come.
   * `signal` takes it out of the queue and rejects with its reason; a task that runs is its own master.
   */
  run<T>(task: (place: Place) => Promise<T>, options: PlaceOptions): Promise<T>;
  /** Waits for so long, or until a person says {@link goNow}. Rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Nobody starts before this moment (a provider's Retry-After). Those that run go on. */
  holdUntil(atMs: number): void;
  /** How long nobody may start, in milliseconds. */
  heldForMs(): number;
  /** Ends every wait for the provider: what waits is sent now. */
  goNow(): void;
  /** About how long a request that comes now waits for its place, from how long others took. 0: there is a free one. */
  busyForMs(): number;
  /** Most tasks at once: the setting. Fewer may be allowed for a while, see {@link places}. */
  concurrency: number;
  /** Tasks that may run at once now. */
  readonly places: number;
  readonly running: number;
  readonly waiting: number;
}

export interface PlaceOptions {
  readonly priority: number;
  readonly signal: AbortSignal;
  /** The run, for the turns. */
  readonly owner?: object;
  readonly need?: RateNeed;
  /** It has a place, and waits for the provider's limits. */
  readonly onRateWait?: (ms: number, kind: RateKind) => void;
}

/** What a running task tells its pool. */
export interface Place {
  /** What the provider's headers said. */
  learn(limits: RateLimits): void;
  /** It was answered: one place more, after as many answers as there are places (additive increase). */
  answered(used: RateNeed | undefined): void;
  /**
   * The provider said that it is too much: half the places (multiplicative decrease). Refusals of requests that left before the last decrease are part of the
   * same overload, and change nothing. Returns whether it changed something.
   */
  pushedBack(): boolean;
}

/** Throws a RangeError for a concurrency that the setting does not allow. */
export function createPool(options: { readonly concurrency?: number; readonly clock?: Clock } = {}): Pool {
  return new GatedPool(options.concurrency ?? DEFAULT_CONCURRENCY, options.clock ?? systemClock);
}

/** Weight of the past in the mean time of a task. */
const MEMORY = 0.8;

class GatedPool implements Pool {
  readonly #queue: PQueue<FairQueue, FairOptions>;
  readonly #rates: RateBuckets;
  readonly #sleepers = new Set<() => void>();
  #concurrency: number;
  /** Not whole: it grows by a fraction an answer. */
  #places: number;
  #narrowedAt = -Infinity;
  #notBefore = 0;
  #cancelOpening: (() => void) | undefined;
  /** Those that have a place and wait for the limits, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #meanMs: number | undefined;

  constructor(
    concurrency: number,
    private readonly clock: Clock,
  ) {
    this.#concurrency = checked(concurrency);
    this.#places = concurrency;
    this.#rates = new RateBuckets(clock);
    this.#queue = new PQueue<FairQueue, FairOptions>({ concurrency, queueClass: FairQueue });
    // A closed gate keeps a timer only while somebody waits before it, so that a run that gave up leaves none.
    this.#queue.on('add', () => this.#tendGate());
    this.#queue.on('empty', () => this.#tendGate());
  }

  async run<T>(task: (place: Place) => Promise<T>, { priority, signal, owner, need, onRateWait }: PlaceOptions): Promise<T> {
    // The queue's own signal would also give up a task that runs; the task knows better what is left to do.
    const whileQueued = new AbortController();
    const leave = (): void => whileQueued.abort(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    const start: RunFunction = async () => {
      signal.removeEventListener('abort', leave);
      const ticket = await this.#passLimits(need ?? NOTHING, signal, onRateWait);
      const startedAt = this.clock.now();
      try {
        return await task(this.#placeOf(ticket, startedAt));
      } finally {
        this.#rates.settle(ticket, undefined);
        const ms = this.clock.now() - startedAt;
        this.#meanMs = this.#meanMs === undefined ? ms : this.#meanMs * MEMORY + ms * (1 - MEMORY);
      }
    };
    try {
      return (await this.#queue.add(start, { priority, owner, signal: whileQueued.signal })) as T;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.#sleepers.add(wake);
    try {
      await wait(this.clock, ms, AbortSignal.any([signal, woken.signal]));
    } catch (error) {
      if (signal.aborted || !woken.signal.aborted) throw error;
    } finally {
      this.#sleepers.delete(wake);
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

  goNow(): void {
    this.#rates.forget();
    this.#notBefore = 0;
    this.#tendGate();
    for (const wake of [...this.#sleepers]) wake();
  }

  busyForMs(): number {
    if (this.running < this.places && this.heldForMs() === 0) return 0;
    return Math.round(this.heldForMs() + ((this.#meanMs ?? 0) * (this.waiting + 1)) / this.places);
  }

  get concurrency(): number {
    return this.#concurrency;
  }

  set concurrency(concurrency: number) {
    // A pool that was not narrowed takes the new setting at once; a narrowed one grows towards it.
    this.#setPlaces(this.#places >= this.#concurrency ? checked(concurrency) : Math.min(this.#places, checked(concurrency)));
    this.#concurrency = concurrency;
  }

  get places(): number {
    return this.#queue.concurrency;
  }

  get running(): number {
    return this.#queue.pending;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  #placeOf(ticket: RateTicket, startedAt: number): Place {
    return {
      learn: (limits) => this.#rates.learn(limits, ticket),
      answered: (used) => {
        this.#rates.settle(ticket, used);
        if (this.#places < this.#concurrency) this.#setPlaces(Math.min(this.#concurrency, this.#places + 1 / this.#places));
      },
      pushedBack: () => {
        if (startedAt <= this.#narrowedAt || this.places === 1) return false;
        this.#narrowedAt = this.clock.now();
        this.#setPlaces(Math.max(1, Math.floor(this.#places / 2)));
        return true;
      },
    };
  }

  #setPlaces(places: number): void {
    this.#places = places;
    this.#queue.concurrency = Math.floor(places);
  }

  /** One after the other, so that whoever waits longest leaves first. */
  async #passLimits(need: RateNeed, signal: AbortSignal, onRateWait: PlaceOptions['onRateWait']): Promise<RateTicket> {
    const before = this.#turn;
    let done = () => {};
    const own = new Promise<void>((resolve) => (done = resolve));
    this.#turn = before.then(() => own);
    try {
      await orAbort(before, signal);
      for (let rate = this.#rates.wait(need); rate; rate = this.#rates.wait(need)) {
        onRateWait?.(rate.ms, rate.kind);
        await this.wait(rate.ms, signal);
      }
      return this.#rates.take(need);
    } finally {
      done();
    }
  }

  #tendGate(): void {
    this.#cancelOpening?.();
    this.#cancelOpening = undefined;
    if (!this.#queue.isPaused) return;
    if (this.heldForMs() === 0) this.#queue.start();
    else if (this.#queue.size > 0) this.#cancelOpening = this.clock.schedule(this.heldForMs(), () => this.#tendGate());
  }
}

const NOTHING: RateNeed = { inputTokens: 0, outputTokens: 0 };

function checked(concurrency: number): number {
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MAX_CONCURRENCY) return concurrency;
  throw new RangeError(`The concurrency must be a whole number from 1 to ${MAX_CONCURRENCY}, not ${concurrency}. Set "specwright.concurrency" (--concurrency), for example to ${DEFAULT_CONCURRENCY}.`);
}
