import { expect, test } from 'vitest';
import { ownPrice } from '../../../src/providers/ownPrices';

test('a price that a person enters holds for that model alone', () => {
  const table = { 'openai/mine': { input: 1, output: 4, cacheRead: 0.1 } };
  expect(ownPrice(table, 'openai', 'mine')).toMatchObject({ input: 1, output: 4, cacheRead: 0.1, cacheWrite5m: 1, cacheWrite1h: 1, source: 'your own price table' });
  expect(ownPrice(table, 'openai', 'other')).toBeUndefined();
  expect(ownPrice(undefined, 'openai', 'mine')).toBeUndefined();
});

test('a model that costs nothing may be entered as such: that is known then', () => {
  expect(ownPrice({ 'openai/local': { input: 0, output: 0 } }, 'openai', 'local')).toMatchObject({ input: 0, output: 0 });
});

test.each([
  [[], /must be an object/],
  [{ 'a/b': 3 }, /"a\/b" is no object/],
  [{ 'a/b': { input: 1 } }, /for "output"/],
  [{ 'a/b': { input: -1, output: 1 } }, /for "input"/],
  [{ 'a/b': { input: 1, output: 1, cached: 1 } }, /has "cached", which is none of input, output/],
])('what is no price is named, with what to enter: %j', (table, message) => {
  expect(() => ownPrice(table, 'a', 'b')).toThrow(message);
});
