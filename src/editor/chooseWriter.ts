import * as vscode from 'vscode';
import type { RunPorts } from '../engine/run';
import { InputError } from '../engine/inputError';
import { ROLES, type Role, type Writer as RoleWriter } from '../engine/roles';
import { isProviderError } from '../providers/model';
import { PROVIDER_TITLES, VSCODE_PROVIDER, type HostedProvider } from './contributions';
import type { EngineHost } from './engineHost';
import { t } from '../l10n/localize';
import { openOfferedModel } from './offeredModels';
import type { Secrets } from './secrets';
import type { Settings } from './settings';

/** Who writes the prose of a run. */
export type Writer = { readonly by: 'model'; readonly ports: Pick<RunPorts, 'model' | 'pool' | 'roles'>; readonly name: string } | { readonly by: 'nobody'; readonly because: NoModelBecause };

/** Why a run has facts only. */
export type NoModelBecause = 'chosen' | 'noKey' | 'untrusted';

/** How to reach a provider. */
export interface Access {
  readonly provider: HostedProvider;
  /** Absent: the server wants none. */
  readonly apiKey?: string;
  /** Absent: the provider's own. */
  readonly baseUrl?: string;
}

/** The provider that the settings, the stored keys and the workspace's trust come to; nothing is loaded and nothing is sent. */
export async function effectiveProvider(settings: Settings, secrets: Secrets): Promise<Access | { readonly provider: typeof VSCODE_PROVIDER } | { readonly provider: 'outline'; readonly because: NoModelBecause }> {
  // What a workspace says may send its code, and the key, anywhere: not before the person trusts it.
  if (!vscode.workspace.isTrusted) return { provider: 'outline', because: 'untrusted' };
  const chosen = settings.get('provider');
  if (chosen === 'outline') return { provider: 'outline', because: 'chosen' };
  if (chosen === VSCODE_PROVIDER) return { provider: chosen };
  const provider = chosen === 'auto' ? (await secrets.providersWithKey())[0] : chosen;
  return provider === undefined ? { provider: 'outline', because: 'noKey' } : accessTo(provider, settings, secrets);
}

/** @throws InputError where there is no key and the server wants one */
export async function accessTo(provider: HostedProvider, settings: Settings, secrets: Secrets): Promise<Access> {
  const apiKey = await secrets.apiKey(provider);
  const baseUrl = settings.get(`${provider}.baseUrl`) || undefined;
  if (apiKey === undefined && !mayDoWithoutKey(provider, baseUrl)) {
    throw new InputError(t('There is no {0} API key. Run "Specwright: Set API Key", or set "specwright.provider" to "outline", which needs none.', PROVIDER_TITLES[provider]));
  }
  return { provider, ...(apiKey !== undefined && { apiKey }), ...(baseUrl !== undefined && { baseUrl }) };
}

/** Servers on one's own machine want no key; they speak OpenAI's protocol. */
export function mayDoWithoutKey(provider: HostedProvider, baseUrl: string | undefined): boolean {
  return provider === 'openai' && baseUrl !== undefined;
}

/** @throws InputError where the chosen provider cannot be had */
export async function chooseWriter(settings: Settings, secrets: Secrets, host: EngineHost): Promise<Writer> {
  const chosen = await effectiveProvider(settings, secrets);
  if (chosen.provider === 'outline') return { by: 'nobody', because: chosen.because };
  const writer = chosen.provider === VSCODE_PROVIDER ? await openOfferedModel(settings.get('model').trim(), settings, host) : await openWriter(chosen, settings.get('model').trim() || undefined, settings, host);
  return { by: 'model', ports: { ...writer, roles: await openRoles(settings, secrets, host) }, name: writer.model.id };
}

/** The models of the kinds of work that have one of their own. @throws InputError where one cannot be had */
async function openRoles(settings: Settings, secrets: Secrets, host: EngineHost): Promise<Partial<Record<Role, RoleWriter>>> {
  const roles: Partial<Record<Role, RoleWriter>> = {};
  for (const role of ROLES) {
    const [provider, ...model] = settings.get(`roles.${role}`).split('/');
    // The setting's own pattern allows nothing else.
    if (provider === VSCODE_PROVIDER) roles[role] = await openOfferedModel(model.join('/'), settings, host);
    else if (provider) roles[role] = await openWriter(await accessTo(provider as HostedProvider, settings, secrets), model.join('/') || undefined, settings, host);
  }
  return roles;
}

/** @throws InputError where the model cannot be had, or its price is none */
async function openWriter(access: Access, id: string | undefined, settings: Settings, host: EngineHost): Promise<RoleWriter> {
  const { openModel, ownPrice, DEFAULT_MODELS } = await host.load();
  const { provider, baseUrl } = access;
  try {
    const model = id ?? DEFAULT_MODELS[provider];
    const opened = await openModel({ ...access, model, fetch: await patientFetch(settings), prices: ownPrice(settings.get('prices'), provider, model) });
    return { model: opened, pool: await host.pool(`${provider} ${baseUrl ?? ''} ${model}`, Math.min(settings.get('concurrency'), opened.limits.concurrency ?? Infinity)) };
  } catch (error) {
    if (isProviderError(error)) throw new InputError(error.message);
    if (error instanceof RangeError) throw new InputError(t('The setting "specwright.prices": {0}', error.message));
    throw error;
  }
}

/** VS Code's own `fetch` knows its proxy and certificates, but gives up after 300 s without a byte: a longer limit needs another. */
export async function patientFetch(settings: Settings): Promise<typeof globalThis.fetch | undefined> {
  const longest = Math.max(settings.get('timeLimits.firstByte'), settings.get('timeLimits.idle'));
  return longest >= 300 ? (await import('../node/transport')).createTransport() : undefined;
}
