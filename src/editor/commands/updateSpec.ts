import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import type { DriftMonitor } from '../drift/driftMonitor';
import { staleText } from '../drift/driftWords';
import { fileClicked, sectionAt } from '../drift/sectionAt';
import type { GroupName, TreeGroup } from '../drift/treeModel';
import { t } from '../../l10n/localize';
import type { RunSummary } from '../runSummary';
import type { Runs } from '../runs';
import { targetsOf, type Target } from '../targets';
import { start } from './generateSpec';

/** Brings the spec of one source up to date: facts, and the text of what is stale or missing. For what a person wrote the new text is offered. */
export function updateSpec(runs: Runs) {
  return async (clicked?: unknown): Promise<RunSummary[] | undefined> => {
    const uri = fileClicked(clicked) ?? vscode.window.activeTextEditor?.document.uri;
    if (!uri) throw new InputError(t('Open a source or its spec first: this command brings the spec up to date.'));
    return start(await targetsOf([uri]), runs, 'update');
  };
}

/** The same for every spec of the workspace that is out of date, or not where its source is now, and for no other. */
export function updateStaleSpecs(runs: Runs, monitor: DriftMonitor) {
  return async (clicked?: unknown): Promise<RunSummary[] | undefined> => {
    const options = { location: vscode.ProgressLocation.Notification, title: t('Looking for specs that are out of date'), cancellable: true };
    const isCancelled = await vscode.window.withProgress(options, async (_, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      await monitor.readAllNow(cancelled.signal).catch((error: unknown) => {
        if (!cancelled.signal.aborted) throw error;
      });
      return cancelled.signal.aborted;
    });
    if (isCancelled) return undefined;
    const targets = staleTargets(monitor, groupClicked(clicked));
    if (targets.length > 0) return start(targets, runs, 'update');
    void vscode.window.showInformationMessage(t('No spec is out of date.'));
    return [];
  };
}

/** One section alone; the facts of its spec are brought up to date with it. */
export function updateSection(runs: Runs, monitor: DriftMonitor) {
  return async (...args: unknown[]): Promise<RunSummary[] | undefined> => {
    const { source, id } = await sectionAt(args, monitor);
    const targets = await targetsOf([source]);
    return start(targets.map((target) => ({ ...target, sections: target.paths.map((path) => ({ path, ids: [id] })) })), runs, 'update');
  };
}

/** What was clicked in the view "Specs": it is about that alone. */
function groupClicked(clicked: unknown): GroupName | undefined {
  return (clicked as { readonly group?: TreeGroup } | undefined)?.group?.name;
}

function staleTargets(monitor: DriftMonitor, group: GroupName | undefined): Target[] {
  return monitor.folders.flatMap(({ folder, sources, moved }) => {
    const stale = [...sources.values()].filter(({ drift }) => drift.spec !== 'blocked' && staleText(drift) !== undefined).map(({ drift }) => drift.source);
    const paths = [...(group === 'moved' ? [] : stale), ...(group === 'stale' ? [] : moved.keys())];
    return paths.length === 0 ? [] : [{ folder: folder.uri, name: folder.name, paths: paths.sort(), hasFolder: paths.length > 1 }];
  });
}
