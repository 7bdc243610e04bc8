import type { Prices } from '../model';
import type { ModelDescription } from '../models';

/**
 * `claude-sonnet-5-5`: its prose is what a spec needs, at $2 / $10 per million tokens; half the price of `claude-opus-5-5` and a quarter of
 * `claude-fable-5-2`. It caches prefixes from 512 tokens on and reads them at 0.05 × the price, so the instructions that every request
 * shares cost next to nothing. Much cheaper, for plain prose: `claude-haiku-5-5`, $0.10 / $0.50 for prompts up to 100,000 tokens.
 */
export const DEFAULT_ANTHROPIC_MODEL = 'claude-sonnet-5-5';

/**
 * Tokens per token of `tokenx`. The tokenizer since Opus 4.7 counts about 30% more than the one before (platform.claude.com, model
 * pages), which counts 9–14% more than o200k, to which tokenx is within 10%. Inferred, not measured: real usage corrects it.
 */
const TOKENIZER_SINCE_4_7 = 1.4;
const TOKENIZER_BEFORE_4_7 = 1.1;

/** platform.claude.com/docs/en/about-claude/pricing and the model pages beside it; the smallest cacheable lengths of older models are third-party figures. */
const SOURCE = 'platform.claude.com/docs/en/about-claude/pricing';
const AS_OF = '2026-11-22';

type Rates = Omit<Prices, 'band' | 'source' | 'asOf' | 'cacheStorageHour'>;

/** Writes cost 1.25 × (5 minutes) and 2 × (1 hour) the input price on every Claude model; the price of a read differs by model. */
function rates(input: number, output: number, cacheRead: number): Rates {
  return { input, output, cacheRead, cacheWrite5m: round(input * 1.25), cacheWrite1h: round(input * 2) };
}

/** Keeps 0.1 * 1.25 from becoming 0.12500000000000003. */
function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}

function priced(base: Rates, band?: Prices['band']): Prices {
  return { ...base, ...(band && { band }), source: SOURCE, asOf: AS_OF };
}

function current(minCacheableTokens: number, prices?: Prices): ModelDescription {
  const limits = {
    contextTokens: 1_000_000,
    maxOutputTokens: 128_000,
    promptCache: 'breakpoints' as const,
    minCacheableTokens,
    cacheReadableAfterFirstByte: true,
  };
  return {
    limits: { ...limits, tokensPerEstimate: TOKENIZER_SINCE_4_7 },
    ...(prices && { prices }),
    acceptsEffort: true,
  };
}

/** Models before 5: the limits that are certain; some take more. */
function older(
  minCacheableTokens: number,
  tokensPerEstimate: number,
  prices: Prices,
  acceptsEffort = true,
): ModelDescription {
  const limits = {
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    promptCache: 'breakpoints' as const,
    minCacheableTokens,
    cacheReadableAfterFirstByte: true,
  };
  return { limits: { ...limits, tokensPerEstimate }, prices, acceptsEffort };
}

const FABLE_5 = rates(10, 50, 1);
const FABLE_5_1 = rates(10, 50, 0.25);
const OPUS_4_AND_5 = rates(5, 25, 0.5);
const SONNET_4 = rates(3, 15, 0.3);

/** The newest and strongest first. */
export const ANTHROPIC_MODELS: Readonly<Record<string, ModelDescription>> = {
  // Price of cache reads from a third party; smallest cacheable length not published.
  'claude-fable-5-2': current(4_096, priced(rates(8, 40, 0.2))),
  'claude-opus-5-5': current(512, priced(rates(4, 20, 0.2))),
  'claude-sonnet-5-5': current(512, priced(rates(2, 10, 0.1))),
  'claude-haiku-5-5': current(
    512,
    priced(rates(0.1, 0.5, 0.01), { aboveInputTokens: 100_000, ...rates(0.5, 2.5, 0.05) }),
  ),
  // Prices not published.
  'claude-mythos-5-2': current(4_096),
  'claude-fable-5-1': current(512, priced(FABLE_5_1)),
  'claude-mythos-5-1': current(4_096, priced(FABLE_5_1)),
  'claude-opus-5': current(512, priced(OPUS_4_AND_5)),
  'claude-sonnet-5': current(1_024, priced(rates(2, 10, 0.2))),
  'claude-fable-5': current(4_096, priced(FABLE_5)),
  'claude-mythos-5': current(4_096, priced(FABLE_5)),
  'claude-opus-4-8': older(1_024, TOKENIZER_SINCE_4_7, priced(OPUS_4_AND_5)),
  'claude-opus-4-7': older(2_048, TOKENIZER_SINCE_4_7, priced(OPUS_4_AND_5)),
  'claude-opus-4-6': older(4_096, TOKENIZER_BEFORE_4_7, priced(OPUS_4_AND_5)),
  'claude-opus-4-5': older(4_096, TOKENIZER_BEFORE_4_7, priced(OPUS_4_AND_5)),
  // 1,024 according to one source, 2,048 to another.
  'claude-sonnet-4-6': older(2_048, TOKENIZER_BEFORE_4_7, priced(SONNET_4)),
  // Retired on 30 November 2026.
  'claude-sonnet-4-5': older(1_024, TOKENIZER_BEFORE_4_7, priced(SONNET_4), false),
  // Haiku takes effort from 5.5 on.
  'claude-haiku-4-5': older(4_096, TOKENIZER_BEFORE_4_7, priced(rates(1, 5, 0.1)), false),
};

/** Careful: small limits, and the largest smallest prefix that any model has, since below it a prefix is silently not cached. */
export function unknownAnthropicModel(id: string): ModelDescription {
  return {
    limits: {
      contextTokens: 200_000,
      maxOutputTokens: 32_000,
      promptCache: 'breakpoints',
      minCacheableTokens: 4_096,
      cacheReadableAfterFirstByte: true,
      tokensPerEstimate: TOKENIZER_SINCE_4_7,
    },
    // A gateway may offer models of others under the same protocol.
    acceptsEffort: id.startsWith('claude-'),
  };
}
