import { APIError } from 'openai/core/error';
import { _iterSSEMessages as readEvents } from 'openai/core/streaming';
import { drain } from '../drain';
import { type ModelEvent, ProviderError } from '../model';
import { stopFromOpenAi } from './stopReason';
import { type OpenAiUsage, usageFromOpenAi } from './usage';

/** As much of a chunk as we use. Servers leave out what OpenAI's types promise. */
interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string | null; readonly refusal?: string | null } | null;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: OpenAiUsage | null;
  readonly error?: unknown;
}

export interface AnswerOptions {
  readonly signal: AbortSignal;
  /** Of the connection. */
  readonly connection: AbortController;
  /** What to call the server. */
  readonly server: string;
  /** The limit that the request set, in tokens. */
  readonly maxOutputTokens: number;
}

/**
 * Turns the chunks of an answer into events. Raw ones: the SDK's own iterator gives up the connection at `[DONE]`. Throws the SDK's error for an error in the stream, and
 * a retryable {@link ProviderError} for a stream that ends before its reason to.
 */
export async function* readAnswer(response: Response, { signal, connection, server, maxOutputTokens }: AnswerOptions): AsyncGenerator<ModelEvent> {
  const events = readEvents(response, connection);
  let started = false;
  let rawStop: string | undefined;
  let rawUsage: OpenAiUsage | undefined;
  let refused = false;

  for (;;) {
    const next = await events.next();
    signal.throwIfAborted();
    // Not every server says `[DONE]`.
    if (next.done) break;
    const { event: name, data } = next.value;
    if (data === '[DONE]') break;
    const chunk = JSON.parse(data) as Chunk;
    if (name === 'error' || chunk.error) throw new APIError(undefined, (chunk.error ?? chunk), undefined, response.headers);
    if (!started) {
      started = true;
      yield { type: 'started' };
    }
    const choice = chunk.choices?.[0];
    refused ||= Boolean(choice?.delta?.refusal);
    rawStop = choice?.finish_reason || rawStop;
    rawUsage = chunk.usage ?? rawUsage;
    // What is no text (the role, reasoning under any of its names, usage) only shows that the stream is alive.
    const text = choice?.delta?.content;
    yield text ? { type: 'text', text } : { type: 'alive' };
    if (rawStop !== undefined && chunk.usage && !choice) break;
  }
  if (rawStop === undefined) throw brokenOff(server);

  const drained = drain(events, () => connection.abort());
  const usage = rawUsage && { usage: usageFromOpenAi(rawUsage), rawUsage };
  const stop = refused ? 'refusal' : stopFromOpenAi(rawStop);
  // Short of the limit that we set, it was the context window that ended the answer (Ollama, llama.cpp).
  const byWindow = stop === 'length' && usage !== undefined && usage.usage.outputTokens < maxOutputTokens;
  yield { type: 'end', stop: byWindow ? 'context' : stop, rawStop: refused ? 'refusal' : rawStop, ...usage };
  await drained;
}

function brokenOff(server: string): ProviderError {
  return new ProviderError(`The connection to ${server} ended in the middle of the answer.`, { provider: 'openai', kind: 'network', retryable: true });
}
