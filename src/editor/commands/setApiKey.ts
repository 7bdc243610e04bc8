import * as vscode from 'vscode';
import { apiKeyProblem } from '../apiKeyForm';
import type { Secrets } from '../secrets';
import { Settings } from '../settings';

/** Asks for a key and puts it into VS Code's secret storage. Resolves to whether one was stored. */
export function setApiKey(secrets: Secrets) {
  return async (): Promise<boolean> => {
    const hasOwnServer = new Settings().get('anthropic.baseUrl') !== '';
    const pasted = await vscode.window.showInputBox({
      title: 'Anthropic API Key',
      prompt: 'It is kept in the secret storage of VS Code and sent to the Anthropic API only. Keys are made at console.anthropic.com.',
      placeHolder: 'sk-ant-…',
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => {
        const problem = apiKeyProblem(text, hasOwnServer);
        return problem && { message: problem.message, severity: problem.severity === 'error' ? vscode.InputBoxValidationSeverity.Error : vscode.InputBoxValidationSeverity.Warning };
      },
    });
    const key = pasted?.trim() ?? '';
    if (key === '') return false;
    await secrets.setApiKey('anthropic', key);
    const outline = new Settings().get('provider') === 'outline';
    void vscode.window.showInformationMessage(`The Anthropic API key is stored.${outline ? ' The provider is still set to "outline": choose another with "Select Provider and Model".' : ' Specs are now written with prose.'}`);
    return true;
  };
}
