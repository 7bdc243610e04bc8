import { checkedBaseUrl, checkedKey } from '../address';
import { type Model, type ModelEvent, type ModelLimits, type ModelRequest, type Prices, ProviderError } from '../model';
import { describeModel } from '../models';
import { readAnswer } from './answer';
import { errorFromGemini, isStoredPrefixGone, type RequestContext } from './errors';
import { DEFAULT_BASE_URL, type Fetch, GEMINI, openExchange } from './exchange';
import { thinkingControlOf } from './models';
import { splitAtMark, toGeminiPrompt, toGeminiRequest } from './request';
import { createGeminiSdk } from './sdk';
import { StoredPrefixes } from './storedPrefixes';

export { listGeminiModels } from './listModels';

export interface GeminiOptions {
  readonly apiKey: string;
  /** Model id, for example `gemini-3.8-flash`. */
  readonly model: string;
  /** Address without `/v1beta`. Default `https://generativelanguage.googleapis.com`; the environment is not asked. */
  readonly baseUrl?: string;
  /** How requests travel: proxies, certificates, connection pool. Default: the global `fetch`, which gives up by itself after 300 s of silence. */
  readonly fetch?: Fetch;
  /** In place of what the table says. */
  readonly limits?: ModelLimits;
  readonly prices?: Prices;
}

/**
 * A Gemini model behind Google's Gemini API. Known prefixes are read from Google's own cache; a prefix up to a mark is stored for certain, for the time that the mark names.
 * Throws a {@link ProviderError} for a key or an address that cannot be right.
 */
export function createGeminiModel(options: GeminiOptions): Model {
  const apiKey = checkedKey(options.apiKey, GEMINI);
  const baseUrl = checkedBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL, GEMINI);
  const id = options.model.replace(/^models\//, '');
  const { limits, prices } = describeModel('gemini', id);
  const thinking = thinkingControlOf(id);
  const context: RequestContext = { model: id, baseUrl, apiKey };
  const sdk = createGeminiSdk(apiKey, baseUrl, id);
  const open = (signal: AbortSignal, expects: 'text/event-stream' | 'application/json') => openExchange({ apiKey, baseUrl, fetch: options.fetch, signal, expects });
  const prefixes = new StoredPrefixes((prompt, lifetimeS, signal) => sdk.store(prompt, lifetimeS, open(signal, 'application/json')));

  async function* stream(request: ModelRequest, { signal }: { readonly signal: AbortSignal }): AsyncGenerator<ModelEvent> {
    signal.throwIfAborted();
    const split = splitAtMark(request);
    const stored = split && (await prefixes.use(split, signal));
    const prompt = stored ? split.rest : toGeminiPrompt(request);
    const body = toGeminiRequest(prompt, request, thinking, stored?.name);
    // Of its own, so that whoever stops listening half-way closes the connection too.
    const connection = new AbortController();
    const close = () => connection.abort();
    signal.addEventListener('abort', close, { once: true });
    const exchange = open(connection.signal, 'text/event-stream');
    let ended = false;
    try {
      for await (const event of readAnswer(sdk.stream(body, exchange), { signal, close, stored: (usage) => stored?.takeCost(usage) ?? {} })) {
        ended ||= event.type === 'end';
        yield event;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (stored && isStoredPrefixGone(error)) {
        prefixes.giveUp(split);
        throw prefixGone(error);
      }
      throw errorFromGemini(error, context, exchange.began);
    } finally {
      signal.removeEventListener('abort', close);
      if (!ended) close();
    }
  }

  async function countTokens(request: ModelRequest, { signal }: { readonly signal: AbortSignal }): Promise<number> {
    signal.throwIfAborted();
    const exchange = open(signal, 'application/json');
    try {
      return await sdk.countTokens(toGeminiPrompt(request), exchange);
    } catch (error) {
      signal.throwIfAborted();
      throw errorFromGemini(error, context, exchange.began);
    }
  }

  const pricesUsed = options.prices ?? prices;
  return { provider: 'gemini', id, limits: options.limits ?? limits, ...(pricesUsed && { prices: pricesUsed }), stream, countTokens };
}

/** The next attempt sends the prompt in full. */
function prefixGone(cause: unknown): ProviderError {
  const message = 'Gemini no longer has the prompt that was stored there. It is sent in full from now on.';
  return new ProviderError(message, { provider: 'gemini', kind: 'server', retryable: true, status: 403, cause });
}
