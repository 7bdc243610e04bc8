import { assertType, checkedBaseUrl, checkedKey } from '../address';
import type { Model, ModelEvent, ModelLimits, ModelRequest, Prices } from '../model';
import { describeModel } from '../models';
import { readAnswer } from './answer';
import { ANTHROPIC, createClient, DEFAULT_BASE_URL, type Fetch } from './client';
import { errorFromAnthropic, type RequestContext } from './errors';
import { rateLimitsFromAnthropic } from './rateLimits';
import { toAnthropicRequest } from './request';

export { listAnthropicModels } from './listModels';

export interface AnthropicOptions {
  readonly apiKey: string;
  /** Model id, for example `claude-sonnet-5-5`. */
  readonly model: string;
  /** Address without `/v1`. Default `https://api.anthropic.com`; the environment is not asked. */
  readonly baseUrl?: string;
  /**
   * How requests travel: proxies, certificates, connection pool. Default: the global `fetch`, which keeps connections open for the
   * next request (4 s, or as long as the server offers), but gives up by itself after 300 s without headers or data.
   */
  readonly fetch?: Fetch;
  /** In place of what the table says. */
  readonly limits?: ModelLimits;
  readonly prices?: Prices;
}

/** A Claude model behind Anthropic's Messages API. Throws a {@link ProviderError} for a key or an address that cannot be right. */
export function createAnthropicModel(options: AnthropicOptions): Model {
  const apiKey = checkedKey(options.apiKey, ANTHROPIC);
  const baseUrl = checkedBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL, ANTHROPIC);
  const { messages } = createClient(apiKey, baseUrl, options.fetch);
  const context: RequestContext = { model: options.model, baseUrl, apiKey };
  const { limits, prices, acceptsEffort } = describeModel('anthropic', options.model);
  const pricesUsed = options.prices ?? prices;

  async function* stream(
    request: ModelRequest,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<ModelEvent> {
    signal.throwIfAborted();
    const body = toAnthropicRequest(options.model, request, acceptsEffort);
    // Of its own, so that whoever stops listening half-way closes the connection too.
    const connection = new AbortController();
    const close = () => connection.abort();
    signal.addEventListener('abort', close, { once: true });
    let ended = false;
    try {
      const response = await messages.create(body, { signal: connection.signal }).asResponse();
      const told = rateLimitsFromAnthropic(response.headers);
      if (told) yield { type: 'rate-limits', limits: told };
      assertType(response, 'text/event-stream', baseUrl, 'anthropic');
      for await (const event of readAnswer(response, signal, close)) {
        ended ||= event.type === 'end';
        yield event;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw errorFromAnthropic(error, context);
    } finally {
      signal.removeEventListener('abort', close);
      if (!ended) close();
    }
  }

  async function countTokens(request: ModelRequest, { signal }: { readonly signal: AbortSignal }): Promise<number> {
    signal.throwIfAborted();
    const { system, messages: asked } = toAnthropicRequest(options.model, request, acceptsEffort);
    try {
      const counted = await messages.countTokens({ model: options.model, messages: asked, ...(system && { system }) }, { signal });
      return counted.input_tokens;
    } catch (error) {
      signal.throwIfAborted();
      throw errorFromAnthropic(error, context);
    }
  }

  return {
    provider: 'anthropic',
    id: options.model,
    limits: options.limits ?? limits,
    ...(pricesUsed && { prices: pricesUsed }),
    stream,
    countTokens,
  };
}
