import type { RateLimits } from '../../providers/model';

/** What a provider limits, for people. */
export const LIMIT_WORDS: Readonly<Record<keyof RateLimits, string>> = { requests: 'requests', inputTokens: 'input tokens', outputTokens: 'output tokens', tokens: 'tokens' };
