import type { Clock } from '../engine/ports';

export interface IdleWorkOptions {
  /** How long nothing must have happened. */
  readonly quietMs: number;
  readonly clock: Pick<Clock, 'schedule'>;
  /** Something more important is going on. Whoever ends it calls `touch`. */
  readonly isBusy: () => boolean;
}

/** Work for when nobody does anything: it begins once all has been quiet for a while, and is given up at the first sign of life. */
export class IdleWork {
  #cancelTimer: (() => void) | undefined;
  #running: AbortController | undefined;
  #disposed = false;

  constructor(
    private readonly work: (signal: AbortSignal) => Promise<unknown>,
    private readonly options: IdleWorkOptions,
  ) {}

  /** Something happened. */
  touch(): void {
    this.#stop();
    if (!this.#disposed) this.#cancelTimer = this.options.clock.schedule(this.options.quietMs, () => this.#begin());
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop();
  }

  #begin(): void {
    this.#cancelTimer = undefined;
    if (this.options.isBusy()) return;
    const running = new AbortController();
    this.#running = running;
    // Nobody asked for it, so nobody is told what went wrong.
    void this.work(running.signal).then(undefined, () => {});
  }

  #stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#running?.abort();
    this.#running = undefined;
  }
}
