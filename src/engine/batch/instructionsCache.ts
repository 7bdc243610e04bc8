import type { Model } from '../../providers/model';
import { storedCachePays } from './storedCache';
import { WAIT_USD_PER_SECOND, type BatchStrategy } from './planBatches';

/** Of what a mark for five minutes caches. */
const LIFETIME_S = 300;

export interface CachePlan {
  /** The first request leaves alone; the others follow at its first byte. */
  readonly firstGoesAhead: boolean;
  /** Whether request number `i` sets a breakpoint after the instructions. */
  readonly setsBreakpoint: (i: number) => boolean;
}

const NO_CACHING: CachePlan = { firstGoesAhead: false, setsBreakpoint: () => false };

/**
 * A breakpoint is set only where another read within its lifetime is planned and the prefix reaches the model's minimum: writing costs more than
 * not caching. Where a prefix can be read only after the first answer has begun, requests that leave together would each write it.
 * @param prefixTokens tokens of the instructions, as the model counts them
 * @param firstByteMs how long the model takes to begin an answer: what the others wait where one goes ahead
 */
export function planInstructionsCache(requests: number, concurrency: number, prefixTokens: number, model: Pick<Model, 'limits' | 'prices'>, strategy: BatchStrategy, firstByteMs: number): CachePlan {
  const { promptCache, minCacheableTokens, cacheReadableAfterFirstByte } = model.limits;
  if (promptCache === undefined || minCacheableTokens === undefined || prefixTokens < minCacheableTokens || requests < 2) return NO_CACHING;
  if (promptCache === 'stored' && storedCachePays({ prefixTokens, requests, prices: model.prices, lifetimeS: LIFETIME_S })) {
    return { firstGoesAhead: false, setsBreakpoint: () => true };
  }
  const marked = promptCache === 'breakpoints';
  if (!cacheReadableAfterFirstByte) return { firstGoesAhead: false, setsBreakpoint: () => marked };
  const savedUsd = savingOfGoingAhead(requests, prefixTokens, model);
  if (savedUsd > WAIT_USD_PER_SECOND[strategy] * (firstByteMs / 1_000)) return { firstGoesAhead: true, setsBreakpoint: () => marked };
  if (!marked) return NO_CACHING;
  // All at once: one of the first wave writes, and only where a second wave will read.
  if (requests <= concurrency) return NO_CACHING;
  return { firstGoesAhead: false, setsBreakpoint: (i) => i === 0 || i >= concurrency };
}

/** In US dollars, against sending every request without a cache. An unpriced model is taken to save in the usual proportions. */
function savingOfGoingAhead(requests: number, prefixTokens: number, { prices }: Pick<Model, 'prices'>): number {
  const { input, cacheRead, cacheWrite5m } = prices ?? { input: 1, cacheRead: 0.1, cacheWrite5m: 1.25 };
  return ((requests - 1) * (input - cacheRead) - (cacheWrite5m - input)) * (prefixTokens / 1_000_000);
}
