import * as vscode from 'vscode';
import { HOSTED_PROVIDERS, PROVIDER_TITLES, VSCODE_PROVIDER } from '../contributions';
import { sentences, t } from '../../l10n/localize';
import { pickProvider } from '../pickProvider';
import type { Secrets } from '../secrets';
import { Settings } from '../settings';

/** Forgets the key of the provider, or of the one that the person picks; of the only one that there is without a question. */
export function clearApiKey(secrets: Secrets) {
  return async (asked?: unknown): Promise<void> => {
    const stored = await secrets.providersWithKey();
    if (stored.length === 0) return void vscode.window.showInformationMessage(t('No API key is stored.'));
    const provider = HOSTED_PROVIDERS.find((one) => one === asked) ?? (stored.length === 1 ? stored[0] : await pickProvider(t('Whose API key?'), stored, stored));
    if (provider === undefined) return;
    await secrets.clearApiKey(provider);
    const needsNone = new Settings().get('provider') === VSCODE_PROVIDER;
    const left = needsNone || (await secrets.providersWithKey()).length > 0 ? '' : t('Specs are written with facts only until another is set.');
    void vscode.window.showInformationMessage(sentences(t('The {0} API key is removed from the secret storage.', PROVIDER_TITLES[provider]), left));
  };
}
