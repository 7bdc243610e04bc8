import type { Amount } from './pricing';

/** What may be spent at most. Absent: no ceiling of that kind. */
export interface Ceilings {
  readonly usd?: number;
  readonly tokens?: number;
}

/** Taken from the budget until it is settled. */
export interface Reservation {
  readonly amount: Amount;
  /**
   * Puts what was really used in the reservation's place. Nothing reported (an aborted stream): the reservation stands, as spent.
   * Only the first call counts.
   */
  settle(actual?: Amount): void;
}

/**
 * Reserve, then settle. Invariant: spent + reserved never exceeds a ceiling, in whatever order requests leave and end, as long as each
 * reservation is an upper bound. What was really used is recorded even where it was no bound: a budget does not lie.
 */
export interface Budget {
  readonly scope: BudgetScope;
  readonly ceilings: Ceilings;
  /**
   * Waits, first come first served, while requests that are under way may still give back what they reserved. `over`: it will not
   * fit even then. Rejects with the signal's reason. Throws {@link UnpricedModel}.
   */
  reserveWhenFree(amount: Amount, signal: AbortSignal): Promise<Reservation | 'over'>;
  /** Settled. `usd` is absent once something unpriced was spent. */
  spent(): Amount;
  /** Under way. */
  reserved(): Amount;
  /** What has not been spent; part of it may be reserved. Infinite where there is no ceiling; `usd` is absent then. */
  left(): Amount;
}

/** The budget of one process, which need not wait to know. */
export interface CountedInMemory extends Budget {
  /** `over`: it does not fit beside what is spent and reserved now. Throws {@link UnpricedModel}. */
  reserve(amount: Amount): Reservation | 'over';
}

/** What a ceiling is for: one command, or all of a day. */
export type BudgetScope = 'run' | 'day';

/** A ceiling in money means nothing for a model whose price is not known. */
export class UnpricedModel extends Error {
  override readonly name = 'UnpricedModel';

  constructor(model = 'This model') {
    super(`${model} has no known price, so that a budget in dollars cannot be kept. Set a budget in tokens (--max-tokens), add its price in the settings, or choose another model.`);
  }
}

/** The request would not fit into the budget; it was not sent. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';

  constructor(
    readonly scope: BudgetScope,
    readonly ceilings: Ceilings,
    readonly spent: Amount,
    readonly needed: Amount,
  ) {
    super(`The budget${scope === 'day' ? ' of the day' : ''} is used up: ${describeAmount(spent, ceilings)} of ${describeAmount(ceilings, ceilings)} spent, and the next request may need ${describeAmount(needed, ceilings)}. What is finished is kept: raise the budget and run again to go on.`);
  }
}

/** By name, not `instanceof`: each bundle brings its own copy of the class. */
export function isOverBudget(error: unknown): error is OverBudget {
  return error instanceof Error && error.name === 'OverBudget';
}

/** Throws a RangeError for a ceiling that is no amount. */
export function createBudget(ceilings: Ceilings, scope: BudgetScope = 'run'): CountedInMemory {
  return new CountedBudget(ceilings, scope);
}

/**
 * Money is counted in whole billionths of a dollar: sums of fractions would drift, and a ceiling of $0.30 would refuse the third $0.10.
 * What is taken is rounded up; the tolerance is the error of the multiplication.
 */
const NANO = 1_000_000_000;
const toNano = (usd: number): number => Math.ceil(usd * NANO - 1e-3);

interface Waiter {
  readonly amount: Amount;
  readonly decide: (outcome: Reservation | 'over') => void;
}

class CountedBudget implements CountedInMemory {
  readonly #ceilingNanoUsd: number;
  readonly #ceilingTokens: number;
  #spentNanoUsd = 0;
  #spentTokens = 0;
  #spentUnpriced = false;
  #reservedNanoUsd = 0;
  #reservedTokens = 0;
  readonly #waiters: Waiter[] = [];

  constructor(
    readonly ceilings: Ceilings,
    readonly scope: BudgetScope,
  ) {
    for (const ceiling of [ceilings.usd, ceilings.tokens]) {
      if (ceiling !== undefined && !(ceiling >= 0)) throw new RangeError(`A budget must be zero or more, not ${ceiling}.`);
    }
    this.#ceilingNanoUsd = ceilings.usd === undefined ? Infinity : Math.floor(ceilings.usd * NANO + 1e-3);
    this.#ceilingTokens = ceilings.tokens ?? Infinity;
  }

  reserve(amount: Amount): Reservation | 'over' {
    this.#check(amount);
    if (!this.#fits(amount, this.#reservedNanoUsd, this.#reservedTokens)) return 'over';
    const nanoUsd = toNano(amount.usd ?? 0);
    this.#reservedNanoUsd += nanoUsd;
    this.#reservedTokens += amount.tokens;
    let open = true;
    return {
      amount,
      settle: (actual) => {
        if (!open) return;
        open = false;
        this.#reservedNanoUsd -= nanoUsd;
        this.#reservedTokens -= amount.tokens;
        this.#spend({ tokens: actual?.tokens ?? amount.tokens, usd: actual?.usd ?? amount.usd });
        this.#serveWaiters();
      },
    };
  }

  async reserveWhenFree(amount: Amount, signal: AbortSignal): Promise<Reservation | 'over'> {
    this.#check(amount);
    signal.throwIfAborted();
    if (!this.#fits(amount, 0, 0)) return 'over';
    // Not past those who wait already: small requests would eat up what a large one waits for.
    const now = this.#waiters.length === 0 ? this.#decide(amount) : undefined;
    if (now) return now;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        // The reason is Cancelled or TimedOut by agreement, and goes on as it is.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        reject(signal.reason);
        this.#serveWaiters();
      };
      const waiter: Waiter = {
        amount,
        decide: (outcome) => {
          signal.removeEventListener('abort', leave);
          resolve(outcome);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.push(waiter);
    });
  }

  spent(): Amount {
    return { tokens: this.#spentTokens, ...(this.#spentUnpriced ? {} : { usd: this.#spentNanoUsd / NANO }) };
  }

  reserved(): Amount {
    return { tokens: this.#reservedTokens, usd: this.#reservedNanoUsd / NANO };
  }

  left(): Amount {
    const usd = Math.max(0, this.#ceilingNanoUsd - this.#spentNanoUsd) / NANO;
    return { tokens: Math.max(0, this.#ceilingTokens - this.#spentTokens), ...(usd === Infinity ? {} : { usd }) };
  }

  /** `undefined`: not now, but perhaps when something is settled. */
  #decide(amount: Amount): Reservation | 'over' | undefined {
    const reservation = this.reserve(amount);
    return reservation === 'over' && this.#fits(amount, 0, 0) ? undefined : reservation;
  }

  #serveWaiters(): void {
    for (let first = this.#waiters[0]; first; first = this.#waiters[0]) {
      const outcome = this.#decide(first.amount);
      if (!outcome) return;
      this.#waiters.shift();
      first.decide(outcome);
    }
  }

  #fits(amount: Amount, besideNanoUsd: number, besideTokens: number): boolean {
    return (
      this.#spentTokens + besideTokens + amount.tokens <= this.#ceilingTokens &&
      this.#spentNanoUsd + besideNanoUsd + toNano(amount.usd ?? 0) <= this.#ceilingNanoUsd
    );
  }

  #spend(amount: Amount): void {
    this.#spentTokens += amount.tokens;
    if (amount.usd === undefined) this.#spentUnpriced = true;
    else this.#spentNanoUsd += toNano(amount.usd);
  }

  #check(amount: Amount): void {
    if (amount.usd === undefined && this.ceilings.usd !== undefined) throw new UnpricedModel();
    for (const part of [amount.usd ?? 0, amount.tokens]) {
      if (!(Number.isFinite(part) && part >= 0)) throw new RangeError(`An amount must be finite and not negative, not ${part}.`);
    }
  }
}

/** In the kinds that have a ceiling: nobody who set dollars wants to read of tokens. */
function describeAmount(amount: Partial<Amount>, { usd, tokens }: Ceilings): string {
  const parts: string[] = [];
  if (usd !== undefined) parts.push(amount.usd === undefined ? 'an unknown price' : `$${amount.usd.toFixed(usd < 0.1 ? 4 : 2)}`);
  if (tokens !== undefined) parts.push(`${(amount.tokens ?? 0).toLocaleString('en-US')} tokens`);
  return parts.join(' and ');
}
