import { expect, onTestFinished, test, vi } from 'vitest';
import { createTransport } from '../../../src/node/transport';
import type { Model } from '../../../src/providers/model';
import { PROVIDERS } from '../../../src/providers/models';
import { listModels } from '../../../src/providers/listModels';
import { openModel } from '../../../src/providers/openModel';
import { startModelServer } from '../../model-server/modelServer';
import { startProxy } from '../../model-server/proxy';

test.each(PROVIDERS)('%s goes through the proxy of the environment, but for what NO_PROXY names', async (provider) => {
  const server = await startModelServer({ key: 'k' });
  onTestFinished(() => server.close());
  const proxy = await startProxy();
  onTestFinished(() => proxy.close());
  const ask = async (environment: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const access = { provider, apiKey: 'k', baseUrl: server.url, fetch: createTransport() };
    await listenTo(await openModel(access));
    await listModels(access);
    vi.unstubAllEnvs();
  };
  onTestFinished(() => void vi.unstubAllEnvs());
  await ask({ HTTP_PROXY: proxy.url, NO_PROXY: '' });
  expect(new Set(proxy.seen)).toEqual(new Set([new URL(server.url).host]));
  const seen = proxy.seen.length;
  await ask({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
  expect(proxy.seen.length).toBe(seen);
  expect(server.requests).toBe(2);
});

test.each(PROVIDERS)('%s goes by the global fetch of the moment: the one that VS Code puts there knows its proxy', async (provider) => {
  const server = await startModelServer({ key: 'k' });
  onTestFinished(() => server.close());
  const model = await openModel({ provider, apiKey: 'k', baseUrl: server.url });
  const original = globalThis.fetch;
  const asked = vi.fn(original);
  vi.stubGlobal('fetch', asked);
  onTestFinished(() => void vi.unstubAllGlobals());
  await listenTo(model);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(globalThis.fetch).toBe(asked);
});

async function listenTo(model: Model): Promise<void> {
  const request = { system: [{ text: 'Write.' }], user: [{ text: 'x' }], maxOutputTokens: 100 };
  for await (const event of model.stream(request, { signal: new AbortController().signal })) if (event.type === 'end') expect(event.stop).toBe('complete');
}
