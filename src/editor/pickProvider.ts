import * as vscode from 'vscode';
import { PROVIDER_TITLES, type HostedProvider } from './contributions';
import { later, t } from '../l10n/localize';

const DESCRIPTIONS: Readonly<Record<HostedProvider, () => string>> = { anthropic: () => 'Claude', openai: later('and servers that speak its protocol'), gemini: () => 'Google' };

/** `undefined`: the person went away. */
export async function pickProvider(placeHolder: string, providers: readonly HostedProvider[], withKey: readonly HostedProvider[]): Promise<HostedProvider | undefined> {
  const choices = providers.map((provider) => ({
    label: `$(${withKey.includes(provider) ? 'key' : 'circle-outline'}) ${PROVIDER_TITLES[provider]}`,
    description: withKey.includes(provider) ? t('{0} · a key is stored', DESCRIPTIONS[provider]()) : DESCRIPTIONS[provider](),
    provider,
  }));
  return (await vscode.window.showQuickPick(choices, { title: t('Provider'), placeHolder }))?.provider;
}
