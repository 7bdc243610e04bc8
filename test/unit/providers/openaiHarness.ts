import { afterEach } from 'vitest';
import type { Model } from '../../../src/providers/model';
import { createOpenAIModel, type OpenAiOptions } from '../../../src/providers/openai/openai';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../../model-server/modelServer';

export const KEY = 'sk-proj-test-0123456789';

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server that behaves as OpenAI's own, and a model that asks it. */
export async function setUp(options: ModelServerOptions = {}, changes: Partial<OpenAiOptions> = {}): Promise<{ server: ModelServer; model: Model }> {
  const server = await startModelServer({ key: KEY, ...options });
  servers.push(server);
  const model = createOpenAIModel({ apiKey: KEY, model: 'gpt-6.1-terra', baseUrl: `${server.url}/v1`, isOpenAi: true, ...changes });
  return { server, model };
}

/** A server as people have it on their own machine: no key, no price, nothing known of it. */
export async function setUpLocal(options: ModelServerOptions = {}, changes: Partial<OpenAiOptions> = {}): Promise<{ server: ModelServer; model: Model }> {
  return setUp({ key: undefined, ...options }, { apiKey: undefined, model: 'qwen3:8b', isOpenAi: undefined, ...changes });
}
