import { describe, expect, test } from 'vitest';
import { TimedOut } from '../../../src/engine/dispatch/deadlineErrors';
import { backOffMs, decideRetry } from '../../../src/engine/dispatch/retry';
import { ProviderError, type ProviderErrorKind } from '../../../src/providers/model';

const failed = (kind: ProviderErrorKind, details: { retryAfterMs?: number; retryable?: boolean } = {}): ProviderError =>
  new ProviderError('failed', { provider: 'p', kind, retryable: true, ...details });
const situation = (random = 0.5, attempt = 1, remainingMs = Infinity): Parameters<typeof decideRetry>[1] => ({ attempt, remainingMs, random: () => random });

test('backs off exponentially, with full jitter, up to a cap', () => {
  const most = [1, 2, 3, 4, 5, 6, 60].map((attempt) => backOffMs(attempt, () => 1));
  expect(most).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(backOffMs(3, () => 0)).toBe(0);
  expect(backOffMs(3, () => 0.25)).toBe(1_000);
});

describe('worth another attempt', () => {
  test.each(['rate', 'overloaded', 'network', 'server'] as const)('is a failure of the kind %s', (kind) => {
    expect(decideRetry(failed(kind), situation())).toMatchObject({ retry: true, delayMs: 500 });
  });

  test.each(['firstByte', 'idle'] as const)('is silence: the time limit %s', (scope) => {
    expect(decideRetry(new TimedOut(scope, 1), situation())).toMatchObject({ retry: true });
  });

  test.each(['request', 'batch', 'run'] as const)('is not the time limit %s', (scope) => {
    expect(decideRetry(new TimedOut(scope, 1), situation())).toMatchObject({ retry: false, forAll: false });
  });

  test.each(['auth', 'quota', 'not-found', 'invalid'] as const)('is not %s, whatever the provider says', (kind) => {
    expect(decideRetry(failed(kind), situation())).toMatchObject({ retry: false });
  });

  test('is not what the provider calls final, what is no failure of the provider, and the fourth attempt', () => {
    for (const error of [failed('server', { retryable: false }), new TypeError('x'), undefined]) expect(decideRetry(error, situation())).toMatchObject({ retry: false });
    expect(decideRetry(failed('server'), situation(0.5, 3))).toMatchObject({ retry: true });
    expect(decideRetry(failed('server'), situation(0.5, 4))).toMatchObject({ retry: false });
  });

  test('is not what would come after the deadline', () => {
    const error = failed('server');
    expect(decideRetry(error, situation(1, 1, 1_000))).toEqual({ retry: false, error, forAll: false });
  });
});

describe('Retry-After', () => {
  test('is never undercut, whatever the dice say', () => {
    for (const random of [0, 0.3, 0.999]) {
      const decision = decideRetry(failed('rate', { retryAfterMs: 12_000 }), situation(random));
      expect(decision).toMatchObject({ retry: true, forAll: true });
      if (decision.retry) expect(decision.delayMs).toBeGreaterThanOrEqual(12_000);
      if (decision.retry) expect(decision.delayMs).toBeLessThanOrEqual(13_000);
    }
  });

  test('of an overloaded provider holds for all too; its back-off does not', () => {
    expect(decideRetry(failed('overloaded', { retryAfterMs: 100 }), situation())).toMatchObject({ forAll: true });
    expect(decideRetry(failed('overloaded'), situation())).toMatchObject({ forAll: false });
  });

  test('of zero is no reason to hammer', () => {
    expect(decideRetry(failed('rate', { retryAfterMs: 0 }), situation(1, 2))).toMatchObject({ delayMs: 2_000 });
  });
});
