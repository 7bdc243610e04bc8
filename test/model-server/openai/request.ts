import { HttpFailure, type ModelCall } from '../protocol';
import type { Caching, PromptBlock } from '../promptCache';
import type { ServerSettings } from '../settings';
import { CHARACTERS_PER_TOKEN, countTokens } from '../tokens';

interface Part {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly prompt_cache_breakpoint?: { readonly mode?: unknown } | null;
}

interface Body {
  readonly model?: unknown;
  readonly stream?: unknown;
  readonly max_tokens?: unknown;
  readonly max_completion_tokens?: unknown;
  readonly reasoning_effort?: unknown;
  readonly stream_options?: { readonly include_usage?: unknown };
  readonly prompt_cache_key?: unknown;
  readonly prompt_cache_options?: { readonly mode?: unknown };
  readonly messages?: readonly { readonly role?: unknown; readonly content?: string | readonly Part[] }[];
}

/** A call with what its answer needs to know of the request. */
export interface ChatCall extends ModelCall {
  readonly tellsUsage: 'at the end' | 'always' | 'never';
  readonly endsWithDone: boolean;
  readonly reasoning: 'reasoning_content' | 'reasoning';
  /** Tokens that were left of the prompt, where the server cuts it. */
  readonly promptTokensTold?: number;
}

const EFFORTS = new Set<unknown>(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', undefined, null]);
const ROLES = new Set<unknown>(['system', 'developer', 'user', 'assistant']);
/** Cached prefixes grow in steps (platform.openai.com, prompt caching). */
const MIN_CACHEABLE_TOKENS = 1_024;
const STEP_TOKENS = 128;
/** From GPT-5.6 on prefixes are cached at breakpoints. */
const BREAKPOINT_MODELS = /^gpt-(?:5\.[6-9]|[6-9])/;

/** Reads a request as strictly as OpenAI does, and refuses what the quirks say. */
export function readChatRequest(body: unknown, settings: ServerSettings): ChatCall {
  if (typeof body !== 'object' || body === null) throw invalid('We could not parse the JSON body of your request.');
  for (const field of settings.quirks.rejects ?? [])
    if (field in body || JSON.stringify(body).includes(`"${field}"`))
      throw invalid(`Unrecognized request argument supplied: ${field}`, field);
  const { model, stream, max_tokens: maxTokens, max_completion_tokens: maxCompletionTokens, messages, ...rest } = body as Body;
  if (typeof model !== 'string' || model === '') throw invalid('you must provide a model parameter', 'model');
  if (stream !== true) throw invalid('stream: this model server answers with streams only', 'stream');
  if (!messages?.length) throw invalid("Invalid 'messages': empty array.", 'messages');
  if (maxTokens !== undefined && maxCompletionTokens !== undefined)
    throw invalid("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.");
  const limit = maxCompletionTokens ?? maxTokens ?? settings.maxOutputTokens;
  if (typeof limit !== 'number' || limit < 1 || limit > settings.maxOutputTokens)
    throw invalid(`max_tokens is too large: ${JSON.stringify(limit)}. This model supports at most ${settings.maxOutputTokens} completion tokens.`);
  if (!EFFORTS.has(rest.reasoning_effort)) throw invalid(`Invalid value: '${String(rest.reasoning_effort)}'.`, 'reasoning_effort');

  const blocks = messages.flatMap(({ role, content }, index) => {
    if (!ROLES.has(role)) throw invalid(`Invalid value: '${String(role)}'.`, `messages[${index}].role`);
    return toBlocks(role === 'system' || role === 'developer' ? 'system' : 'user', content, index);
  });
  const promptTokens = blocks.reduce((sum, { text }) => sum + countTokens(text), 0);
  if (promptTokens > settings.contextTokens)
    throw new HttpFailure(400, `This model's maximum context length is ${settings.contextTokens} tokens. However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`, 'context_length_exceeded');

  const { usage, withoutDone = false, reasoning = 'reasoning_content', cutsPromptAt = Infinity } = settings.quirks;
  const isCut = promptTokens > cutsPromptAt;
  const kept = isCut ? cutFromTheStart(blocks, cutsPromptAt) : blocks;
  return {
    model,
    blocks: kept,
    lastUserText: kept.at(-1)?.text ?? '',
    maxOutputTokens: limit,
    caching: cachingOf(model, rest.prompt_cache_options?.mode),
    tellsUsage: usage ?? (rest.stream_options?.include_usage === true ? 'at the end' : 'never'),
    endsWithDone: !withoutDone,
    reasoning,
    ...(isCut && { promptTokensTold: cutsPromptAt }),
  };
}

/** Without breakpoints of their own, models from GPT-5.6 on cache up to the latest message, which is another in every request of ours: nothing can be read. */
function cachingOf(model: string, mode: unknown): Caching {
  if (!BREAKPOINT_MODELS.test(model)) return { kind: 'automatic', minTokens: MIN_CACHEABLE_TOKENS, stepTokens: STEP_TOKENS };
  return mode === 'explicit' ? { kind: 'breakpoints', minTokens: MIN_CACHEABLE_TOKENS } : { kind: 'none' };
}

function toBlocks(role: PromptBlock['role'], content: string | readonly Part[] | undefined, index: number): PromptBlock[] {
  if (typeof content === 'string') return [{ role, text: content }];
  return (content ?? []).map(({ type, text, prompt_cache_breakpoint: breakpoint }, part) => {
    if (type !== 'text' || typeof text !== 'string') throw invalid('Only text is understood here.', `messages[${index}].content[${part}]`);
    if (breakpoint && breakpoint.mode !== 'explicit') throw invalid('Invalid value.', `messages[${index}].content[${part}].prompt_cache_breakpoint.mode`);
    // OpenAI keeps a prefix for 30 minutes at least; what matters here is that it outlives a run.
    return { role, text, ...(breakpoint && { cache: '5m' as const }) };
  });
}

/** What a small context window leaves: the end. */
function cutFromTheStart(blocks: readonly PromptBlock[], tokens: number): PromptBlock[] {
  const kept: PromptBlock[] = [];
  let room = tokens * CHARACTERS_PER_TOKEN;
  for (const block of [...blocks].reverse()) {
    if (room <= 0) break;
    kept.unshift({ ...block, text: block.text.slice(-room) });
    room -= block.text.length;
  }
  return kept;
}

function invalid(message: string, param?: string): HttpFailure {
  return new HttpFailure(400, param === undefined ? message : `${message} (${param})`, param?.startsWith('messages') || param === undefined ? undefined : 'unsupported_parameter');
}
