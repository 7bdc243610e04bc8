import { pricesAt, promptTokens } from '../../providers/cost';
import type { Prices, Usage } from '../../providers/model';
import type { TokenCounts } from './runReport';

export const NO_TOKENS: TokenCounts = { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 };

export function tokensOf(usage: Usage): TokenCounts {
  return { input: usage.inputTokens, cacheWrite: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens, cacheRead: usage.cacheReadTokens, output: usage.outputTokens };
}

export function addTokens(a: TokenCounts, b: TokenCounts): TokenCounts {
  return { input: a.input + b.input, cacheWrite: a.cacheWrite + b.cacheWrite, cacheRead: a.cacheRead + b.cacheRead, output: a.output + b.output };
}

/**
 * What the provider's prompt cache saved on one request, in US dollars, against the same tokens at the full price of input; negative where writing cost more than reading saved.
 * `undefined`: unpriced, and the cache had a part in it.
 */
export function savedByPromptCache(usage: Usage, prices: Prices | undefined): number | undefined {
  const { cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = usage;
  if (cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens === 0) return 0;
  if (!prices) return undefined;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = pricesAt(prices, promptTokens(usage));
  const storage = (cacheWrite5mTokens / 12 + cacheWrite1hTokens) * (prices.cacheStorageHour ?? 0);
  return (cacheReadTokens * (input - cacheRead) + cacheWrite5mTokens * (input - cacheWrite5m) + cacheWrite1hTokens * (input - cacheWrite1h) - storage) / 1_000_000;
}
