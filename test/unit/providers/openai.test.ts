import { expect, test, vi } from 'vitest';
import { Agent, fetch as undiciFetch } from 'undici';
import { costUsd } from '../../../src/providers/cost';
import { createOpenAIModel } from '../../../src/providers/openai/openai';
import { asking, items, listen, never } from './harness';
import { KEY, setUp, setUpLocal } from './openaiHarness';

/** 1,100 tokens: enough for the smallest prefix that is cached. */
const LONG = 'Say what it does. '.repeat(245).slice(0, 4_400);

test('yields the limits, then the answer in pieces, after one `started` and before one `end`', async () => {
  const { server, model } = await setUp();
  const { events, text, end } = await listen(model, asking(items('function f1() { load(); }')));

  const types = events.map(({ type }) => type);
  expect(types.slice(0, 2)).toEqual(['rate-limits', 'started']);
  expect(types.filter((type) => type === 'started')).toHaveLength(1);
  expect(types.filter((type) => type === 'text').length).toBeGreaterThan(3);
  expect(types.filter((type) => type === 'end')).toHaveLength(1);
  expect(types.at(-1)).toBe('end');
  expect(text).toMatch(/^<specwright:item id="1">\n\*\*Purpose\.\*\* Describes `f1` of `src\/a\.ts`\.[^]*`load`[^]*<\/specwright:item>\n$/);
  expect(end).toMatchObject({ stop: 'complete', rawStop: 'stop', usage: server.billed });
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

const request = asking('items', {
  system: [{ text: 'always', cache: '1h' }, { text: 'project' }],
  user: [{ text: 'shared' }, { text: ' \n' }, { text: 'items' }],
  maxOutputTokens: 77,
  effort: 'low',
});

test('sends OpenAI the prompt with its marks, the effort, a key for the cache, and no sampling parameters', async () => {
  const { server, model } = await setUp();
  await listen(model, request);
  expect(server.ledger[0]?.body).toEqual({
    model: 'gpt-6.1-terra',
    max_completion_tokens: 77,
    stream: true,
    stream_options: { include_usage: true },
    reasoning_effort: 'low',
    prompt_cache_key: expect.stringMatching(/^specwright-[0-9a-f]{16}$/) as string,
    prompt_cache_options: { mode: 'explicit' },
    messages: [
      {
        role: 'system',
        content: [
          { type: 'text', text: 'always\n\n', prompt_cache_breakpoint: { mode: 'explicit' } },
          { type: 'text', text: 'project' },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'shared\n\n' },
          { type: 'text', text: 'items' },
        ],
      },
    ],
  });
});

test('sends a model before GPT-5.6 no marks, which it does not know', async () => {
  const { server, model } = await setUp({}, { model: 'gpt-5.5' });
  await listen(model, request);
  expect(server.ledger[0]?.body).toMatchObject({ prompt_cache_key: expect.any(String) as string, messages: [{ content: 'always\n\nproject' }, { content: 'shared\n\nitems' }] });
  expect(JSON.stringify(server.ledger[0]?.body)).not.toMatch(/prompt_cache_(options|breakpoint)/);
});

test('sends another server only what every server knows, and no `Authorization` without a key', async () => {
  const { server, model } = await setUpLocal();
  await listen(model, request);
  expect(server.ledger[0]?.body).toEqual({
    model: 'qwen3:8b',
    max_tokens: 77,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'always\n\nproject' },
      { role: 'user', content: 'shared\n\nitems' },
    ],
  });
  expect(server.ledger[0]?.headers).not.toHaveProperty('authorization');
});

test('the text of the prompt is the same in both forms', async () => {
  const shown = async ({ server, model }: Awaited<ReturnType<typeof setUp>>) => {
    await listen(model, request);
    const { blocks } = server.ledger[0]!;
    return (['system', 'user'] as const).map((role) => blocks.filter((block) => block.role === role).map(({ text }) => text).join(''));
  };
  expect(await shown(await setUpLocal())).toEqual(await shown(await setUp()));
});

test('takes key and address from its options alone, whatever the environment says', async () => {
  const { server } = await setUp();
  const environment = {
    OPENAI_API_KEY: 'sk-other',
    OPENAI_ADMIN_KEY: 'sk-admin',
    OPENAI_BASE_URL: 'http://127.0.0.1:1',
    OPENAI_ORG_ID: 'stolen',
    OPENAI_PROJECT_ID: 'stolen',
    OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer stolen\nX-Other: stolen',
    OPENAI_LOG: 'debug',
  };
  const spies = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  try {
    const model = createOpenAIModel({ apiKey: ` ${KEY}\n`, model: 'gpt-6.1-terra', baseUrl: `${server.url}/v1/` });
    expect((await listen(model, asking('x'))).end?.stop).toBe('complete');
    const { headers } = server.ledger[0]!;
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(headers)).not.toMatch(/stolen|openai-organization|openai-project/);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
});

test('an address without a path means `/v1`', async () => {
  const { server } = await setUp();
  for (const baseUrl of [server.url, `${server.url}/`]) {
    expect((await listen(createOpenAIModel({ apiKey: KEY, model: 'm', baseUrl }), asking('x'))).end?.stop).toBe('complete');
  }
});

test.each(['reasoning_content', 'reasoning'] as const)('%s is passed over, counted, and shows that the stream is alive', async (reasoning) => {
  const { model } = await setUp({ thinkingTokens: 100, quirks: { reasoning } });
  const { events, text, end } = await listen(model, asking(items('x')));
  const before = events.slice(0, events.findIndex(({ type }) => type === 'text'));
  expect(before.filter(({ type }) => type === 'alive').length).toBeGreaterThan(3);
  expect(text).toMatch(/^<specwright:item id="1">/);
  expect(end?.usage?.thinkingTokens).toBe(100);
  expect(end?.usage?.outputTokens).toBeGreaterThan(100);
});

test('a stop by a filter and one by length are no completion, and keep what came before', async () => {
  const { server, model } = await setUp();
  server.failNext({ kind: 'refusal', afterItems: 1 });
  const refused = await listen(model, asking(items('one', 'two', 'three')));
  expect(refused.end).toMatchObject({ stop: 'refusal', rawStop: 'content_filter' });
  expect(refused.text.match(/<\/specwright:item>/g)).toHaveLength(1);
  server.set({ itemTokens: 200 });
  expect((await listen(model, asking(items('one'), { maxOutputTokens: 50 }))).end).toMatchObject({ stop: 'length', rawStop: 'length', usage: { outputTokens: 50 } });
});

test('a stop by length before our limit was the context window', async () => {
  const { model } = await setUpLocal({ itemTokens: 200, contextTokens: 100 });
  expect((await listen(model, asking(items('one')))).end).toMatchObject({ stop: 'context', rawStop: 'length' });
});

test('a prompt that is too long is a stop too, and costs nothing', async () => {
  const { server, model } = await setUp({ contextTokens: 10 });
  const { end, text } = await listen(model, asking('x'.repeat(100)));
  expect(end).toMatchObject({ stop: 'context', rawStop: expect.stringContaining('maximum context length is 10 tokens') as string, usage: { inputTokens: 0, outputTokens: 0 } });
  expect(text).toBe('');
  expect(server.billed.inputTokens).toBe(0);
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
  expect(entry).toMatchObject({ aborted: true, billed: { outputTokens: 40 } });
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

test('what is marked is written once and then read, and nothing else is written', async () => {
  const { server, model } = await setUp();
  const marked = asking('items', { system: [{ text: LONG, cache: '5m' }, { text: LONG }] });
  const first = await listen(model, marked);
  const second = await listen(model, marked);
  // The break between two parts belongs to the first of them.
  expect(first.end?.usage).toMatchObject({ cacheReadTokens: 0, cacheWrite5mTokens: 1_101, inputTokens: 1_102 });
  expect(second.end?.usage).toMatchObject({ cacheReadTokens: 1_101, cacheWrite5mTokens: 0, inputTokens: 1_102 });
  expect(second.end?.rawUsage).toMatchObject({ prompt_tokens: 2_203, prompt_tokens_details: { cached_tokens: 1_101 } });
  const output = server.ledger[1]!.billed.outputTokens;
  expect(costUsd(second.end!.usage!, model.prices)).toBeCloseTo((1_102 * 1 + 1_101 * 0.05 + output * 5) / 1e6, 12);
  expect(costUsd(first.end!.usage!, model.prices)).toBeCloseTo((1_102 * 1 + 1_101 * 1.25 + output * 5) / 1e6, 12);
});

test('before GPT-5.6 a known beginning is read by itself, in steps of 128 tokens, once the first answer has begun', async () => {
  let open!: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const { server, model } = await setUp({ beforeFirstByte: ({ number }) => (number <= 2 ? gate : Promise.resolve()) }, { model: 'gpt-5.5' });
  const asks = (text: string) => listen(model, asking(text, { system: [{ text: LONG }] }));
  const early = [asks('a'), asks('b')];
  await server.whenever('received', 2);
  open();
  await Promise.all(early);
  expect(server.ledger.map(({ billed }) => billed.cacheReadTokens)).toEqual([0, 0]);
  expect((await asks('c')).end?.usage).toMatchObject({ cacheReadTokens: 1_024, cacheWrite5mTokens: 0, inputTokens: 77 });
});

test('one connection serves request after request, whether the server says that it is done or not', async () => {
  const { server, model } = await setUp();
  for (let n = 0; n < 6; n++) {
    server.set({ quirks: { withoutDone: n > 2 } });
    await listen(model, asking(`request ${n}`));
  }
  expect(server.requests).toBe(6);
  expect(server.connections).toBe(1);
});

test('travels by the fetch it is given', async () => {
  const agent = new Agent({ connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  const fetch = ((input: never, init: object) => undiciFetch(input, { ...init, dispatcher: agent })) as unknown as typeof globalThis.fetch;
  const { server, model } = await setUp({}, { fetch });
  const both = await Promise.all([listen(model, asking('a')), listen(model, asking('b'))]);
  expect(both.map(({ end }) => end?.stop)).toEqual(['complete', 'complete']);
  expect(server.connections).toBe(1);
  await agent.close();
});
