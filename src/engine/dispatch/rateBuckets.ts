import type { RateLimit, RateLimits } from '../../providers/model';
import type { Clock } from '../ports';

/** What a request is expected to take from the provider's limits, itself aside: tokens of input that no cache serves, and of output. */
export interface RateNeed {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type RateKind = keyof RateLimits;

/** A request that has been counted against the limits. */
export interface RateTicket {
  readonly need: RateNeed;
}

export interface RateWait {
  readonly ms: number;
  /** The limit that makes it wait longest. */
  readonly kind: RateKind;
}

/** A token bucket: it fills at a constant rate up to its limit, and what a request needs is taken out when it leaves. */
interface Bucket {
  /** `undefined`: the provider told what is left, but not of how much: the bucket is forgotten once it is full again. */
  readonly limit: number | undefined;
  readonly perMs: number;
  readonly level: number;
  /** When it had that level. */
  readonly at: number;
}

const MINUTE_MS = 60_000;
const KINDS: readonly RateKind[] = ['requests', 'inputTokens', 'outputTokens', 'tokens'];

/**
 * The rate limits of one model as far as its provider told them in headers: nothing is known, and nobody waits, before the first answer. Requests that
 * are on their way when a header arrives are taken off what it says is left, since the provider has not counted them yet.
 */
export class RateBuckets {
  readonly #buckets = new Map<RateKind, Bucket>();
  readonly #unanswered = new Set<RateTicket>();

  constructor(private readonly clock: Clock) {}

  /** How long a request has to wait; `undefined`: it may leave now. One that needs more than a limit holds waits until the bucket is full. */
  wait(need: RateNeed): RateWait | undefined {
    let longest: RateWait | undefined;
    for (const kind of KINDS) {
      const bucket = this.#current(kind);
      if (!bucket) continue;
      const lacking = Math.min(amountOf(need, kind), bucket.limit ?? Infinity) - bucket.level;
      if (lacking <= 0) continue;
      const ms = Math.ceil(lacking / bucket.perMs);
      if (!longest || ms > longest.ms) longest = { ms, kind };
    }
    return longest;
  }

  take(need: RateNeed): RateTicket {
    const ticket = { need };
    this.#unanswered.add(ticket);
    for (const kind of KINDS) this.#add(kind, -amountOf(need, kind));
    return ticket;
  }

  /** The provider's own word, which came with the answer to the ticket's request. */
  learn(limits: RateLimits, ticket: RateTicket): void {
    this.#unanswered.delete(ticket);
    for (const kind of KINDS) {
      const told = limits[kind];
      if (!told) continue;
      const onTheirWay = [...this.#unanswered].reduce((sum, { need }) => sum + amountOf(need, kind), 0);
      this.#buckets.set(kind, { limit: told.limit, perMs: refillOf(told), level: told.remaining - onTheirWay, at: this.clock.now() });
    }
  }

  /** The request is over. What it took beyond the need, or less, is put right where the provider said nothing meanwhile. */
  settle(ticket: RateTicket, actual: RateNeed | undefined): void {
    if (!this.#unanswered.delete(ticket) || !actual) return;
    for (const kind of KINDS) this.#add(kind, amountOf(ticket.need, kind) - amountOf(actual, kind));
  }

  /** A person wants to try now: the next answer will tell the limits anew. */
  forget(): void {
    this.#buckets.clear();
  }

  #add(kind: RateKind, amount: number): void {
    const bucket = this.#current(kind);
    if (bucket) this.#buckets.set(kind, { ...bucket, level: Math.min(bucket.limit ?? Infinity, bucket.level + amount) });
  }

  #current(kind: RateKind): Bucket | undefined {
    const bucket = this.#buckets.get(kind);
    if (!bucket) return undefined;
    const now = this.clock.now();
    const level = Math.min(bucket.limit ?? Infinity, bucket.level + Math.max(0, now - bucket.at) * bucket.perMs);
    return { ...bucket, level, at: now };
  }
}

/** Tokens a millisecond. What is missing comes back until the reset; where nothing is missing, the limit is one of a minute. */
function refillOf({ limit, remaining, resetsInMs }: RateLimit): number {
  const missing = limit === undefined ? 1 : limit - remaining;
  if (resetsInMs > 0 && missing > 0) return missing / resetsInMs;
  return (limit ?? 1) / MINUTE_MS;
}

function amountOf({ inputTokens, outputTokens }: RateNeed, kind: RateKind): number {
  switch (kind) {
    case 'requests':
      return 1;
    case 'inputTokens':
      return inputTokens;
    case 'outputTokens':
      return outputTokens;
    case 'tokens':
      return inputTokens + outputTokens;
  }
}
