import * as vscode from 'vscode';
import type { RunKind } from '../activeRun';
import { InputError } from '../../engine/inputError';
import { fileClicked } from '../drift/sectionAt';
import { t } from '../../l10n/localize';
import { summaryOf, type RunSummary } from '../runSummary';
import type { Runs } from '../runs';
import { targetsOf, workspaceTargets, type Target } from '../targets';

/**
 * Writes the specs of what was chosen: the active editor from the palette, the files and folders that are selected in the explorer. Unsaved text counts.
 * Resolves to what became of it, one entry a workspace folder.
 */
export function generateSpec(runs: Runs) {
  return async (clicked?: vscode.Uri, selected?: unknown): Promise<RunSummary[] | undefined> => {
    const uris = chosenIn(clicked, selected);
    if (uris.length === 0) throw new InputError(t('Open a file first, or right-click files or a folder in the explorer.'));
    return start(await targetsOf(uris), runs);
  };
}

/** The same for every folder of the workspace, whole. */
export function generateWorkspaceSpecs(runs: Runs) {
  return async (): Promise<RunSummary[] | undefined> => {
    const targets = workspaceTargets();
    if (targets.length === 0) throw new InputError(t('Open a folder first: then the specs of all its files can be written.'));
    return start(targets, runs);
  };
}

/** Begins a run, unless one is at the same specs already. */
export async function start(targets: readonly Target[], runs: Runs, kind: RunKind = 'generate'): Promise<RunSummary[] | undefined> {
  const other = runs.overlapping(targets);
  if (!other) return (await runs.generate(targets, kind)).map(summaryOf);
  const cancel = t('Cancel That Run');
  void vscode.window.showInformationMessage(t('Specwright is at {0} already. One run after the other keeps them from writing into the same file.', other.title), cancel).then((answer) => {
    if (answer === cancel) other.cancel();
  });
  return undefined;
}

/** The explorer hands over the clicked entry and all that are selected; an editor's title hands over its own, and then something else. */
export function chosenIn(clicked: unknown, selected: unknown): readonly vscode.Uri[] {
  if (Array.isArray(selected) && selected.length > 0 && selected.every((one) => one instanceof vscode.Uri)) return selected;
  const file = fileClicked(clicked);
  if (file) return [file];
  const active = vscode.window.activeTextEditor?.document.uri;
  return active ? [active] : [];
}
