import { expect, test, vi } from 'vitest';
import { Agent, fetch as undiciFetch } from 'undici';
import { createAnthropicModel } from '../../../src/providers/anthropic/anthropic';
import { costUsd } from '../../../src/providers/cost';
import { asking, failureOf, items, KEY, listen, never, setUp } from './harness';

/** 600 tokens: enough for the smallest prefix that the server caches. */
const LONG = 'Say what it does. '.repeat(134).slice(0, 2_400);

test('yields the answer in pieces, after one `started` and before one `end`', async () => {
  const { server, model } = await setUp();
  const { events, text, end } = await listen(model, asking(items('function f1() { load(); }')));

  const types = events.map(({ type }) => type);
  expect(types.filter((type) => type === 'started')).toHaveLength(1);
  expect(types.indexOf('started')).toBeLessThan(types.indexOf('text'));
  expect(types.filter((type) => type === 'text').length).toBeGreaterThan(3);
  expect(types.filter((type) => type === 'end')).toHaveLength(1);
  expect(types.at(-1)).toBe('end');
  expect(text).toMatch(
    /^<specwright:item id="1">\n\*\*Purpose\.\*\* Describes `f1` of `src\/a\.ts`\.[^]*`load`[^]*<\/specwright:item>\n$/,
  );
  expect(end).toMatchObject({ stop: 'complete', rawStop: 'end_turn', usage: server.billed });
});

test('tells what the rate limits leave before anything else', async () => {
  const { model } = await setUp({ rateLimits: { requestsPerMinute: 50, outputTokensPerMinute: 8_000 } });
  const { events } = await listen(model, asking('x'));
  expect(events[0]).toEqual({
    type: 'rate-limits',
    limits: {
      requests: { limit: 50, remaining: 49, resetsInMs: expect.any(Number) as number },
      outputTokens: { limit: 8_000, remaining: 8_000, resetsInMs: expect.any(Number) as number },
    },
  });
});

test('counts the tokens of a request as the server does, without asking the model', async () => {
  const { server, model } = await setUp();
  const request = asking('items', { system: [{ text: LONG, cache: '5m' }], effort: 'low' });
  expect(await model.countTokens!(request, { signal: never })).toBe(602);
  expect(server.requests).toBe(0);
  expect(server.lookUps[0]?.body).toEqual({
    model: 'claude-sonnet-5-5',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'items' }] }],
    system: [{ type: 'text', text: LONG, cache_control: { type: 'ephemeral' } }],
  });
  const stranger = createAnthropicModel({ apiKey: 'sk-ant-other', model: 'claude-sonnet-5-5', baseUrl: server.url });
  await expect(stranger.countTokens!(request, { signal: never })).rejects.toMatchObject({ kind: 'auth', status: 401 });
  await expect(model.countTokens!(request, { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
});

test('the same text comes out however the bytes are cut, in the middle of characters too', async () => {
  const { server, model } = await setUp({ answer: () => '仕様 🚀 für `f` – “ok”' });
  const whole = await listen(model, asking(items('x')));
  expect(whole.text).toContain('仕様 🚀 für `f` – “ok”');
  for (const chunkBytes of [1, 2, 3, 7]) {
    server.set({ chunkBytes, cutAtRandom: chunkBytes > 1, seed: chunkBytes });
    expect((await listen(model, asking(items('x')))).text).toBe(whole.text);
  }
});

test('sends the prompt, the effort and the breakpoints, and no sampling parameters', async () => {
  const { server, model } = await setUp();
  const request = {
    system: [
      { text: 'always', cache: '1h' as const },
      { text: 'project', cache: '5m' as const },
    ],
    user: [{ text: 'shared' }, { text: ' \n' }, { text: 'items' }],
    maxOutputTokens: 77,
    effort: 'low' as const,
  };
  await listen(model, request);
  expect(server.ledger[0]?.body).toEqual({
    model: 'claude-sonnet-5-5',
    max_tokens: 77,
    stream: true,
    output_config: { effort: 'low' },
    system: [
      { type: 'text', text: 'always', cache_control: { type: 'ephemeral', ttl: '1h' } },
      { type: 'text', text: 'project', cache_control: { type: 'ephemeral' } },
    ],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'shared' },
          { type: 'text', text: 'items' },
        ],
      },
    ],
  });
  expect(server.ledger[0]?.headers['anthropic-version']).toBe('2026-10-21');
});

test('leaves the effort out for a model that takes none', async () => {
  const { server, model } = await setUp({}, { model: 'claude-haiku-4-5-20251001' });
  await listen(model, asking('x', { effort: 'low' }));
  expect(server.ledger[0]?.body).not.toHaveProperty('output_config');
});

test('refuses more than four breakpoints before anything is sent', async () => {
  const { server, model } = await setUp();
  const error = await failureOf(
    model,
    asking('x', { system: Array.from({ length: 5 }, (_, n) => ({ text: `part ${n}`, cache: '5m' as const })) }),
  );
  expect(error).toMatchObject({ kind: 'invalid', retryable: false });
  expect(server.requests).toBe(0);
});

test('takes key and address from its options alone, whatever the environment says', async () => {
  const { server } = await setUp();
  const environment = {
    ANTHROPIC_API_KEY: 'sk-ant-other',
    ANTHROPIC_AUTH_TOKEN: 'other-token',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
    ANTHROPIC_CUSTOM_HEADERS: 'Authorization: Bearer stolen\nX-Api-Key: stolen\nX-Other: stolen',
    ANTHROPIC_LOG: 'debug',
  };
  const spies = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  try {
    const model = createAnthropicModel({ apiKey: ` ${KEY}\n`, model: 'claude-sonnet-5-5', baseUrl: `${server.url}/` });
    expect((await listen(model, asking('x'))).end?.stop).toBe('complete');
    const { headers } = server.ledger[0]!;
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(headers)).not.toContain('stolen');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
});

test('thinking is passed over, counted, and shows that the stream is alive', async () => {
  const { model } = await setUp({ thinkingTokens: 100 });
  const { events, text, end } = await listen(model, asking(items('x')));
  const before = events.slice(
    0,
    events.findIndex(({ type }) => type === 'text'),
  );
  expect(before.filter(({ type }) => type === 'alive').length).toBeGreaterThan(3);
  expect(text).toMatch(/^<specwright:item id="1">/);
  expect(end?.usage?.thinkingTokens).toBe(100);
  expect(end?.usage?.outputTokens).toBeGreaterThan(100);
});

test.each([
  ['length', 'length'],
  ['refusal', 'refusal'],
  ['context', 'context'],
] as const)('tells a stop by %s apart and keeps what came before it', async (kind, stop) => {
  const { server, model } = await setUp();
  server.failNext({ kind, afterItems: 1 });
  const { text, end } = await listen(model, asking(items('one', 'two', 'three')));
  expect(end?.stop).toBe(stop);
  expect(text.match(/<\/specwright:item>/g)).toHaveLength(1);
  expect(end?.usage?.outputTokens).toBe(server.billed.outputTokens);
});

test('the output limit and the context window of the server are stops too', async () => {
  const { server, model } = await setUp({ itemTokens: 200 });
  const short = await listen(model, asking(items('one'), { maxOutputTokens: 50 }));
  expect(short.end).toMatchObject({ stop: 'length', usage: { outputTokens: 50 } });
  server.set({ contextTokens: 100 });
  expect((await listen(model, asking(items('one')))).end?.stop).toBe('context');
});

test('a cancel in mid-stream throws the reason, closes the socket, and only what was streamed is billed', async () => {
  const { server, model } = await setUp({ itemTokens: 1_000 });
  server.failNext({ kind: 'hang', afterTokens: 40 });
  const cancel = new AbortController();
  const reason = new Error('the button');
  let text = '';
  const { error } = await listen(model, asking(items('x')), cancel.signal, (event) => {
    if (event.type === 'text') text += event.text;
    if (text.length >= 160) cancel.abort(reason);
  });
  expect(error).toBe(reason);
  const entry = await server.whenever('ended', 1);
  expect(entry.aborted).toBe(true);
  expect(entry.billed.outputTokens).toBe(40);
});

test('a cancel before the first byte throws the reason and closes the socket', async () => {
  const { server, model } = await setUp();
  for (const kind of ['hang-before-headers', 'hang-after-headers'] as const) {
    server.failNext({ kind });
    const cancel = new AbortController();
    const number = server.requests + 1;
    const heard = listen(model, asking('x'), cancel.signal);
    await server.whenever('received', number);
    cancel.abort();
    expect((await heard).error).toBe(cancel.signal.reason);
    expect(await server.whenever('ended', number)).toMatchObject({ aborted: true, billed: { outputTokens: 0 } });
  }
});

test('a request whose signal has aborted already is never sent', async () => {
  const { server, model } = await setUp();
  expect((await listen(model, asking('x'), AbortSignal.abort('gone'))).error).toBe('gone');
  expect(server.requests).toBe(0);
});

test('whoever stops listening half-way closes the connection', async () => {
  const { server, model } = await setUp({ itemTokens: 1_000 });
  server.failNext({ kind: 'hang', afterTokens: 40 });
  for await (const event of model.stream(asking(items('x')), { signal: never })) if (event.type === 'text') break;
  expect((await server.whenever('ended', 1)).aborted).toBe(true);
});

test('a prefix that was written is read by the next request, at the price of a read', async () => {
  const { server, model } = await setUp();
  const request = asking('items', {
    system: [
      { text: LONG, cache: '1h' },
      { text: LONG, cache: '5m' },
    ],
  });
  const first = await listen(model, request);
  const second = await listen(model, request);
  expect(first.end?.usage).toMatchObject({
    inputTokens: 2,
    cacheReadTokens: 0,
    cacheWrite1hTokens: 600,
    cacheWrite5mTokens: 600,
  });
  expect(second.end?.usage).toMatchObject({
    inputTokens: 2,
    cacheReadTokens: 1_200,
    cacheWrite1hTokens: 0,
    cacheWrite5mTokens: 0,
  });
  expect(second.end?.rawUsage).toMatchObject({ cache_read_input_tokens: 1_200, service_tier: 'standard' });
  expect(costUsd(second.end!.usage!, model.prices)).toBeCloseTo(
    (2 * 2 + 1_200 * 0.1 + server.ledger[1]!.billed.outputTokens * 10) / 1e6,
    12,
  );
});

test('a prefix below the smallest length is not cached', async () => {
  const { model } = await setUp();
  const request = asking('items', { system: [{ text: LONG.slice(0, 2_000), cache: '5m' }] });
  await listen(model, request);
  expect((await listen(model, request)).end?.usage).toMatchObject({
    inputTokens: 502,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
  });
});

test('a prefix can be read once the first answer has begun, not before', async () => {
  let open!: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const { server, model } = await setUp({ beforeFirstByte: ({ number }) => (number <= 2 ? gate : Promise.resolve()) });
  const request = (text: string) => asking(text, { system: [{ text: LONG, cache: '5m' as const }] });

  const early = [listen(model, request('a')), listen(model, request('b'))];
  await server.whenever('received', 2);
  open();
  await Promise.all(early);
  expect(server.ledger.map(({ billed }) => billed.cacheWrite5mTokens)).toEqual([600, 600]);
  expect((await listen(model, request('c'))).end?.usage).toMatchObject({ cacheReadTokens: 600, cacheWrite5mTokens: 0 });
});

test('one connection serves request after request', async () => {
  const { server, model } = await setUp();
  for (let n = 0; n < 5; n++) await listen(model, asking(`request ${n}`));
  expect(server.requests).toBe(5);
  expect(server.connections).toBe(1);
});

test('an error, or a consumer that stops at `end`, does not cost a connection', async () => {
  const { server, model } = await setUp();
  for (let n = 0; n < 3; n++) {
    server.failNext({ kind: 'overloaded' });
    await failureOf(model);
    for await (const event of model.stream(asking('x'), { signal: never })) if (event.type === 'end') break;
  }
  // Two at most: a request made in the same turn of the event loop finds the connection not free yet.
  expect(server.requests).toBe(6);
  expect(server.connections).toBeLessThanOrEqual(2);
});

test('travels by the fetch it is given', async () => {
  const agent = new Agent({ connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  const fetch = ((input: never, init: object) =>
    undiciFetch(input, { ...init, dispatcher: agent })) as unknown as typeof globalThis.fetch;
  const { server, model } = await setUp({}, { fetch });
  const both = await Promise.all([listen(model, asking('a')), listen(model, asking('b'))]);
  expect(both.map(({ end }) => end?.stop)).toEqual(['complete', 'complete']);
  expect(server.connections).toBe(1);
  await agent.close();
});
