import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planInstructionsCache } from '../../../src/engine/batch/instructionsCache';
import { planBatches } from '../../../src/engine/batch/planBatches';
import type { ReadyItem } from '../../../src/engine/prompt/assemble';
import type { Model } from '../../../src/providers/model';

const item = (id: string, expectedOutputTokens: number, text = 'code'): ReadyItem => ({
  text,
  item: { id, kind: 'section', path: 'a.py', section: id, text, context: [], inputs: '', expectedOutputTokens, waitsFor: [] },
});
const settings = { maxItems: 20, maxOutputTokens: 128_000 };
const functions = Array.from({ length: 14 }, (_, i) => item(`f${i}`, 230));

describe('the planner', () => {
  test('balanced: asks for 14 functions and an overview in at most half the requests', () => {
    const { batches } = planBatches([item('overview', 150), ...functions], { ...settings, strategy: 'balanced' });
    expect(batches.length).toBeLessThanOrEqual(7);
    expect(batches.length).toBeGreaterThan(2);
  });

  test('cost: in as few as it can', () => {
    expect(planBatches(functions, { ...settings, strategy: 'cost' }).batches).toHaveLength(1);
  });

  test('latency: every item alone', () => {
    expect(planBatches(functions, { ...settings, strategy: 'latency' }).batches).toHaveLength(14);
  });

  test('loses, doubles and reorders no item, and keeps within the limits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 50, max: 900 }), { maxLength: 150 }), fc.constantFrom('balanced' as const, 'cost' as const), fc.integer({ min: 1, max: 20 }), (tokens, strategy, maxItems) => {
        const items = tokens.map((t, i) => item(`i${i}`, t, 'x'.repeat(t * 40)));
        const { batches } = planBatches(items, { ...settings, strategy, maxItems });
        expect(batches.flat()).toEqual(items);
        for (const batch of batches) expect(batch.length).toBeGreaterThan(0);
        for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(maxItems);
      }),
    );
  });
});

describe('the cache of the instructions', () => {
  const prices = { input: 2, output: 10, cacheRead: 0.1, cacheWrite5m: 2.5, cacheWrite1h: 4, source: '', asOf: '' };
  const model = (more: Partial<Model['limits']> = {}): Pick<Model, 'limits' | 'prices'> => ({
    prices,
    limits: { contextTokens: 1e6, maxOutputTokens: 1e5, promptCache: 'breakpoints' as const, minCacheableTokens: 512, cacheReadableAfterFirstByte: true, tokensPerEstimate: 1, ...more },
  });
  const breakpoints = (requests: number, plan: ReturnType<typeof planInstructionsCache>) => Array.from({ length: requests }, (_, i) => plan.setsBreakpoint(i)).filter(Boolean).length;

  test('is not written for one request, nor below the model’s minimum', () => {
    expect(breakpoints(1, planInstructionsCache(1, 6, 2_000, model(), 'cost'))).toBe(0);
    expect(breakpoints(9, planInstructionsCache(9, 6, 400, model(), 'cost'))).toBe(0);
    expect(breakpoints(9, planInstructionsCache(9, 6, 2_000, model({ minCacheableTokens: undefined }), 'cost'))).toBe(0);
  });

  test('lets the first request go ahead where that saves more than the wait is worth', () => {
    expect(planInstructionsCache(5, 6, 2_500, model(), 'balanced').firstGoesAhead).toBe(true);
    expect(planInstructionsCache(2, 6, 600, model(), 'balanced').firstGoesAhead).toBe(false);
    expect(planInstructionsCache(2, 6, 2_500, model(), 'cost').firstGoesAhead).toBe(true);
    expect(planInstructionsCache(50, 6, 2_500, model(), 'latency').firstGoesAhead).toBe(false);
  });

  test('when all leave at once: one writes, and only if a later wave reads', () => {
    expect(breakpoints(6, planInstructionsCache(6, 6, 2_500, model(), 'latency'))).toBe(0);
    const plan = planInstructionsCache(8, 6, 2_500, model(), 'latency');
    expect([plan.setsBreakpoint(0), plan.setsBreakpoint(1), plan.setsBreakpoint(6)]).toEqual([true, false, true]);
  });
});
