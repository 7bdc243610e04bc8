import type { Model } from './model';
import { DEFAULT_MODELS } from './models';

/** Hosted providers. `outline`, which has no model, is none of them. */
export const PROVIDERS = ['anthropic'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export interface ModelChoice {
  readonly provider: ProviderName;
  /** Default: the provider's. */
  readonly model?: string;
  readonly apiKey: string;
  readonly baseUrl?: string;
  /** How requests travel: proxy and certificates of the shell. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Loads the provider's SDK, on first use, and makes the model. Throws a `ProviderError` for a key or address that cannot be right. */
export async function openModel({ provider, model = DEFAULT_MODELS[provider], apiKey, baseUrl, fetch }: ModelChoice): Promise<Model> {
  switch (provider) {
    case 'anthropic': {
      const { createAnthropicModel } = await import('./anthropic/anthropic');
      return createAnthropicModel({ apiKey, model, baseUrl, fetch });
    }
  }
}
