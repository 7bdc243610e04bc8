import { checkedBaseUrl, checkedKey } from '../address';
import type { ModelLimits } from '../model';
import { describeModel } from '../models';
import { errorFromGemini } from './errors';
import { DEFAULT_BASE_URL, type Fetch, GEMINI, openExchange } from './exchange';
import type { WireModel } from './wire';

export interface GeminiListOptions {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly fetch?: Fetch;
  readonly signal?: AbortSignal;
}

export interface ListedModel {
  readonly id: string;
  readonly limits: ModelLimits;
}

/** Models that answer with something else than text, or only in a live session. */
const NOT_FOR_TEXT = /-(?:image|tts|live|audio|embedding|robotics|computer-use|transcribe)\b/;

/**
 * The models that the key may use for text, with the limits that the provider states. The SDK cannot list, so this is a request of our own. Throws a
 * {@link ProviderError}, or the signal's reason when it aborts.
 */
export async function listGeminiModels(options: GeminiListOptions): Promise<readonly ListedModel[]> {
  const apiKey = checkedKey(options.apiKey, GEMINI);
  const baseUrl = checkedBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL, GEMINI);
  const { fetch, signal = new AbortController().signal } = options;
  const found: WireModel[] = [];
  let pageToken: string | undefined;
  try {
    do {
      const exchange = openExchange({ apiKey, baseUrl, fetch, signal, expects: 'application/json' });
      const query = new URLSearchParams({ pageSize: '1000', ...(pageToken && { pageToken }) });
      const response = await exchange.fetch(`${baseUrl}/v1beta/models?${query.toString()}`, { method: 'GET' });
      const page = (await response.json()) as { models?: readonly WireModel[]; nextPageToken?: string };
      found.push(...(page.models ?? []));
      pageToken = page.nextPageToken;
    } while (pageToken);
  } catch (error) {
    signal.throwIfAborted();
    throw errorFromGemini(error, { model: 'the list of models', baseUrl, apiKey });
  }
  return found.filter(writesText).map(toListed);
}

function writesText({ name, supportedGenerationMethods }: WireModel): boolean {
  return (supportedGenerationMethods ?? []).includes('generateContent') && !NOT_FOR_TEXT.test(name);
}

function toListed({ name, inputTokenLimit, outputTokenLimit }: WireModel): ListedModel {
  const id = name.replace(/^models\//, '');
  const { limits } = describeModel('gemini', id);
  const stated = { ...(inputTokenLimit && { contextTokens: inputTokenLimit }), ...(outputTokenLimit && { maxOutputTokens: outputTokenLimit }) };
  return { id, limits: { ...limits, ...stated } };
}
