import { assertType, hostOf } from '../address';
import type { Model, ModelEvent, ModelLimits, ModelRequest, Prices, Usage } from '../model';
import { describeModel } from '../models';
import { readAnswer } from './answer';
import { createClient, DEFAULT_BASE_URL, type Fetch, isOpenAi, keyFor, openAiBaseUrl } from './client';
import { dialectOf, unlearn } from './dialect';
import { apiErrorIn, errorFromOpenAi, isAboutContext, wordsOf } from './errors';
import { rateLimitsFromOpenAi } from './rateLimits';
import { toOpenAiRequest } from './request';
import { ContextWindow, estimatePrompt } from './window';

export { listOpenAiModels } from './listModels';

export interface OpenAiOptions {
  /** Absent or empty: none is sent. Local servers want none; OpenAI itself does. */
  readonly apiKey?: string;
  /** Model id, for example `gpt-6.1-terra`, or whatever the server calls its models. */
  readonly model: string;
  /** Address with `/v1`, which is added where there is no path. Default `https://api.openai.com/v1`; the environment is not asked. */
  readonly baseUrl?: string;
  /** How requests travel: proxies, certificates, connection pool. Default: the global `fetch`, which gives up by itself after 300 s without headers or data. */
  readonly fetch?: Fetch;
  /** In place of what the table says. */
  readonly limits?: ModelLimits;
  readonly prices?: Prices;
  /** Whether the server understands all that OpenAI does. Default: whether it is OpenAI's, by its name. */
  readonly isOpenAi?: boolean;
}

/** The most that a server can have against our requests: one field after the other. */
const MOST_CORRECTIONS = 5;

/**
 * A model behind OpenAI's chat protocol: OpenAI's own, or one of Ollama, LM Studio, vLLM, OpenRouter, a company's gateway. Throws a {@link ProviderError} for a key or
 * an address that cannot be right.
 */
export function createOpenAIModel(options: OpenAiOptions): Model {
  const baseUrl = openAiBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
  const isOfficial = options.isOpenAi ?? isOpenAi(baseUrl);
  const apiKey = keyFor(isOfficial, options.apiKey);
  const client = createClient(apiKey, baseUrl, options.fetch);
  const description = describeModel('openai', options.model);
  const pricesUsed = options.prices ?? description.prices;
  const dialect = dialectOf(isOfficial, description);
  // OpenAI refuses what is too long.
  const window = isOfficial ? undefined : new ContextWindow();
  const server = isOfficial ? 'OpenAI' : hostOf(baseUrl);

  /** Sends the request, anew without the field where the server names one that it does not know. That is no retry: nothing was answered, and it is another request. */
  async function send(request: ModelRequest, signal: AbortSignal): Promise<Response> {
    for (let corrections = 0; ; corrections++) {
      try {
        return (await client.chat.completions.create(toOpenAiRequest(options.model, request, dialect), { signal }).asResponse());
      } catch (error) {
        const api = apiErrorIn(error);
        const refused = api && (api.status === 400 || api.status === 422) ? `${api.param ?? ''} ${wordsOf(api)}` : undefined;
        if (refused === undefined || corrections >= MOST_CORRECTIONS || !unlearn(dialect, refused)) throw error;
      }
    }
  }

  async function* stream(request: ModelRequest, { signal }: { readonly signal: AbortSignal }): AsyncGenerator<ModelEvent> {
    signal.throwIfAborted();
    const estimated = window ? estimatePrompt(request) : 0;
    if (window?.isTooSmallFor(estimated)) {
      yield doesNotFit('not sent: the server cuts prompts of this length');
      return;
    }
    // Of its own, so that whoever stops listening half-way closes the connection too.
    const connection = new AbortController();
    const close = () => connection.abort();
    signal.addEventListener('abort', close, { once: true });
    let ended = false;
    try {
      const response = await send(request, connection.signal);
      const limits = rateLimitsFromOpenAi(response.headers);
      if (limits) yield { type: 'rate-limits', limits };
      assertType(response, 'text/event-stream', baseUrl, 'openai');
      const answer = readAnswer(response, { signal, connection, server, maxOutputTokens: request.maxOutputTokens });
      for await (const event of window ? whereWhole(answer, window, estimated) : answer) {
        ended ||= event.type === 'end';
        yield event;
      }
    } catch (error) {
      signal.throwIfAborted();
      const api = apiErrorIn(error);
      if (api && isAboutContext(api)) {
        ended = true;
        yield doesNotFit(wordsOf(api));
        return;
      }
      throw errorFromOpenAi(error, { model: options.model, baseUrl, server, apiKey });
    } finally {
      signal.removeEventListener('abort', close);
      if (!ended) close();
    }
  }

  return {
    provider: 'openai',
    id: options.model,
    limits: options.limits ?? (isOfficial ? description.limits : limitsBehind(baseUrl, description.limits)),
    ...(pricesUsed && { prices: pricesUsed }),
    stream,
  };
}

/** Keeps the text back while it is in doubt whether the server has read the whole prompt. An answer to less than was asked is no answer. */
async function* whereWhole(answer: AsyncGenerator<ModelEvent>, window: ContextWindow, estimatedTokens: number): AsyncGenerator<ModelEvent> {
  const held: ModelEvent[] = [];
  const inDoubt = window.isInDoubt(estimatedTokens);
  for await (const event of answer) {
    if (event.type === 'text' && inDoubt) {
      held.push(event);
      yield { type: 'alive' };
      continue;
    }
    if (event.type === 'end') {
      const told = event.rawUsage as { readonly prompt_tokens?: number } | undefined;
      if (window.learn(estimatedTokens, told?.prompt_tokens)) {
        yield { ...event, stop: 'context', rawStop: `prompt cut: ${told?.prompt_tokens} of about ${estimatedTokens} tokens were read` };
        continue;
      }
      yield* held;
    }
    yield event;
  }
}

const NOTHING: Usage = { inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0 };

/** Refused before anything was read: nothing is billed, and with less in it the request may fit. */
function doesNotFit(rawStop: string): ModelEvent {
  return { type: 'end', stop: 'context', rawStop, usage: NOTHING };
}

/** A server on one's own machine serves a few at a time; the rest would only wait there, against our time limits. */
const LOCAL_CONCURRENCY = 4;

/** What holds where the server is not OpenAI's own. */
function limitsBehind(baseUrl: string, limits: ModelLimits): ModelLimits {
  return { ...withoutBreakpoints(limits), ...(isLoopback(new URL(baseUrl).hostname) && { concurrency: LOCAL_CONCURRENCY }) };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}

/** Between us and OpenAI a gateway may drop the marks; without them nothing of ours is cached (see {@link toOpenAiRequest}). */
function withoutBreakpoints(limits: ModelLimits): ModelLimits {
  if (limits.promptCache !== 'breakpoints') return limits;
  const { contextTokens, maxOutputTokens, tokensPerEstimate } = limits;
  return { contextTokens, maxOutputTokens, tokensPerEstimate };
}
