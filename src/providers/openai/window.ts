import { estimateTokenCount } from 'tokenx';
import type { ModelRequest } from '../model';

/** The smallest window that servers have by default is 2,048 tokens (Ollama before 0.11); what is well below is never cut. */
const NEVER_CUT_TOKENS = 1_500;

/** `tokenx` is at most 10% above o200k, and the tokenizers of open models make as many tokens or more: so few were not all, with a wide margin. */
const CUT_BELOW = 0.6;
/** A prompt that fills a window exactly, which is what a cut leaves, needs less evidence. */
const CUT_BELOW_AT_BORDER = 0.9;
const BORDER_TOKENS = 1_024;

/**
 * What a server's context window was seen to hold. Some servers (Ollama's `num_ctx`, LM Studio) cut a prompt that is too long, without a word: only the usage,
 * which comes last, tells that fewer tokens were read than were sent. Until then the answer to a prompt longer than any that was read whole is not to be trusted.
 */
export class ContextWindow {
  #readWhole = NEVER_CUT_TOKENS;
  #cutAt = Infinity;
  #tellsUsage = true;

  /** Whether the answer must wait for the usage. */
  isInDoubt(estimatedTokens: number): boolean {
    return this.#tellsUsage && estimatedTokens > this.#readWhole;
  }

  /** Whether the server is known to cut a prompt of this length. */
  isTooSmallFor(estimatedTokens: number): boolean {
    return estimatedTokens * CUT_BELOW > this.#cutAt;
  }

  /** Learns from an answer. Returns whether its prompt was cut. `promptTokens`: as the server tells, where it does. */
  learn(estimatedTokens: number, promptTokens: number | undefined): boolean {
    // Without usage nothing will ever clear the doubt. Zero is what some say of a prompt that they had in their cache.
    if (promptTokens === undefined) this.#tellsUsage = false;
    if (!promptTokens) return false;
    const share = promptTokens / estimatedTokens;
    const isAtBorder = promptTokens % BORDER_TOKENS === 0;
    const isCut = estimatedTokens > NEVER_CUT_TOKENS && share < (isAtBorder ? CUT_BELOW_AT_BORDER : CUT_BELOW);
    if (isCut) this.#cutAt = Math.min(this.#cutAt, promptTokens);
    else this.#readWhole = Math.max(this.#readWhole, estimatedTokens);
    return isCut;
  }
}

/** About how many tokens a prompt has, for a model with a tokenizer like o200k. */
export function estimatePrompt({ system, user }: Pick<ModelRequest, 'system' | 'user'>): number {
  return [...system, ...user].reduce((sum, { text }) => sum + estimateTokenCount(text), 0);
}
