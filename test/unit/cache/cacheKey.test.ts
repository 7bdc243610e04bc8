import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerKey, canonicalJson, type AnswerKeyParts, type Json } from '../../../src/engine/cache/cacheKey';

const PARTS: AnswerKeyParts = { inputs: 'ab12', shown: ['function add(a, b)', 'context'], provider: 'anthropic', model: 'claude', params: { effort: 'low', maxOutputTokens: 800 }, promptVersion: 3 };

describe('the key of an answer', () => {
  test('is the same on every machine, whatever the order of properties', () => {
    const reordered: AnswerKeyParts = { promptVersion: 3, params: { maxOutputTokens: 800, effort: 'low' }, model: 'claude', provider: 'anthropic', shown: PARTS.shown, inputs: 'ab12' };
    expect(answerKey(reordered)).toBe(answerKey(PARTS));
    // Golden: a change here makes everybody's cache worthless, and wants a new CACHE_VERSION.
    expect(answerKey(PARTS)).toBe('1cc474546e50e3e2160bc618de574674a00c7b6353ec005d7bfd262194edfd9a');
  });

  test.each<[string, Partial<AnswerKeyParts>]>([
    ['inputs', { inputs: 'ab13' }],
    ['shown text', { shown: ['function add(a, c)', 'context'] }],
    ['border between shown parts', { shown: ['function add(a, b)con', 'text'] }],
    ['provider', { provider: 'openai' }],
    ['model', { model: 'claude-2' }],
    ['parameters', { params: { effort: 'high', maxOutputTokens: 800 } }],
    ['prompt version', { promptVersion: 4 }],
  ])('differs with the %s', (_name, change) => {
    expect(answerKey({ ...PARTS, ...change })).not.toBe(answerKey(PARTS));
  });

  test('passes over what else the caller carries, and parameters that are not set', () => {
    const more = { ...PARTS, batch: 7, params: { ...PARTS.params, seed: undefined } };
    expect(answerKey(more)).toBe(answerKey(PARTS));
  });
});

describe('canonical JSON', () => {
  test('parses back to the same value, and is the same for equal values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
    );
  });

  test.each([NaN, Infinity, [undefined], { when: new Date(0) }, () => 1])('refuses what JSON cannot tell apart: %s', (value) => {
    expect(() => canonicalJson(value as Json)).toThrow(TypeError);
  });
});
