import { expect, onTestFinished, test } from 'vitest';
import { RateLimiter } from '../../model-server/rateLimits';
import { startModelServer } from '../../model-server/modelServer';

const NOTHING = { requests: 0, inputTokens: 0, outputTokens: 0, tokens: 0 };

function limiterAt(start = 0) {
  let now = start;
  return { limiter: new RateLimiter(() => now), pass: (ms: number) => (now += ms) };
}

test('a bucket holds a minute, empties by what is taken, and fills all the time', () => {
  const { limiter, pass } = limiterAt();
  const limits = { requestsPerMinute: 2 };
  const ask = () => limiter.admit(limits, 1, { ...NOTHING, requests: 1 });
  expect([ask(), ask(), ask()]).toEqual([undefined, undefined, { kind: 'requests', retryInMs: 30_000 }]);
  expect(limiter.left(limits, 1)).toEqual({ requests: { limit: 2, remaining: 0, resetsInMs: 60_000 } });
  pass(29_999);
  expect(ask()).toEqual({ kind: 'requests', retryInMs: 1 });
  pass(1);
  expect([ask(), ask()]).toEqual([undefined, { kind: 'requests', retryInMs: 30_000 }]);
});

test('what is refused takes nothing of any bucket', () => {
  const { limiter } = limiterAt();
  const limits = { requestsPerMinute: 5, inputTokensPerMinute: 100 };
  limiter.admit(limits, 1, { ...NOTHING, requests: 1, inputTokens: 60 });
  expect(limiter.admit(limits, 1, { ...NOTHING, requests: 1, inputTokens: 60 })).toEqual({ kind: 'inputTokens', retryInMs: 12_000 });
  expect(limiter.left(limits, 1).requests?.remaining).toBe(4);
});

test('what is larger than a bucket waits until it is full', () => {
  const { limiter, pass } = limiterAt();
  const limits = { inputTokensPerMinute: 100 };
  const ask = () => limiter.admit(limits, 1, { ...NOTHING, inputTokens: 150 });
  expect(ask()).toBeUndefined();
  expect(ask()).toEqual({ kind: 'inputTokens', retryInMs: 90_000 });
  pass(90_000);
  expect(ask()).toBeUndefined();
});

test('output is charged when it has come, and what was too much is missing afterwards', () => {
  const { limiter } = limiterAt();
  const limits = { outputTokensPerMinute: 600, tokensPerMinute: 6_000 };
  const ask = () => limiter.admit(limits, 1, { ...NOTHING, outputTokens: 1 });
  expect(ask()).toBeUndefined();
  limiter.chargeOutput(700);
  expect(ask()).toEqual({ kind: 'outputTokens', retryInMs: 10_100 });
  expect(limiter.left(limits, 1).tokens?.remaining).toBe(5_300);
});

test('a minute can be shorter, and no limit is no limit', () => {
  const { limiter } = limiterAt();
  limiter.admit({ requestsPerMinute: 1 }, 0.01, { ...NOTHING, requests: 1 });
  expect(limiter.admit({ requestsPerMinute: 1 }, 0.01, { ...NOTHING, requests: 1 })).toEqual({ kind: 'requests', retryInMs: 600 });
  expect(limiter.admit({}, 1, { ...NOTHING, requests: 1e9 })).toBeUndefined();
});

test.each([
  ['/v1/messages', { 'anthropic-version': '2026-10-21' }, { max_tokens: 10, messages: [{ role: 'user', content: 'x' }] }],
  ['/v1/chat/completions', {}, { messages: [{ role: 'user', content: 'x' }] }],
])('%s answers 429 with the time to wait; only what was let through is billed', async (path, headers, body) => {
  let now = 0;
  const server = await startModelServer({ now: () => now, rateLimits: { requestsPerMinute: 1 } });
  onTestFinished(() => server.close());
  const ask = () => fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ model: 'm', stream: true, ...body }) });
  await (await ask()).text();
  const refused = await ask();
  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('retry-after-ms')]).toEqual([429, '60', '60000']);
  expect(JSON.stringify(await refused.json())).toMatch(/rate limit of requests per minute/);
  expect(server.ledger.map(({ billed }) => billed.inputTokens > 0)).toEqual([true, false]);
  now = 60_000;
  expect((await ask()).status).toBe(200);
});
