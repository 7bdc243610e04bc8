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
  /** Whether request number `i` will find the instructions in the provider's cache, by all that is known. */
  readonly readsCache: (i: number) => boolean;
  /** Why so, for logs and reports. */
  readonly because: string;
}

/**
 * A breakpoint is set only where another read within its lifetime is planned and the prefix reaches the model's minimum: writing costs more than
 * not caching. Where a prefix can be read only after the first answer has begun, requests that leave together would each write it.
 * @param prefixTokens tokens of the instructions, as the model counts them
 * @param firstByteMs how long the model takes to begin an answer: what the others wait where one goes ahead
 */
export function planInstructionsCache(requests: number, concurrency: number, prefixTokens: number, model: Pick<Model, 'limits' | 'prices'>, strategy: BatchStrategy, firstByteMs: number): CachePlan {
  const { promptCache, minCacheableTokens, cacheReadableAfterFirstByte } = model.limits;
  if (promptCache === undefined || minCacheableTokens === undefined) return notCached('the model has no prompt cache that is known of');
  if (prefixTokens < minCacheableTokens) return notCached(`their ${prefixTokens} tokens are ${minCacheableTokens - prefixTokens} below the model's minimum of ${minCacheableTokens}`);
  if (requests < 2) return notCached('there is no second request to read them');
  if (promptCache === 'stored' && storedCachePays({ prefixTokens, requests, prices: model.prices, lifetimeS: LIFETIME_S })) {
    return { firstGoesAhead: false, setsBreakpoint: () => true, readsCache: () => true, because: `to store them for ${LIFETIME_S} s is cheaper than to send them ${requests} times` };
  }
  const marked = promptCache === 'breakpoints';
  const setsBreakpoint = () => marked;
  const afterFirst = (i: number) => i > 0;
  if (!cacheReadableAfterFirstByte) return { firstGoesAhead: false, setsBreakpoint, readsCache: marked ? afterFirst : () => false, because: marked ? `${requests} requests begin with them` : 'the provider looks for known prefixes by itself' };
  const savedUsd = savingOfGoingAhead(requests, prefixTokens, model);
  const isWorthTheWait = savedUsd > WAIT_USD_PER_SECOND[strategy] * (firstByteMs / 1_000);
  const wait = `the ${(firstByteMs / 1_000).toFixed(1)} s until the first answer begins`;
  if (isWorthTheWait) return { firstGoesAhead: true, setsBreakpoint, readsCache: afterFirst, because: `one request goes ahead and the other ${requests - 1} read what it writes: that saves more than ${wait} ${firstByteMs < 1_500 ? 'is' : 'are'} worth` };
  if (!marked) return notCached(`nothing goes ahead, since ${wait} would cost more than it saves`);
  // All at once: one of the first wave writes, and only where a second wave will read.
  if (requests <= concurrency) return notCached(`all ${requests} requests leave at once, since ${wait} would cost more than it saves`);
  return { firstGoesAhead: false, setsBreakpoint: (i) => i === 0 || i >= concurrency, readsCache: (i) => i >= concurrency, because: `the first of ${concurrency} that leave at once writes them, and those that follow read them` };
}

function notCached(because: string): CachePlan {
  return { firstGoesAhead: false, setsBreakpoint: () => false, readsCache: () => false, because };
}

/** In US dollars, against sending every request without a cache. An unpriced model is taken to save in the usual proportions. */
function savingOfGoingAhead(requests: number, prefixTokens: number, { prices }: Pick<Model, 'prices'>): number {
  const { input, cacheRead, cacheWrite5m } = prices ?? { input: 1, cacheRead: 0.1, cacheWrite5m: 1.25 };
  return ((requests - 1) * (input - cacheRead) - (cacheWrite5m - input)) * (prefixTokens / 1_000_000);
}
