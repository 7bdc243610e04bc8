import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storedCachePays, storedCacheSavingUsd } from '../../../src/engine/batch/storedCache';
import type { Prices } from '../../../src/providers/model';

/** Gemini 3.8 Flash until the end of 2026. */
const prices: Prices = { input: 0.75, output: 3.75, cacheRead: 0.075, cacheWrite5m: 0.75, cacheWrite1h: 0.75, cacheStorageHour: 0.5, source: '', asOf: '' };
const question = { prefixTokens: 10_000, requests: 10, prices, lifetimeS: 300 };

describe('storing a prefix', () => {
  test('saves nine tenths of what the later requests would pay for it, less the storage', () => {
    // Not stored: 10 × 0.75. Stored: 0.75 + 10 × 0.075 + 0.5 ÷ 12.
    expect(storedCacheSavingUsd({ ...question, implicitHitRate: 0 })).toBeCloseTo((7.5 - 0.75 - 0.75 - 0.5 / 12) * 0.01, 12);
  });

  test.each([
    [1, 300, false],
    [2, 300, true],
    [2, 3_600, false],
    [3, 3_600, true],
  ])('pays for %i requests and %i seconds: %s', (requests, lifetimeS, pays) => expect(storedCachePays({ ...question, requests, lifetimeS })).toBe(pays));

  test('never pays for one request, for none, or where implicit caching always hits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 1, max: 86_400 }), fc.nat(1_000), (prefixTokens, lifetimeS, requests) => {
        expect(storedCachePays({ prefixTokens, lifetimeS, requests: 1, prices })).toBe(false);
        expect(storedCachePays({ prefixTokens, lifetimeS, requests: 0, prices })).toBe(false);
        expect(storedCachePays({ prefixTokens, lifetimeS, requests, prices, implicitHitRate: 1 })).toBe(false);
      }),
    );
  });

  test('pays the more, the more requests there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.double({ min: 0, max: 0.9, noNaN: true }), (requests, implicitHitRate) => {
        const saving = (n: number) => storedCacheSavingUsd({ ...question, requests: n, implicitHitRate })!;
        expect(saving(requests + 1)).toBeGreaterThan(saving(requests));
      }),
    );
  });

  test('of an unpriced model: nobody knows, so it is not done', () => {
    expect(storedCacheSavingUsd({ ...question, prices: undefined })).toBeUndefined();
    expect(storedCachePays({ ...question, prices: undefined })).toBe(false);
  });

  test('goes by the price band of a long prefix', () => {
    const band = { aboveInputTokens: 200_000, input: 4, output: 18, cacheRead: 0.4, cacheWrite5m: 4, cacheWrite1h: 4 };
    const long = storedCacheSavingUsd({ ...question, prefixTokens: 300_000, implicitHitRate: 0, prices: { ...prices, band } });
    expect(long).toBeCloseTo((40 - 4 - 4 - 0.5 / 12) * 0.3, 10);
  });
});
