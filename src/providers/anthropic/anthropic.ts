import { type Model, type ModelEvent, type ModelLimits, type ModelRequest, type Prices, ProviderError } from '../model';
import { describeModel } from '../models';
import { readAnswer } from './answer';
import { checkedBaseUrl, checkedKey, createMessagesClient, DEFAULT_BASE_URL, type Fetch } from './client';
import { errorFromAnthropic } from './errors';
import { toAnthropicRequest } from './request';

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
  const apiKey = checkedKey(options.apiKey);
  const baseUrl = checkedBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
  const messages = createMessagesClient(apiKey, baseUrl, options.fetch);
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
      assertEventStream(response, baseUrl);
      for await (const event of readAnswer(response, signal, close)) {
        ended ||= event.type === 'end';
        yield event;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw errorFromAnthropic(error, { model: options.model, baseUrl, apiKey });
    } finally {
      signal.removeEventListener('abort', close);
      if (!ended) close();
    }
  }

  return {
    provider: 'anthropic',
    id: options.model,
    limits: options.limits ?? limits,
    ...(pricesUsed && { prices: pricesUsed }),
    stream,
  };
}

/** A sign-in page or a wrong path answers too, and with 200: to try again would not help. */
function assertEventStream(response: Response, baseUrl: string): void {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (type.includes('text/event-stream')) return;
  const message = `${new URL(baseUrl).host} answered with ${type} where an event stream was expected. Check the base URL and the proxy settings.`;
  throw new ProviderError(message, {
    provider: 'anthropic',
    kind: 'invalid',
    retryable: false,
    status: response.status,
  });
}
