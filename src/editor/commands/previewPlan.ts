import * as vscode from 'vscode';
import { commandId } from '../contributions';
import type { EngineHost } from '../engineHost';
import { planText } from '../planText';
import { planInFolders } from '../runInFolders';
import type { Secrets } from '../secrets';
import { targetsOf, workspaceTargets, type Target } from '../targets';
import type { VirtualDocuments } from '../virtualDocuments';
import { InputError } from '../../engine/inputError';
import { t } from '../../l10n/localize';
import { chosenIn } from './generateSpec';

/** What Generate Spec would ask and cost, file by file: of what was chosen in the explorer, else of the whole workspace, else of the open file. Nothing is sent. */
export function previewPlan(deps: { readonly host: EngineHost; readonly secrets: Secrets; readonly documents: VirtualDocuments }) {
  return async (clicked?: vscode.Uri, selected?: unknown): Promise<void> => {
    const { uris, targets } = await targetsToPlan(clicked, selected);
    const plans = await planTargets(targets, (planned, signal) => planInFolders(planned, deps, signal));
    if (!plans) return;
    const engine = await deps.host.load();
    const label = targets.map(({ name, paths }) => paths.map((path) => path || name).join(', ')).join(', ');
    await vscode.commands.executeCommand('markdown.showPreview', deps.documents.set('Plan.md', planText(label, plans, engine)));
    const calls = plans.reduce((sum, { result }) => sum + (result.estimate?.calls ?? 0), 0);
    const generate = t('Generate');
    const text = calls === 0 ? t('There is nothing to ask of a model.') : t('The plan takes {0}.', plans.flatMap(({ result }) => (result.estimate && result.estimate.calls > 0 ? [engine.describeEstimate(result.estimate)] : [])).join('; '));
    if ((await vscode.window.showInformationMessage(text, generate)) !== generate) return;
    if (uris) await vscode.commands.executeCommand(commandId('generateSpec'), undefined, uris);
    else await vscode.commands.executeCommand(commandId('generateWorkspaceSpecs'));
  };
}

/** Plans while the person may still go away. */
export function planTargets<T>(targets: readonly Target[], plan: (targets: readonly Target[], signal: AbortSignal) => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: t('Planning: nothing is sent'), cancellable: true };
  return vscode.window.withProgress(options, (_, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    return plan(targets, cancelled.signal);
  });
}

/** What was chosen in the explorer, else the whole workspace, else the open file. */
export async function targetsToPlan(clicked: unknown, selected: unknown): Promise<{ readonly uris?: readonly vscode.Uri[]; readonly targets: readonly Target[] }> {
  if (clicked === undefined && !Array.isArray(selected) && vscode.workspace.workspaceFolders?.length) return { targets: workspaceTargets() };
  const uris = chosenIn(clicked, selected);
  if (uris.length === 0) throw new InputError(t('Open a file or a folder first: then its plan can be made.'));
  return { uris, targets: await targetsOf(uris) };
}
