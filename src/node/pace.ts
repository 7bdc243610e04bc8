import { breathe } from '../engine/breathe';

/** A disk that is near answers in microseconds. One that takes this long is a network's, or has to move its head. */
const SLOW_MS = 5;
/** A garbage collection or a busy machine may be to blame for some: of a hundred calls two are forgiven. */
const MOST_SLOW = 5;
const FORGIVEN_A_CALL = 0.02;

/**
 * How to ask a file system: by calls that block, which cost this thread a tenth of what promises do, as long as it answers at once; by promises, many at once, where it does not. Between calls
 * that block others get their turn.
 */
export class Pace {
  #slow = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  get isFast(): boolean {
    return this.#slow < MOST_SLOW;
  }

  /** One call of the kind that suits. Both throw the same errors. */
  async call<T>(blocking: () => T, promised: () => Promise<T>): Promise<T> {
    if (!this.isFast) return promised();
    await breathe();
    return this.time(blocking);
  }

  time<T>(blocking: () => T): T {
    const startedAt = this.now();
    try {
      return blocking();
    } finally {
      this.#slow = this.now() - startedAt > SLOW_MS ? this.#slow + 1 : Math.max(0, this.#slow - FORGIVEN_A_CALL);
    }
  }
}
