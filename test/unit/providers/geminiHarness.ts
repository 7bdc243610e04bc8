import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect } from 'vitest';
import { createGeminiModel, type GeminiOptions } from '../../../src/providers/gemini/gemini';
import type { Model } from '../../../src/providers/model';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../../model-server/modelServer';

export const KEY = 'AIza-test-0123456789';

const closing: (() => unknown)[] = [];
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown) => void unhandled.push(error);

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', onUnhandled);
  // Too many listeners on one signal are a leak.
  process.on('warning', onUnhandled);
});

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  // A rejection is unhandled once the turn in which it happened is over.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', onUnhandled);
  process.off('warning', onUnhandled);
  expect(unhandled).toEqual([]);
});

/** A server that is closed after the test, and a model that asks it. No test leaves an unhandled rejection: the SDK is prone to them. */
export async function setUpGemini(options: ModelServerOptions = {}, changes: Partial<GeminiOptions> = {}): Promise<{ server: ModelServer; model: Model }> {
  const server = await startModelServer({ key: KEY, maxOutputTokens: 65_536, ...options });
  closing.push(() => server.close());
  return { server, model: createGeminiModel({ apiKey: KEY, model: 'gemini-3.8-flash', baseUrl: server.url, ...changes }) };
}

/** A model behind a server that answers in a way of its own. */
export async function geminiBehind(answer: RequestListener, changes: Partial<GeminiOptions> = {}): Promise<{ baseUrl: string; model: Model }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { baseUrl, model: createGeminiModel({ apiKey: KEY, model: 'gemini-3.8-flash', baseUrl, ...changes }) };
}

/** A model whose every answer is this stream. */
export async function geminiStreaming(...pieces: readonly string[]): Promise<Model> {
  const { model } = await geminiBehind((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  return model;
}

export function chunk(fields: object): string {
  return `data: ${JSON.stringify(fields)}\r\n\r\n`;
}
