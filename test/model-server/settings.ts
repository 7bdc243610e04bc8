import type { FaultRule } from './faults';
import type { RequestedItem } from './items';
import type { LedgerEntry } from './ledger';
import type { OpenAiQuirks } from './openai/quirks';
import type { RateLimitSettings } from './rateLimits';

/** How the server behaves. All of it can be changed while it runs; a request keeps what held when it arrived. */
export interface ServerSettings {
  /** The only key that is let in. Default: any, and none. */
  readonly key?: string;
  /** From the arrival of the request to the first byte of the answer. Default 0. */
  readonly timeToFirstTokenMs: number;
  /** Speed of the answer; 0, the default, is as fast as can be. */
  readonly tokensPerSecond: number;
  /** Factor for both: 0.1 makes everything ten times as fast. Default 1. */
  readonly timeScale: number;
  /** Spread of both: 0.2 is up to 20% more or less, by the seeded random numbers. Default 0. */
  readonly jitter: number;
  readonly seed: number;
  /** Tokens of text in an event. Default 8. */
  readonly tokensPerDelta: number;
  /** The bytes of the stream are sent in pieces of this size, through the middle of events and characters; 0, the default, sends whole events. */
  readonly chunkBytes: number;
  /** Cut pieces and events at random, up to the sizes given. */
  readonly cutAtRandom: boolean;
  /** Length of the thinking block that an answer begins with; 0, the default, is none. */
  readonly thinkingTokens: number;
  /** Shortest prefix that is cached. Default 512, as for Claude Sonnet 5.5. */
  readonly minCacheableTokens: number;
  /** Context window. Default 1,000,000. */
  readonly contextTokens: number;
  /** Largest `max_tokens` that is taken. Default 128,000. */
  readonly maxOutputTokens: number;
  /** What an item is answered with. Default: Markdown derived from its text. */
  readonly answer?: (item: RequestedItem) => string;
  /** Answers are lengthened to so many tokens. Default 0: they stay as they are. */
  readonly itemTokens: number | ((item: RequestedItem) => number);
  /** What a request without items is answered with. Default: the fingerprint of its prompt. */
  readonly answerWithoutItems?: (request: LedgerEntry) => string;
  readonly faults: readonly FaultRule[];
  /** Token buckets that requests must fit into, whichever protocol they come by; else HTTP 429. Default: no limits, and headers that tell of generous ones. */
  readonly rateLimits: RateLimitSettings;
  /** Ids that a list of models has. Default: some of the protocol's own. */
  readonly models?: readonly string[];
  /** `false`: prompts are not stored, as on Gemini's free plan. Default: they are. */
  readonly storesPrompts?: boolean;
  /** How the server differs from OpenAI's own, where it is asked by OpenAI's protocol. Default: not at all. */
  readonly quirks: OpenAiQuirks;
  /** Holds the first byte of an answer back until a test lets it go. */
  readonly beforeFirstByte?: (request: LedgerEntry) => Promise<unknown>;
}

export const DEFAULT_SETTINGS: ServerSettings = {
  timeToFirstTokenMs: 0,
  tokensPerSecond: 0,
  timeScale: 1,
  jitter: 0,
  seed: 1,
  tokensPerDelta: 8,
  chunkBytes: 0,
  cutAtRandom: false,
  thinkingTokens: 0,
  minCacheableTokens: 512,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  itemTokens: 0,
  faults: [],
  rateLimits: {},
  quirks: {},
};
