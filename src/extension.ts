import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  const status = vscode.window.createStatusBarItem('specwright.status', vscode.StatusBarAlignment.Right);
  status.text = 'Specwright';
  status.show();
  const openSpec = vscode.commands.registerCommand('specwright.openSpec', () => vscode.window.showInformationMessage('No spec yet.'));
  context.subscriptions.push(status, openSpec);
}
