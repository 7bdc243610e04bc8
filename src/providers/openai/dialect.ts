import type { ModelDescription } from '../models';

/**
 * What a server understands of the protocol. OpenAI's own understands it all; of others we know nothing, send little, and learn from what they refuse. One a
 * model, so that each field is refused once, not once a request.
 */
export interface Dialect {
  /** Without it no usage is told. */
  usageOption: boolean;
  limitField: 'max_completion_tokens' | 'max_tokens';
  effort: boolean;
  /** Requests with the same key go to the same machine, where their prefix is cached. */
  cacheKey: boolean;
  /** Marks of ours are sent; where there are none, nothing is cached and nothing is paid for writing (models from GPT-5.6 on). */
  breakpoints: boolean;
}

export function dialectOf(isOpenAi: boolean, { acceptsEffort, limits }: ModelDescription): Dialect {
  return {
    usageOption: true,
    // OpenAI's reasoning models refuse the old name, older servers do not know the new one.
    limitField: isOpenAi ? 'max_completion_tokens' : 'max_tokens',
    effort: acceptsEffort,
    cacheKey: isOpenAi,
    breakpoints: isOpenAi && limits.promptCache === 'breakpoints',
  };
}

/** Drops the field that a refusal names. Returns whether the request differs now, so that it makes sense to send it anew. */
export function unlearn(dialect: Dialect, refusal: string): boolean {
  const before = JSON.stringify(dialect);
  if (/stream_options|include_usage/.test(refusal)) dialect.usageOption = false;
  if (/reasoning_effort/.test(refusal)) dialect.effort = false;
  if (/prompt_cache_key/.test(refusal)) dialect.cacheKey = false;
  if (/prompt_cache_(?:options|breakpoint)/.test(refusal)) dialect.breakpoints = false;
  // A refusal may name both: the one that it does not take, and the one to use instead. One that is about the amount names it too, and is no matter of words.
  if (/max_(?:completion_)?tokens/.test(refusal) && /unsupported|not supported|unrecognized|unknown|extra|not permitted|unexpected/i.test(refusal)) {
    dialect.limitField = dialect.limitField === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  }
  return JSON.stringify(dialect) !== before;
}
