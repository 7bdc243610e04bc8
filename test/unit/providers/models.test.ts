import { describe, expect, test } from 'vitest';
import { costUsd } from '../../../src/providers/cost';
import { DEFAULT_MODELS, describeModel, knownModels, PROVIDERS } from '../../../src/providers/models';

const MILLION = 1_000_000;
const nothing = { inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0 };

describe('describeModel', () => {
  test('a dated snapshot is its family', () => {
    expect(describeModel('anthropic', 'claude-sonnet-5-5-20260928')).toBe(
      describeModel('anthropic', 'claude-sonnet-5-5'),
    );
    expect(describeModel('anthropic', 'claude-haiku-4-5-20251001').prices?.output).toBe(5);
  });

  test('a name that only begins like a known one is not known', () => {
    expect(describeModel('anthropic', 'claude-sonnet-5-5-turbo').prices).toBeUndefined();
  });

  test('an unknown model is unpriced, with careful limits', () => {
    expect(describeModel('anthropic', 'claude-next')).toEqual({
      limits: {
        contextTokens: 200_000,
        maxOutputTokens: 32_000,
        promptCache: 'breakpoints',
        minCacheableTokens: 4_096,
        cacheReadableAfterFirstByte: true,
        tokensPerEstimate: 1.4,
      },
      acceptsEffort: true,
    });
    expect(describeModel('openai', 'qwen3:8b')).toEqual({ limits: { contextTokens: 32_768, maxOutputTokens: 8_192, tokensPerEstimate: 1.1 }, acceptsEffort: false });
    expect(describeModel('gemini', 'gemini-next').prices).toBeUndefined();
  });

  test('the default model is known, priced, and caches from 512 tokens on', () => {
    expect(describeModel('anthropic', DEFAULT_MODELS.anthropic)).toMatchObject({
      limits: { minCacheableTokens: 512 },
      prices: { input: 2, output: 10, cacheRead: 0.1 },
    });
  });

  test('the default model of each provider is known and priced', () => {
    for (const provider of PROVIDERS) {
      expect(knownModels(provider)).toContain(DEFAULT_MODELS[provider]);
      expect(describeModel(provider, DEFAULT_MODELS[provider]).prices).toBeDefined();
    }
  });

  test("a dated snapshot of OpenAI's is its family", () => {
    expect(describeModel('openai', 'gpt-5.5-2026-04-23')).toBe(describeModel('openai', 'gpt-5.5'));
  });

  test('reasoning models take an effort, whoever serves them', () => {
    const takes = (id: string) => describeModel('openai', id).acceptsEffort;
    expect(['gpt-7-terra', 'o4-mini', 'gpt-oss:20b', 'openai/gpt-oss-120b'].map(takes)).toEqual([true, true, true, true]);
    expect(['gpt-4o', 'gpt-5-chat-latest', 'qwen3:8b', 'llama-3.3'].map(takes)).toEqual([false, false, false, false]);
  });

  test('every price says where it comes from and of which day it is; writes cost more than input, reads less', () => {
    const known = PROVIDERS.flatMap((provider) => knownModels(provider).map((id) => describeModel(provider, id)));
    for (const { prices } of known) {
      if (!prices) continue;
      expect(prices.source).not.toBe('');
      expect(prices.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      for (const { input, cacheRead, cacheWrite5m, cacheWrite1h } of [prices, ...(prices.band ? [prices.band] : [])]) {
        expect([cacheRead, input, cacheWrite5m, cacheWrite1h]).toEqual(
          [cacheRead, input, cacheWrite5m, cacheWrite1h].sort((a, b) => a - b),
        );
      }
    }
  });
});

describe('costUsd', () => {
  const { prices } = describeModel('anthropic', 'claude-sonnet-5-5');

  test('each kind of token has its price', () => {
    const usage = {
      inputTokens: MILLION,
      cacheReadTokens: MILLION,
      cacheWrite5mTokens: MILLION,
      cacheWrite1hTokens: MILLION,
      outputTokens: MILLION,
    };
    expect(costUsd(usage, prices)).toBeCloseTo(2 + 0.1 + 2.5 + 4 + 10, 10);
  });

  test('an unpriced model has no cost, not a cost of 0', () => {
    expect(costUsd({ ...nothing, outputTokens: 5 }, undefined)).toBeUndefined();
    expect(costUsd(nothing, prices)).toBe(0);
  });

  test("OpenAI's prompts above 272,000 tokens cost twice as much, their answers half as much again", () => {
    const terra = describeModel('openai', 'gpt-6.1-terra').prices;
    expect(costUsd({ ...nothing, inputTokens: 272_000, outputTokens: 1_000 }, terra)).toBeCloseTo(0.272 + 0.005, 10);
    expect(costUsd({ ...nothing, inputTokens: 1, cacheReadTokens: 200_000, cacheWrite5mTokens: 72_000, outputTokens: 1_000 }, terra)).toBeCloseTo((2 + 200_000 * 0.1 + 72_000 * 2.5 + 1_000 * 7.5) / MILLION, 10);
  });

  test('the length of the prompt, cached or not, decides the band of the whole request', () => {
    const haiku = describeModel('anthropic', 'claude-haiku-5-5').prices;
    expect(costUsd({ ...nothing, inputTokens: 100_000, outputTokens: 1_000 }, haiku)).toBeCloseTo(0.0105, 10);
    expect(costUsd({ ...nothing, inputTokens: 1, cacheReadTokens: 100_000, outputTokens: 1_000 }, haiku)).toBeCloseTo(
      (0.5 + 100_000 * 0.05 + 1_000 * 2.5) / MILLION,
      10,
    );
  });
});
