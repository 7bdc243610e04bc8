import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock, type Clock } from '../ports';
import type { Budget, Ceilings, Reservation } from './budget';
import { UnpricedModel } from './budget';
import { LockFile } from './lockFile';
import type { Amount } from './pricing';
import { wait } from './wait';

export interface DayBudgetOptions {
  /** Folder of the ledgers, shared by all windows and processes of a person. Made where it is missing. */
  readonly dir: string;
  /** What all runs of a day may spend together. Empty: it is only counted. */
  readonly ceilings: Ceilings;
  readonly clock?: Clock;
  /** Told once where the ledger cannot be written: then only this process is counted. */
  readonly onWarning?: (message: string) => void;
}

/** What one process has spent today and has reserved now. */
interface Entry {
  readonly usd: number;
  readonly tokens: number;
  readonly reservedUsd: number;
  readonly reservedTokens: number;
}

/** How often a process that waits for others to give back what they reserved looks again. */
const LOOK_AGAIN_MS = 500;
/** Ledgers older than so many days are removed. */
const KEPT_DAYS = 31;

const NOTHING: Entry = { usd: 0, tokens: 0, reservedUsd: 0, reservedTokens: 0 };

/**
 * The budget of a day, over all windows and processes: a file a day (local time) with an entry a process. A reservation is written before a request leaves, under a lock, so
 * that two processes cannot take the same money; what a process that died had reserved stands as spent until the day ends.
 */
export class DayBudget implements Budget {
  readonly scope = 'day';
  readonly ceilings: Ceilings;
  readonly #dir: string;
  readonly #clock: Clock;
  readonly #onWarning: (message: string) => void;
  readonly #lock: LockFile;
  readonly #session = randomUUID();
  #day: string;
  #own = NOTHING;
  /** Spent and reserved by the other processes, as last read. */
  #others = NOTHING;
  #flushing: Promise<void> = Promise.resolve();
  #flushQueued = false;
  #warned = false;
  readonly #settled = new Set<() => void>();

  constructor({ dir, ceilings, clock = systemClock, onWarning = () => {} }: DayBudgetOptions) {
    this.ceilings = ceilings;
    this.#dir = dir;
    this.#clock = clock;
    this.#onWarning = onWarning;
    this.#lock = new LockFile(path.join(dir, 'spent.lock'), clock);
    this.#day = dayOf(clock.now());
    this.#others = this.#read();
  }

  async reserveWhenFree(amount: Amount, signal: AbortSignal): Promise<Reservation | 'over'> {
    if (amount.usd === undefined && this.ceilings.usd !== undefined) throw new UnpricedModel();
    for (;;) {
      signal.throwIfAborted();
      const outcome = await this.#lock.hold(() => this.#tryToReserve(amount));
      if (outcome !== 'later') return outcome;
      await this.#somethingSettled(signal);
    }
  }

  spent(): Amount {
    return { usd: this.#others.usd + this.#own.usd, tokens: this.#others.tokens + this.#own.tokens };
  }

  reserved(): Amount {
    return { usd: this.#others.reservedUsd + this.#own.reservedUsd, tokens: this.#others.reservedTokens + this.#own.reservedTokens };
  }

  left(): Amount {
    const { usd, tokens } = this.ceilings;
    const spent = this.spent();
    return { tokens: Math.max(0, (tokens ?? Infinity) - spent.tokens), ...(usd === undefined ? {} : { usd: Math.max(0, usd - spent.usd!) }) };
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    await this.#flushing;
  }

  #tryToReserve(amount: Amount): Reservation | 'over' | 'later' {
    this.#turnOfDay();
    this.#others = this.#read();
    const fits = (reserved: Amount) => {
      const spent = this.spent();
      return spent.tokens + reserved.tokens + amount.tokens <= (this.ceilings.tokens ?? Infinity) && spent.usd! + (reserved.usd ?? 0) + (amount.usd ?? 0) <= (this.ceilings.usd ?? Infinity);
    };
    if (!fits({ usd: 0, tokens: 0 })) return 'over';
    if (!fits(this.reserved())) return 'later';
    this.#add({ ...NOTHING, reservedUsd: amount.usd ?? 0, reservedTokens: amount.tokens });
    this.#write();
    return this.#reservation(amount);
  }

  #reservation(amount: Amount): Reservation {
    let open = true;
    return {
      amount,
      settle: (actual = amount) => {
        if (!open) return;
        open = false;
        this.#turnOfDay();
        this.#add({ usd: actual.usd ?? amount.usd ?? 0, tokens: actual.tokens, reservedUsd: -(amount.usd ?? 0), reservedTokens: -amount.tokens });
        this.#flush();
        for (const tell of [...this.#settled]) tell();
      },
    };
  }

  #add(change: Entry): void {
    const own = this.#own;
    this.#own = {
      usd: own.usd + change.usd,
      tokens: own.tokens + change.tokens,
      // Sums of fractions drift; a remainder of nothing is nothing.
      reservedUsd: Math.max(0, own.reservedUsd + change.reservedUsd),
      reservedTokens: Math.max(0, own.reservedTokens + change.reservedTokens),
    };
  }

  /** At midnight everybody begins anew; what is under way counts for the day on which it ends. */
  #turnOfDay(): void {
    const day = dayOf(this.#clock.now());
    if (day === this.#day) return;
    this.#day = day;
    this.#own = { ...NOTHING, reservedUsd: this.#own.reservedUsd, reservedTokens: this.#own.reservedTokens };
    this.#others = NOTHING;
  }

  /** Somebody here has settled, or it is time to look what other processes have done. */
  async #somethingSettled(signal: AbortSignal): Promise<void> {
    const told = new AbortController();
    const tell = () => told.abort();
    this.#settled.add(tell);
    try {
      await wait(this.#clock, LOOK_AGAIN_MS, AbortSignal.any([signal, told.signal]));
    } catch {
      signal.throwIfAborted();
    } finally {
      this.#settled.delete(tell);
    }
  }

  /** Writes what has changed since, once for all changes that come together. */
  #flush(): void {
    if (this.#flushQueued) return;
    this.#flushQueued = true;
    this.#flushing = this.#flushing.then(() =>
      this.#lock.hold(() => {
        this.#flushQueued = false;
        this.#others = this.#read();
        this.#write();
      }),
    );
  }

  get #file(): string {
    return path.join(this.#dir, `spent-${this.#day}.json`);
  }

  #read(): Entry {
    return Object.entries(this.#entries()).reduce((sum, [session, entry]) => (session === this.#session ? sum : plus(sum, entry)), NOTHING);
  }

  #entries(): Readonly<Record<string, Entry>> {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch {
      return {};
    }
    try {
      return JSON.parse(text) as Record<string, Entry>;
    } catch {
      // Writes are whole, so somebody else spoiled it. It is kept for a look, and counting goes on with what this process knows.
      this.#warn(`The ledger of the day could not be read (${this.#file}): what other windows spent today is not counted.`);
      return {};
    }
  }

  #write(): void {
    try {
      mkdirSync(this.#dir, { recursive: true });
      const temporary = `${this.#file}.${this.#session}.tmp`;
      writeFileSync(temporary, JSON.stringify({ ...this.#entries(), [this.#session]: this.#own }));
      renameSync(temporary, this.#file);
      this.#removeOld();
    } catch (error) {
      this.#warn(`The ledger of the day cannot be written (${error instanceof Error ? error.message : String(error)}): what other windows spend today is not counted.`);
    }
  }

  #removeOld(): void {
    const ledgers = readdirSync(this.#dir).filter((name) => /^spent-\d{4}-\d\d-\d\d\.json$/.test(name)).sort();
    for (const name of ledgers.slice(0, -KEPT_DAYS)) rmSync(path.join(this.#dir, name), { force: true });
  }

  #warn(message: string): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#onWarning(message);
  }
}

function plus(a: Entry, b: Entry): Entry {
  return { usd: a.usd + b.usd, tokens: a.tokens + b.tokens, reservedUsd: a.reservedUsd + b.reservedUsd, reservedTokens: a.reservedTokens + b.reservedTokens };
}

/** Local calendar day: `2026-11-22`. */
function dayOf(now: number): string {
  const date = new Date(now);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
}
