import { InputError } from '../engine/inputError';
import type { Role } from '../engine/roles';
import { isProviderError, type Model } from '../providers/model';
import { DEFAULT_MODELS, PROVIDERS, type ProviderName } from '../providers/models';
import { openModel } from '../providers/openModel';
import { ownPrice } from '../providers/ownPrices';
import type { CommandLine } from './arguments';

/** Where each provider's key and address stand in the environment. */
const VARIABLES: Readonly<Record<ProviderName, { readonly key: string; readonly baseUrl: string }>> = {
  anthropic: { key: 'ANTHROPIC_API_KEY', baseUrl: 'ANTHROPIC_BASE_URL' },
  openai: { key: 'OPENAI_API_KEY', baseUrl: 'OPENAI_BASE_URL' },
  gemini: { key: 'GEMINI_API_KEY', baseUrl: 'GEMINI_BASE_URL' },
};

/**
 * The model that the arguments and the environment ask for. `undefined`: provider `outline`, which is the default where no key is found; where several are,
 * the first of `PROVIDERS`.
 * @param role the kind of work that it is for; absent: all
 * @throws InputError where a provider was asked for that cannot be had
 */
export async function chooseModel({ provider, model, prices, role }: Pick<CommandLine, 'provider' | 'model' | 'prices'> & { readonly role?: Role }, env: NodeJS.ProcessEnv, fetch?: typeof globalThis.fetch): Promise<Model | undefined> {
  const keyOf = (name: ProviderName) => env[VARIABLES[name].key]?.trim() || undefined;
  const chosen = provider ?? PROVIDERS.find(keyOf) ?? 'outline';
  if (chosen === 'outline') {
    if (model !== undefined) throw new InputError(`--model ${model} needs a provider and its key. Set ${allKeys()}, or leave --model out.`);
    return undefined;
  }
  const { key, baseUrl } = VARIABLES[chosen];
  const apiKey = keyOf(chosen);
  const address = env[baseUrl]?.trim() || undefined;
  if (apiKey === undefined && !mayDoWithoutKey(chosen, address)) {
    const server = chosen === 'openai' ? `, or ${baseUrl} for a server that wants none` : '';
    throw new InputError(`There is no key for ${chosen}. Set ${key}${server}, or ${role === undefined ? 'use --provider outline, which needs none' : `leave --role ${role}=… out`}.`);
  }
  try {
    const id = model ?? DEFAULT_MODELS[chosen];
    return await openModel({ provider: chosen, model: id, apiKey, baseUrl: address, fetch, prices: ownPrice(prices, chosen, id) });
  } catch (error) {
    if (isProviderError(error) || error instanceof RangeError) throw new InputError(error.message);
    throw error;
  }
}

/** Local servers want no key; only OpenAI's protocol is spoken by such. */
function mayDoWithoutKey(provider: ProviderName, address: string | undefined): boolean {
  return provider === 'openai' && address !== undefined;
}

function allKeys(): string {
  const names = PROVIDERS.map((name) => VARIABLES[name].key);
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
