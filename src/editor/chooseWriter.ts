import * as vscode from 'vscode';
import type { RunPorts } from '../engine/run';
import { InputError } from '../engine/inputError';
import { isProviderError } from '../providers/model';
import type { EngineHost } from './engineHost';
import type { Secrets } from './secrets';
import type { Settings } from './settings';

/** Who writes the prose of a run. */
export type Writer = { readonly by: 'model'; readonly ports: Pick<RunPorts, 'model' | 'pool'>; readonly name: string } | { readonly by: 'nobody'; readonly because: NoModelBecause };

/** Why a run has facts only. */
export type NoModelBecause = 'chosen' | 'noKey' | 'untrusted';

/** The provider that the settings, the stored key and the workspace's trust come to; nothing is loaded and nothing is sent. */
export async function effectiveProvider(settings: Settings, secrets: Secrets): Promise<{ readonly provider: 'anthropic'; readonly apiKey: string } | { readonly provider: 'outline'; readonly because: NoModelBecause }> {
  // What a workspace says may send its code, and the key, anywhere: not before the person trusts it.
  if (!vscode.workspace.isTrusted) return { provider: 'outline', because: 'untrusted' };
  const chosen = settings.get('provider');
  if (chosen === 'outline') return { provider: 'outline', because: 'chosen' };
  const apiKey = await secrets.apiKey('anthropic');
  if (apiKey !== undefined) return { provider: 'anthropic', apiKey };
  if (chosen === 'auto') return { provider: 'outline', because: 'noKey' };
  throw new InputError('There is no Anthropic API key. Run "Specwright: Set API Key", or set "specwright.provider" to "outline", which needs none.');
}

/** @throws InputError where the chosen provider cannot be had */
export async function chooseWriter(settings: Settings, secrets: Secrets, host: EngineHost): Promise<Writer> {
  const chosen = await effectiveProvider(settings, secrets);
  if (chosen.provider === 'outline') return { by: 'nobody', because: chosen.because };
  const { openModel } = await host.load();
  const { provider, apiKey } = chosen;
  const baseUrl = settings.get('anthropic.baseUrl') || undefined;
  try {
    const model = await openModel({ provider, apiKey, model: settings.get('model').trim() || undefined, baseUrl, fetch: await patientFetch(settings) });
    const pool = await host.pool(`${provider} ${baseUrl ?? ''} ${model.id}`, settings.get('concurrency'));
    return { by: 'model', ports: { model, pool }, name: model.id };
  } catch (error) {
    if (isProviderError(error)) throw new InputError(error.message);
    throw error;
  }
}

/** VS Code's own `fetch` knows its proxy and certificates, but gives up after 300 s without a byte: a longer limit needs another. */
async function patientFetch(settings: Settings): Promise<typeof globalThis.fetch | undefined> {
  const longest = Math.max(settings.get('timeLimits.firstByte'), settings.get('timeLimits.idle'));
  return longest >= 300 ? (await import('../node/transport')).createTransport() : undefined;
}
