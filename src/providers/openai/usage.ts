import type { Usage } from '../model';

/** The part of the usage that is billed. `prompt_tokens` includes what was read from a cache and what was written to it; `completion_tokens` the reasoning. */
export interface OpenAiUsage {
  readonly prompt_tokens?: number | null;
  readonly completion_tokens?: number | null;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number | null; readonly cache_write_tokens?: number | null } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number | null } | null;
}

export function usageFromOpenAi(raw: OpenAiUsage): Usage {
  const prompt = raw.prompt_tokens ?? 0;
  const cacheReadTokens = Math.min(prompt, raw.prompt_tokens_details?.cached_tokens ?? 0);
  // One lifetime, 30 minutes, at one price.
  const cacheWrite5mTokens = Math.min(prompt - cacheReadTokens, raw.prompt_tokens_details?.cache_write_tokens ?? 0);
  const thinkingTokens = raw.completion_tokens_details?.reasoning_tokens ?? undefined;
  return {
    inputTokens: prompt - cacheReadTokens - cacheWrite5mTokens,
    cacheReadTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens: 0,
    outputTokens: raw.completion_tokens ?? 0,
    ...(thinkingTokens !== undefined && { thinkingTokens }),
  };
}
