import type { Prices, Usage } from './model';

/** Tokens of the prompt, cached or not: what a price band of the model goes by. */
export function promptTokens(usage: Usage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
}

/** Prices of a request whose prompt has so many tokens. The band holds for the whole request, not for the tokens above its border. */
export function pricesAt(prices: Prices, tokensOfPrompt: number): Omit<Prices, 'band' | 'source' | 'asOf' | 'cacheStorageHour'> {
  return prices.band && tokensOfPrompt > prices.band.aboveInputTokens ? prices.band : prices;
}

/**
 * US dollars of one request: each kind of token times its price. `undefined` where the model is unpriced, never 0.
 * One request at a time: a band goes by the prompt of a request, so the usage of several must not be added up before.
 * What is stored by name is paid for by the hour besides, for all of the lifetime: nobody deletes it earlier.
 */
export function costUsd(usage: Usage, prices: Prices | undefined): number | undefined {
  if (!prices) return undefined;
  const price = pricesAt(prices, promptTokens(usage));
  const microUsd =
    usage.inputTokens * price.input +
    usage.cacheReadTokens * price.cacheRead +
    usage.cacheWrite5mTokens * price.cacheWrite5m +
    usage.cacheWrite1hTokens * price.cacheWrite1h +
    usage.outputTokens * price.output +
    (usage.cacheWrite5mTokens / 12 + usage.cacheWrite1hTokens) * (prices.cacheStorageHour ?? 0);
  return microUsd / 1_000_000;
}
