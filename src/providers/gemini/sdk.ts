import { type CountTokensRequest, type GenerateContentRequest, GoogleGenerativeAI } from '@google/generative-ai';
import { type CachedContentCreateParams, GoogleAICacheManager } from '@google/generative-ai/server';
import type { Exchange } from './exchange';
import type { WireChunk, WirePrompt, WireRequest, WireStored } from './wire';

/** What we ask of an SDK. Throws what the exchange saw, rather than what the SDK made of it; a `SyntaxError` for an answer that cannot be read. */
export interface GeminiSdk {
  stream(request: WireRequest, exchange: Exchange): AsyncIterable<WireChunk>;
  countTokens(prompt: WirePrompt, exchange: Exchange): Promise<number>;
  /** Stores a prompt for so many seconds, under a name that later requests can begin with. */
  store(prompt: WirePrompt, lifetimeS: number, exchange: Exchange): Promise<WireStored>;
}

/**
 * The only file that knows `@google/generative-ai`. That SDK is past its end of life (31 August 2025), so its faults stay, and this is what has to be
 * written anew for another one:
 * - it takes no `fetch` (see {@link byFetch}), and its errors lose the cause and the headers: the exchange keeps both;
 * - `text()` mixes thoughts with the answer, and the aggregated `response` drops what it does not know: only single chunks are read;
 * - a stream that breaks also rejects `response`, which nobody awaits;
 * - its timer is never cleared, and it never takes its listener off a signal: neither is used, the exchange has the signal.
 */
export function createGeminiSdk(apiKey: string, baseUrl: string, id: string): GeminiSdk {
  // The address alone: neither `timeout` nor `signal`.
  const model = new GoogleGenerativeAI(apiKey).getGenerativeModel({ model: id }, { baseUrl });
  const caches = new GoogleAICacheManager(apiKey, { baseUrl });

  async function* stream(request: WireRequest, exchange: Exchange): AsyncGenerator<WireChunk> {
    // A copy, since the SDK writes into it. `thinkingConfig` is younger than its types, and passed on as it is.
    const body = { ...request } as GenerateContentRequest;
    const { stream: chunks, response } = await byFetch(exchange, () => model.generateContentStream(body));
    response.catch(() => {});
    try {
      for await (const chunk of chunks) yield chunk;
    } catch {
      throw reasonOf(exchange);
    }
  }

  return {
    stream,
    async countTokens(prompt, exchange) {
      // The prompt inside of a request: only so does the system instruction count.
      const body = { generateContentRequest: { ...prompt } } as CountTokensRequest;
      const { totalTokens } = await byFetch(exchange, () => model.countTokens(body));
      return totalTokens;
    },
    async store(prompt, lifetimeS, exchange) {
      const body = { model: id, ...prompt, ttlSeconds: lifetimeS } as unknown as CachedContentCreateParams;
      return (await byFetch(exchange, () => caches.create(body))) as WireStored;
    },
  };
}

/**
 * Lets the SDK travel by our `fetch`. It has no option for that, but looks the global one up at once, before it first waits: so ours stands there for
 * just that turn of the event loop, in which no other code runs.
 */
async function byFetch<T>(exchange: Exchange, call: () => Promise<T>): Promise<T> {
  const original = globalThis.fetch;
  // It may even be called in this turn, and then ask for the global one itself: so that has to wait until it is back.
  globalThis.fetch = (input, init) => Promise.resolve().then(() => exchange.fetch(input, init));
  let result: Promise<T>;
  try {
    result = call();
  } finally {
    globalThis.fetch = original;
  }
  try {
    return await result;
  } catch {
    throw reasonOf(exchange);
  }
}

/** Where the connection is not to blame, the SDK could not read what came. Its own message would quote it. */
function reasonOf({ failure }: Exchange): unknown {
  return failure ?? new SyntaxError('The answer cannot be read.');
}
