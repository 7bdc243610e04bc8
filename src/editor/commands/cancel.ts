import * as vscode from 'vscode';
import { t } from '../../l10n/localize';
import type { Runs } from '../runs';

/** Ends the run; of several, the one that the person picks. What is finished is kept. */
export function cancel(runs: Runs) {
  return async (): Promise<void> => {
    const { active } = runs;
    if (active.length === 0) return void vscode.window.showInformationMessage(t('Nothing is being generated.'));
    if (active.length === 1) return active[0]!.cancel();
    const choices = [
      { label: `$(close-all) ${t('All {0}', active.length)}`, runs: active },
      ...active.map((run) => ({ label: `$(close) ${run.label}`, description: run.line(), runs: [run] })),
    ];
    const choice = await vscode.window.showQuickPick(choices, { placeHolder: t('Which run?') });
    for (const run of choice?.runs ?? []) run.cancel();
  };
}
