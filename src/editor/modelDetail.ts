import type { ModelDescription } from '../providers/models';

/** `$2 in, $10 out, $0.10 cached per million tokens · 1M context`. As short as it can be: the list is narrow. */
export function modelDetail({ prices, limits }: Pick<ModelDescription, 'prices' | 'limits'>): string {
  const money = (usd: number) => `$${Number.isInteger(usd) ? usd : usd.toFixed(2)}`;
  const context = limits.contextTokens >= 1_000_000 ? `${Number((limits.contextTokens / 1_000_000).toFixed(2))}M` : `${Math.round(limits.contextTokens / 1_000)}K`;
  const price = prices ? `${money(prices.input)} in, ${money(prices.output)} out, ${money(prices.cacheRead)} cached per million tokens` : 'price unknown';
  return `${price} · ${context} context`;
}
