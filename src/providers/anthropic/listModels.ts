import { assertType, checkedBaseUrl, checkedKey } from '../address';
import type { ListedModel } from '../listModels';
import { ANTHROPIC, createClient, DEFAULT_BASE_URL, type Fetch } from './client';
import { errorFromAnthropic } from './errors';

export interface AnthropicListOptions {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly fetch?: Fetch;
  readonly signal?: AbortSignal;
}

/** The most that the API lists at once; it has some dozens. */
const PAGE = 1_000;

/** The models that the key may use, the newest first, with their limits. Throws a `ProviderError`, or the signal's reason when it aborts. */
export async function listAnthropicModels(options: AnthropicListOptions): Promise<readonly ListedModel[]> {
  const apiKey = checkedKey(options.apiKey, ANTHROPIC);
  const baseUrl = checkedBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL, ANTHROPIC);
  const { signal } = options;
  try {
    const response = await createClient(apiKey, baseUrl, options.fetch).models.list({ limit: PAGE }, { signal }).asResponse();
    assertType(response, 'application/json', baseUrl, 'anthropic');
    const { data } = (await response.json()) as { data?: readonly { id: string; max_input_tokens?: number | null; max_tokens?: number | null }[] };
    return (data ?? []).map(({ id, max_input_tokens: contextTokens, max_tokens: maxOutputTokens }) => ({
      id,
      ...(contextTokens && { contextTokens }),
      ...(maxOutputTokens && { maxOutputTokens }),
    }));
  } catch (error) {
    signal?.throwIfAborted();
    throw errorFromAnthropic(error, { model: 'the list of models', baseUrl, apiKey });
  }
}
