import * as vscode from 'vscode';
import { uriIn } from '../documents';
import type { DriftMonitor } from '../drift/driftMonitor';
import { removalQuestion } from '../drift/removalQuestion';
import { watchPortsFor } from '../drift/watchPorts';
import type { EngineHost } from '../engineHost';
import { listed, plural, t } from '../../l10n/localize';

/** Specs to be removed from one workspace folder. */
interface Removal {
  readonly folder: vscode.Uri;
  /** By path, as they stand. */
  readonly ours: ReadonlyMap<string, string>;
  readonly persons: ReadonlyMap<string, string>;
}

/**
 * Removes specs whose sources are gone, once the person has seen which: the one that was clicked in the view "Specs", else all of them. Those in which somebody wrote go only where that is chosen.
 * Resolves to the specs that were removed.
 */
export function removeOrphanedSpecs({ host, monitor }: { readonly host: EngineHost; readonly monitor: DriftMonitor }) {
  return async (clicked?: unknown): Promise<readonly vscode.Uri[]> => {
    const { spec } = (clicked ?? {}) as { readonly spec?: unknown };
    const removals = await read(host, monitor, spec instanceof vscode.Uri ? spec : undefined);
    const question = removalQuestion(removals.flatMap(({ ours }) => [...ours.keys()]), removals.flatMap(({ persons }) => [...persons.keys()]));
    if (!question) {
      void vscode.window.showInformationMessage(t('No spec is without its source.'));
      return [];
    }
    const { message, detail, choices } = question;
    const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...choices.map(({ title }) => title));
    const chosen = choices.find(({ title }) => title === answer);
    return chosen ? remove(removals, chosen.withPersons, host, monitor) : [];
  };
}

async function read(host: EngineHost, monitor: DriftMonitor, only: vscode.Uri | undefined): Promise<Removal[]> {
  const { readOrphans } = await host.load();
  const removals: Removal[] = [];
  for (const { folder, orphaned } of monitor.folders) {
    const paths = orphaned.map(({ path }) => path).filter((path) => !only || uriIn(folder.uri, path).toString() === only.toString());
    const { store } = await watchPortsFor(folder.uri, host);
    removals.push({ folder: folder.uri, ...(await readOrphans(paths, store)) });
  }
  return removals;
}

async function remove(removals: readonly Removal[], withPersons: boolean, host: EngineHost, monitor: DriftMonitor): Promise<vscode.Uri[]> {
  const removed: vscode.Uri[] = [];
  const refused: string[] = [];
  for (const { folder, ours, persons } of removals) {
    const { store } = await watchPortsFor(folder, host);
    for (const [path, text] of [...ours, ...(withPersons ? persons : [])]) {
      if ((await store.remove(path, text)) === 'refused') refused.push(path);
      else removed.push(uriIn(folder, path));
    }
  }
  for (const spec of removed) await monitor.refresh(spec);
  if (refused.length > 0) void vscode.window.showWarningMessage(plural(refused.length, '{0} spec changed a moment ago, or is being edited, and was kept: {1}.', '{0} specs changed a moment ago, or are being edited, and were kept: {1}.', listed(refused)));
  return removed;
}
