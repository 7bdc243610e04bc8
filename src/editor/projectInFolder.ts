import * as vscode from 'vscode';
import type { FileChange } from '../engine/project/writeProject';
import type { RegenerateResult } from '../engine/regenerateFiles';
import type { ActiveRun } from './activeRun';
import { chooseWriter, type Writer } from './chooseWriter';
import { confirmRun } from './confirmRun';
import { openDocument, uriIn } from './documents';
import { createEditorStore, type RefusedText } from './editorStore';
import { filesEdit, takenOf } from './filesEdit';
import { listed, plural, sentences, t } from '../l10n/localize';
import { requestFor } from './request';
import { portsFor, type RunDeps } from './runInFolders';
import { Settings } from './settings';
import type { Target } from './targets';

/** What became of generating the files of a project spec. */
export interface ProjectOutcome {
  readonly result: RegenerateResult;
  readonly writer: Writer;
  readonly refused: ReadonlyMap<string, RefusedText>;
  /** The person was shown the estimate and said no. */
  readonly declined: boolean;
}

/**
 * One run for the one project spec of the run's target. All that it would change goes through VS Code's refactor preview, where the person takes or leaves each file.
 * @throws InputError where a setting, the key or the provider is not as it must be; nothing was done then
 */
export async function projectInFolder(active: ActiveRun, deps: RunDeps): Promise<ProjectOutcome> {
  const { host, secrets, listeners } = deps;
  const engine = await host.load();
  const target = active.targets[0]!;
  const settings = new Settings(target.folder);
  const writer = await chooseWriter(settings, secrets, host);
  active.withModel = writer.by === 'model';
  let declined = false;
  const request = requestFor(target, settings, engine, active.kind, async (estimate) => {
    declined = !(await confirmRun(engine.describeEstimate(estimate), [], writer, active));
    return !declined;
  });
  const store = createEditorStore(target.folder, engine);
  const result = await engine.regenerateFiles(request, {
    ...(await portsFor(target, writer, settings, deps)),
    store,
    reviewFiles: (changes) => {
      active.handOver();
      return review(changes, target.folder);
    },
    ...(vscode.workspace.isTrusted && target.folder.scheme === 'file' && settings.get('project.runTools') && { checkTools: engine.createProjectTools(target.folder.fsPath) }),
    signal: active.signal,
    runId: active.id,
    listeners: [(event) => active.take(event), ...listeners],
  });
  await host.keepExperiences();
  return { result, writer, refused: store.refused, declined };
}

/** What {@link projectInFolder} would do. Nothing is sent. `undefined`: the person went away. */
export async function planProjectInFolder(target: Target, deps: Pick<RunDeps, 'host' | 'secrets'>, signal: AbortSignal): Promise<{ readonly writer: Writer; readonly result: RegenerateResult } | undefined> {
  const engine = await deps.host.load();
  const settings = new Settings(target.folder);
  const writer = await chooseWriter(settings, deps.secrets, deps.host);
  const request = requestFor(target, settings, engine, 'project', undefined);
  const result = await engine.planFiles(request, { ...(await portsFor(target, writer, settings, deps)), store: createEditorStore(target.folder, engine), signal, runId: 'plan' });
  return signal.aborted ? undefined : { writer, result };
}

/** So many files are named in a dialog. */
const MOST_NAMED = 15;

/** For new files one word is enough: to tick dozens of them one by one nobody would thank us for. What would change something that is there is looked at. */
async function review(changes: readonly FileChange[], folder: vscode.Uri): Promise<readonly FileChange[] | undefined> {
  if (changes.every(({ kind }) => kind === 'failing')) return reviewFailing(changes, folder);
  const added = changes.filter(({ kind }) => kind === 'new');
  const others = changes.filter(({ kind }) => kind !== 'new');
  if (added.length === 0) return showInPreview(others, folder);
  const [all, each] = [t('Write All'), t('Review Each File')];
  const names = added.slice(0, MOST_NAMED).map(({ path }) => path);
  const more = added.length - names.length;
  const detail = [...names, ...(more > 0 ? [t('and {0} more', more)] : [])].join('\n');
  const after = others.length === 0 ? t('Nothing that is there is changed.') : plural(others.length, '{0} change of what is there comes after that, to be looked at.', '{0} changes of what is there come after that, to be looked at.');
  const answer = await vscode.window.showInformationMessage(sentences(plural(added.length, 'Write {0} new file?', 'Write {0} new files?'), after), { modal: true, detail }, all, each);
  if (answer === each) return showInPreview(changes, folder);
  if (answer !== all) return undefined;
  return [...added, ...(others.length > 0 ? ((await showInPreview(others, folder)) ?? []) : [])];
}

/** What the compilers refuse is looked at only by who wants to: the preview itself tells what is wrong with it only to who points at it. */
async function reviewFailing(changes: readonly FileChange[], folder: vscode.Uri): Promise<readonly FileChange[] | undefined> {
  const look = changes.length === 1 ? t('Look at It') : t('Look at Them');
  const detail = [...changes.slice(0, MOST_NAMED).map(({ path, origin }) => `${path}: ${origin}`), ...(changes.length > MOST_NAMED ? [t('and {0} more', changes.length - MOST_NAMED)] : [])].join('\n\n');
  const what = sentences(
    plural(changes.length, '{0} answer of the model does not pass its checks, and was not written.', '{0} answers of the model do not pass their checks, and were not written.'),
    plural(changes.length, 'In the refactor preview you may take it all the same.', 'In the refactor preview you may take them all the same.'),
  );
  return (await vscode.window.showWarningMessage(what, { modal: true, detail }, look)) === look ? showInPreview(changes, folder) : undefined;
}

/** The preview tells whose a file is only to who points at it. In one line, since VS Code shows no more of a message without a button. */
function tellWhatIsTheirs(changes: readonly FileChange[]): void {
  const theirs = changes.filter(({ kind }) => kind === 'offered').map(({ path }) => path);
  if (theirs.length === 0) return;
  const first = listed(theirs.slice(0, MOST_TOLD));
  void vscode.window.showInformationMessage(t('Yours, replaced only if ticked: {0}', theirs.length > MOST_TOLD ? t('{0} and {1} more', first, theirs.length - MOST_TOLD) : first));
}

/** So many files are named in a message. */
const MOST_TOLD = 3;

/** Resolves when the person has applied or discarded the changes: to those that they took, which stand then. */
async function showInPreview(changes: readonly FileChange[], folder: vscode.Uri): Promise<readonly FileChange[] | undefined> {
  const unsaved = new Set(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty));
  const edit = await filesEdit(changes, folder);
  tellWhatIsTheirs(changes);
  const isApplied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (!isApplied) return undefined;
  const taken = await takenOf(changes, folder);
  // VS Code does so where refactorings are saved by themselves; what a person had not saved before is theirs to save.
  for (const { path } of taken) {
    const document = openDocument(uriIn(folder, path));
    if (document?.isDirty && !unsaved.has(document)) await document.save();
  }
  return taken;
}
