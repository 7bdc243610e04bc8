import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planInstructionsCache } from '../../../src/engine/batch/instructionsCache';
import { planBatches, type BatchModel, type BatchPlan } from '../../../src/engine/batch/planBatches';
import { NO_EXPERIENCE } from '../../../src/engine/dispatch/experience';
import type { ReadyItem } from '../../../src/engine/prompt/assemble';
import type { Model } from '../../../src/providers/model';

const item = (id: string, expectedOutputTokens: number, text = 'code'): ReadyItem => ({
  shown: () => ({ text, context: [] }),
  characters: text.length,
  item: { id, kind: 'section', path: 'a.py', section: id, shown: () => ({ text, context: [] }), inputs: '', expectedOutputTokens, waitsFor: [] },
});
const settings = { maxItems: 20, concurrency: 16 };
const prices = { input: 2, output: 10, cacheRead: 0.1, cacheWrite5m: 2.5, cacheWrite1h: 4, source: '', asOf: '' };
const limits = { contextTokens: 1e6, maxOutputTokens: 128_000, promptCache: 'breakpoints' as const, minCacheableTokens: 512, tokensPerEstimate: 1 };
const planner: BatchModel = { limits, prices, experience: NO_EXPERIENCE, instructionTokens: 2_500 };
const functions = Array.from({ length: 14 }, (_, i) => item(`f${i}`, 350));
const sizes = (plan: BatchPlan) => plan.batches.map((batch) => batch.length);

describe('the planner', () => {
  test('balanced: asks for 14 functions and an overview in at most half the requests', () => {
    const { batches } = planBatches([item('overview', 150), ...functions], { ...settings, strategy: 'balanced' }, planner);
    expect(batches.length).toBeLessThanOrEqual(7);
    expect(batches.length).toBeGreaterThan(3);
  });

  test('cost: in at most a third', () => {
    const { batches } = planBatches([item('overview', 150), ...functions], { ...settings, strategy: 'cost' }, planner);
    expect(batches.length).toBeLessThanOrEqual(5);
  });

  test('cost, where every request pays for its instructions: in fewer', () => {
    const cached = planBatches(functions, { ...settings, strategy: 'cost' }, planner).batches.length;
    const uncached = planBatches(functions, { ...settings, strategy: 'cost' }, { ...planner, limits: { ...limits, promptCache: undefined } }).batches.length;
    expect(uncached).toBeLessThan(cached);
  });

  test('latency: every item alone', () => {
    expect(sizes(planBatches(functions, { ...settings, strategy: 'latency' }, planner))).toEqual(Array(14).fill(1));
  });

  test('5 small items make one batch of 5, and of 100 never more than 20 go into one', () => {
    const small = (count: number) => Array.from({ length: count }, (_, i) => item(`s${i}`, 110));
    for (const strategy of ['balanced', 'cost'] as const) {
      expect(sizes(planBatches(small(5), { ...settings, strategy }, planner))).toEqual([5]);
      expect(Math.max(...sizes(planBatches(small(100), { ...settings, strategy }, planner)))).toBeLessThanOrEqual(20);
    }
  });

  test('a slow model gets more requests at once, a fast one fewer', () => {
    const count = (outputTokensPerSecond: number) => planBatches(functions, { ...settings, strategy: 'balanced' }, { ...planner, experience: { ...NO_EXPERIENCE, outputTokensPerSecond } }).batches.length;
    expect(count(1_000)).toBeLessThan(count(60));
  });

  test('more requests than places are worth nothing: they only wait', () => {
    const count = (concurrency: number) => planBatches(functions, { ...settings, concurrency, strategy: 'balanced' }, planner).batches.length;
    expect(count(2)).toBeLessThanOrEqual(count(16));
    expect(count(2) % 2).toBe(0);
  });

  test('what no request has room for is told, with what it takes; the rest goes on', () => {
    const small = { ...planner, instructionTokens: 2_000, limits: { ...limits, contextTokens: 8_192 } };
    const { batches, unfit } = planBatches([item('a', 100), item('b', 100, 'x'.repeat(30_000)), item('c', 100)], { ...settings, strategy: 'balanced' }, small);
    expect(batches.flat().map(({ item: { id } }) => id)).toEqual(['a', 'c']);
    expect(unfit.map(({ ready }) => ready.item.id)).toEqual(['b']);
    expect(unfit[0]!.tokens).toBeGreaterThan(8_192);
  });

  test('a group never fills the context window beyond its usable share', () => {
    const small = { ...planner, instructionTokens: 2_000, limits: { ...limits, contextTokens: 8_192 } };
    const items = Array.from({ length: 30 }, (_, i) => item(`i${i}`, 200, 'x'.repeat(3_500)));
    const { batches, unfit } = planBatches(items, { ...settings, strategy: 'cost' }, small);
    expect(unfit).toEqual([]);
    for (const batch of batches) expect(2_000 + batch.length * 1_200).toBeLessThanOrEqual(8_192 * 0.8);
  });

  test('loses, doubles and reorders no item, and keeps within the limits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 50, max: 900 }), { maxLength: 150 }),
        fc.constantFrom('balanced' as const, 'cost' as const),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 5, max: 500 }),
        (tokens, strategy, maxItems, concurrency, outputTokensPerSecond) => {
          const items = tokens.map((t, i) => item(`i${i}`, t, 'x'.repeat(t * 40)));
          const { batches, unfit } = planBatches(items, { strategy, maxItems, concurrency }, { ...planner, experience: { ...NO_EXPERIENCE, outputTokensPerSecond } });
          expect(unfit).toEqual([]);
          expect(batches.flat()).toEqual(items);
          for (const batch of batches) expect(batch.length).toBeGreaterThan(0);
          for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(maxItems);
        },
      ),
    );
  });
});

describe('the cache of the instructions', () => {
  const model = (more: Partial<Model['limits']> = {}): Pick<Model, 'limits' | 'prices'> => ({
    prices,
    limits: { contextTokens: 1e6, maxOutputTokens: 1e5, promptCache: 'breakpoints' as const, minCacheableTokens: 512, cacheReadableAfterFirstByte: true, tokensPerEstimate: 1, ...more },
  });
  const breakpoints = (requests: number, plan: ReturnType<typeof planInstructionsCache>) => Array.from({ length: requests }, (_, i) => plan.setsBreakpoint(i)).filter(Boolean).length;

  test('is not written for one request, nor below the model’s minimum', () => {
    expect(breakpoints(1, planInstructionsCache(1, 6, 2_000, model(), 'cost', 1_000))).toBe(0);
    expect(breakpoints(9, planInstructionsCache(9, 6, 400, model(), 'cost', 1_000))).toBe(0);
    expect(breakpoints(9, planInstructionsCache(9, 6, 2_000, model({ minCacheableTokens: undefined }), 'cost', 1_000))).toBe(0);
  });

  test('lets the first request go ahead where that saves more than the wait is worth', () => {
    expect(planInstructionsCache(5, 6, 2_500, model(), 'balanced', 1_000).firstGoesAhead).toBe(true);
    expect(planInstructionsCache(2, 6, 600, model(), 'balanced', 1_000).firstGoesAhead).toBe(false);
    expect(planInstructionsCache(2, 6, 2_500, model(), 'cost', 1_000).firstGoesAhead).toBe(true);
    expect(planInstructionsCache(50, 6, 2_500, model(), 'latency', 1_000).firstGoesAhead).toBe(false);
  });

  test('where the provider caches by itself nothing is marked, and the first may still go ahead', () => {
    const automatic = planInstructionsCache(9, 6, 2_500, model({ promptCache: 'automatic' }), 'cost', 1_000);
    expect([automatic.firstGoesAhead, breakpoints(9, automatic)]).toEqual([true, 0]);
    expect(planInstructionsCache(9, 6, 2_500, model({ promptCache: undefined }), 'cost', 1_000).firstGoesAhead).toBe(false);
  });

  test('where a prefix is stored for money, it is stored where that saves', () => {
    const stored = { ...model({ promptCache: 'stored' as const, cacheReadableAfterFirstByte: undefined }), prices: { ...prices, cacheWrite5m: 2, cacheWrite1h: 2, cacheStorageHour: 1 } };
    expect(breakpoints(9, planInstructionsCache(9, 6, 5_000, stored, 'cost', 1_000))).toBe(9);
    const dear = { ...stored, prices: { ...stored.prices, cacheStorageHour: 1_000 } };
    expect(breakpoints(9, planInstructionsCache(9, 6, 5_000, dear, 'cost', 1_000))).toBe(0);
  });

  test('a model that is slow to begin is not waited for where time counts more', () => {
    expect(planInstructionsCache(5, 6, 2_500, model(), 'balanced', 1_000).firstGoesAhead).toBe(true);
    expect(planInstructionsCache(5, 6, 2_500, model(), 'balanced', 20_000).firstGoesAhead).toBe(false);
  });

  test('when all leave at once: one writes, and only if a later wave reads', () => {
    expect(breakpoints(6, planInstructionsCache(6, 6, 2_500, model(), 'latency', 1_000))).toBe(0);
    const plan = planInstructionsCache(8, 6, 2_500, model(), 'latency', 1_000);
    expect([plan.setsBreakpoint(0), plan.setsBreakpoint(1), plan.setsBreakpoint(6)]).toEqual([true, false, true]);
  });
});
