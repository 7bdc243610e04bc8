import { setMaxListeners } from 'node:events';
import { systemClock, type Clock } from '../ports';
import { abortReasonOf, Cancelled, TimedOut, type DeadlineScope } from './deadlineErrors';

export interface RootDeadlineOptions {
  readonly clock?: Clock;
  /** In milliseconds. Absent: no limit, only cancellation. */
  readonly limitMs?: number;
  /** What a shell cancels with: a button, SIGINT. */
  readonly signal?: AbortSignal;
  readonly scope: DeadlineScope;
}

/**
 * A cancellation token that carries a time limit. Invariants: a child ends no later than its parent, and then for its parent's
 * reason; the reason is always {@link TimedOut} or {@link Cancelled}; the time in which it is paused does not count; after
 * `dispose` it holds no timer and no listener.
 */
export class Deadline {
  /** The command's deadline: the only place where a foreign signal comes in. */
  static root(options: RootDeadlineOptions): Deadline {
    const deadline = new Deadline(options.clock ?? systemClock, options.scope, options.limitMs, undefined);
    // Many files are read at a time, and each waits for its end: that is no leak.
    setMaxListeners(0, deadline.signal);
    deadline.#follow(options.signal);
    return deadline;
  }

  readonly #clock: Clock;
  readonly #parent: Deadline | undefined;
  readonly #children = new Set<Deadline>();
  readonly #controller = new AbortController();
  #stopFollowing: (() => void) | undefined;
  #cancelTimer: (() => void) | undefined;
  /** Used up before {@link #runningSince}. */
  #usedMs = 0;
  /** `undefined`: the clock stands. */
  #runningSince: number | undefined;
  #pauses = 0;
  #disposed = false;

  private constructor(
    clock: Clock,
    readonly scope: DeadlineScope,
    /** Of this deadline alone; what is left of it and of those above it is {@link remainingMs}. */
    readonly limitMs: number | undefined,
    parent: Deadline | undefined,
  ) {
    this.#clock = clock;
    this.#parent = parent;
    if (parent?.signal.aborted) this.#controller.abort(abortReasonOf(parent.signal.reason));
    else if (parent && parent.#disposed) this.#controller.abort(new Cancelled());
    else if (parent) parent.#children.add(this);
    this.#run();
  }

  /** Aborts when the time is up or someone cancels; its reason is {@link TimedOut} or {@link Cancelled}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A narrower deadline. `undefined`: no limit of its own. Whoever asks for it disposes of it. */
  child(limitMs: number | undefined, scope: DeadlineScope): Deadline {
    return new Deadline(this.#clock, scope, limitMs, this);
  }

  /** Ends it and everything beneath. A reason that is neither {@link TimedOut} nor {@link Cancelled} becomes the cause of one. */
  cancel(reason?: unknown): void {
    this.#abort(abortReasonOf(reason));
  }

  /** Stops the clock, here and beneath: a dialog waits for a person. Pauses nest; each needs its `resume`. */
  pause(): void {
    this.#pauses += 1;
    if (this.#pauses === 1) this.#standTree();
  }

  resume(): void {
    if (this.#pauses === 0) return;
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#runTree();
  }

  /** Until it ends, by its own limit or one above. `Infinity`: no limit. A pause is not foreseen. */
  remainingMs(): number {
    if (this.signal.aborted) return 0;
    const own = this.limitMs === undefined ? Infinity : Math.max(0, this.limitMs - this.#usedNowMs());
    return Math.min(own, this.#parent?.remainingMs() ?? Infinity);
  }

  /** The whole limit again, from now: a sign of life (`idle`). */
  restart(): void {
    this.#stand();
    this.#usedMs = 0;
    this.#run();
  }

  /** It is over, and in order: no timer and no listener stays. What is still running beneath has lost its limit and is cancelled. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#letGo();
    for (const child of [...this.#children]) child.#abort(new Cancelled());
  }

  #follow(signal: AbortSignal | undefined): void {
    if (!signal) return;
    const onAbort = (): void => this.#abort(abortReasonOf(signal.reason));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#stopFollowing = () => signal.removeEventListener('abort', onAbort);
  }

  #abort(reason: TimedOut | Cancelled): void {
    if (this.signal.aborted || this.#disposed) return;
    this.#letGo();
    this.#controller.abort(reason);
    for (const child of [...this.#children]) child.#abort(reason);
  }

  #letGo(): void {
    this.#stand();
    this.#stopFollowing?.();
    this.#stopFollowing = undefined;
    if (this.#parent) this.#parent.#children.delete(this);
  }

  get #paused(): boolean {
    return this.#pauses > 0 || (this.#parent !== undefined && this.#parent.#paused);
  }

  #usedNowMs(): number {
    // A wall clock may be set back; time that ran backwards is not given back.
    return this.#usedMs + (this.#runningSince === undefined ? 0 : Math.max(0, this.#clock.now() - this.#runningSince));
  }

  #run(): void {
    const { limitMs } = this;
    if (limitMs === undefined || this.#runningSince !== undefined || this.#disposed || this.signal.aborted || this.#paused) return;
    this.#runningSince = this.#clock.now();
    this.#cancelTimer = this.#clock.schedule(Math.max(0, limitMs - this.#usedMs), () => this.#abort(new TimedOut(this.scope, limitMs)));
  }

  #stand(): void {
    this.#usedMs = this.#usedNowMs();
    this.#runningSince = undefined;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #runTree(): void {
    this.#run();
    for (const child of this.#children) child.#runTree();
  }

  #standTree(): void {
    this.#stand();
    for (const child of this.#children) child.#standTree();
  }
}
