import * as vscode from 'vscode';
import { uriIn } from '../documents';
import { gitRevisions } from '../drift/gitHistory';
import { lineOf, sectionAt, type SectionAddress } from '../drift/sectionAt';
import type { DriftMonitor } from '../drift/driftMonitor';
import { watchPortsFor, watchRequestFor } from '../drift/watchPorts';
import type { EngineHost } from '../engineHost';
import { t } from '../../l10n/localize';
import { nameOf, targetsOf } from '../targets';
import type { VirtualDocuments } from '../virtualDocuments';

export interface DifferenceDeps {
  readonly host: EngineHost;
  readonly monitor: DriftMonitor;
  readonly documents: VirtualDocuments;
}

/**
 * Why a section is out of date: the code that its text was written for, which is the newest in Git with the hashes that stand in the spec, beside the code of today. Where Git does not have it,
 * or the code itself is as it was: the spec beside what it would be with the facts of today. Nothing is written.
 */
export function showDifference(deps: DifferenceDeps) {
  return async (...args: unknown[]): Promise<void> => {
    const address = await sectionAt(args, deps.monitor);
    if (!(await showCode(address, deps))) await showFacts(address, deps);
  };
}

async function showCode({ source, id }: SectionAddress, { host, monitor, documents }: DifferenceDeps): Promise<boolean> {
  const found = await monitor.findPresent(source);
  const section = found?.source.drift.sections.find((one) => one.id === id);
  // What it uses lies elsewhere: here there is nothing to see.
  if (!found || !section || !(section.changed.includes('sig') || section.changed.includes('body') || section.changed.includes('doc'))) return false;
  const { drift } = found.source;
  const spec = await (await watchPortsFor(found.watch.folder.uri, host)).store.read(drift.specPath);
  const { revisionOfSection } = await host.load();
  const revision = spec === undefined ? undefined : await revisionOfSection({ path: drift.source, id, spec }, gitRevisions(source), await host.outliner());
  if (!revision) return false;
  const before = documents.set(`${revision.name.slice(0, 8)}/${nameOf(source)}`, revision.text);
  const at = lineOf(found, id) - 1;
  await vscode.commands.executeCommand('vscode.diff', before, source, t('{0}: when its spec was written ({1}) ↔ now', id, revision.name.slice(0, 8)), { selection: new vscode.Range(at, 0, at, 0) });
  return true;
}

async function showFacts({ source, id }: SectionAddress, { host, documents }: DifferenceDeps): Promise<void> {
  const [target] = await targetsOf([source]);
  const { folder, paths } = target!;
  const engine = await host.load();
  const { specPath, updated } = await engine.specWithNewFacts(paths[0]!, watchRequestFor(folder), await watchPortsFor(folder, host));
  const spec = uriIn(folder, specPath);
  await vscode.commands.executeCommand('vscode.diff', spec, documents.set(`updated/${nameOf(spec)}`, updated), t('{0}: spec ↔ with the facts of today', id));
}
