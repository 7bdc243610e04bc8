import type { Model, Prices } from './model';
import { DEFAULT_MODELS, type ProviderName } from './models';

export interface ModelChoice {
  readonly provider: ProviderName;
  /** Default: the provider's. */
  readonly model?: string;
  /** Absent: there is none, which is right only for `openai` with a server that wants none. */
  readonly apiKey?: string;
  readonly baseUrl?: string;
  /** How requests travel: proxy and certificates of the shell. */
  readonly fetch?: typeof globalThis.fetch;
  /** In place of what the table says. */
  readonly prices?: Prices;
}

/** Loads the provider's SDK, on first use, and makes the model. Throws a `ProviderError` for a key or address that cannot be right. */
export async function openModel({ provider, model = DEFAULT_MODELS[provider], apiKey = '', baseUrl, fetch, prices }: ModelChoice): Promise<Model> {
  const options = { apiKey, model, baseUrl, fetch, prices };
  switch (provider) {
    case 'anthropic':
      return (await import('./anthropic/anthropic')).createAnthropicModel(options);
    case 'openai':
      return (await import('./openai/openai')).createOpenAIModel(options);
    case 'gemini':
      return (await import('./gemini/gemini')).createGeminiModel(options);
  }
}
