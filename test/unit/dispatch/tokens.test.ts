import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundRequestTokens, boundTokens, estimateTokens } from '../../../src/engine/dispatch/tokens';

test('an estimate is scaled by the model', () => {
  const one = estimateTokens('export function add(a: number, b: number): number { return a + b; }', { tokensPerEstimate: 1 });
  expect(one).toBeGreaterThan(10);
  expect(estimateTokens('export function add(a: number, b: number): number { return a + b; }', { tokensPerEstimate: 1.4 })).toBe(Math.ceil(one * 1.4));
  expect(estimateTokens('', { tokensPerEstimate: 1.4 })).toBe(0);
});

test('a bound is no less than the estimate, for whatever text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => boundTokens(text) >= estimateTokens(text, { tokensPerEstimate: 1 })));
  expect(boundTokens('日本')).toBe(6);
});

test('the bound of a request counts every part and what a provider puts around them', () => {
  const bound = boundRequestTokens({ system: [{ text: 'abc' }], user: [{ text: 'de' }, { text: 'f' }] });
  expect(bound).toBe(6 + 512 + 3 * 16);
});
