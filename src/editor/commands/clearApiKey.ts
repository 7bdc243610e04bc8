import * as vscode from 'vscode';
import type { Secrets } from '../secrets';

export function clearApiKey(secrets: Secrets) {
  return async (): Promise<void> => {
    if ((await secrets.apiKey('anthropic')) === undefined) return void vscode.window.showInformationMessage('No API key is stored.');
    await secrets.clearApiKey('anthropic');
    void vscode.window.showInformationMessage('The Anthropic API key is removed from the secret storage. Specs are written with facts only until another is set.');
  };
}
