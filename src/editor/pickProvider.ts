import * as vscode from 'vscode';
import { PROVIDER_TITLES, type HostedProvider } from './contributions';

const DESCRIPTIONS: Readonly<Record<HostedProvider, string>> = { anthropic: 'Claude', openai: 'and servers that speak its protocol', gemini: 'Google' };

/** `undefined`: the person went away. */
export async function pickProvider(placeHolder: string, providers: readonly HostedProvider[], withKey: readonly HostedProvider[]): Promise<HostedProvider | undefined> {
  const choices = providers.map((provider) => ({
    label: `$(${withKey.includes(provider) ? 'key' : 'circle-outline'}) ${PROVIDER_TITLES[provider]}`,
    description: `${DESCRIPTIONS[provider]}${withKey.includes(provider) ? ' · a key is stored' : ''}`,
    provider,
  }));
  return (await vscode.window.showQuickPick(choices, { title: 'Provider', placeHolder }))?.provider;
}
