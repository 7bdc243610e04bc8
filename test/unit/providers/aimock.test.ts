import { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnthropicModel } from '../../../src/providers/anthropic/anthropic';
import { createGeminiModel } from '../../../src/providers/gemini/gemini';
import { listModels } from '../../../src/providers/listModels';
import { createOpenAIModel } from '../../../src/providers/openai/openai';
import { asking, failureOf, listen } from './harness';

/** A second opinion: a server that others wrote. Its usage means nothing, and it knows neither counts of tokens nor rate limits in headers. */
let mock: LLMock;
beforeEach(async () => {
  mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 5, logLevel: 'silent' });
  await mock.start();
});
afterEach(() => mock.stop());

describe.each(['anthropic', 'openai'] as const)('%s, against aimock', (provider) => {
  const model = () =>
    provider === 'anthropic'
      ? createAnthropicModel({ apiKey: 'sk-ant-x', model: 'claude-sonnet-5-5', baseUrl: mock.url })
      : createOpenAIModel({ apiKey: 'sk-x', model: 'gpt-6.1-terra', baseUrl: `${mock.url}/v1`, isOpenAi: true });

  test('reads a streamed answer whole', async () => {
    const content = 'Rules: 仕様 🚀\n\n- first\n- second';
    mock.onMessage(/queue/, { content });
    const { text, end, events } = await listen(model(), asking('Describe the queue.'));
    expect(text).toBe(content);
    expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(3);
    expect(end).toMatchObject({ stop: 'complete' });
  });

  test('what it sends is understood: roles and texts', async () => {
    mock.onMessage(/queue/, { content: 'ok' });
    await listen(model(), asking('Describe the queue.'));
    const { messages } = mock.getLastRequest()!.body as unknown as { messages: { role: string; content: unknown }[] };
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(JSON.stringify(messages)).toMatch(/Write specs\..*Describe the queue\./s);
  });

  test('a 429 with Retry-After is a wait', async () => {
    mock.onMessage(/queue/, { error: { message: 'Slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 7 });
    expect(await failureOf(model(), asking('queue'))).toMatchObject({ kind: 'rate', retryable: true, status: 429, retryAfterMs: 7_000 });
  });

  test('an answer that was cut is no completion', async () => {
    mock.onMessage(/queue/, { content: 'Half of', finishReason: 'length' });
    expect((await listen(model(), asking('queue'))).end).toMatchObject({ stop: provider === 'anthropic' ? 'length' : expect.stringMatching(/length|context/) as string });
  });

  test('lists models', async () => {
    mock.onMessage({ model: 'some-model', userMessage: /x/ } as never, { content: 'x' });
    const ids = (await listModels({ provider, apiKey: 'k', baseUrl: mock.url })).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
  });
});

test('gemini, against aimock, reads a streamed answer whole', async () => {
  mock.onMessage(/.*/, { content: 'Hello from **aimock**: 仕様 🚀.' });
  const { text, end, error } = await listen(createGeminiModel({ apiKey: 'AIza-x', model: 'gemini-3.8-flash', baseUrl: mock.url }), asking('hello'));
  expect(error).toBeUndefined();
  expect(text).toBe('Hello from **aimock**: 仕様 🚀.');
  expect(end).toMatchObject({ stop: 'complete', rawStop: 'STOP' });
});
