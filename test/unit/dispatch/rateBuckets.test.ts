import { expect, test } from 'vitest';
import { RateBuckets } from '../../../src/engine/dispatch/rateBuckets';
import { FakeClock } from '../support/fakeClock';

const need = (inputTokens = 1_000, outputTokens = 200) => ({ inputTokens, outputTokens });

test('before the provider has told anything nobody waits', () => {
  expect(new RateBuckets(new FakeClock()).wait(need(1e9))).toBeUndefined();
});

test('what is left is shared out, and comes back at the rate of the limit', async () => {
  const clock = new FakeClock();
  const buckets = new RateBuckets(clock);
  const first = buckets.take(need());
  // 60,000 a minute is one a millisecond.
  buckets.learn({ inputTokens: { limit: 60_000, remaining: 1_500, resetsInMs: 58_500 } }, first);
  buckets.take(need());
  expect(buckets.wait(need())).toEqual({ ms: 500, kind: 'inputTokens' });
  await clock.advance(499);
  expect(buckets.wait(need())).toEqual({ ms: 1, kind: 'inputTokens' });
  await clock.advance(1);
  expect(buckets.wait(need())).toBeUndefined();
});

test('a header says nothing of requests that are still on their way: they are taken off', () => {
  const clock = new FakeClock();
  const buckets = new RateBuckets(clock);
  const [first] = [buckets.take(need()), buckets.take(need()), buckets.take(need())];
  buckets.learn({ requests: { limit: 3, remaining: 2, resetsInMs: 20_000 } }, first);
  expect(buckets.wait(need())).toEqual({ ms: 20_000, kind: 'requests' });
});

test('the limit that is reached first decides', () => {
  const buckets = new RateBuckets(new FakeClock());
  buckets.learn({ requests: { limit: 60, remaining: 0, resetsInMs: 60_000 }, outputTokens: { limit: 6_000, remaining: 0, resetsInMs: 60_000 } }, buckets.take(need()));
  expect(buckets.wait(need(10, 500))).toEqual({ ms: 5_000, kind: 'outputTokens' });
  expect(buckets.wait(need(10, 1))).toEqual({ ms: 1_000, kind: 'requests' });
});

test('the rate follows from what is missing and when it is whole again, for limits of another length than a minute too', () => {
  const buckets = new RateBuckets(new FakeClock());
  buckets.learn({ requests: { limit: 10_000, remaining: 0, resetsInMs: 86_400_000 } }, buckets.take(need()));
  expect(buckets.wait(need())).toEqual({ ms: 8_640, kind: 'requests' });
});

test('a request larger than the whole limit leaves when the bucket is full', async () => {
  const clock = new FakeClock();
  const buckets = new RateBuckets(clock);
  buckets.learn({ inputTokens: { limit: 1_000, remaining: 0, resetsInMs: 60_000 } }, buckets.take(need()));
  expect(buckets.wait(need(50_000))?.ms).toBe(60_000);
  await clock.advance(60_000);
  expect(buckets.wait(need(50_000))).toBeUndefined();
});

test('what a request really took is put right where no header came', () => {
  const buckets = new RateBuckets(new FakeClock());
  buckets.learn({ outputTokens: { limit: 1_000, remaining: 1_000, resetsInMs: 0 } }, buckets.take(need()));
  const ticket = buckets.take(need(10, 900));
  expect(buckets.wait(need(10, 200))).toBeDefined();
  buckets.settle(ticket, need(10, 100));
  expect(buckets.wait(need(10, 200))).toBeUndefined();
});

test('a person who wants to try now is let through', () => {
  const buckets = new RateBuckets(new FakeClock());
  buckets.learn({ requests: { limit: 1, remaining: 0, resetsInMs: 60_000 } }, buckets.take(need()));
  buckets.forget();
  expect(buckets.wait(need())).toBeUndefined();
});
