import type { Queue, QueueAddOptions } from 'p-queue';

/** What the queue holds: it starts the task. */
export type RunFunction = () => Promise<unknown>;

export interface FairOptions extends QueueAddOptions {
  /** Who waits: the owners take turns, however much one of them has queued. */
  readonly owner?: object;
}

interface Waiting {
  readonly run: RunFunction;
  readonly priority: number;
  readonly id: string | undefined;
}

const NOBODY = {};

/**
 * The queue of a pool that several runs share. Owners take turns, so that a run of 2,000 files does not hold up one of a single file; among those of one
 * owner the highest priority goes first, then the first come.
 */
export class FairQueue implements Queue<RunFunction, FairOptions> {
  /** In the order of their turns. An owner with nothing left has no entry. */
  readonly #turns = new Map<object, Waiting[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  enqueue(run: RunFunction, { priority = 0, id, owner = NOBODY }: Partial<FairOptions> = {}): void {
    const waiting = this.#turns.get(owner) ?? [];
    this.#turns.set(owner, waiting);
    const before = waiting.findIndex((other) => other.priority < priority);
    waiting.splice(before === -1 ? waiting.length : before, 0, { run, priority, id });
    this.#size++;
  }

  dequeue(): RunFunction | undefined {
    const [turn] = this.#turns;
    if (!turn) return undefined;
    const [owner, waiting] = turn;
    const next = waiting.shift()!;
    this.#size--;
    // To the end of the turns.
    this.#turns.delete(owner);
    if (waiting.length > 0) this.#turns.set(owner, waiting);
    return next.run;
  }

  filter({ priority }: Readonly<Partial<FairOptions>>): RunFunction[] {
    return [...this.#turns.values()].flat().filter((waiting) => waiting.priority === priority).map(({ run }) => run);
  }

  setPriority(id: string, priority: number): void {
    for (const [owner, waiting] of this.#turns) {
      const found = waiting.find((one) => one.id === id);
      if (!found) continue;
      this.remove(id);
      return this.enqueue(found.run, { priority, id, owner });
    }
  }

  remove(id: string): void {
    for (const [owner, waiting] of this.#turns) {
      const at = waiting.findIndex((one) => one.id === id);
      if (at === -1) continue;
      waiting.splice(at, 1);
      this.#size--;
      if (waiting.length === 0) this.#turns.delete(owner);
      return;
    }
  }
}
