import type { RateLimit, RateLimits } from '../model';

interface HeadersLike {
  get(name: string): string | null;
}

/** What `anthropic-ratelimit-*` says (platform.claude.com/docs/en/api/rate-limits). `undefined`: nothing that makes sense. `now` in milliseconds since the epoch. */
export function rateLimitsFromAnthropic(headers: HeadersLike | undefined, now: number = Date.now()): RateLimits | undefined {
  if (!headers) return undefined;
  const requests = limitOf(headers, 'requests', now);
  const inputTokens = limitOf(headers, 'input-tokens', now);
  const outputTokens = limitOf(headers, 'output-tokens', now);
  if (!requests && !inputTokens && !outputTokens) return undefined;
  return { ...(requests && { requests }), ...(inputTokens && { inputTokens }), ...(outputTokens && { outputTokens }) };
}

function limitOf(headers: HeadersLike, what: string, now: number): RateLimit | undefined {
  const numberOf = (name: string) => {
    const text = headers.get(`anthropic-ratelimit-${what}-${name}`);
    return text?.trim() && Number(text) >= 0 ? Number(text) : undefined;
  };
  const remaining = numberOf('remaining');
  // RFC 3339
  const resetsAt = Date.parse(headers.get(`anthropic-ratelimit-${what}-reset`) ?? '');
  if (remaining === undefined || Number.isNaN(resetsAt)) return undefined;
  const limit = numberOf('limit');
  return { remaining, resetsInMs: Math.max(0, resetsAt - now), ...(limit !== undefined && { limit }) };
}
