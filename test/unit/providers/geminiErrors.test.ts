import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createGeminiModel, listGeminiModels } from '../../../src/providers/gemini/gemini';
import { isProviderError } from '../../../src/providers/model';
import type { Fault } from '../../model-server/faults';
import { chunk, geminiBehind, geminiStreaming, KEY, setUpGemini } from './geminiHarness';
import { asking, failureOf, items, listen } from './harness';

test.each<[string, Fault, object, RegExp]>([
  ['429 with RetryInfo', { kind: 'rate-limit', retryAfterMs: 1_250 }, { kind: 'rate', retryable: true, status: 429, retryAfterMs: 1_250 }, /rate limit.*concurrent/],
  [
    '429 for the day',
    { kind: 'http', status: 429, code: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' },
    { kind: 'quota', retryable: false, status: 429 },
    /quota.*gemini-3\.8-flash.*AI Studio/,
  ],
  ['529 of a gateway', { kind: 'overloaded' }, { kind: 'overloaded', retryable: true, status: 529 }, /overloaded/],
  ['503', { kind: 'http', status: 503, message: 'The model is overloaded.' }, { kind: 'overloaded', retryable: true, status: 503 }, /overloaded.*again later/],
  ['500', { kind: 'server-error' }, { kind: 'server', retryable: true, status: 500 }, /Internal server error.*again later/],
  ['504', { kind: 'http', status: 504 }, { kind: 'server', retryable: true, status: 504 }, /again later/],
  ['499', { kind: 'http', status: 499 }, { kind: 'server', retryable: true, status: 499 }, /again later/],
  ['408', { kind: 'http', status: 408 }, { kind: 'server', retryable: true, status: 408 }, /again later/],
  ['400', { kind: 'http', status: 400, message: 'Invalid value.' }, { kind: 'invalid', retryable: false, status: 400 }, /refused the request.*HTTP 400, Invalid value\)/],
  ['400 for want of billing', { kind: 'http', status: 400, message: 'Please enable billing on your project.' }, { kind: 'quota', retryable: false }, /enable billing/],
  ['402', { kind: 'http', status: 402 }, { kind: 'quota', retryable: false, status: 402 }, /usage and billing/],
  ['413', { kind: 'http', status: 413 }, { kind: 'invalid', retryable: false, status: 413 }, /refused/],
  ['401', { kind: 'http', status: 401 }, { kind: 'auth', retryable: false, status: 401 }, /was refused.*GEMINI_API_KEY/],
  ['403', { kind: 'http', status: 403 }, { kind: 'auth', retryable: false, status: 403 }, /may not use gemini-3\.8-flash.*Select Provider and Model/],
  ['404', { kind: 'http', status: 404, message: 'models/x is not found' }, { kind: 'not-found', retryable: false, status: 404 }, /does not know the model.*base URL/],
  ['a redirect', { kind: 'http', status: 307, headers: { location: 'http://127.0.0.1:1/' } }, { kind: 'invalid', retryable: false }, /redirect.*base URL/],
  ['an error event', { kind: 'error-event' }, { kind: 'overloaded', retryable: true }, /UNAVAILABLE, The model server was told to fail/],
  ['an error event of another kind', { kind: 'error-event', code: '500' }, { kind: 'server', retryable: true }, /told to fail/],
  ['a dropped connection', { kind: 'drop' }, { kind: 'network', retryable: true }, /broke in the middle/],
  ['an end without a reason', { kind: 'end-early' }, { kind: 'network', retryable: true }, /ended in the middle/],
])('%s', async (_, fault, expected, message) => {
  const { server, model } = await setUpGemini();
  server.failNext(fault);
  const error = await failureOf(model, asking(items('one', 'two')));
  expect(error).toMatchObject({ provider: 'gemini', ...expected });
  expect(error.message).toMatch(message);
  expect(server.requests).toBe(1);
});

describe('what a 429 says in its details', () => {
  const refusing = async (error: object, headers: Record<string, string> = {}) => {
    const { model } = await geminiBehind((_, response) => response.writeHead(429, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error })));
    return failureOf(model);
  };
  const retryInfo = (retryDelay: string) => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay });
  const quota = (quotaId: string, quotaValue = '10') => ({ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId, quotaValue }] });
  // The opening of every one of them, so it tells nothing.
  const message = 'You exceeded your current quota, please check your plan and billing details.';
  const PER_MINUTE = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier';
  const PER_DAY = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';

  test.each<[string, readonly object[], object]>([
    ['per minute', [quota(PER_MINUTE), retryInfo('36s')], { kind: 'rate', retryable: true, retryAfterMs: 36_000 }],
    ['tokens per minute, with a fraction', [quota('GenerateContentInputTokensPerModelPerMinute'), retryInfo('20.223932614s')], { kind: 'rate', retryAfterMs: 20_224 }],
    ['per day', [quota(PER_DAY), retryInfo('36s')], { kind: 'quota', retryable: false, retryAfterMs: 36_000 }],
    ['per day and per minute', [quota(PER_MINUTE), quota(PER_DAY)], { kind: 'quota', retryable: false }],
    ['a wait of hours', [retryInfo('36625s')], { kind: 'quota', retryable: false }],
    ['a plan that has none of it', [quota(PER_MINUTE, '0')], { kind: 'quota', retryable: false }],
    ['nothing', [], { kind: 'rate', retryable: true }],
    ['nonsense', [retryInfo('soon')], { kind: 'rate', retryable: true }],
  ])('%s', async (_, details, expected) => {
    const error = await refusing({ code: 429, message, status: 'RESOURCE_EXHAUSTED', details });
    expect(error).toMatchObject({ status: 429, ...expected });
    if (!('retryAfterMs' in expected) && details.length === 0) expect(error.retryAfterMs).toBeUndefined();
  });

  test.each(['Quota exceeded for metric: requests, limit: 0, model: gemini-3.1-pro', 'Your prepayment credits are depleted.', 'Your project has exceeded its monthly spending cap.'])(
    '%s',
    async (text) => expect(await refusing({ code: 429, message: text })).toMatchObject({ kind: 'quota', retryable: false }),
  );

  test('where they are missing, the header of a gateway counts', async () => {
    expect(await refusing({ code: 429, message }, { 'retry-after': '7' })).toMatchObject({ kind: 'rate', retryAfterMs: 7_000 });
  });
});

test('what came before a broken stream has been yielded', async () => {
  const { server, model } = await setUpGemini();
  for (const kind of ['drop', 'error-event', 'end-early'] as const) {
    server.failNext({ kind, afterItems: 2 });
    const { text, error } = await listen(model, asking(items('one', 'two', 'three')));
    expect(text.match(/<\/specwright:item>/g)).toHaveLength(2);
    expect(isProviderError(error)).toBe(true);
  }
});

test('an answer that fails with its first event has not started', async () => {
  const model = await geminiStreaming(chunk({ error: { code: 503, message: 'Overloaded', status: 'UNAVAILABLE' } }));
  const { events, error } = await listen(model, asking('x'));
  expect(events).toEqual([]);
  expect(error).toMatchObject({ kind: 'overloaded', retryable: true });
});

test('an answer that is whole stays whole when its connection breaks', async () => {
  const { model } = await geminiBehind((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': '9999' });
    response.write(chunk({ candidates: [{ content: { parts: [{ text: 'whole' }] }, finishReason: 'STOP' }] }), () => response.destroy());
  });
  expect(await listen(model, asking('x'))).toMatchObject({ text: 'whole', end: { stop: 'complete' } });
});

test('an answer that breaks off between two bytes of an event is a network error', async () => {
  const model = await geminiStreaming(chunk({ candidates: [{ content: { parts: [{ text: 'half' }] } }] }), 'data: {"candidates":[{"finishReason":"STOP"');
  const { text, error } = await listen(model, asking('x'));
  expect(text).toBe('half');
  expect(error).toMatchObject({ kind: 'network', retryable: true });
});

test('a garbled event is a network error, and not quoted', async () => {
  const model = await geminiStreaming('data: {"candidates": SECRET\r\n\r\n');
  const error = await failureOf(model);
  expect(error).toMatchObject({ kind: 'network', retryable: true });
  expect(error.message).toMatch(/arrived garbled/);
  expect(inspect(error, { depth: 9 })).not.toContain('SECRET');
});

test('a wrong key names the command and the variable, and is never shown', async () => {
  const wrong = 'AIza-wrong-9876543210';
  const { model } = await setUpGemini({}, { apiKey: wrong });
  const error = await failureOf(model);
  expect(error).toMatchObject({ kind: 'auth', retryable: false, status: 400 });
  expect(error.message).toBe('The Gemini API key was refused. Run "Specwright: Set API Key", or set GEMINI_API_KEY.');
  expect(inspect(error, { depth: 9 })).not.toContain(wrong);
});

test('a key that the server repeats is in neither message nor cause', async () => {
  const { server, model } = await setUpGemini();
  server.failNext({ kind: 'http', status: 400, message: `bad header: ${KEY}` });
  const error = await failureOf(model);
  expect(error.message).toContain('bad header: …');
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
});

test('the limit on the length of a prompt is an error that names both figures', async () => {
  const { model } = await setUpGemini({ contextTokens: 10 });
  const error = await failureOf(model, asking('x'.repeat(100)));
  expect(error).toMatchObject({ kind: 'invalid', retryable: false, status: 400 });
  expect(error.message).toContain('The input token count (28) exceeds the maximum number of tokens allowed (10)');
});

test('no server: retryable, and the message names host and code', async () => {
  const { server, model } = await setUpGemini();
  await server.close();
  const error = await failureOf(model);
  expect(error).toMatchObject({ kind: 'network', retryable: true });
  expect(error.message).toMatch(/^No connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Check the network/);
  // The dispatcher tells by it that the request never left.
  expect(inspect(error.cause, { depth: 5 })).toContain('ECONNREFUSED');
});

test('a sign-in page is not taken for an answer, nor for a count or a list', async () => {
  const { model, baseUrl } = await geminiBehind((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'));
  const expected = { kind: 'invalid', retryable: false, status: 200, message: expect.stringMatching(/text\/html.*base URL/) as string };
  expect(await failureOf(model)).toMatchObject(expected);
  await expect(model.countTokens!(asking('x'), { signal: new AbortController().signal })).rejects.toMatchObject(expected);
  await expect(listGeminiModels({ apiKey: KEY, baseUrl })).rejects.toMatchObject(expected);
});

test('a refusal that is no JSON has a message all the same', async () => {
  const { model } = await geminiBehind((_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>'));
  expect(await failureOf(model)).toMatchObject({ kind: 'server', status: 502, message: 'Gemini failed to answer (HTTP 502). Try again later.' });
});

test.each([
  ['', /^No Gemini API key\. Run "Specwright: Set API Key"/],
  ['AIza\nsecond', /characters that no key has/],
])('the key %j cannot be one', (apiKey, message) => {
  expect(() => createGeminiModel({ apiKey, model: 'gemini-3.8-flash' })).toThrow(
    expect.objectContaining({ name: 'ProviderError', kind: 'auth', message: expect.stringMatching(message) as string }) as Error,
  );
});

test.each(['localhost:8080', 'https://user:secret@host'])('the base URL %s cannot be one', (baseUrl) => {
  const create = () => createGeminiModel({ apiKey: KEY, model: 'gemini-3.8-flash', baseUrl });
  expect(create).toThrow(/base URL/);
  expect(create).not.toThrow(/secret/);
});
