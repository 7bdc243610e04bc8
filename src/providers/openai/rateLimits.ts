import type { RateLimit, RateLimits } from '../model';

interface HeadersLike {
  get(name: string): string | null;
}

/** What `x-ratelimit-*` says (platform.openai.com, rate limits). `undefined`: nothing that makes sense. */
export function rateLimitsFromOpenAi(headers: HeadersLike | undefined): RateLimits | undefined {
  const requests = headers && limitOf(headers, 'requests');
  const tokens = headers && limitOf(headers, 'tokens');
  return requests || tokens ? { ...(requests && { requests }), ...(tokens && { tokens }) } : undefined;
}

/** Azure says -1 where it does not know. */
function limitOf(headers: HeadersLike, what: string): RateLimit | undefined {
  const remaining = numberOf(headers.get(`x-ratelimit-remaining-${what}`));
  const resetsInMs = durationMs(headers.get(`x-ratelimit-reset-${what}`));
  if (remaining === undefined || resetsInMs === undefined) return undefined;
  const limit = numberOf(headers.get(`x-ratelimit-limit-${what}`));
  return { remaining, resetsInMs, ...(limit !== undefined && { limit }) };
}

function numberOf(text: string | null): number | undefined {
  const value = text?.trim() ? Number(text) : NaN;
  return value >= 0 && Number.isFinite(value) ? value : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** `20ms`, `1s`, `6m0s`, `2m59.56s`; a bare number is seconds (Azure). In milliseconds. */
export function durationMs(text: string | null): number | undefined {
  if (!text?.trim()) return undefined;
  const seconds = numberOf(text);
  if (seconds !== undefined) return seconds * 1_000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.map(([part]) => part).join('') !== text.trim()) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNIT_MS[unit!]!, 0);
}
