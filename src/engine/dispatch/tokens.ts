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
