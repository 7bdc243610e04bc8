import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { createAnthropicModel } from '../../../src/providers/anthropic/anthropic';
import { isProviderError } from '../../../src/providers/model';
import type { Fault } from '../../model-server/faults';
import { asking, failureOf, items, KEY, listen, never, setUp } from './harness';

test.each<[string, Fault, object, RegExp]>([
  [
    '429 with retry-after',
    { kind: 'rate-limit', retryAfterS: 12 },
    { kind: 'rate', retryable: true, status: 429, retryAfterMs: 12_000 },
    /rate limit.*concurrent/,
  ],
  [
    '429 with retry-after-ms',
    { kind: 'rate-limit', retryAfterS: 12, retryAfterMs: 250 },
    { kind: 'rate', retryable: true, retryAfterMs: 250 },
    /rate limit/,
  ],
  ['529', { kind: 'overloaded' }, { kind: 'overloaded', retryable: true, status: 529 }, /overloaded/],
  [
    '500',
    { kind: 'server-error' },
    { kind: 'server', retryable: true, status: 500 },
    /Internal server error.*again later/,
  ],
  ['408', { kind: 'http', status: 408 }, { kind: 'server', retryable: true, status: 408 }, /again later/],
  ['409', { kind: 'http', status: 409 }, { kind: 'server', retryable: true, status: 409 }, /again later/],
  [
    '400',
    { kind: 'http', status: 400, message: 'prompt is too long: 3 tokens > 2 maximum' },
    { kind: 'invalid', retryable: false, status: 400 },
    /prompt is too long: 3 tokens > 2 maximum/,
  ],
  ['413', { kind: 'http', status: 413 }, { kind: 'invalid', retryable: false, status: 413 }, /refused/],
  [
    '403',
    { kind: 'http', status: 403 },
    { kind: 'auth', retryable: false, status: 403 },
    /may not use claude-sonnet-5-5.*Select Provider and Model/,
  ],
  [
    '404',
    { kind: 'http', status: 404, message: 'model: claude-x' },
    { kind: 'not-found', retryable: false, status: 404 },
    /does not know the model.*base URL/,
  ],
  ['402', { kind: 'http', status: 402 }, { kind: 'quota', retryable: false, status: 402 }, /billing page/],
  [
    '400 for an empty account',
    { kind: 'http', status: 400, message: 'Your credit balance is too low to access the Anthropic API.' },
    { kind: 'quota', retryable: false },
    /credit/,
  ],
  [
    '529 that says not to retry',
    { kind: 'http', status: 529, headers: { 'x-should-retry': 'false' } },
    { kind: 'overloaded', retryable: false },
    /overloaded/,
  ],
  [
    'a redirect',
    { kind: 'http', status: 307, headers: { location: 'http://127.0.0.1:1/' } },
    { kind: 'invalid', retryable: false },
    /redirect.*base URL/,
  ],
  ['an error event', { kind: 'error-event' }, { kind: 'overloaded', retryable: true }, /overloaded/],
  [
    'an error event of another kind',
    { kind: 'error-event', code: 'api_error' },
    { kind: 'server', retryable: true },
    /told to fail/,
  ],
  ['a dropped connection', { kind: 'drop' }, { kind: 'network', retryable: true }, /broke in the middle/],
  ['an end without the last event', { kind: 'end-early' }, { kind: 'network', retryable: true }, /ended in the middle/],
])('%s', async (_, fault, expected, message) => {
  const { server, model } = await setUp();
  server.failNext(fault);
  const error = await failureOf(model, asking(items('one', 'two')));
  expect(error).toMatchObject({ provider: 'anthropic', ...expected });
  expect(error.message).toMatch(message);
  expect(server.requests, 'the SDK must not retry').toBe(1);
});

test('a refusal tells what the rate limits leave', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const { model } = await setUp({ rateLimits: { requestsPerMinute: 1, inputTokensPerMinute: 6_000 } });
    const { usage } = (await listen(model, asking(items('one')))).end!;
    expect(await failureOf(model, asking(items('two')))).toMatchObject({
      kind: 'rate',
      retryAfterMs: 60_000,
      rateLimits: {
        requests: { limit: 1, remaining: 0, resetsInMs: 60_000 },
        inputTokens: { limit: 6_000, remaining: 6_000 - usage!.inputTokens, resetsInMs: usage!.inputTokens * 10 },
      },
    });
  } finally {
    vi.useRealTimers();
  }
});

test('what came before a broken stream has been yielded', async () => {
  const { server, model } = await setUp();
  for (const kind of ['drop', 'error-event', 'end-early'] as const) {
    server.failNext({ kind, afterItems: 2 });
    const { text, error } = await listen(model, asking(items('one', 'two', 'three')));
    expect(text.match(/<\/specwright:item>/g)).toHaveLength(2);
    expect(isProviderError(error)).toBe(true);
  }
});

test('an answer that fails with its first event has not started', async () => {
  const { model, close } = await modelOf((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end('event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n');
  });
  const { events, error } = await listen(model, asking('x'));
  expect(events).toEqual([]);
  expect(error).toMatchObject({ kind: 'overloaded', retryable: true });
  close();
});

test('an answer that is whole has ended, even where the server leaves the connection open', async () => {
  let leftOpen!: Promise<unknown>;
  const { model, close } = await modelOf((_, response) => {
    leftOpen = new Promise((resolve) => response.on('close', resolve));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(
      'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n',
    );
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { end, error } = await listen(model, asking('x'), never, ({ type }) => {
      if (type === 'end') vi.advanceTimersByTime(1_000);
    });
    expect(error).toBeUndefined();
    expect(end).toEqual({ type: 'end', stop: 'complete', rawStop: 'end_turn' });
    await leftOpen;
  } finally {
    vi.useRealTimers();
    close();
  }
});

test('a wrong key names the command and the variable, and is never shown', async () => {
  const { server } = await setUp();
  const wrong = 'sk-ant-wrong-9876543210';
  const model = createAnthropicModel({ apiKey: wrong, model: 'claude-sonnet-5-5', baseUrl: server.url });
  const error = await failureOf(model);
  expect(error).toMatchObject({ kind: 'auth', retryable: false, status: 401 });
  expect(error.message).toBe(
    'The Anthropic API key was refused. Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY.',
  );
  expect(inspect(error, { depth: 9 })).not.toContain(wrong);
});

test('a key that the server repeats is in neither message nor cause', async () => {
  const { server, model } = await setUp();
  server.failNext({ kind: 'http', status: 400, message: `bad header: Bearer ${KEY}` });
  const error = await failureOf(model);
  expect(error.message).toContain('bad header: Bearer …');
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
});

test('the limit on the length of a prompt is an error that names both figures', async () => {
  const { model } = await setUp({ contextTokens: 10 });
  const error = await failureOf(model, asking('x'.repeat(100)));
  expect(error).toMatchObject({ kind: 'invalid', retryable: false, status: 400 });
  expect(error.message).toContain('prompt is too long: 28 tokens > 10 maximum');
});

test('no server: retryable, and the message names host and code', async () => {
  const { server, model } = await setUp();
  await server.close();
  const error = await failureOf(model);
  expect(error).toMatchObject({ kind: 'network', retryable: true });
  expect(error.message).toMatch(/^No connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Check the network/);
});

test('a sign-in page is not taken for an answer', async () => {
  const { model, close } = await modelOf(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
  );
  const error = await failureOf(model);
  expect(error).toMatchObject({ kind: 'invalid', retryable: false, status: 200 });
  expect(error.message).toMatch(/text\/html.*base URL/);
  close();
});

test('a garbled event is a network error', async () => {
  const { model, close } = await modelOf(
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end('event: message_start\ndata: {"type":\n\n'),
  );
  expect(await failureOf(model)).toMatchObject({ kind: 'network', retryable: true });
  close();
});

test.each([
  ['', /^No Anthropic API key\. Run "Specwright: Set API Key"/],
  [' \n', /^No Anthropic API key/],
  ['sk-ant\nsecond', /characters that no key has/],
  ['sk-ant-ключ', /characters that no key has/],
])('the key %j cannot be one', (apiKey, message) => {
  expect(() => createAnthropicModel({ apiKey, model: 'claude-sonnet-5-5' })).toThrow(
    expect.objectContaining({
      name: 'ProviderError',
      kind: 'auth',
      message: expect.stringMatching(message) as string,
    }) as Error,
  );
});

test.each(['localhost:8080', 'ftp://host', 'https://user:secret@host'])('the base URL %s cannot be one', (baseUrl) => {
  const create = () => createAnthropicModel({ apiKey: KEY, model: 'claude-sonnet-5-5', baseUrl });
  expect(create).toThrow(/base URL/);
  expect(create).not.toThrow(/secret/);
});

/** A model behind a server that answers in a way of its own. */
async function modelOf(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { model: createAnthropicModel({ apiKey: KEY, model: 'claude-sonnet-5-5', baseUrl }), close };
}
