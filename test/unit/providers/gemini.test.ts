import { Agent, fetch as undiciFetch } from 'undici';
import { expect, test, vi } from 'vitest';
import { createGeminiModel, listGeminiModels } from '../../../src/providers/gemini/gemini';
import { costUsd } from '../../../src/providers/cost';
import type { Fault } from '../../model-server/faults';
import { chunk, geminiBehind, geminiStreaming, KEY, setUpGemini } from './geminiHarness';
import { asking, failureOf, items, listen, never } from './harness';

test('yields the answer in pieces, after one `started` and before one `end`', async () => {
  const { server, model } = await setUpGemini();
  const { events, text, end } = await listen(model, asking(items('function f1() { load(); }')));

  const types = events.map(({ type }) => type);
  expect(types.filter((type) => type === 'started')).toHaveLength(1);
  expect(types.indexOf('started')).toBeLessThan(types.indexOf('text'));
  expect(types.filter((type) => type === 'text').length).toBeGreaterThan(3);
  expect(types.filter((type) => type === 'end')).toHaveLength(1);
  expect(types.at(-1)).toBe('end');
  expect(text).toMatch(/^<specwright:item id="1">\n\*\*Purpose\.\*\* Describes `f1` of `src\/a\.ts`\.[^]*`load`[^]*<\/specwright:item>\n$/);
  expect(end).toMatchObject({ stop: 'complete', rawStop: 'STOP' });
  expect(end?.usage).toMatchObject(server.billed);
});

test('the same text comes out however the bytes are cut, in the middle of characters too', async () => {
  const { server, model } = await setUpGemini({ answer: () => '仕様 🚀 für `f` – “ok”' });
  const whole = await listen(model, asking(items('x')));
  expect(whole.text).toContain('仕様 🚀 für `f` – “ok”');
  for (const chunkBytes of [1, 2, 3, 7]) {
    server.set({ chunkBytes, cutAtRandom: chunkBytes > 1, seed: chunkBytes });
    expect((await listen(model, asking(items('x')))).text).toBe(whole.text);
  }
});

test('sends the prompt and how much to think, no sampling parameters, and the key in a header only', async () => {
  const { server, model } = await setUpGemini();
  const user = [{ text: 'shared' }, { text: ' \n' }, { text: 'items' }];
  await listen(model, { system: [{ text: 'always' }, { text: 'project' }], user, maxOutputTokens: 77, effort: 'low' });
  expect(server.ledger[0]).toMatchObject({
    model: 'gemini-3.8-flash',
    body: {
      systemInstruction: { role: 'system', parts: [{ text: 'always' }, { text: 'project' }] },
      contents: [{ role: 'user', parts: [{ text: 'shared' }, { text: 'items' }] }],
      generationConfig: { maxOutputTokens: 77, thinkingConfig: { thinkingLevel: 'low', includeThoughts: true } },
    },
  });
  expect(server.ledger[0]?.headers).toMatchObject({ 'x-goog-api-key': KEY, 'content-type': 'application/json' });
  expect(JSON.stringify(server.ledger[0]?.body)).not.toMatch(/temperature|topP|topK|cachedContent/);
});

test.each([
  ['gemini-2.5-flash', 'high', { thinkingBudget: 24_576, includeThoughts: true }],
  ['gemini-4-argon', 'medium', { thinkingLevel: 'medium', includeThoughts: true }],
  ['gemma-4', 'low', undefined],
  ['gemini-3.8-flash', undefined, undefined],
] as const)('%s with effort %s thinks by %j', async (id, effort, thinkingConfig) => {
  const { server, model } = await setUpGemini({}, { model: id });
  await listen(model, asking('x', { effort }));
  expect((server.ledger[0]?.body as { generationConfig: object }).generationConfig).toEqual({ maxOutputTokens: 4_000, ...(thinkingConfig && { thinkingConfig }) });
});

test('takes a model by its full name', async () => {
  const { server, model } = await setUpGemini({}, { model: 'models/gemini-3.5-flash' });
  await listen(model, asking('x'));
  expect(model.id).toBe('gemini-3.5-flash');
  expect(server.ledger[0]?.model).toBe('gemini-3.5-flash');
});

test('takes key and address from its options alone, and writes nothing to the console', async () => {
  const { server } = await setUpGemini();
  const spies = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  for (const name of ['GEMINI_API_KEY', 'GOOGLE_API_KEY']) vi.stubEnv(name, 'AIza-other');
  vi.stubEnv('GEMINI_BASE_URL', 'http://127.0.0.1:1');
  try {
    const model = createGeminiModel({ apiKey: ` ${KEY}\n`, model: 'gemini-3.8-flash', baseUrl: `${server.url}/` });
    expect((await listen(model, asking('x'))).end?.stop).toBe('complete');
    expect(server.ledger[0]?.headers['x-goog-api-key']).toBe(KEY);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
});

test('thoughts are passed over, counted apart, and show that the stream is alive', async () => {
  const { server, model } = await setUpGemini({ thinkingTokens: 100 });
  const { events, text, end } = await listen(model, asking(items('x'), { effort: 'high' }));
  const before = events.slice(
    0,
    events.findIndex(({ type }) => type === 'text'),
  );
  expect(before.filter(({ type }) => type === 'alive').length).toBeGreaterThan(3);
  expect(text).toMatch(/^<specwright:item id="1">/);
  expect(end?.usage?.thinkingTokens).toBe(100);
  // On the wire, thinking is not part of the answer's tokens; here it is.
  expect(end?.usage?.outputTokens).toBe(server.billed.outputTokens);
  expect((end?.rawUsage as { candidatesTokenCount: number }).candidatesTokenCount).toBe(server.billed.outputTokens - 100);
});

test('a thought beside an answer in one chunk is no text', async () => {
  const model = await geminiStreaming(
    chunk({ candidates: [{ content: { parts: [{ text: 'hm', thought: true }, { text: 'one ' }, { text: 'two' }] }, finishReason: 'STOP' }] }),
  );
  expect((await listen(model, asking('x'))).text).toBe('one two');
});

test.each([
  ['length', 'length', 'MAX_TOKENS'],
  ['refusal', 'refusal', 'SAFETY'],
] as const)('tells a stop by %s apart and keeps what came before it', async (kind, stop, rawStop) => {
  const { server, model } = await setUpGemini();
  server.failNext({ kind, afterItems: 1 });
  const { text, end } = await listen(model, asking(items('one', 'two', 'three')));
  expect(end).toMatchObject({ stop, rawStop });
  expect(text.match(/<\/specwright:item>/g)).toHaveLength(1);
  expect(end?.usage?.outputTokens).toBe(server.billed.outputTokens);
});

test('the output limit is a stop too', async () => {
  const { model } = await setUpGemini({ itemTokens: 200 });
  const { end } = await listen(model, asking(items('one'), { maxOutputTokens: 50 }));
  expect(end).toMatchObject({ stop: 'length', usage: { outputTokens: 50 } });
});

test('a prompt that is blocked is a refusal, with what reading it has cost', async () => {
  const model = await geminiStreaming(chunk({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 } }));
  const { events, end } = await listen(model, asking('x'));
  expect(events.map(({ type }) => type)).toEqual(['started', 'alive', 'end']);
  expect(end).toMatchObject({ stop: 'refusal', rawStop: 'PROHIBITED_CONTENT', usage: { inputTokens: 9, outputTokens: 0 } });
});

test.each(['LANGUAGE', 'MALFORMED_RESPONSE', 'SOMETHING_NEW'])('the stop %s is `other`, in its own word', async (finishReason) => {
  const model = await geminiStreaming(chunk({ candidates: [{ finishReason }] }));
  expect((await listen(model, asking('x'))).end).toEqual({ type: 'end', stop: 'other', rawStop: finishReason });
});

test('text and usage that come after the reason for the end still count', async () => {
  const usageMetadata = { promptTokenCount: 4, candidatesTokenCount: 2 };
  const model = await geminiStreaming(
    chunk({ candidates: [{ content: { parts: [{ text: 'a' }] }, finishReason: 'STOP' }] }),
    chunk({ candidates: [{ content: { parts: [{ text: 'b' }] }, finishReason: 'STOP' }] }),
    chunk({ usageMetadata }),
  );
  const { text, end } = await listen(model, asking('x'));
  expect(text).toBe('ab');
  expect(end).toMatchObject({ stop: 'complete', usage: { inputTokens: 4, outputTokens: 2 } });
});

test('what gateways put into a stream does not disturb it', async () => {
  const parts = (text: string) => ({ candidates: [{ content: { parts: [{ text }] } }] });
  const model = await geminiStreaming(
    ': keep-alive\n\n',
    `event: message\nid: 1\ndata:${JSON.stringify(parts('one '))}\n\n`,
    `data: {"candidates": [\ndata: {"content":{"parts":[{"text":"two"}]},"finishReason":"STOP"}]}\n\n`,
    'data: [DONE]\n\n',
  );
  const { events, text, end } = await listen(model, asking('x'));
  expect(events[0], 'a comment is no first byte of the answer').toEqual({ type: 'alive' });
  expect(text).toBe('one two');
  expect(end?.stop).toBe('complete');
});

test('an answer that is whole has ended, even where the server leaves the connection open', async () => {
  let leftOpen!: Promise<unknown>;
  const { model } = await geminiBehind((_, response) => {
    leftOpen = new Promise((resolve) => response.on('close', resolve));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk({ candidates: [{ content: { parts: [{ text: 'whole' }] }, finishReason: 'STOP' }] }));
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const heard = listen(model, asking('x'));
    await vi.waitUntil(() => vi.getTimerCount() > 0, { interval: 1 });
    vi.advanceTimersByTime(1_000);
    expect(await heard).toMatchObject({ text: 'whole', end: { stop: 'complete' } });
    await leftOpen;
  } finally {
    vi.useRealTimers();
  }
});

test('a cancel in mid-stream throws the reason, closes the socket, and only what was streamed is billed', async () => {
  const { server, model } = await setUpGemini({ itemTokens: 1_000 });
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
  const { server, model } = await setUpGemini();
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
  const { server, model } = await setUpGemini();
  const aborted = AbortSignal.abort('gone');
  expect((await listen(model, asking('x'), aborted)).error).toBe('gone');
  await expect(model.countTokens!(asking('x'), { signal: aborted })).rejects.toBe('gone');
  expect(server.requests + server.lookUps.length).toBe(0);
});

test('whoever stops listening half-way closes the connection', async () => {
  const { server, model } = await setUpGemini({ itemTokens: 1_000 });
  server.failNext({ kind: 'hang', afterTokens: 40 });
  for await (const event of model.stream(asking(items('x')), { signal: never })) if (event.type === 'text') break;
  expect((await server.whenever('ended', 1)).aborted).toBe(true);
});

test('one connection serves request after request, after a refusal too', async () => {
  const { server, model } = await setUpGemini();
  const faults: readonly (Fault | undefined)[] = [undefined, { kind: 'server-error' }, undefined, undefined];
  for (const fault of faults) {
    if (fault) server.failNext(fault);
    await listen(model, asking('x'));
  }
  expect(server.requests).toBe(4);
  expect(server.connections).toBe(1);
});

test('travels by the fetch it is given, and never by the global one', async () => {
  const agent = new Agent({ connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  const fetch = ((input: never, init: object) => undiciFetch(input, { ...init, dispatcher: agent })) as unknown as typeof globalThis.fetch;
  const { server, model } = await setUpGemini({}, { fetch });
  const global = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('not this way'));
  try {
    const stored = asking('x', { system: [{ text: 'word '.repeat(4_000), cache: '5m' }] });
    const both = await Promise.all([listen(model, asking('a')), listen(model, stored)]);
    expect(both.map(({ end }) => end?.stop)).toEqual(['complete', 'complete']);
    expect(await model.countTokens!(asking('a'), { signal: never })).toBe(4);
    expect(await listGeminiModels({ apiKey: KEY, baseUrl: server.url, fetch })).toHaveLength(2);
    expect(global).not.toHaveBeenCalled();
    expect(globalThis.fetch).toBe(global);
    expect(server.connections).toBe(1);
  } finally {
    vi.restoreAllMocks();
    await agent.close();
  }
});

test('without a fetch of its own it takes the global one of the moment', async () => {
  const { model } = await setUpGemini();
  const global = vi.spyOn(globalThis, 'fetch');
  await listen(model, asking('x'));
  expect(global).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});

test('counts the tokens of a prompt, the instructions included, without asking the model', async () => {
  const { server, model } = await setUpGemini();
  const request = asking('x'.repeat(400), { system: [{ text: 'y'.repeat(40) }] });
  expect(await model.countTokens!(request, { signal: never })).toBe(110);
  expect(server.requests).toBe(0);
  expect(server.lookUps[0]).toMatchObject({ path: '/v1beta/models/gemini-3.8-flash:countTokens', headers: { 'x-goog-api-key': KEY } });
});

test('a count can be cancelled, and fails as an answer does', async () => {
  const { model } = await setUpGemini({}, { apiKey: 'AIza-wrong' });
  await expect(model.countTokens!(asking('x'), { signal: never })).rejects.toMatchObject({ name: 'ProviderError', kind: 'auth' });
  const cancel = new AbortController();
  const { model: silent } = await geminiBehind(() => cancel.abort('enough'));
  await expect(silent.countTokens!(asking('x'), { signal: cancel.signal })).rejects.toBe('enough');
});

test('lists the models that write text, with the limits that the server states, page by page', async () => {
  const { server } = await setUpGemini({ contextTokens: 500_000, maxOutputTokens: 9_000, models: ['gemini-3.8-flash', 'gemini-9-next'] });
  const listed = await listGeminiModels({ apiKey: KEY, baseUrl: server.url });
  expect(listed.map(({ id, limits }) => [id, limits.contextTokens, limits.maxOutputTokens])).toEqual([
    ['gemini-3.8-flash', 500_000, 9_000],
    ['gemini-9-next', 500_000, 9_000],
  ]);
  const pages = [
    { models: [{ name: 'models/one', supportedGenerationMethods: ['generateContent'] }], nextPageToken: 'second page' },
    { models: [{ name: 'models/two', supportedGenerationMethods: ['generateContent'] }] },
  ];
  const asked: (string | undefined)[] = [];
  const { baseUrl } = await geminiBehind((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(pages[asked.push(request.url) - 1]));
  });
  expect((await listGeminiModels({ apiKey: KEY, baseUrl })).map(({ id }) => id)).toEqual(['one', 'two']);
  expect(asked[1]).toBe('/v1beta/models?pageSize=1000&pageToken=second+page');
  await expect(listGeminiModels({ apiKey: 'AIza-wrong', baseUrl: server.url })).rejects.toMatchObject({ kind: 'auth' });
});

test('a prefix that is long enough is read from the implicit cache, unasked, at the price of a read', async () => {
  const { server, model } = await setUpGemini();
  const request = asking('items', { system: [{ text: 'word '.repeat(4_000) }] });
  const first = await listen(model, request);
  const second = await listen(model, request);
  expect(first.end?.usage).toMatchObject({ inputTokens: 5_002, cacheReadTokens: 0 });
  expect(second.end?.usage).toMatchObject({ inputTokens: 5_002 - 4_864, cacheReadTokens: 4_864, cacheWrite5mTokens: 0 });
  expect(second.end?.rawUsage).toMatchObject({ promptTokenCount: 5_002, cachedContentTokenCount: 4_864 });
  expect(costUsd(second.end!.usage!, { input: 1, output: 0, cacheRead: 0.1, cacheWrite5m: 1, cacheWrite1h: 1, source: '', asOf: '' })).toBeCloseTo((138 + 486.4) / 1e6, 12);
  expect(server.requests).toBe(2);
  expect(await failureOf(model, asking('x', { maxOutputTokens: 99_999 }))).toMatchObject({ kind: 'invalid' });
});
