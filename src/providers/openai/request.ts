import { createHash } from 'node:crypto';
import type { ChatCompletionContentPartText, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { ModelRequest, PromptPart } from '../model';
import type { Dialect } from './dialect';

/** The body of a chat completion. No sampling parameters: reasoning models refuse them. */
export function toOpenAiRequest(model: string, request: ModelRequest, dialect: Dialect): ChatCompletionCreateParamsStreaming {
  const system = withText(request.system);
  const content = dialect.breakpoints ? toParts : joined;
  return {
    model,
    messages: [...(system.length > 0 ? [{ role: 'system' as const, content: content(system) }] : []), { role: 'user' as const, content: content(withText(request.user)) }],
    stream: true,
    ...(dialect.usageOption && { stream_options: { include_usage: true } }),
    [dialect.limitField]: request.maxOutputTokens,
    ...(request.effort && dialect.effort && { reasoning_effort: request.effort }),
    ...(dialect.cacheKey && { prompt_cache_key: cacheKeyOf(system) }),
    // By itself OpenAI would mark the end of the prompt, which no other request shares: it would be paid for and never read.
    ...(dialect.breakpoints && { prompt_cache_options: { mode: 'explicit' as const } }),
  };
}

function withText(parts: readonly PromptPart[]): readonly PromptPart[] {
  return parts.filter(({ text }) => text.trim() !== '');
}

/** The bytes between two parts are the same in both forms. */
const BETWEEN = '\n\n';

/** In one piece, which every server understands. */
function joined(parts: readonly PromptPart[]): string {
  return parts.map(({ text }) => text).join(BETWEEN);
}

function toParts(parts: readonly PromptPart[]): ChatCompletionContentPartText[] {
  return parts.map(({ text, cache }, index) => ({
    type: 'text',
    text: index < parts.length - 1 ? text + BETWEEN : text,
    // No `ttl`: 30 minutes is the only one there is.
    ...(cache && { prompt_cache_breakpoint: { mode: 'explicit' as const } }),
  }));
}

/** The same for all requests that begin alike, whoever sends them. */
function cacheKeyOf(system: readonly PromptPart[]): string {
  return `specwright-${createHash('sha256').update(system[0]?.text ?? '').digest('hex').slice(0, 16)}`;
}
