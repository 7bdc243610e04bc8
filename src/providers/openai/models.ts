import type { ModelLimits, Prices } from '../model';
import type { ModelDescription } from '../models';

/**
 * `gpt-6.1-terra`: what OpenAI recommends for most work, at $1 / $5 per million tokens; half the price of `gpt-6.1-sol` and a tenth of `gpt-6-astra`. It reads cached
 * prefixes at 0.05 × the price. Much cheaper, for plain prose: `gpt-6-luna`, $0.10 / $0.50.
 */
export const DEFAULT_OPENAI_MODEL = 'gpt-6.1-terra';

/** OpenAI's own pages were not at hand: figures as others transcribed them, of which two agree for each. */
const SOURCE = 'third party (docs.litellm.ai/blog, apidog.com/blog), after developers.openai.com/api/docs/pricing';
const AS_OF = '2026-11-22';

type Rates = Omit<Prices, 'band' | 'source' | 'asOf' | 'cacheStorageHour'>;

/** Above so many input tokens everything that goes in costs twice as much, and what comes out 1.5 times, for the whole request. */
const LONG_PROMPT_TOKENS = 272_000;

function priced(rates: Rates): Prices {
  const doubled = Object.fromEntries(Object.entries(rates).map(([kind, usd]) => [kind, round(usd * 2)])) as unknown as Rates;
  return { ...rates, band: { aboveInputTokens: LONG_PROMPT_TOKENS, ...doubled, output: round(rates.output * 1.5) }, source: SOURCE, asOf: AS_OF };
}

/** Keeps 0.1 * 1.25 from becoming 0.12500000000000003. */
function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}

/** `tokenx` is made after o200k, OpenAI's tokenizer. */
const TOKENIZER = 1;

/** 922,000 tokens of input and 128,000 of output. Prefixes are cached from 1,024 tokens on (developers.openai.com, prompt caching). */
const LIMITS: ModelLimits = { contextTokens: 1_050_000, maxOutputTokens: 128_000, minCacheableTokens: 1_024, cacheReadableAfterFirstByte: true, tokensPerEstimate: TOKENIZER };

/** From GPT-5.6 on a prefix is found again only where a breakpoint marked its end, and writing it costs 1.25 × its price. */
function current(input: number, cacheRead: number, output: number): ModelDescription {
  const cacheWrite = round(input * 1.25);
  return { limits: { ...LIMITS, promptCache: 'breakpoints' }, prices: priced({ input, output, cacheRead, cacheWrite5m: cacheWrite, cacheWrite1h: cacheWrite }), acceptsEffort: true };
}

/** Before, known prefixes were found by themselves, and writing was free. */
function older(input: number, cacheRead: number, output: number): ModelDescription {
  return { limits: { ...LIMITS, contextTokens: 400_000, promptCache: 'automatic' }, prices: priced({ input, output, cacheRead, cacheWrite5m: input, cacheWrite1h: input }), acceptsEffort: true };
}

/** The newest and strongest first. */
export const OPENAI_MODELS: Readonly<Record<string, ModelDescription>> = {
  'gpt-6.1-sol': current(2, 0.1, 10),
  'gpt-6.1-terra': current(1, 0.05, 5),
  'gpt-6-astra': current(10, 1, 50),
  'gpt-6-sol': current(2, 0.2, 10),
  'gpt-6-luna': current(0.1, 0.01, 0.5),
  'gpt-5.6-sol': current(4, 0.4, 20),
  'gpt-5.6-terra': current(2, 0.2, 12),
  'gpt-5.6-luna': current(0.2, 0.02, 1.2),
  'gpt-5.5': older(5, 0.5, 30),
  'gpt-5.4': older(2.5, 0.25, 15),
};

/** Reasoning models by name, whoever serves them: `gpt-7`, `o4-mini`, `openai/gpt-oss-120b`, but no `gpt-5-chat-latest`. */
const TAKES_EFFORT = /(?:^|\/)(?:gpt-oss|gpt-[5-9]|o\d)(?!.*-chat)/;

/** Most are local models: windows from 4,096 tokens on, and no prices, since electricity and machines are not free either. */
export function unknownOpenAiModel(id: string): ModelDescription {
  return { limits: { contextTokens: 32_768, maxOutputTokens: 8_192, tokensPerEstimate: 1.1 }, acceptsEffort: TAKES_EFFORT.test(id) };
}
