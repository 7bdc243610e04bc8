import type { ModelChoice } from './openModel';

/** A model that a provider offers at the moment. */
export interface ListedModel {
  readonly id: string;
  /** Tokens, as far as the provider tells. */
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
}

/** What the provider offers to this key at the moment, as it lists them. Costs nothing. Throws a `ProviderError`, or the signal's reason. */
export async function listModels({ provider, apiKey = '', baseUrl, fetch }: Omit<ModelChoice, 'model'>, signal?: AbortSignal): Promise<readonly ListedModel[]> {
  const options = { apiKey, baseUrl, fetch, signal };
  switch (provider) {
    case 'anthropic':
      return (await import('./anthropic/anthropic')).listAnthropicModels(options);
    case 'openai':
      return (await import('./openai/openai')).listOpenAiModels(options);
    case 'gemini':
      return (await (await import('./gemini/gemini')).listGeminiModels(options)).map(({ id, limits }) => ({ id, ...limits }));
  }
}
