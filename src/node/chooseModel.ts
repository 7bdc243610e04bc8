import { InputError } from '../engine/inputError';
import type { Model } from '../providers/model';
import { isProviderError } from '../providers/model';
import { openModel, type ProviderName } from '../providers/openModel';
import type { CommandLine } from './arguments';

/** Where each provider's key and address stand in the environment. */
const VARIABLES: Readonly<Record<ProviderName, { readonly key: string; readonly baseUrl: string }>> = {
  anthropic: { key: 'ANTHROPIC_API_KEY', baseUrl: 'ANTHROPIC_BASE_URL' },
};

/**
 * The model that the arguments and the environment ask for. `undefined`: provider `outline`, which is the default where no key is found.
 * @throws InputError where a provider was asked for that cannot be had
 */
export async function chooseModel({ provider, model }: CommandLine, env: NodeJS.ProcessEnv, fetch?: typeof globalThis.fetch): Promise<Model | undefined> {
  const chosen = provider ?? (env[VARIABLES.anthropic.key]?.trim() ? 'anthropic' : 'outline');
  if (chosen === 'outline') {
    if (model !== undefined) throw new InputError(`--model ${model} needs a provider and its key. Set ${VARIABLES.anthropic.key}, or leave --model out.`);
    return undefined;
  }
  const { key, baseUrl } = VARIABLES[chosen];
  const apiKey = env[key]?.trim() ?? '';
  if (apiKey === '') throw new InputError(`There is no key for ${chosen}. Set ${key}, or use --provider outline, which needs none.`);
  try {
    return await openModel({ provider: chosen, model, apiKey, baseUrl: env[baseUrl] || undefined, fetch });
  } catch (error) {
    if (isProviderError(error)) throw new InputError(error.message);
    throw error;
  }
}
