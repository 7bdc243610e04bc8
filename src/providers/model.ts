/** The contract between the engine and the providers. Providers import nothing else of this project. */

/** A model that answers requests. Made by a provider's `create…` function, handed to the engine by the composition root. */
export interface Model {
  /** `anthropic`, `gemini`, `openai`: the name used in settings, prices and `by="provider/model"`. */
  readonly provider: string;
  readonly id: string;
  readonly limits: ModelLimits;
  /** Absent: the model is unpriced, and every cost that it takes part in is unknown, never $0. */
  readonly prices?: Prices;
  /**
   * Sends one request and yields its answer as it arrives. The stream ends with exactly one `end` event or throws a
   * {@link ProviderError}; when `signal` aborts it throws the signal's reason, and the socket is closed by then.
   * Never retries: that is the dispatcher's.
   */
  stream(request: ModelRequest, options: { readonly signal: AbortSignal }): AsyncIterable<ModelEvent>;
  /** Input tokens of a request as the provider counts them; costs nothing. Absent: the provider cannot count. Throws as `stream` does. */
  countTokens?(request: ModelRequest, options: { readonly signal: AbortSignal }): Promise<number>;
}

export interface ModelLimits {
  /** Context window: input and output together, in tokens. */
  readonly contextTokens: number;
  /** Most output tokens of one answer, thinking included. */
  readonly maxOutputTokens: number;
  /** Absent: the provider caches no prompts, or nobody knows of it. */
  readonly promptCache?: PromptCacheKind;
  /** Shortest prefix that the provider caches, in tokens. Absent where it has no prompt cache. */
  readonly minCacheableTokens?: number;
  /** A cached prefix can be read only once the first answer that writes it has begun (Anthropic, OpenAI). */
  readonly cacheReadableAfterFirstByte?: boolean;
  /** Most requests at once that its server is known to take well, such as one on this machine. Absent: as many as the person allows. */
  readonly concurrency?: number;
  /** Tokens of this model per token of the estimator (`tokenx`), before real usage corrects it. */
  readonly tokensPerEstimate: number;
}

/**
 * `breakpoints`: what {@link PromptPart.cache} marks is cached (Anthropic, OpenAI since GPT-5.6). `automatic`: the provider looks for known prefixes by itself, marks mean
 * nothing (OpenAI before that, and its like). `stored`: as `automatic`, and a marked prefix is stored under a name of its own, for which storage is paid (Gemini).
 */
export type PromptCacheKind = 'breakpoints' | 'automatic' | 'stored';

/** US dollars per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  /** Keeping a million tokens in a `stored` cache for an hour. Absent: nothing. */
  readonly cacheStorageHour?: number;
  /** Other prices for the whole request where its input (cached or not) exceeds `aboveInputTokens`. */
  readonly band?: { readonly aboveInputTokens: number } & Omit<Prices, 'band' | 'source' | 'asOf' | 'cacheStorageHour'>;
  /** Where the figures come from, and the day (ISO) on which they held. */
  readonly source: string;
  readonly asOf: string;
}

export interface ModelRequest {
  /** Instructions, most stable first. */
  readonly system: readonly PromptPart[];
  /** The user's turn, most stable first; the last part holds the items. */
  readonly user: readonly PromptPart[];
  /** Limit of the answer in tokens, thinking included. */
  readonly maxOutputTokens: number;
  readonly effort?: Effort;
}

export type Effort = 'low' | 'medium' | 'high';

export interface PromptPart {
  readonly text: string;
  /** Ask the provider to cache the prompt up to and including this part. Four at most in a request. */
  readonly cache?: '5m' | '1h';
}

export type ModelEvent =
  /** The headers of the answer told what the rate limits leave. Before `started`. */
  | { readonly type: 'rate-limits'; readonly limits: RateLimits }
  /** The first byte of the answer is there (headers do not count). Sent once, before any text. */
  | { readonly type: 'started' }
  /** Something arrived that is no text (thinking, a ping): it only shows that the stream is alive. */
  | { readonly type: 'alive' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'end'; readonly stop: StopReason; readonly rawStop?: string; readonly usage?: Usage; readonly rawUsage?: unknown };

/** What a provider says of its rate limits. Absent: it says nothing of that kind. */
export interface RateLimits {
  readonly requests?: RateLimit;
  /** Input that was not read from a cache. */
  readonly inputTokens?: RateLimit;
  readonly outputTokens?: RateLimit;
  /** Input and output together (OpenAI). */
  readonly tokens?: RateLimit;
}

export interface RateLimit {
  /** For one minute. Absent: not told. */
  readonly limit?: number;
  readonly remaining: number;
  /** Until the limit is whole again, in milliseconds. */
  readonly resetsInMs: number;
}


/**
 * `complete`: the model finished. `length`: the output limit was reached. `context`: the context window was.
 * `refusal`: the model or a filter declined. `other`: the provider said something else, which `rawStop` has in its own word.
 */
export type StopReason = 'complete' | 'length' | 'context' | 'refusal' | 'other';

/** Normalised: the kinds never overlap, so their sum is what was processed. In tokens. */
export interface Usage {
  /** Input at full price: neither read from a cache nor written to one. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  /** Thinking included. */
  readonly outputTokens: number;
  readonly thinkingTokens?: number;
}

/** A request failed. `retryable` says whether the same request may succeed later. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly provider: string;
  /** HTTP status, where an answer came. */
  readonly status?: number;
  readonly retryable: boolean;
  /** What the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** `auth`: the key is wrong. `quota`: paid-for volume is used up. The rest speaks for itself. */
  readonly kind: ProviderErrorKind;
  /** What the refusal's headers said of the rate limits. */
  readonly rateLimits?: RateLimits;

  constructor(message: string, details: { provider: string; kind: ProviderErrorKind; retryable: boolean; status?: number; retryAfterMs?: number; rateLimits?: RateLimits; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.provider = details.provider;
    this.kind = details.kind;
    this.retryable = details.retryable;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.rateLimits = details.rateLimits;
  }
}

export type ProviderErrorKind = 'auth' | 'quota' | 'rate' | 'overloaded' | 'invalid' | 'not-found' | 'network' | 'server' | 'other';

/** By name, not `instanceof`: a provider is a bundle of its own and brings its own copy of the class. */
export function isProviderError(error: unknown): error is ProviderError {
  return error instanceof Error && error.name === 'ProviderError';
}
