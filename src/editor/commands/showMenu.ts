import * as vscode from 'vscode';
import { commandTitle } from '../commandTitle';
import { commandId, type CommandName } from '../contributions';
import { t } from '../../l10n/localize';
import type { Runs } from '../runs';
import { sourceOf } from '../targets';

const ICONS: Partial<Record<CommandName, string>> = {
  cancel: 'debug-stop', retryNow: 'debug-restart', previewPlan: 'graph', showSent: 'mirror', generateSpec: 'new-file', updateStaleSpecs: 'sync', renewSpecs: 'refresh', generateWorkspaceSpecs: 'files', openSpec: 'book', openSource: 'go-to-file', whatChanged: 'diff', selectModel: 'sparkle', setApiKey: 'key', openSettings: 'gear', showLog: 'output',
};

/** A click on the status bar: the commands that make sense now, and what went wrong. */
export function showMenu(runs: Runs) {
  return async (): Promise<void> => {
    const { problem, active } = runs;
    runs.forgetProblem();
    const file = vscode.window.activeTextEditor?.document.uri;
    const names: CommandName[] = [
      ...(active.length > 0 ? (['cancel', 'retryNow'] as const) : []),
      ...(file ? (['generateSpec', sourceOf(file) ? 'openSource' : 'openSpec', 'whatChanged'] as const) : []),
      ...(vscode.workspace.workspaceFolders?.length ? (['updateStaleSpecs', 'renewSpecs', 'generateWorkspaceSpecs', 'previewPlan'] as const) : []),
      'selectModel', 'setApiKey', 'openSettings', 'showSent', 'showLog',
    ];
    const choices = names.map((name) => ({ label: `$(${ICONS[name]}) ${commandTitle(name)}`, detail: name === 'cancel' ? active.map((run) => `${run.label}: ${run.line()}`).join('; ') : undefined, name }));
    const choice = await vscode.window.showQuickPick(choices, { title: 'Specwright', placeHolder: problem?.text ?? t('What would you like to do?') });
    if (choice) await vscode.commands.executeCommand(commandId(choice.name));
  };
}
