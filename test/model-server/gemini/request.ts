import { HttpFailure, type ModelCall } from '../protocol';
import type { PromptBlock } from '../promptCache';
import type { ServerSettings } from '../settings';
import type { StoredPrompts } from '../storedPrompts';
import { countTokens } from '../tokens';

interface Content {
  readonly role?: unknown;
  readonly parts?: readonly { readonly text?: unknown }[];
}

interface Prompt {
  readonly model?: unknown;
  readonly systemInstruction?: Content;
  readonly contents?: readonly Content[];
}

interface Body extends Prompt {
  readonly cachedContent?: unknown;
  readonly generationConfig?: {
    readonly maxOutputTokens?: unknown;
    readonly thinkingConfig?: { readonly thinkingLevel?: unknown; readonly thinkingBudget?: unknown; readonly includeThoughts?: unknown };
  };
}

/** A call with what its answer needs to know of the request. */
export interface GeminiCall extends ModelCall {
  readonly showsThoughts: boolean;
  /** Else the answer is one JSON object. */
  readonly isStreamed: boolean;
}

const LEVELS = new Set<unknown>(['minimal', 'low', 'medium', 'high', undefined]);

/** Prefixes that are cached unasked, and the shortest that is stored on demand: ai.google.dev/gemini-api/docs/generate-content/caching. */
export const MIN_CACHEABLE_TOKENS = 4_096;
/** Made up: Google does not say in which steps prefixes grow. */
const STEP_TOKENS = 256;

/** `/v1beta/models/gemini-3.8-flash:countTokens` → model and verb. */
export function verbOf(path: string): { readonly model: string; readonly verb: string } | undefined {
  const [, model, verb] = /^\/v1beta\/models\/([^/:]+):(\w+)$/.exec(path) ?? [];
  return model && verb ? { model, verb } : undefined;
}

/** Reads a request as strictly as the Gemini API does. */
export function readGenerateRequest(path: string, body: unknown, settings: ServerSettings, stored: StoredPrompts): GeminiCall {
  const { model, verb } = verbOf(path)!;
  const { cachedContent, generationConfig = {}, ...prompt } = objectOf(body) as Body;
  const { maxOutputTokens = settings.maxOutputTokens, thinkingConfig = {} } = generationConfig;
  if (typeof maxOutputTokens !== 'number' || maxOutputTokens < 1 || maxOutputTokens > settings.maxOutputTokens)
    throw invalid(`maxOutputTokens: ${String(maxOutputTokens)} is not within 1 and ${settings.maxOutputTokens}.`);
  if (!LEVELS.has(thinkingConfig.thinkingLevel)) throw invalid('Invalid value at generation_config.thinking_config.thinking_level.');
  if (thinkingConfig.thinkingLevel !== undefined && thinkingConfig.thinkingBudget !== undefined)
    throw invalid('You can only set one of thinking_budget and thinking_level.');

  const own = blocksOf(prompt);
  if (!own.some(({ role }) => role === 'user')) throw invalid('contents is not specified');
  const base = cachedContent === undefined ? undefined : storedPrompt(cachedContent, model, prompt, stored);
  const blocks = [...(base?.blocks ?? []), ...own];
  const promptTokens = tokensOf(blocks);
  if (promptTokens > settings.contextTokens)
    throw invalid(`The input token count (${promptTokens}) exceeds the maximum number of tokens allowed (${settings.contextTokens}).`);
  return {
    model,
    blocks,
    lastUserText: own.at(-1)!.text,
    maxOutputTokens,
    caching: base ? { kind: 'stored', tokens: base.tokens } : { kind: 'automatic', minTokens: MIN_CACHEABLE_TOKENS, stepTokens: STEP_TOKENS },
    showsThoughts: thinkingConfig.includeThoughts === true,
    isStreamed: verb === 'streamGenerateContent',
  };
}

/** What is wrong is told in the real server's words, observed by others in September 2026. */
function storedPrompt(name: unknown, model: string, { systemInstruction }: Prompt, stored: StoredPrompts) {
  const found = typeof name === 'string' ? stored.get(name) : undefined;
  if (!found) throw new HttpFailure(403, 'CachedContent not found (or permission denied)', 'PERMISSION_DENIED');
  if (found.model !== model) throw invalid(`Model used by GenerateContent request (models/${model}) and CachedContent (models/${found.model}) has to be the same.`);
  if (systemInstruction)
    throw invalid('CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config.');
  return found;
}

/** Tokens of a prompt, alone or inside of a request to generate. */
export function countRequest(body: unknown): number {
  const { generateContentRequest, ...prompt } = objectOf(body) as Prompt & { generateContentRequest?: Prompt };
  return tokensOf(blocksOf(generateContentRequest ?? prompt));
}

export interface StoreRequest {
  readonly model: string;
  readonly blocks: readonly PromptBlock[];
  readonly lifetimeMs: number;
}

export function readStoreRequest(body: unknown): StoreRequest {
  const { model, ttl = '3600s', ...prompt } = objectOf(body) as Prompt & { ttl?: unknown };
  const [, id] = /^models\/([\w.-]+)$/.exec(String(model)) ?? [];
  if (!id) throw invalid('CachedContent.model: unexpected model name format');
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(String(ttl)) ?? [];
  if (!seconds) throw invalid("Invalid value at 'cached_content.ttl'");
  const blocks = blocksOf(prompt);
  const tokens = tokensOf(blocks);
  if (tokens < MIN_CACHEABLE_TOKENS) throw invalid(`Cached content is too small. total_token_count=${tokens}, min_total_token_count=${MIN_CACHEABLE_TOKENS}`);
  return { model: id, blocks, lifetimeMs: Number(seconds) * 1_000 };
}

function blocksOf({ systemInstruction, contents = [] }: Prompt): PromptBlock[] {
  const system = (systemInstruction?.parts ?? []).map((part) => toBlock('system', part.text));
  const user = contents.flatMap(({ role, parts = [] }) => {
    if (role !== 'user') throw invalid('Please use a valid role: user. This model server knows no other.');
    return parts.map((part) => toBlock('user', part.text));
  });
  return [...system, ...user];
}

function toBlock(role: PromptBlock['role'], text: unknown): PromptBlock {
  if (typeof text !== 'string' || text.trim() === '') throw invalid('Unable to submit request because it must have a text parameter.');
  return { role, text };
}

function tokensOf(blocks: readonly PromptBlock[]): number {
  return blocks.reduce((sum, { text }) => sum + countTokens(text), 0);
}

function objectOf(body: unknown): object {
  if (typeof body !== 'object' || body === null) throw invalid('Invalid JSON payload received.');
  return body;
}

function invalid(message: string): HttpFailure {
  return new HttpFailure(400, message);
}
