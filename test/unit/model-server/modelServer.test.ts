import Anthropic from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import { AnswerSplitter } from '../../../src/engine/prompt/answerSplitter';
import { fingerprint } from '../../model-server/answers';
import { startModelServer } from '../../model-server/modelServer';
import { asking, failureOf, items, KEY, listen, setUp } from '../providers/harness';

const LONG = 'word '.repeat(480);

test('speaks what the whole SDK expects of a message', async () => {
  const { server } = await setUp({ thinkingTokens: 40 });
  const client = new Anthropic({ apiKey: KEY, baseURL: server.url, maxRetries: 0 });
  const { data: stream, response } = await client.messages
    .create({
      model: 'claude-sonnet-5-5',
      max_tokens: 500,
      stream: true,
      messages: [{ role: 'user', content: 'hello' }],
    })
    .withResponse();
  for await (const _ of stream);
  expect(response.headers.get('anthropic-ratelimit-requests-remaining')).toBe('3999');

  const message = await client.messages
    .stream({ model: 'claude-sonnet-5-5', max_tokens: 500, messages: [{ role: 'user', content: 'hello' }] })
    .finalMessage();
  expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  expect(message).toMatchObject({
    role: 'assistant',
    stop_reason: 'end_turn',
    usage: { input_tokens: 2, output_tokens_details: { thinking_tokens: 40 } },
  });
});

test.each<[string, object, RegExp]>([
  ['temperature', { temperature: 1 }, /temperature: Extra inputs/],
  ['top_p', { top_p: 0.5 }, /top_p/],
  ['forced tool use', { tool_choice: { type: 'any' } }, /forced tool use/],
  [
    'prefill',
    {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    },
    /prefill/,
  ],
  ['an unknown effort', { output_config: { effort: 'extreme' } }, /effort/],
  ['no max_tokens', { max_tokens: undefined }, /max_tokens/],
  ['too large a max_tokens', { max_tokens: 128_001 }, /128001 > 128000/],
  ['an empty block', { system: [{ type: 'text', text: ' ' }] }, /non-whitespace/],
  [
    'five breakpoints',
    { system: Array.from({ length: 5 }, () => ({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } })) },
    /maximum of 4/,
  ],
  [
    'one hour after five minutes',
    { system: ['5m', '1h'].map((ttl) => ({ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl } })) },
    /must not come after/,
  ],
])('refuses %s as the real server does', async (_, changes, message) => {
  const { server } = await setUp();
  const body = {
    model: 'claude-sonnet-5-5',
    max_tokens: 10,
    stream: true,
    messages: [{ role: 'user', content: 'hello' }],
    ...changes,
  };
  const headers = { authorization: `Bearer ${KEY}`, 'anthropic-version': '2026-10-21' };
  const response = await fetch(`${server.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { type: string; message: string } };
  expect(error.type).toBe('invalid_request_error');
  expect(error.message).toMatch(message);
  expect(server.billed.inputTokens).toBe(0);
});

test('the ledger holds what was asked, what it came to, and when', async () => {
  const { server, model } = await setUp();
  const { text, end } = await listen(
    model,
    asking(items('first', 'second'), { system: [{ text: 'rules' }, { text: 'project' }] }),
  );
  const entry = server.ledger[0]!;
  expect(entry).toMatchObject({
    number: 1,
    connection: 1,
    model: 'claude-sonnet-5-5',
    system: 'rules\nproject',
    status: 200,
    stop: 'end_turn',
    aborted: false,
  });
  expect(entry.items).toMatchObject([
    { id: 1, kind: 'section', path: 'src/a.ts', symbol: 'f1', content: 'first\n' },
    { id: 2, symbol: 'f2', content: 'second\n' },
  ]);
  expect(entry.billed).toMatchObject({
    outputTokens: Math.ceil(text.length / 4),
    inputTokens: end!.usage!.inputTokens,
  });
  expect(entry.startedAt).toBeLessThanOrEqual(entry.firstByteAt!);
  expect(entry.firstByteAt).toBeLessThanOrEqual(entry.endedAt!);
});

test('the ledger can be read from another process', async () => {
  const { server, model } = await setUp();
  await listen(model, asking('x'));
  const { requests, billed } = (await (await fetch(`${server.url}/ledger`)).json()) as {
    requests: object[];
    billed: object;
  };
  expect(requests).toHaveLength(1);
  expect(billed).toEqual(server.billed);
});

test('answers follow from the items alone', async () => {
  const { server, model } = await setUp();
  const alone = await listen(model, asking(items('load(file);')));
  const together = await listen(model, asking(items('load(file);', 'save(file);')));
  expect(together.text.startsWith(alone.text)).toBe(true);
  expect(together.text).toContain(fingerprint('save(file);\n'));
  server.set({ answer: ({ content }) => content.toUpperCase() });
  expect((await listen(model, asking(items('load(file);')))).text).toBe(
    '<specwright:item id="1">\nLOAD(FILE);\n\n</specwright:item>\n',
  );
});

test('answers can be made as long as wanted', async () => {
  const { model } = await setUp({ itemTokens: ({ id }) => id * 100 });
  const splitter = new AnswerSplitter('specwright:item', [1, 2]);
  const { text } = await listen(model, asking(items('a', 'b')));
  expect(splitter.push(text).map((item) => Math.ceil(item.text.length / 4) / 100)).toEqual([
    expect.closeTo(1, 1),
    expect.closeTo(2, 1),
  ]);
});

test.each([
  ['missing-item', [2, 3]],
  ['doubled-item', [1, 1, 2, 3]],
  ['unclosed-item', [1, 2, 3]],
  ['wrong-id', [1001, 2, 3]],
  ['text-around', [1, 2, 3]],
] as const)('%s', async (kind, ids) => {
  const { server, model } = await setUp();
  server.failNext({ kind });
  const { text } = await listen(model, asking(items('a', 'b', 'c')));
  expect([...text.matchAll(/^<specwright:item id="(\d+)">/gm)].map((match) => Number(match[1]))).toEqual(ids);
  expect(text.match(/^<\/specwright:item>/gm)).toHaveLength(kind === 'unclosed-item' ? 2 : ids.length);
  expect(text.startsWith('<')).toBe(kind !== 'text-around');
});

test('rules fail every so many requests, some of them by chance, or those that a test picks', async () => {
  const { server, model } = await setUp({ faults: [{ fault: { kind: 'rate-limit', retryAfterS: 1 }, every: 3 }] });
  for (let n = 0; n < 6; n++) await listen(model, asking('x'));
  expect(server.ledger.map(({ status }) => status)).toEqual([200, 200, 429, 200, 200, 429]);

  server.set({ faults: [{ fault: { kind: 'overloaded' }, when: ({ user }) => user.includes('bad') }] });
  expect((await failureOf(model, asking('bad'))).kind).toBe('overloaded');
  expect((await listen(model, asking('good'))).error).toBeUndefined();
});

test('chance is the same for the same seed', async () => {
  const patterns = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      const { server, model } = await setUp({ seed, faults: [{ fault: { kind: 'server-error' }, chance: 0.4 }] });
      for (let n = 0; n < 20; n++) await listen(model, asking('x'));
      return server.ledger.map(({ status }) => status).join();
    }),
  );
  expect(patterns[0]).toBe(patterns[1]);
  expect(patterns[0]).not.toBe(patterns[2]);
  expect(new Set(patterns[0]!.split(','))).toEqual(new Set(['200', '500']));
});

test('counts how many requests were under way at a time', async () => {
  let open!: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const { server, model } = await setUp({ beforeFirstByte: () => gate });
  const heard = ['a', 'b', 'c'].map((text) => listen(model, asking(text)));
  await server.whenever('received', 3);
  open();
  await Promise.all(heard);
  await listen(model, asking('d'));
  expect(server.peakConcurrency).toBe(3);
});

test('takes the time that a model would take, scaled', async () => {
  const { server, model } = await setUp({
    timeToFirstTokenMs: 200,
    tokensPerSecond: 100,
    timeScale: 0.1,
    itemTokens: 40,
  });
  await listen(model, asking(items('x')));
  const { startedAt, firstByteAt, endedAt, billed } = server.ledger[0]!;
  // Lower bounds only: a busy machine may be slower.
  expect(firstByteAt! - startedAt).toBeGreaterThan(18);
  expect(endedAt! - firstByteAt!).toBeGreaterThan(billed.outputTokens - 3);
});

test('the prompt cache goes by the injected clock', async () => {
  let now = 0;
  const { model } = await setUp({ now: () => now });
  const ask = async () =>
    (await listen(model, asking('x', { system: [{ text: LONG, cache: '5m' }] }))).end!.usage!.cacheReadTokens;
  expect(await ask()).toBe(0);
  now += 4 * 60_000;
  expect(await ask()).toBe(600);
  now += 5 * 60_000;
  expect(await ask()).toBe(0);
});

test('closing the server ends what hangs', async () => {
  const server = await startModelServer({ faults: [{ fault: { kind: 'hang-before-headers' } }] });
  const answer = fetch(`${server.url}/v1/messages`, {
    method: 'POST',
    headers: { 'anthropic-version': '1' },
    body: JSON.stringify({ model: 'm', max_tokens: 1, stream: true, messages: [{ role: 'user', content: 'x' }] }),
  });
  const failed = expect(answer).rejects.toThrow();
  await server.whenever('received', 1);
  await server.close();
  await failed;
});
