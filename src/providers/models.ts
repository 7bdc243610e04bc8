import { ANTHROPIC_MODELS, DEFAULT_ANTHROPIC_MODEL, unknownAnthropicModel } from './anthropic/models';
import { DEFAULT_GEMINI_MODEL, GEMINI_MODELS, unknownGeminiModel } from './gemini/models';
import type { ModelLimits, Prices } from './model';
import { DEFAULT_OPENAI_MODEL, OPENAI_MODELS, unknownOpenAiModel } from './openai/models';

/** Hosted providers, in the order in which one is chosen where several have a key. `outline`, which has no model, is none of them. */
export const PROVIDERS = ['anthropic', 'openai', 'gemini'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** The model of a provider that is used where none is chosen; each table says why. */
export const DEFAULT_MODELS: Readonly<Record<ProviderName, string>> = {
  anthropic: DEFAULT_ANTHROPIC_MODEL,
  openai: DEFAULT_OPENAI_MODEL,
  gemini: DEFAULT_GEMINI_MODEL,
};

export interface ModelDescription {
  readonly limits: ModelLimits;
  /** Absent: unpriced, never free. */
  readonly prices?: Prices;
  /** Whether the model takes {@link ModelRequest.effort}; where it does not, the provider leaves it out. */
  readonly acceptsEffort: boolean;
}

type Table = Readonly<Record<string, ModelDescription>>;

/** Limits and prices, as data. Of what no table knows small limits are assumed: they cost at most a request more, large ones that do not hold cost a failed request. */
const TABLES: Readonly<Record<ProviderName, { readonly known: Table; readonly unknown: (id: string) => ModelDescription }>> = {
  anthropic: { known: ANTHROPIC_MODELS, unknown: unknownAnthropicModel },
  openai: { known: OPENAI_MODELS, unknown: unknownOpenAiModel },
  gemini: { known: GEMINI_MODELS, unknown: unknownGeminiModel },
};

/** What is known of a model. A dated snapshot is described as its family; an unknown model by careful assumptions and without prices. */
export function describeModel(provider: ProviderName, id: string): ModelDescription {
  const { known, unknown } = TABLES[provider];
  return known[id] ?? known[id.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, '')] ?? unknown(id);
}

/** Ids that {@link describeModel} knows, in the order of the table: the newest and strongest first. */
export function knownModels(provider: ProviderName): readonly string[] {
  return Object.keys(TABLES[provider].known);
}
