import * as vscode from 'vscode';
import { apiKeyProblem, KEY_FORMS } from '../apiKeyForm';
import { HOSTED_PROVIDERS, PROVIDER_TITLES, VSCODE_PROVIDER, type HostedProvider } from '../contributions';
import { sentences, t } from '../../l10n/localize';
import { pickProvider } from '../pickProvider';
import type { Secrets } from '../secrets';
import { Settings } from '../settings';

/** Asks for a key of the provider, or of the one that the person picks, and puts it into VS Code's secret storage. Resolves to whether one was stored. */
export function setApiKey(secrets: Secrets) {
  return async (asked?: unknown): Promise<boolean> => {
    const provider = HOSTED_PROVIDERS.find((one) => one === asked) ?? (await pickProvider(t('Whose API key?'), HOSTED_PROVIDERS, await secrets.providersWithKey()));
    if (provider === undefined) return false;
    const title = PROVIDER_TITLES[provider];
    const server = new Settings().get(`${provider}.baseUrl`);
    const pasted = await vscode.window.showInputBox({
      title: t('{0} API Key', title),
      prompt: t('It is kept in the secret storage of VS Code and sent to {0} only. Keys are made at {1}.', server || t('the {0} API', title), KEY_FORMS[provider].madeAt),
      placeHolder: `${KEY_FORMS[provider].example}…`,
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => {
        const problem = apiKeyProblem(provider, text, server !== '');
        return problem && { message: problem.message, severity: problem.severity === 'error' ? vscode.InputBoxValidationSeverity.Error : vscode.InputBoxValidationSeverity.Warning };
      },
    });
    const key = pasted?.trim() ?? '';
    if (key === '') return false;
    await secrets.setApiKey(provider, key);
    void vscode.window.showInformationMessage(sentences(t('The {0} API key is stored.', title), await whatFollows(provider, secrets)));
    return true;
  };
}

/** Whether the next spec is written with the help of this key. */
async function whatFollows(provider: HostedProvider, secrets: Secrets): Promise<string> {
  const chosen = new Settings().get('provider');
  const used = chosen === 'auto' ? (await secrets.providersWithKey())[0] : chosen;
  if (used === provider) return t('Specs are now written with prose.');
  const instead = used === 'outline' || used === undefined ? 'outline' : used === VSCODE_PROVIDER ? 'VS Code' : PROVIDER_TITLES[used];
  return t('The provider is still {0}: choose another with "Select Provider and Model".', instead);
}
