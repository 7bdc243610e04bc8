import { estimateTokenCount } from 'tokenx';
import type { ModelLimits, ModelRequest } from '../../providers/model';

/** About how many tokens a text is for a model. An estimate for plans and batches, no bound: see {@link boundTokens}. */
export function estimateTokens(text: string, limits: Pick<ModelLimits, 'tokensPerEstimate'>): number {
  return Math.ceil(estimateTokenCount(text) * limits.tokensPerEstimate);
}

/**
 * No fewer tokens than any model makes of the text: its UTF-8 bytes. Byte-level BPE, and SentencePiece with byte fallback, spend at least
 * one byte on a token.
 */
export function boundTokens(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** What a provider puts around the parts of a prompt (roles, separators, its own preamble), generously: a few tokens in practice. */
const FRAME_TOKENS = 512;
const FRAME_TOKENS_PER_PART = 16;

/** {@link boundTokens} of a whole request, with what the provider adds to it. */
export function boundRequestTokens(request: Pick<ModelRequest, 'system' | 'user'>): number {
  let tokens = FRAME_TOKENS;
  for (const part of [...request.system, ...request.user]) tokens += boundTokens(part.text) + FRAME_TOKENS_PER_PART;
  return tokens;
}

/** Learns, for each model, how real token counts compare with estimates. In memory only. */
export interface TokenCalibration {
  /** `model`: provider and id. Counts that tell nothing (zero, not finite) are passed over. */
  record(model: string, estimatedTokens: number, realTokens: number): void;
  /** Real tokens for each estimated one. 1 until something was recorded. */
  factor(model: string): number;
  /** An estimate, corrected. */
  correct(model: string, estimatedTokens: number): number;
}

/** Weight of the past at each new count: after ten requests the first one weighs a tenth. */
const MEMORY = 0.8;
/** No tokenizer is further off than this; a count that says so is wrong (a server that reports nonsense). */
const WIDEST_FACTOR = 4;

export function createTokenCalibration(): TokenCalibration {
  const sums = new Map<string, { estimated: number; real: number }>();
  const factor = (model: string): number => {
    const sum = sums.get(model);
    return sum ? Math.min(WIDEST_FACTOR, Math.max(1 / WIDEST_FACTOR, sum.real / sum.estimated)) : 1;
  };
  return {
    factor,
    record(model, estimatedTokens, realTokens) {
      if (!(estimatedTokens > 0 && realTokens > 0 && Number.isFinite(estimatedTokens + realTokens))) return;
      // A quotient of moving sums, so that a large request tells more than a small one.
      const { estimated, real } = sums.get(model) ?? { estimated: 0, real: 0 };
      sums.set(model, { estimated: estimated * MEMORY + estimatedTokens, real: real * MEMORY + realTokens });
    },
    correct: (model, estimatedTokens) => Math.ceil(estimatedTokens * factor(model)),
  };
}
