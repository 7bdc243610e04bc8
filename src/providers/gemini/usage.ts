import type { Usage } from '../model';
import type { WireUsage } from './wire';

/** Tokens that were stored by the way, at the price of input. */
export type StoredTokens = Partial<Pick<Usage, 'cacheWrite5mTokens' | 'cacheWrite1hTokens'>>;

/**
 * `promptTokenCount` includes what was read from a cache, `candidatesTokenCount` does not include the thinking. What storing a prefix has cost is no
 * part of the answer's own figures, so it comes from outside.
 */
export function usageFromGemini(raw: WireUsage, stored: StoredTokens = {}): Usage {
  const cacheReadTokens = raw.cachedContentTokenCount ?? 0;
  const thinkingTokens = raw.thoughtsTokenCount;
  return {
    inputTokens: Math.max(0, (raw.promptTokenCount ?? 0) - cacheReadTokens),
    cacheReadTokens,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    ...stored,
    outputTokens: (raw.candidatesTokenCount ?? 0) + (thinkingTokens ?? 0),
    ...(thinkingTokens !== undefined && { thinkingTokens }),
  };
}
