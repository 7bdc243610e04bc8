import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isProviderError } from '../../../src/providers/model';
import { createOpenAIModel } from '../../../src/providers/openai/openai';
import type { Fault } from '../../model-server/faults';
import { asking, failureOf, items, listen, never } from './harness';
import { KEY, setUp, setUpLocal } from './openaiHarness';

test.each<[string, Fault, object, RegExp]>([
  ['429 with retry-after', { kind: 'rate-limit', retryAfterS: 12 }, { kind: 'rate', retryable: true, status: 429, retryAfterMs: 12_000 }, /rate limit.*concurrent/],
  ['429 with retry-after-ms', { kind: 'rate-limit', retryAfterS: 12, retryAfterMs: 250 }, { kind: 'rate', retryAfterMs: 250 }, /rate limit/],
  ['429 for an empty account', { kind: 'http', status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota.' }, { kind: 'quota', retryable: false, status: 429 }, /billing page/],
  ['402', { kind: 'http', status: 402, message: 'Insufficient credits' }, { kind: 'quota', retryable: false }, /billing page/],
  ['503', { kind: 'http', status: 503, message: 'The engine is currently overloaded' }, { kind: 'overloaded', retryable: true, status: 503 }, /overloaded/],
  ['500', { kind: 'server-error' }, { kind: 'server', retryable: true, status: 500 }, /Internal server error.*again later/],
  ['408', { kind: 'http', status: 408 }, { kind: 'server', retryable: true }, /again later/],
  ['409', { kind: 'http', status: 409 }, { kind: 'server', retryable: true }, /again later/],
  ['400', { kind: 'http', status: 400, message: 'Invalid value' }, { kind: 'invalid', retryable: false, status: 400 }, /Invalid value/],
  ['403', { kind: 'http', status: 403 }, { kind: 'auth', retryable: false, status: 403 }, /may not use gpt-6\.1-terra.*Select Provider and Model/],
  ['404', { kind: 'http', status: 404, code: 'model_not_found' }, { kind: 'not-found', retryable: false, status: 404 }, /does not know the model.*base URL/],
  ['400 for an unknown model', { kind: 'http', status: 400, code: 'model_not_found' }, { kind: 'not-found', retryable: false }, /does not know the model/],
  ['503 that says not to retry', { kind: 'http', status: 503, headers: { 'x-should-retry': 'false' } }, { kind: 'overloaded', retryable: false }, /overloaded/],
  ['a redirect', { kind: 'http', status: 307, headers: { location: 'http://127.0.0.1:1/' } }, { kind: 'invalid', retryable: false }, /redirect.*base URL/],
  ['an error in the stream', { kind: 'error-event' }, { kind: 'server', retryable: true }, /told to fail/],
  ['an error in the stream about the rate', { kind: 'error-event', code: 'rate_limit_exceeded' }, { kind: 'rate', retryable: true }, /rate limit/],
  ["an error in the stream in OpenRouter's way", { kind: 'error-event', code: '502' }, { kind: 'server', retryable: true }, /told to fail/],
  ['a dropped connection', { kind: 'drop' }, { kind: 'network', retryable: true }, /broke in the middle/],
  ['an end without a reason', { kind: 'end-early' }, { kind: 'network', retryable: true }, /ended in the middle/],
])('%s', async (_, fault, expected, message) => {
  const { server, model } = await setUp();
  server.failNext(fault);
  const error = await failureOf(model, asking(items('one', 'two')));
  expect(error).toMatchObject({ provider: 'openai', ...expected });
  expect(error.message).toMatch(message);
  expect(server.requests, 'the SDK must not retry').toBe(1);
});

test('a refusal tells what the rate limits leave', async () => {
  const { server, model } = await setUp({ rateLimits: { requestsPerMinute: 1, tokensPerMinute: 600 }, now: () => 0 });
  await listen(model, asking(items('one')));
  const error = await failureOf(model, asking(items('two')));
  const { remaining } = error.rateLimits!.tokens!;
  expect(error).toMatchObject({ kind: 'rate', retryAfterMs: 60_000, rateLimits: { requests: { limit: 1, remaining: 0, resetsInMs: 60_000 }, tokens: { limit: 600, resetsInMs: (600 - remaining) * 100 } } });
  expect(server.billed.inputTokens).toBeLessThan(600 - remaining);
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

test('a wrong key names the command and the variable, and is never shown', async () => {
  const { server } = await setUp();
  const wrong = 'sk-proj-wrong-9876543210';
  const error = await failureOf(createOpenAIModel({ apiKey: wrong, model: 'gpt-6.1-terra', baseUrl: server.url, isOpenAi: true }));
  expect(error).toMatchObject({ kind: 'auth', retryable: false, status: 401 });
  expect(error.message).toBe('The OpenAI API key was refused. Run "Specwright: Set API Key", or set OPENAI_API_KEY.');
  expect(inspect(error, { depth: 9 })).not.toContain(wrong);
});

test('a server that wants a key after all says so', async () => {
  const { model } = await setUpLocal({ key: KEY });
  expect((await failureOf(model)).message).toMatch(/^127\.0\.0\.1:\d+ wants an API key\. Run "Specwright: Set API Key", or set OPENAI_API_KEY\.$/);
});

test('a key that the server repeats is in neither message nor cause', async () => {
  const { server, model } = await setUp();
  server.failNext({ kind: 'http', status: 400, message: `bad header: Bearer ${KEY}` });
  const error = await failureOf(model);
  expect(error.message).toContain('bad header: Bearer …');
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
});

test('no server: retryable, and the message names host and code', async () => {
  const { server, model } = await setUpLocal();
  await server.close();
  const error = await failureOf(model);
  expect(error).toMatchObject({ kind: 'network', retryable: true });
  expect(error.message).toMatch(/^No connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Check the network/);
});

test.each<[string, string, object, RegExp]>([
  ['a bare text', '{"error":"model \\"x\\" not found, try pulling it first"}', { kind: 'not-found' }, /try pulling it first/],
  ['a message of its own', '{"object":"error","message":"The model `x` does not exist.","code":404}', { kind: 'not-found' }, /does not exist/],
  ['a detail', '{"detail":"Not Found"}', { kind: 'not-found' }, /Not Found/],
  ['a page', '<html>404</html>', { kind: 'not-found' }, /does not know the model/],
])("reads other servers' errors: %s", async (_, body, expected, message) => {
  const model = await behind((__, response) => void response.writeHead(404, { 'content-type': 'application/json' }).end(body));
  const error = await failureOf(model);
  expect(error).toMatchObject({ status: 404, ...expected });
  expect(error.message).toMatch(message);
});

test.each([
  ['vLLM', '{"object":"error","message":"This model\'s maximum context length is 4096 tokens. However, you requested 5000 tokens.","type":"BadRequestError","code":400}'],
  ['llama.cpp', '{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error"}}'],
  ['LM Studio', '{"error":"Trying to keep the first 4500 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens"}'],
])('a prompt that is too long for %s is a stop', async (_, body) => {
  const model = await behind((__, response) => void response.writeHead(400, { 'content-type': 'application/json' }).end(body));
  expect((await listen(model, asking('x'))).end).toMatchObject({ stop: 'context', usage: { inputTokens: 0 } });
});

test('a refusal in place of the text is one, whatever the reason of the end', async () => {
  const model = await behind(streaming('{"choices":[{"delta":{"refusal":"I cannot help with that."}}]}', '{"choices":[{"delta":{},"finish_reason":"stop"}]}', '[DONE]'));
  const { end, text } = await listen(model, asking('x'));
  expect(end).toEqual({ type: 'end', stop: 'refusal', rawStop: 'refusal' });
  expect(text).toBe('');
});

test('an answer that fails with its first event has not started', async () => {
  const { events, error } = await listen(await behind(streaming('{"error":{"message":"out of memory","code":500}}')), asking('x'));
  expect(events).toEqual([]);
  expect(error).toMatchObject({ kind: 'server', retryable: true });
});

test('an answer that is whole has ended, even where the server leaves the connection open', async () => {
  let leftOpen!: Promise<unknown>;
  const model = await behind((_, response) => {
    leftOpen = new Promise((resolve) => response.on('close', resolve));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\n');
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { end, error } = await listen(model, asking('x'), never, ({ type }) => {
      if (type === 'end') vi.advanceTimersByTime(1_000);
    });
    expect(error).toBeUndefined();
    expect(end).toMatchObject({ stop: 'complete', usage: { inputTokens: 3, outputTokens: 2 } });
    await leftOpen;
  } finally {
    vi.useRealTimers();
  }
});

test('a sign-in page is not taken for an answer', async () => {
  const error = await failureOf(await behind((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')));
  expect(error).toMatchObject({ kind: 'invalid', retryable: false, status: 200 });
  expect(error.message).toMatch(/text\/html.*base URL/);
});

test('a garbled event is a network error', async () => {
  expect(await failureOf(await behind(streaming('{"choices":')))).toMatchObject({ kind: 'network', retryable: true });
});

test.each([
  ['', /^No OpenAI API key\. Run "Specwright: Set API Key", or set OPENAI_API_KEY\.$/],
  [' \n', /^No OpenAI API key/],
  ['sk-proj\nsecond', /characters that no key has/],
])("the key %j cannot be one of OpenAI's", (apiKey, message) => {
  expect(() => createOpenAIModel({ apiKey, model: 'gpt-6.1-terra' })).toThrow(expect.objectContaining({ name: 'ProviderError', kind: 'auth', message: expect.stringMatching(message) as string }) as Error);
});

test.each(['localhost:8080', 'ftp://host', 'https://user:secret@host'])('the base URL %s cannot be one', (baseUrl) => {
  const create = () => createOpenAIModel({ apiKey: KEY, model: 'gpt-6.1-terra', baseUrl });
  expect(create).toThrow(/base URL/);
  expect(create).not.toThrow(/secret/);
});

function streaming(...values: readonly string[]): RequestListener {
  return (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(values.map((value) => `data: ${value}\n\n`).join(''));
}

/** A model behind a server that answers in a way of its own. */
async function behind(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return createOpenAIModel({ model: 'x', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
