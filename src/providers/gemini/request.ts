import type { ModelRequest, PromptPart } from '../model';
import type { ThinkingControl } from './models';
import type { WireContent, WirePrompt, WireRequest } from './wire';

/** A prompt, cut where its stored prefix ends. */
export interface SplitPrompt {
  readonly prefix: WirePrompt;
  readonly rest: WirePrompt;
  readonly lifetime: '5m' | '1h';
}

/**
 * Cuts a prompt after its last mark. A request with a stored prefix takes no system instruction of its own, so all of `system` belongs to the prefix, even
 * where the mark stands before its end. `undefined`: there is no mark, or nothing would be left to send.
 */
export function splitAtMark({ system, user }: Pick<ModelRequest, 'system' | 'user'>): SplitPrompt | undefined {
  const userParts = user.filter(hasText);
  const lastInUser = userParts.findLastIndex(({ cache }, i) => cache && i < userParts.length - 1);
  const mark = userParts[lastInUser] ?? system.filter(hasText).findLast(({ cache }) => cache);
  if (!mark?.cache || userParts.length === 0) return undefined;
  return {
    prefix: toGeminiPrompt({ system, user: userParts.slice(0, lastInUser + 1) }),
    rest: toGeminiPrompt({ system: [], user: userParts.slice(lastInUser + 1) }),
    lifetime: mark.cache,
  };
}

export function toGeminiPrompt({ system, user }: Pick<ModelRequest, 'system' | 'user'>): WirePrompt {
  const systemInstruction = toContent('system', system);
  const content = toContent('user', user);
  return { ...(systemInstruction && { systemInstruction }), contents: content ? [content] : [] };
}

/**
 * The rest of a request besides its prompt. No sampling parameters: deprecated from Gemini 3.6 on. Summaries of the thoughts are asked for, at no charge of their own,
 * since nothing else shows that a model is alive while it thinks.
 */
export function toGeminiRequest(prompt: WirePrompt, { maxOutputTokens, effort }: Pick<ModelRequest, 'maxOutputTokens' | 'effort'>, thinking: ThinkingControl | undefined, cachedContent?: string): WireRequest {
  const amount = effort && thinking && (thinking === 'level' ? { thinkingLevel: effort } : { thinkingBudget: THINKING_BUDGETS[effort] });
  return {
    ...prompt,
    ...(cachedContent !== undefined && { cachedContent }),
    generationConfig: { maxOutputTokens, ...(amount && { thinkingConfig: { ...amount, includeThoughts: true } }) },
  };
}

/** What Google takes `reasoning_effort` for in its OpenAI-compatible API (ai.google.dev/gemini-api/docs/openai), in tokens. */
const THINKING_BUDGETS = { low: 1_024, medium: 8_192, high: 24_576 } as const;

function toContent(role: WireContent['role'], parts: readonly PromptPart[]): WireContent | undefined {
  const texts = parts.filter(hasText).map(({ text }) => ({ text }));
  return texts.length > 0 ? { role, parts: texts } : undefined;
}

/** The API refuses empty parts. */
function hasText({ text }: PromptPart): boolean {
  return text.trim() !== '';
}
