import { setImmediate } from 'node:timers/promises';
import { assertType, type ProviderLabel } from '../address';
import { apiFailureOf } from './apiFailure';
import { readableForSdk } from './eventStream';

export type Fetch = typeof globalThis.fetch;

export const GEMINI: ProviderLabel = { provider: 'gemini', title: 'Gemini', keyVariable: 'GEMINI_API_KEY' };
export const DEFAULT_BASE_URL = 'https://generativelanguage.googleapis.com';

/** One HTTP request as the SDK makes it, by our rules. */
export interface Exchange {
  /** For the SDK, in place of the global `fetch`. */
  readonly fetch: Fetch;
  /** Why it failed. The SDK's own errors keep neither cause, nor headers, nor the server's words by themselves. */
  failure?: unknown;
  /** The headers of an answer were there. */
  began: boolean;
}

export interface ExchangeOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  /** Default: the global one, looked up at each call: VS Code puts its proxy-aware `fetch` in its place. */
  readonly fetch?: Fetch;
  readonly signal: AbortSignal;
  readonly expects: 'text/event-stream' | 'application/json';
}

/** All that a request needs. */
const SENT_HEADERS = ['accept', 'user-agent', 'x-goog-api-client'] as const;

/**
 * Sends exactly what is needed, follows no redirect, and puts failures into `failure` as they were. The key goes into a header; in the URL
 * it would end up in the logs of proxies.
 */
export function openExchange({ apiKey, baseUrl, fetch, signal, expects }: ExchangeOptions): Exchange {
  const exchange: Exchange = {
    began: false,
    fetch: async (input, init) => {
      try {
        const headers = new Headers({ 'content-type': 'application/json', 'x-goog-api-key': apiKey });
        const wanted = new Headers(init?.headers);
        for (const name of SENT_HEADERS) if (wanted.has(name)) headers.set(name, wanted.get(name)!);
        // A redirect would take the prompt to an address that nobody chose.
        const exact = { method: init?.method, body: init?.body, headers: Object.fromEntries(headers), redirect: 'manual' as const, signal };
        const response = await (fetch ?? globalThis.fetch)(input, exact);
        if (!response.ok) throw await freed(apiFailureOf(response));
        assertType(response, expects, baseUrl, GEMINI.provider);
        exchange.began = true;
        if (expects === 'application/json') return new Response(await freed(response.text()), { headers: { 'content-type': expects } });
        return new Response(readableForSdk(response.body, (error) => (exchange.failure = error)));
      } catch (error) {
        exchange.failure = error;
        throw error;
      }
    },
  };
  return exchange;
}

/** undici frees a connection one turn of the event loop after the last byte; a request made before that opens another. */
async function freed<T>(body: Promise<T>): Promise<T> {
  const read = await body;
  await setImmediate();
  return read;
}
