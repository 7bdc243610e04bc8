import { describe, expect, test } from 'vitest';
import { stopFromAnthropic } from '../../../src/providers/anthropic/stopReason';
import { mergeUsage, usageFromAnthropic } from '../../../src/providers/anthropic/usage';
import { retryAfterMs } from '../../../src/providers/retryAfter';

describe('usage', () => {
  test('splits the writes by lifetime, and leaves nothing counted twice', () => {
    const raw = {
      input_tokens: 5,
      cache_read_input_tokens: 70,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      output_tokens: 8,
    };
    expect(usageFromAnthropic(raw)).toEqual({
      inputTokens: 5,
      cacheReadTokens: 70,
      cacheWrite5mTokens: 10,
      cacheWrite1hTokens: 20,
      outputTokens: 8,
    });
  });

  test('takes writes that are not split for those of five minutes', () => {
    expect(
      usageFromAnthropic({ input_tokens: 1, cache_creation_input_tokens: 30, cache_creation: null, output_tokens: 2 }),
    ).toMatchObject({ cacheWrite5mTokens: 30, cacheWrite1hTokens: 0 });
  });

  test('what is missing or null is 0', () => {
    expect(usageFromAnthropic({ input_tokens: null, cache_read_input_tokens: null })).toEqual({
      inputTokens: 0,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: 0,
    });
  });

  test('the end of the message brings the beginning up to date, and its nulls do not', () => {
    const start = {
      input_tokens: 5,
      output_tokens: 1,
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 0 },
    };
    expect(mergeUsage(start, { input_tokens: null, output_tokens: 40 })).toEqual({ ...start, output_tokens: 40 });
    expect(mergeUsage(undefined, { output_tokens: 40 })).toEqual({ output_tokens: 40 });
  });
});

test.each([
  ['end_turn', 'complete'],
  ['stop_sequence', 'complete'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'context'],
  ['refusal', 'refusal'],
  ['pause_turn', 'other'],
  ['something_new', 'other'],
  [null, 'other'],
])('stop reason %s is %s', (raw, stop) => expect(stopFromAnthropic(raw)).toBe(stop));

describe('retryAfterMs', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  test.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '12' }, 12_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '12', 'retry-after-ms': '1500' }, 1_500],
    [{ 'retry-after-ms': 'soon', 'retry-after': '2' }, 2_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j', (headers, expected) => expect(retryAfterMs(new Headers(headers), now)).toBe(expected));
});
