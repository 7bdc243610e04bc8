import type { Fault } from './faults';
import type { RequestedItem } from './items';
import type { InputBill, PromptBlock } from './promptCache';

/** What was asked and what it came to. Times in milliseconds since the epoch, with fractions. */
export interface LedgerEntry {
  /** In the order of arrival, from 1. */
  readonly number: number;
  /** Which connection it came over, from 1. */
  readonly connection: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body as it arrived, parsed; `undefined` where it is no JSON. */
  readonly body: unknown;
  model: string;
  blocks: readonly PromptBlock[];
  /** Texts of the system parts and of the user parts, joined. */
  system: string;
  user: string;
  /** What the last user part asks for. */
  items: readonly RequestedItem[];
  fault?: Fault['kind'];
  readonly startedAt: number;
  firstByteAt?: number;
  endedAt?: number;
  /** HTTP status; absent where not even headers were sent. */
  status?: number;
  /** Why the answer ended, in the protocol's words; absent where it did not end. */
  stop?: string;
  /** The client closed the connection before the answer was whole. */
  aborted: boolean;
  billed: Billed;
  /** Of a prompt that was stored: tokens times the hours for which they are kept. */
  storedTokenHours?: number;
}

/** Named as the engine's `Usage`, so that `costUsd` can price it. */
export interface Billed extends InputBill {
  /** Really streamed, thinking included, even where the client left half-way. */
  readonly outputTokens: number;
}

export const NOTHING: Billed = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
};

export function sumOf(bills: readonly Billed[]): Billed {
  return bills.reduce<Billed>(
    (sum, bill) => ({
      inputTokens: sum.inputTokens + bill.inputTokens,
      cacheReadTokens: sum.cacheReadTokens + bill.cacheReadTokens,
      cacheWrite5mTokens: sum.cacheWrite5mTokens + bill.cacheWrite5mTokens,
      cacheWrite1hTokens: sum.cacheWrite1hTokens + bill.cacheWrite1hTokens,
      outputTokens: sum.outputTokens + bill.outputTokens,
    }),
    NOTHING,
  );
}

/** What a test can wait for: a request has arrived, its first byte has left, it is over. */
export type Milestone = 'received' | 'begun' | 'ended';

interface Waiter {
  readonly milestone: Milestone;
  readonly number: number;
  readonly resolve: (entry: LedgerEntry) => void;
}

export class Ledger {
  readonly entries: LedgerEntry[] = [];
  readonly #waiters = new Set<Waiter>();
  #running = 0;
  #peak = 0;

  /** Most requests that were under way at a time. */
  get peakConcurrency(): number {
    return this.#peak;
  }

  open(request: Pick<LedgerEntry, 'connection' | 'headers' | 'body'>): LedgerEntry {
    const entry: LedgerEntry = {
      ...request,
      number: this.entries.length + 1,
      model: '',
      blocks: [],
      system: '',
      user: '',
      items: [],
      startedAt: now(),
      aborted: false,
      billed: NOTHING,
    };
    this.entries.push(entry);
    this.#peak = Math.max(this.#peak, ++this.#running);
    this.#wake(entry);
    return entry;
  }

  begin(entry: LedgerEntry): void {
    entry.firstByteAt ??= now();
    this.#wake(entry);
  }

  close(entry: LedgerEntry): void {
    if (entry.endedAt !== undefined) return;
    entry.endedAt = now();
    this.#running--;
    this.#wake(entry);
  }

  /** Resolves when the request of this number has got so far: at once where it has already. */
  whenever(milestone: Milestone, number: number): Promise<LedgerEntry> {
    return new Promise((resolve) => {
      const entry = this.entries[number - 1];
      if (entry && hasReached(entry, milestone)) resolve(entry);
      else this.#waiters.add({ milestone, number, resolve });
    });
  }

  #wake(entry: LedgerEntry): void {
    for (const waiter of this.#waiters) {
      if (waiter.number !== entry.number || !hasReached(entry, waiter.milestone)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(entry);
    }
  }
}

function hasReached(entry: LedgerEntry, milestone: Milestone): boolean {
  if (milestone === 'received') return true;
  return milestone === 'begun' ? entry.firstByteAt !== undefined : entry.endedAt !== undefined;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
