import type { ModelDescription } from '../providers/models';
import { t } from '../l10n/localize';

/** `$2 in, $10 out, $0.10 cached per million tokens · 1M context`. As short as it can be: the list is narrow. */
export function modelDetail({ prices, limits }: Pick<ModelDescription, 'prices' | 'limits'>): string {
  const money = (usd: number) => `$${Number.isInteger(usd) ? usd : usd.toFixed(2)}`;
  const price = prices ? t('{0} in, {1} out, {2} cached per million tokens', money(prices.input), money(prices.output), money(prices.cacheRead)) : t('price unknown');
  return `${price} · ${contextText(limits.contextTokens)}`;
}

/** `1M context`, `128K context`. */
export function contextText(tokens: number): string {
  return t('{0} context', tokens >= 1_000_000 ? `${Number((tokens / 1_000_000).toFixed(2))}M` : `${Math.round(tokens / 1_000)}K`);
}
