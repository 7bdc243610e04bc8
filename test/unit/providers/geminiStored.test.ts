import { afterEach, expect, test, vi } from 'vitest';
import type { ModelRequest } from '../../../src/providers/model';
import { geminiBehind, setUpGemini } from './geminiHarness';
import { asking, failureOf, listen, never } from './harness';

/** 5,000 tokens: more than the least that is stored. */
const LONG = 'word '.repeat(4_000);

afterEach(() => vi.useRealTimers());

function marked(items: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return asking(items, { system: [{ text: LONG, cache: '5m' }], ...changes });
}

test('a prefix up to a mark is stored once, and every request begins with it', async () => {
  const { server, model } = await setUpGemini();
  const first = await listen(model, marked('one'));
  const second = await listen(model, marked('two'));

  expect(server.ledger.map(({ body }) => Object.keys(body as object).sort())).toEqual([
    ['contents', 'model', 'systemInstruction', 'ttl'],
    ['cachedContent', 'contents', 'generationConfig', 'safetySettings'],
    ['cachedContent', 'contents', 'generationConfig', 'safetySettings'],
  ]);
  expect(server.ledger[0]).toMatchObject({ body: { model: 'models/gemini-3.8-flash', ttl: '300s' }, headers: { 'content-type': 'application/json' } });
  expect(server.ledger[1]?.body).toMatchObject({ cachedContent: 'cachedContents/stored1', contents: [{ role: 'user', parts: [{ text: 'one' }] }] });
  // The model saw what it would have seen without.
  expect([server.ledger[1]?.system, server.ledger[1]?.user]).toEqual([LONG, 'one']);
  expect(first.end?.usage).toMatchObject({ inputTokens: 1, cacheReadTokens: 5_000, cacheWrite5mTokens: 5_000, cacheWrite1hTokens: 0 });
  expect(second.end?.usage).toMatchObject({ inputTokens: 1, cacheReadTokens: 5_000, cacheWrite5mTokens: 0 });
  expect(server.billed.cacheWrite5mTokens).toBe(5_000);
  expect(server.ledger[0]?.storedTokenHours).toBeCloseTo(5_000 / 12, 6);
});

test('what all requests have reported together is what the server has billed', async () => {
  const { server, model } = await setUpGemini();
  const heard = await Promise.all(['one', 'two', 'three'].map((text) => listen(model, marked(text, { system: [{ text: LONG, cache: '1h' }] }))));
  for (const kind of ['inputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens', 'outputTokens'] as const)
    expect(
      heard.reduce((sum, { end }) => sum + end!.usage![kind], 0),
      kind,
    ).toBe(server.billed[kind]);
  expect(server.billed.cacheWrite1hTokens).toBe(5_000);
});

test('requests that leave together wait for one creation', async () => {
  const { server, model } = await setUpGemini();
  await Promise.all(['one', 'two', 'three'].map((text) => listen(model, marked(text))));
  expect(server.ledger.filter(({ body }) => 'ttl' in (body as object))).toHaveLength(1);
  expect(server.requests).toBe(4);
});

test('another prefix is stored by itself, and a request without a mark is sent in full', async () => {
  const { server, model } = await setUpGemini();
  await listen(model, marked('one'));
  await listen(model, marked('one', { system: [{ text: `${LONG}!`, cache: '5m' }] }));
  await listen(model, asking('one', { system: [{ text: LONG }] }));
  expect(server.ledger.map(({ body }) => (body as { cachedContent?: string }).cachedContent)).toEqual([
    undefined,
    'cachedContents/stored1',
    undefined,
    'cachedContents/stored2',
    undefined,
  ]);
});

test('the last mark counts, all instructions belong to the prefix, and something is always left to send', async () => {
  const { server, model } = await setUpGemini();
  const system = [{ text: LONG, cache: '1h' as const }, { text: 'project' }];
  await listen(model, { system, user: [{ text: 'shared', cache: '5m' }, { text: 'items', cache: '5m' }], maxOutputTokens: 9 });
  expect(server.ledger[0]?.body).toMatchObject({
    ttl: '300s',
    systemInstruction: { parts: [{ text: LONG }, { text: 'project' }] },
    contents: [{ parts: [{ text: 'shared' }] }],
  });
  expect(server.ledger[1]?.body).toMatchObject({ contents: [{ parts: [{ text: 'items' }] }] });
  expect(server.ledger[1]?.body).not.toHaveProperty('systemInstruction');
});

test('when its time is up it is stored anew, before the server forgets it', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { server, model } = await setUpGemini();
  const costs = [];
  for (const waitMs of [0, 289_000, 2_000, 0]) {
    vi.setSystemTime(Date.now() + waitMs);
    costs.push((await listen(model, marked('one'))).end?.usage?.cacheWrite5mTokens);
  }
  expect(costs).toEqual([5_000, 0, 5_000, 0]);
  expect(server.ledger.at(-1)?.body).toMatchObject({ cachedContent: 'cachedContents/stored2' });
});

test.each([
  ['the prefix is too short', {}, 'short'],
  ['the plan has no storage', { storesPrompts: false }, LONG],
])('where %s it is sent in full, and not tried again', async (_, options, text) => {
  const { server, model } = await setUpGemini(options);
  for (const items of ['one', 'two', 'three']) {
    const { end } = await listen(model, marked(items, { system: [{ text, cache: '5m' }] }));
    expect(end).toMatchObject({ stop: 'complete', usage: { cacheWrite5mTokens: 0 } });
  }
  expect(server.ledger.map(({ status }) => status).slice(0, 2)).toEqual([text === LONG ? 429 : 400, 200]);
  expect(server.requests).toBe(4);
  expect(server.ledger[1]?.system).toBe(text);
});

test('a gateway that knows nothing of storing does no harm', async () => {
  let asked = 0;
  const { model } = await geminiBehind((request, response) => {
    asked++;
    if (request.url?.endsWith('cachedContents')) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"candidates":[{"finishReason":"STOP"}]}\n\n');
  });
  expect((await listen(model, marked('one'))).end?.stop).toBe('complete');
  expect((await listen(model, marked('two'))).end?.stop).toBe('complete');
  expect(asked).toBe(3);
});

test('a prefix that the server has lost is a failure that passes: the next attempt sends the prompt in full', async () => {
  const { server, model } = await setUpGemini();
  await listen(model, marked('one'));
  await fetch(`${server.url}/v1beta/cachedContents/stored1`, { method: 'DELETE', headers: { 'x-goog-api-key': 'AIza-test-0123456789' } });
  expect(await failureOf(model, marked('two'))).toMatchObject({ kind: 'server', retryable: true, status: 403 });
  expect((await listen(model, marked('two'))).end?.usage?.cacheWrite5mTokens).toBe(0);
  expect(server.ledger.at(-1)?.body).toHaveProperty('systemInstruction');
  expect(server.ledger.filter(({ body }) => 'ttl' in (body as object))).toHaveLength(1);
});

test('what the storing has cost is told by the first that can, even where the one who began it was cancelled', async () => {
  const { server, model } = await setUpGemini({ itemTokens: 1_000 });
  const cancel = new AbortController();
  server.set({ faults: [{ fault: { kind: 'hang', afterTokens: 1 }, when: ({ user }) => user === 'hangs' }] });
  const { error } = await listen(model, marked('hangs'), cancel.signal, (event) => event.type === 'text' && cancel.abort('enough'));
  expect(error).toBe('enough');
  const { end } = await listen(model, marked('two'));
  expect(end?.usage).toMatchObject({ cacheWrite5mTokens: 5_000, cacheReadTokens: 5_000 });
});

test('a creation goes on while anyone waits for it, and is broken off when all have gone', async () => {
  const { server, model } = await setUpGemini();
  const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
  server.failNext({ kind: 'hang-before-headers' });
  const heard = [listen(model, marked('one'), first.signal), listen(model, marked('two'), second.signal)];
  await server.whenever('received', 1);
  first.abort('first');
  expect((await heard[0]!).error).toBe('first');
  expect(server.ledger[0]?.endedAt, 'the second still waits').toBeUndefined();
  second.abort('second');
  expect((await heard[1]!).error).toBe('second');
  expect((await server.whenever('ended', 1)).aborted).toBe(true);
  // That it was broken off says nothing about the prefix.
  expect((await listen(model, marked('three'), third.signal)).end?.usage?.cacheWrite5mTokens).toBe(5_000);
});

test('a count is of the whole prompt, whatever is stored', async () => {
  const { server, model } = await setUpGemini();
  await listen(model, marked('one'));
  expect(await model.countTokens!(marked('one'), { signal: never })).toBe(5_001);
  expect(server.lookUps).toHaveLength(1);
});
