/**
 * What a server asked us to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as a date (RFC 9110, 10.2.3).
 * `undefined` where it says nothing that makes sense; a moment that has passed is 0.
 */
export function retryAfterMs(
  headers: { get(name: string): string | null } | undefined,
  now: number = Date.now(),
): number | undefined {
  const inMs = numberOf(headers?.get('retry-after-ms'));
  if (inMs !== undefined) return inMs;
  const text = headers?.get('retry-after');
  const inSeconds = numberOf(text);
  if (inSeconds !== undefined) return inSeconds * 1_000;
  const at = text ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function numberOf(text: string | null | undefined): number | undefined {
  if (!text?.trim()) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
