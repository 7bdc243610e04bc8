import { assertType, hostOf } from '../address';
import type { ListedModel } from '../listModels';
import { createClient, DEFAULT_BASE_URL, type Fetch, isOpenAi, keyFor, openAiBaseUrl } from './client';
import { errorFromOpenAi } from './errors';

export interface OpenAiListOptions {
  readonly apiKey?: string;
  readonly baseUrl?: string;
  readonly fetch?: Fetch;
  readonly signal?: AbortSignal;
}

/** OpenAI tells ids alone; others tell their windows under names of their own. */
interface Listed {
  readonly id?: unknown;
  /** vLLM */
  readonly max_model_len?: number | null;
  /** OpenRouter */
  readonly context_length?: number | null;
  readonly top_provider?: { readonly max_completion_tokens?: number | null } | null;
}

/** What a list holds besides models that answer with text. */
const NOT_FOR_TEXT = /embed|whisper|tts|dall-e|moderation|image|audio|realtime|transcribe|sora|rerank|babbage|davinci/i;

/** The models that the server offers to the key, the newest first where it says so. Throws a `ProviderError`, or the signal's reason when it aborts. */
export async function listOpenAiModels(options: OpenAiListOptions): Promise<readonly ListedModel[]> {
  const baseUrl = openAiBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
  const isOfficial = isOpenAi(baseUrl);
  const apiKey = keyFor(isOfficial, options.apiKey);
  const { signal } = options;
  try {
    const response = await createClient(apiKey, baseUrl, options.fetch).models.list({ signal }).asResponse();
    assertType(response, 'application/json', baseUrl, 'openai');
    const { data } = (await response.json()) as { data?: readonly (Listed & { readonly created?: number })[] };
    return (data ?? [])
      .filter(({ id }) => typeof id === 'string' && !NOT_FOR_TEXT.test(id))
      .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
      .map(toListed);
  } catch (error) {
    signal?.throwIfAborted();
    throw errorFromOpenAi(error, { model: 'the list of models', baseUrl, server: isOfficial ? 'OpenAI' : hostOf(baseUrl), apiKey });
  }
}

function toListed({ id, max_model_len: modelLength, context_length: contextLength, top_provider: provider }: Listed): ListedModel {
  const contextTokens = contextLength ?? modelLength;
  const maxOutputTokens = provider?.max_completion_tokens;
  return { id: id as string, ...(contextTokens && { contextTokens }), ...(maxOutputTokens && { maxOutputTokens }) };
}
