import * as vscode from 'vscode';

/** The settings of the extension, or one of them: `specwright.timeLimits.run`. */
export async function openSettings(setting?: unknown): Promise<void> {
  const query = typeof setting === 'string' && setting.startsWith('specwright.') ? setting : '@ext:specwright.specwright';
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}
