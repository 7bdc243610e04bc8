import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundRequestTokens, boundTokens, createTokenCalibration, estimateTokens } from '../../../src/engine/dispatch/tokens';

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

describe('the calibration', () => {
  test('starts at the estimate, and comes close to what is really counted', () => {
    const calibration = createTokenCalibration();
    expect(calibration.factor('a/b')).toBe(1);
    for (let i = 0; i < 20; i += 1) calibration.record('a/b', 1_000, 1_300);
    expect(calibration.factor('a/b')).toBeCloseTo(1.3, 6);
    expect(calibration.correct('a/b', 101)).toBe(132);
    expect(calibration.factor('a/other')).toBe(1);
  });

  test('forgets the past little by little, and lets large requests weigh more', () => {
    const calibration = createTokenCalibration();
    for (let i = 0; i < 20; i += 1) calibration.record('m', 1_000, 2_000);
    for (let i = 0; i < 20; i += 1) calibration.record('m', 1_000, 1_000);
    expect(calibration.factor('m')).toBeLessThan(1.02);
    calibration.record('m', 1, 4);
    expect(calibration.factor('m')).toBeLessThan(1.02);
  });

  test('is not led astray by nonsense', () => {
    const calibration = createTokenCalibration();
    for (const [estimated, real] of [[0, 5], [5, 0], [NaN, 5], [5, Infinity], [-1, 5]] as const) calibration.record('m', estimated, real);
    expect(calibration.factor('m')).toBe(1);
    calibration.record('m', 1, 1_000);
    expect(calibration.factor('m')).toBe(4);
  });
});
