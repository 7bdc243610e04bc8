import type { ModelLimits, Prices } from '../model';
import type { ModelDescription } from '../models';

/** How a model is told how much to think: Gemini 3 and later by a level, 2.5 by a number of tokens. `undefined`: it is left alone. */
export type ThinkingControl = 'level' | 'budget';

export function thinkingControlOf(id: string): ThinkingControl | undefined {
  const [, major, minor] = /^gemini-(\d+)(?:\.(\d+))?/.exec(id) ?? [];
  if (Number(major) >= 3) return 'level';
  return major === '2' && minor === '5' ? 'budget' : undefined;
}

const PRICING = 'ai.google.dev/gemini-api/docs/pricing';

/**
 * Tokens per token of `tokenx`, which is within 10% of o200k. Gemini's own count of code was not measured: a little more than o200k's is assumed, and
 * real usage corrects it.
 */
const TOKENIZER = 1.1;

/** Context and output of every text model from 2.5 to 3.8: docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-3-8-flash. */
const LIMITS = { contextTokens: 1_048_576, maxOutputTokens: 65_536, tokensPerEstimate: TOKENIZER };

/**
 * Least tokens of a prefix that is cached: ai.google.dev/gemini-api/docs/generate-content/caching (11 September 2026), which lists them for implicit caching.
 * Explicit creation was seen to take less from some models (1,024 from 3.5 Flash-Lite); a creation that is refused is remembered.
 */
function stored(minCacheableTokens: number): ModelLimits {
  return { ...LIMITS, promptCache: 'stored', minCacheableTokens };
}

interface Figures {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** For a million tokens and an hour. */
  readonly storage: number;
  readonly above200k?: Omit<Figures, 'storage' | 'above200k'>;
}

/** Storing a prefix costs what sending it costs; the time that it is kept is paid besides. */
function rates({ input, output, cacheRead }: Pick<Figures, 'input' | 'output' | 'cacheRead'>) {
  return { input, output, cacheRead, cacheWrite5m: input, cacheWrite1h: input };
}

function priced(figures: Figures, asOf: string): Prices {
  const { storage, above200k } = figures;
  return {
    ...rates(figures),
    cacheStorageHour: storage,
    ...(above200k && { band: { aboveInputTokens: 200_000, ...rates(above200k) } }),
    source: PRICING,
    asOf,
  };
}

/** The first day, by UTC, on which the introductory prices of 3.6, 3.7 and 3.8 Flash no longer hold. */
export const INTRODUCTORY_UNTIL = Date.UTC(2027, 0, 1);

/** 3.6, 3.7 and 3.8 Flash cost half until the end of 2026. Storage of 3.7 is taken to be that of the two others. */
export function flashPricesAt(now: number): Prices {
  const now2026 = { input: 0.75, output: 3.75, cacheRead: 0.075, storage: 0.5 };
  const from2027 = { input: 1.5, output: 7.5, cacheRead: 0.15, storage: 1 };
  return priced(now < INTRODUCTORY_UNTIL ? now2026 : from2027, '2026-10-07');
}

// Once, when the module is loaded: a process that lives over New Year keeps the old prices until it is started again.
const FLASH = flashPricesAt(Date.now());

const PRO_3_1 = { input: 2, output: 12, cacheRead: 0.2, storage: 4.5, above200k: { input: 4, output: 18, cacheRead: 0.4 } };
const PRO_2_5 = { input: 1.25, output: 10, cacheRead: 0.125, storage: 4.5, above200k: { input: 2.5, output: 15, cacheRead: 0.25 } };
const FLASH_2_5 = { input: 0.3, output: 2.5, cacheRead: 0.03, storage: 1 };

function untilRetired(prices: Prices): { readonly prices?: Prices } {
  return Date.now() < Date.UTC(2026, 11, 1) ? { prices } : {};
}

/** The newest and strongest first. Figures as transcribed from Google's page by others, on the day of `asOf`: the page itself was not at hand. */
export const GEMINI_MODELS: Readonly<Record<string, ModelDescription>> = {
  'gemini-3.8-flash': { limits: stored(4_096), prices: FLASH, acceptsEffort: true },
  'gemini-3.7-flash': { limits: stored(4_096), prices: FLASH, acceptsEffort: true },
  'gemini-3.6-flash': { limits: stored(4_096), prices: FLASH, acceptsEffort: true },
  'gemini-3.5-flash': { limits: stored(4_096), prices: priced({ input: 1.5, output: 9, cacheRead: 0.15, storage: 1 }, '2026-10-07'), acceptsEffort: true },
  // In no table of smallest lengths.
  'gemini-3.5-flash-lite': { limits: stored(4_096), prices: priced({ input: 0.3, output: 2.5, cacheRead: 0.03, storage: 1 }, '2026-10-07'), acceptsEffort: true },
  'gemini-3.1-pro-preview': { limits: stored(4_096), prices: priced(PRO_3_1, '2026-10-07'), acceptsEffort: true },
  // Retired on 1 December 2026: from then on 3.8 Flash and 3.5 Flash-Lite answer in their place, at their own prices, so these two have none.
  'gemini-2.5-pro': { limits: stored(2_048), ...untilRetired(priced(PRO_2_5, '2026-09-25')), acceptsEffort: true },
  'gemini-2.5-flash': { limits: stored(2_048), ...untilRetired(priced(FLASH_2_5, '2026-09-23')), acceptsEffort: true },
};

/** Careful: small limits, the longest smallest prefix of any model (Gemini 4 Argon), and no storing, which that one does not offer. */
export function unknownGeminiModel(id: string): ModelDescription {
  return {
    limits: { contextTokens: 200_000, maxOutputTokens: 32_000, promptCache: 'automatic', minCacheableTokens: 6_144, tokensPerEstimate: TOKENIZER },
    acceptsEffort: thinkingControlOf(id) !== undefined,
  };
}

/**
 * `gemini-3.8-flash`: the newest stable model, close to the expensive ones for code, at $0.75 / $3.75 per million tokens (from 2027 on twice that). Much cheaper, for
 * plain prose: `gemini-3.5-flash-lite`, $0.30 / $2.50.
 */
export const DEFAULT_GEMINI_MODEL = 'gemini-3.8-flash';
