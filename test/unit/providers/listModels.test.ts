import { expect, onTestFinished, test } from 'vitest';
import { listModels } from '../../../src/providers/listModels';
import { type ModelServerOptions, startModelServer } from '../../model-server/modelServer';

async function serverOf(options: ModelServerOptions = {}) {
  const server = await startModelServer(options);
  onTestFinished(() => server.close());
  return server;
}

test("Anthropic's list has the limits of each model", async () => {
  const server = await serverOf({ key: 'k', models: ['claude-next'] });
  expect(await listModels({ provider: 'anthropic', apiKey: 'k', baseUrl: server.url })).toEqual([{ id: 'claude-next', contextTokens: 1_000_000, maxOutputTokens: 128_000 }]);
  expect(server.requests, 'no model was asked').toBe(0);
});

test("OpenAI's list has ids, and what answers with something else than text is left out", async () => {
  const server = await serverOf({ key: 'k', models: ['gpt-7-terra', 'text-embedding-3-large', 'gpt-audio-mini', 'whisper-1'] });
  expect(await listModels({ provider: 'openai', apiKey: 'k', baseUrl: server.url })).toEqual([{ id: 'gpt-7-terra' }]);
});

test('a local server is asked without a key', async () => {
  const server = await serverOf({ models: ['qwen3:8b'] });
  expect(await listModels({ provider: 'openai', baseUrl: server.url })).toEqual([{ id: 'qwen3:8b' }]);
  expect(server.lookUps[0]?.headers).not.toHaveProperty('authorization');
});

test.each(['anthropic', 'openai'] as const)('%s: a wrong key is told, and a cancel is the reason', async (provider) => {
  const { url } = await serverOf({ key: 'right' });
  await expect(listModels({ provider, apiKey: 'wrong', baseUrl: url })).rejects.toMatchObject({ name: 'ProviderError', kind: 'auth' });
  await expect(listModels({ provider, apiKey: 'right', baseUrl: url }, AbortSignal.abort('gone'))).rejects.toBe('gone');
});
