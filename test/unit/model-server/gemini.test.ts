import { GoogleGenerativeAI } from '@google/generative-ai';
import { GoogleAICacheManager } from '@google/generative-ai/server';
import { expect, test } from 'vitest';
import { KEY, setUpGemini } from '../providers/geminiHarness';

const LONG = 'word '.repeat(4_000);

test('speaks what the whole SDK expects, streamed and not', async () => {
  const { server } = await setUpGemini({ thinkingTokens: 40, answerWithoutItems: () => 'Hello there.' });
  const model = new GoogleGenerativeAI(KEY).getGenerativeModel({ model: 'gemini-3.8-flash' }, { baseUrl: server.url });
  const usage = { promptTokenCount: 2, candidatesTokenCount: 3, thoughtsTokenCount: 40, totalTokenCount: 45 };

  const { response } = await model.generateContent('hello');
  expect(response.text()).toBe('Hello there.');
  expect(response.usageMetadata).toEqual(usage);
  const streamed = await (await model.generateContentStream('hello')).response;
  expect(streamed.candidates?.[0]?.content.parts.map(({ text }) => text).join('')).toBe('Hello there.');
  expect(streamed.usageMetadata).toEqual(usage);
  expect(await model.countTokens('hello')).toEqual({ totalTokens: 2 });
  expect(server.billed.outputTokens).toBe(86);
});

test('stores prompts, tells of them, forgets them, and bills the storing and the time', async () => {
  let now = Date.parse('2026-11-22T10:00:00Z');
  const { server } = await setUpGemini({ now: () => now });
  const caches = new GoogleAICacheManager(KEY, { baseUrl: server.url });
  const contents = [{ role: 'user', parts: [{ text: LONG }] }];
  const stored = await caches.create({ model: 'gemini-3.8-flash', contents, ttlSeconds: 1_800 });
  expect(stored).toMatchObject({ name: 'cachedContents/stored1', model: 'models/gemini-3.8-flash', expireTime: '2026-11-22T10:30:00.000Z' });
  expect(server.ledger[0]).toMatchObject({ billed: { inputTokens: 0, cacheWrite1hTokens: 5_000 }, storedTokenHours: 2_500 });
  expect((await caches.list()).cachedContents).toHaveLength(1);

  const model = new GoogleGenerativeAI(KEY).getGenerativeModelFromCachedContent(stored, {}, { baseUrl: server.url });
  const { response } = await model.generateContent('hello');
  expect(response.usageMetadata).toMatchObject({ promptTokenCount: 5_002, cachedContentTokenCount: 5_000 });
  expect(server.ledger[1]?.billed).toMatchObject({ inputTokens: 2, cacheReadTokens: 5_000 });

  now += 1_800_000;
  await expect(model.generateContent('hello')).rejects.toThrow(/403.*CachedContent not found/);
  expect((await caches.list()).cachedContents).toHaveLength(0);
});

test.each<[string, string, object, RegExp]>([
  ['no contents', 'models/m:streamGenerateContent', { contents: [] }, /contents is not specified/],
  ['an empty part', 'models/m:streamGenerateContent', { contents: [{ role: 'user', parts: [{ text: ' ' }] }] }, /must have a text parameter/],
  ['a level and a budget', 'models/m:streamGenerateContent', { generationConfig: { thinkingConfig: { thinkingLevel: 'low', thinkingBudget: 1 } } }, /only set one/],
  ['an unknown level', 'models/m:streamGenerateContent', { generationConfig: { thinkingConfig: { thinkingLevel: 'extreme' } } }, /thinking_level/],
  ['too long an answer', 'models/m:streamGenerateContent', { generationConfig: { maxOutputTokens: 65_537 } }, /65537/],
  ['to store too little', 'cachedContents', { model: 'models/m' }, /too small\. total_token_count=2, min_total_token_count=4096/],
  ['to store for nonsense', 'cachedContents', { model: 'models/m', ttl: 'long' }, /ttl/],
])('refuses %s as the real server does', async (_, path, changes, message) => {
  const { server } = await setUpGemini();
  const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }], ...changes });
  const response = await fetch(`${server.url}/v1beta/${path}`, { method: 'POST', headers: { 'x-goog-api-key': KEY }, body });
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { status: string; message: string } };
  expect(error.status).toBe('INVALID_ARGUMENT');
  expect(error.message).toMatch(message);
  expect(server.billed.inputTokens).toBe(0);
});

test('instructions beside a stored prompt, and a key in the address, are refused', async () => {
  const { server } = await setUpGemini();
  const post = (path: string, body: object) =>
    fetch(`${server.url}/v1beta/${path}`, { method: 'POST', headers: { 'x-goog-api-key': KEY }, body: JSON.stringify(body) });
  const contents = [{ role: 'user', parts: [{ text: LONG }] }];
  await post('cachedContents', { model: 'models/m', contents });
  const beside = await post('models/m:streamGenerateContent', { contents, cachedContent: 'cachedContents/stored1', systemInstruction: { parts: [{ text: 'x' }] } });
  expect([beside.status, await beside.text()]).toEqual([400, expect.stringContaining('can not be used with GenerateContent request setting system_instruction')]);
  const other = await post('models/n:streamGenerateContent', { contents, cachedContent: 'cachedContents/stored1' });
  expect([other.status, await other.text()]).toEqual([400, expect.stringContaining('has to be the same')]);
  expect((await fetch(`${server.url}/v1beta/models?key=${KEY}`)).status).toBe(403);
});
