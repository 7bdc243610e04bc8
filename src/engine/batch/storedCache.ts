import { pricesAt } from '../../providers/cost';
import type { Prices } from '../../providers/model';

/**
 * Share of the requests after the first whose prefix the provider would have served from its own cache, unasked. Google promises nothing; others have measured
 * 1 of 138 (gemini-3.8-flash; rig-core 0.43, `gemini/caching.rs`) and 2 of 600 (gemini-3.1-flash-lite). A quarter leaves room for better days, and keeps us from
 * paying for storage that saves next to nothing.
 */
export const IMPLICIT_HIT_RATE = 0.25;

export interface StoredCacheQuestion {
  /** Tokens of the prefix, as the model counts them. Whether they reach the model's smallest length is for the caller to check. */
  readonly prefixTokens: number;
  /** Requests that begin with the prefix and leave within its lifetime. */
  readonly requests: number;
  /** Absent: unpriced. */
  readonly prices: Prices | undefined;
  /** How long the prefix is stored, in seconds. Nobody deletes it, so all of it is paid for. */
  readonly lifetimeS: number;
  readonly implicitHitRate?: number;
}

/**
 * What storing a prefix saves, in US dollars; below 0: it costs more than it saves. `undefined`: unpriced, so nobody knows. With P tokens in the prefix, N requests, the hit
 * rate h of implicit caching and the prices of the model:
 *
 *     not stored:  P × (input + (N − 1) × (h × read + (1 − h) × input))
 *     stored:      P × (write + N × read + storage per hour × lifetime ÷ 3600)
 *
 * A stored prefix is processed once when it is stored and then read by every request, the first one too.
 */
export function storedCacheSavingUsd({ prefixTokens, requests, prices, lifetimeS, implicitHitRate = IMPLICIT_HIT_RATE }: StoredCacheQuestion): number | undefined {
  if (!prices) return undefined;
  if (requests < 1) return 0;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = pricesAt(prices, prefixTokens);
  const write = lifetimeS > 300 ? cacheWrite1h : cacheWrite5m;
  const storage = ((prices.cacheStorageHour ?? 0) * lifetimeS) / 3_600;
  const notStored = input + (requests - 1) * (implicitHitRate * cacheRead + (1 - implicitHitRate) * input);
  const stored = write + requests * cacheRead + storage;
  return ((notStored - stored) * prefixTokens) / 1_000_000;
}

/** Whether storing a prefix for its lifetime is cheaper than trusting in implicit caching. Never where the price is unknown. */
export function storedCachePays(question: StoredCacheQuestion): boolean {
  return (storedCacheSavingUsd(question) ?? 0) > 0;
}
