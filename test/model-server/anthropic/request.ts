import type { IncomingHttpHeaders } from 'node:http';
import { HttpFailure, type ModelCall } from '../protocol';
import type { Lifetime, PromptBlock } from '../promptCache';
import type { ServerSettings } from '../settings';
import { countTokens } from '../tokens';

interface Block {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly cache_control?: { readonly type?: unknown; readonly ttl?: unknown } | null;
}

interface Body {
  readonly model?: unknown;
  readonly max_tokens?: unknown;
  readonly stream?: unknown;
  readonly system?: string | readonly Block[];
  readonly messages?: readonly { readonly role?: unknown; readonly content?: string | readonly Block[] }[];
  readonly tool_choice?: { readonly type?: unknown };
  readonly output_config?: { readonly effort?: unknown };
  readonly [name: string]: unknown;
}

const EFFORTS = new Set<unknown>(['low', 'medium', 'high', 'xhigh', 'max', undefined, null]);
const MAX_BREAKPOINTS = 4;

/** Reads a request as strictly as API version 2026-10-21 does with current models. */
export function readMessagesRequest(headers: IncomingHttpHeaders, body: unknown, settings: ServerSettings): ModelCall {
  if (typeof body !== 'object' || body === null) throw invalid('The request body is not valid JSON.');
  if (!headers['anthropic-version']) throw invalid('anthropic-version: header is required');
  const {
    model,
    max_tokens: maxTokens,
    stream,
    system,
    messages,
    tool_choice: toolChoice,
    output_config: outputConfig,
    ...rest
  } = body as Body;

  if (typeof model !== 'string' || model === '') throw invalid('model: Field required');
  if (typeof maxTokens !== 'number' || maxTokens < 1) throw invalid('max_tokens: Field required');
  if (maxTokens > settings.maxOutputTokens)
    throw invalid(
      `max_tokens: ${maxTokens} > ${settings.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model}`,
    );
  for (const name of ['temperature', 'top_p', 'top_k'])
    if (name in rest) throw invalid(`${name}: Extra inputs are not permitted`);
  if (toolChoice?.type === 'any' || toolChoice?.type === 'tool')
    throw invalid('tool_choice: forced tool use is not supported by this model');
  if (!EFFORTS.has(outputConfig?.effort))
    throw invalid('output_config.effort: Input should be low, medium, high, xhigh or max');
  if (stream !== true) throw invalid('stream: this model server answers with streams only');
  if (!messages?.length) throw invalid('messages: at least one message is required');
  if (messages.at(-1)!.role === 'assistant')
    throw invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );

  const userBlocks = messages.flatMap(({ content }, index) => toBlocks('user', content, `messages.${index}.content`));
  const blocks = [...toBlocks('system', system, 'system'), ...userBlocks];
  checkBreakpoints(blocks);
  const promptTokens = blocks.reduce((sum, { text }) => sum + countTokens(text), 0);
  if (promptTokens > settings.contextTokens)
    throw invalid(`prompt is too long: ${promptTokens} tokens > ${settings.contextTokens} maximum`);
  return { model, blocks, lastUserText: userBlocks.at(-1)?.text ?? '', maxOutputTokens: maxTokens };
}

/** Tokens of a request's input, which needs no limit of its answer. */
export function countMessagesRequest(headers: IncomingHttpHeaders, body: unknown, settings: ServerSettings): number {
  const asked = { ...(body as object), max_tokens: 1, stream: true };
  const { blocks } = readMessagesRequest(headers, asked, { ...settings, contextTokens: Infinity });
  return blocks.reduce((sum, { text }) => sum + countTokens(text), 0);
}

function toBlocks(
  role: PromptBlock['role'],
  content: string | readonly Block[] | undefined,
  where: string,
): PromptBlock[] {
  if (content === undefined) return [];
  const blocks: readonly Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return blocks.map(({ type, text, cache_control: cache }, index) => {
    if (type !== 'text' || typeof text !== 'string')
      throw invalid(`${where}.${index}: only text blocks are understood here`);
    if (text.trim() === '') throw invalid(`${where}.${index}: text content blocks must contain non-whitespace text`);
    return { role, text, ...(cache && { cache: (cache.ttl ?? '5m') as Lifetime }) };
  });
}

function checkBreakpoints(blocks: readonly PromptBlock[]): void {
  const lifetimes = blocks.flatMap(({ cache }) => cache ?? []);
  if (lifetimes.length > MAX_BREAKPOINTS)
    throw invalid(
      `A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${lifetimes.length}.`,
    );
  if (lifetimes.some((lifetime) => lifetime !== '5m' && lifetime !== '1h'))
    throw invalid("cache_control.ttl: Input should be '5m' or '1h'");
  if (lifetimes.lastIndexOf('1h') > lifetimes.indexOf('5m') && lifetimes.includes('5m')) {
    throw invalid("cache_control: a ttl='1h' block must not come after a ttl='5m' block");
  }
}

function invalid(message: string): HttpFailure {
  return new HttpFailure(400, message);
}
