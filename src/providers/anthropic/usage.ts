import type { Usage } from '../model';

/** The part of Anthropic's usage that is billed. `input_tokens` leaves out what was read from or written to a cache. */
export interface AnthropicUsage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_creation?: {
    readonly ephemeral_5m_input_tokens: number;
    readonly ephemeral_1h_input_tokens: number;
  } | null;
  readonly output_tokens_details?: { readonly thinking_tokens: number } | null;
}

/** The usage of `message_start` brought up to date by that of `message_delta`: its figures are totals, `null` says nothing new. */
export function mergeUsage(start: AnthropicUsage | undefined, delta: AnthropicUsage): AnthropicUsage {
  const news = Object.entries(delta).filter(([, value]) => value !== null && value !== undefined);
  return { ...start, ...(Object.fromEntries(news) as AnthropicUsage) };
}

export function usageFromAnthropic(raw: AnthropicUsage): Usage {
  const cacheWrite1hTokens = raw.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  const split5m = raw.cache_creation?.ephemeral_5m_input_tokens ?? 0;
  // Some gateways do not split the writes; 5 minutes is the lifetime that a breakpoint has by default.
  const unsplit = Math.max(0, (raw.cache_creation_input_tokens ?? 0) - split5m - cacheWrite1hTokens);
  const thinkingTokens = raw.output_tokens_details?.thinking_tokens;
  return {
    inputTokens: raw.input_tokens ?? 0,
    cacheReadTokens: raw.cache_read_input_tokens ?? 0,
    cacheWrite5mTokens: split5m + unsplit,
    cacheWrite1hTokens,
    outputTokens: raw.output_tokens ?? 0,
    ...(thinkingTokens !== undefined && { thinkingTokens }),
  };
}
