import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { totalTokens, worstCase } from '../../../src/engine/dispatch/pricing';
import { costUsd } from '../../../src/providers/cost';
import type { Prices, Usage } from '../../../src/providers/model';
import { PRICES } from './scriptedModel';

const BANDED: Prices = {
  ...{ input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite5m: 0.125, cacheWrite1h: 0.2, source: 'test', asOf: '2026-11-01' },
  band: { aboveInputTokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite5m: 0.625, cacheWrite1h: 1 },
};
const usage = (details: Partial<Usage>): Usage => ({ inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0, ...details });

describe('the cost', () => {
  test('counts every kind of token at its own price', () => {
    const million = 1_000_000;
    expect(costUsd(usage({ inputTokens: million }), PRICES)).toBe(2);
    expect(costUsd(usage({ cacheReadTokens: million }), PRICES)).toBe(0.1);
    expect(costUsd(usage({ cacheWrite5mTokens: million }), PRICES)).toBe(2.5);
    expect(costUsd(usage({ cacheWrite1hTokens: million }), PRICES)).toBe(4);
    expect(costUsd(usage({ outputTokens: million, thinkingTokens: million }), PRICES)).toBe(10);
  });

  test('of a long prompt is that of its band, for the whole request, cached input counted', () => {
    expect(costUsd(usage({ inputTokens: 100_000, outputTokens: 1_000 }), BANDED)).toBeCloseTo(0.0105, 10);
    expect(costUsd(usage({ inputTokens: 1, cacheReadTokens: 100_000, outputTokens: 1_000 }), BANDED)).toBeCloseTo(0.0075005, 10);
  });

  test('of an unpriced model is unknown', () => {
    expect(costUsd(usage({ inputTokens: 5 }), undefined)).toBeUndefined();
    expect(worstCase({ inputBoundTokens: 5, maxOutputTokens: 6 })).toEqual({ tokens: 11 });
  });
});

describe('the worst case', () => {
  test('takes all input at the dearest price that it can meet', () => {
    expect(worstCase({ inputBoundTokens: 1_000_000, maxOutputTokens: 0, prices: PRICES }).usd).toBe(4);
    expect(worstCase({ inputBoundTokens: 1_000_000, maxOutputTokens: 0, prices: PRICES, writesOneHourCache: false }).usd).toBe(2.5);
  });

  test('is no less than any cost of a request within its bounds', () => {
    const count = fc.nat(150_000);
    fc.assert(
      fc.property(fc.constantFrom(PRICES, BANDED), count, count, count, count, count, fc.nat(1_000), (prices, input, read, write5m, write1h, output, slack) => {
        const it: Usage = { inputTokens: input, cacheReadTokens: read, cacheWrite5mTokens: write5m, cacheWrite1hTokens: write1h, outputTokens: output };
        const worst = worstCase({ inputBoundTokens: input + read + write5m + write1h + slack, maxOutputTokens: output + slack, prices });
        expect(worst.tokens).toBeGreaterThanOrEqual(totalTokens(it));
        expect(worst.usd).toBeGreaterThanOrEqual((costUsd(it, prices) ?? NaN) - 1e-12);
      }),
    );
  });
});
