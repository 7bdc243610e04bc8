import { describe, expect, test } from 'vitest';
import { costUsd } from '../../../src/providers/cost';
import { flashPricesAt, INTRODUCTORY_UNTIL } from '../../../src/providers/gemini/models';
import { stopFromGemini } from '../../../src/providers/gemini/stopReason';
import { usageFromGemini } from '../../../src/providers/gemini/usage';
import { describeModel, knownModels } from '../../../src/providers/models';

const nothing = { inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0 };

describe('the prices of the Flash models', () => {
  test('are the introductory ones until the end of 2026, and twice as much from then on', () => {
    const before = flashPricesAt(INTRODUCTORY_UNTIL - 1);
    const after = flashPricesAt(INTRODUCTORY_UNTIL);
    expect(before).toMatchObject({ input: 0.75, output: 3.75, cacheRead: 0.075, cacheStorageHour: 0.5 });
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'cacheStorageHour'] as const) expect(after[kind]).toBeCloseTo(2 * before[kind]!, 12);
  });

  test('hold for the default model on the day of its run', () => {
    expect(describeModel('gemini', 'gemini-3.8-flash').prices).toEqual(flashPricesAt(Date.now()));
  });
});

test('storing a prefix costs its input, and an hour of storage or a twelfth of it', () => {
  const prices = flashPricesAt(0);
  expect(costUsd({ ...nothing, cacheWrite5mTokens: 1_000_000 }, prices)).toBeCloseTo(0.75 + 0.5 / 12, 12);
  expect(costUsd({ ...nothing, cacheWrite1hTokens: 1_000_000 }, prices)).toBeCloseTo(0.75 + 0.5, 12);
});

test('every known model stores prefixes, takes an effort, and says where its prices come from', () => {
  for (const id of knownModels('gemini')) {
    const { limits, prices, acceptsEffort } = describeModel('gemini', id);
    expect(limits).toMatchObject({ promptCache: 'stored', contextTokens: 1_048_576, maxOutputTokens: 65_536 });
    expect(acceptsEffort).toBe(true);
    if (!prices) continue;
    expect(prices.source).toContain('ai.google.dev');
    expect(prices.asOf).toMatch(/^2026-\d{2}-\d{2}$/);
    expect(prices.cacheRead).toBeCloseTo(prices.input / 10, 12);
    expect(prices.cacheWrite5m).toBe(prices.input);
  }
});

test('an unknown model is unpriced, has careful limits, and stores nothing', () => {
  expect(describeModel('gemini', 'gemini-4-argon')).toEqual({
    limits: { contextTokens: 200_000, maxOutputTokens: 32_000, promptCache: 'automatic', minCacheableTokens: 6_144, tokensPerEstimate: 1.1 },
    acceptsEffort: true,
  });
  expect(describeModel('gemini', 'gemma-4').acceptsEffort).toBe(false);
});

describe('usage', () => {
  test('leaves nothing counted twice: the cache is part of the prompt, the thinking none of the candidates', () => {
    expect(usageFromGemini({ promptTokenCount: 100, cachedContentTokenCount: 70, candidatesTokenCount: 20, thoughtsTokenCount: 5 }, { cacheWrite1hTokens: 70 })).toEqual({
      inputTokens: 30,
      cacheReadTokens: 70,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 70,
      outputTokens: 25,
      thinkingTokens: 5,
    });
  });

  test('what is missing is 0', () => expect(usageFromGemini({})).toEqual(nothing));
});

test.each([
  ['STOP', 'complete'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'refusal'],
  ['RECITATION', 'refusal'],
  ['BLOCKLIST', 'refusal'],
  ['PROHIBITED_CONTENT', 'refusal'],
  ['SPII', 'refusal'],
  ['OTHER', 'other'],
  ['FINISH_REASON_UNSPECIFIED', 'other'],
])('finish reason %s is %s', (raw, stop) => expect(stopFromGemini(raw)).toBe(stop));
