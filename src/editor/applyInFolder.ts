import * as vscode from 'vscode';
import type { Proposal } from '../engine/apply/proposal';
import type { ApplyResult } from '../engine/applySpec';
import { InputError } from '../engine/inputError';
import type { ActiveRun } from './activeRun';
import { chooseWriter, type NoModelBecause } from './chooseWriter';
import { confirmRun } from './confirmRun';
import { uriIn } from './documents';
import { createEditorStore, type RefusedText } from './editorStore';
import { later, t } from '../l10n/localize';
import { proposalEdit } from './proposalEdit';
import { requestFor } from './request';
import { portsFor, type RunDeps } from './runInFolders';
import { Settings } from './settings';

/** What became of bringing one source into line with its spec. */
export interface ApplyOutcome {
  readonly result: ApplyResult;
  /** What is still to be offered to the person, by the spec's path. */
  readonly refused: ReadonlyMap<string, RefusedText>;
  /** The person was shown the estimate and said no. */
  readonly declined: boolean;
}

const WHY: Readonly<Record<NoModelBecause, () => string>> = {
  noKey: later('Code that follows an edited text is written by a model, and no API key is set. Run "Specwright: Set API Key".'),
  untrusted: later('Code that follows an edited text is written by a model, and nothing is sent from a workspace that is not trusted. Trust the workspace first.'),
  chosen: later('Code that follows an edited text is written by a model, and "specwright.provider" is "outline". Run "Specwright: Select Provider and Model".'),
};

/**
 * One run for the one source of the run's target. What it proposes goes through VS Code's refactor preview, where the person takes or leaves each symbol.
 * @throws InputError where a setting, the key or the provider is not as it must be; nothing was done then
 */
export async function applyInFolder(active: ActiveRun, deps: RunDeps): Promise<ApplyOutcome> {
  const { host, secrets, listeners } = deps;
  const engine = await host.load();
  const target = active.targets[0]!;
  const settings = new Settings(target.folder);
  const writer = await chooseWriter(settings, secrets, host);
  if (writer.by === 'nobody') throw new InputError(WHY[writer.because]());
  active.withModel = true;
  let declined = false;
  const request = requestFor(target, settings, engine, active.kind, async (estimate) => {
    declined = !(await confirmRun(engine.describeEstimate(estimate), [], writer, active));
    return !declined;
  });
  const store = createEditorStore(target.folder, engine);
  const result = await engine.applySpec(request, {
    ...(await portsFor(target, writer, settings, deps)),
    store,
    review: (proposal) => showInPreview(proposal, target.folder),
    signal: active.signal,
    runId: active.id,
    listeners: [(event) => active.take(event), ...listeners],
  });
  await host.keepExperiences();
  return { result, refused: store.refused, declined };
}

/** Resolves when the person has applied or discarded the change. What they took stands in the document, saved where VS Code saves refactorings. */
async function showInPreview(proposal: Proposal, folder: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uriIn(folder, proposal.path));
  const edit = proposalEdit(document, proposal);
  if (!edit) throw new InputError(t('{0} was changed meanwhile, so nothing was written. Run the command again: what has been answered is not asked for twice.', proposal.path));
  const before = document.version;
  return (await vscode.workspace.applyEdit(edit, { isRefactoring: true })) && document.version !== before;
}
