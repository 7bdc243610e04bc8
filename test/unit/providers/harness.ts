import { afterEach } from 'vitest';
import { type AnthropicOptions, createAnthropicModel } from '../../../src/providers/anthropic/anthropic';
import type { Model, ModelEvent, ModelRequest, ProviderError } from '../../../src/providers/model';
import { isProviderError } from '../../../src/providers/model';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../../model-server/modelServer';

export const KEY = 'sk-ant-test-0123456789';

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server that is closed after the test, and a model that asks it. */
export async function setUp(
  options: ModelServerOptions = {},
  changes: Partial<AnthropicOptions> = {},
): Promise<{ server: ModelServer; model: Model }> {
  const server = await startModelServer({ key: KEY, ...options });
  servers.push(server);
  const model = createAnthropicModel({ apiKey: KEY, model: 'claude-sonnet-5-5', baseUrl: server.url, ...changes });
  return { server, model };
}

export function asking(text: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return { system: [{ text: 'Write specs.' }], user: [{ text }], maxOutputTokens: 4_000, ...changes };
}

export function items(...texts: readonly string[]): string {
  return texts
    .map(
      (text, index) =>
        `<specwright:item id="${index + 1}" kind="section" path="src/a.ts" symbol="f${index + 1}">\n${text}\n</specwright:item>\n`,
    )
    .join('\n');
}

export const never = new AbortController().signal;

export interface Heard {
  readonly events: ModelEvent[];
  readonly text: string;
  /** The last event, where the stream ended as it should. */
  readonly end?: Extract<ModelEvent, { type: 'end' }>;
  readonly error?: unknown;
}

/** Listens to the end, or to the error. */
export async function listen(
  model: Model,
  request: ModelRequest,
  signal: AbortSignal = never,
  heed: (event: ModelEvent) => void = () => {},
): Promise<Heard> {
  const events: ModelEvent[] = [];
  let error: unknown;
  try {
    for await (const event of model.stream(request, { signal })) {
      events.push(event);
      heed(event);
    }
  } catch (thrown) {
    error = thrown;
  }
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  const end = events.at(-1);
  return { events, text, ...(end?.type === 'end' && { end }), ...(error !== undefined && { error }) };
}

/** The error of a request that must fail. */
export async function failureOf(model: Model, request: ModelRequest = asking('hello')): Promise<ProviderError> {
  const { error } = await listen(model, request);
  if (!isProviderError(error)) throw new Error(`Expected a ProviderError, got ${String(error)}`, { cause: error });
  return error;
}
