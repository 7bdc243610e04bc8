import * as vscode from 'vscode';
import type { RunResult } from '../engine/run';
import type { ActiveRun } from './activeRun';
import { commandId } from './contributions';
import { tabOf } from './documents';
import { later, t } from '../l10n/localize';
import { insertRest, showDifference, type RestDocuments } from './refusedText';
import { problemOf, providerNamedIn, runMessage, settingNamedIn, stepsNamedIn, type Problem, type RunMessage, type Step } from './runMessage';
import type { FolderOutcome } from './runInFolders';
import { Settings } from './settings';
import { showPreview, showSpec } from './specEditor';

const LABELS: Readonly<Record<Step, () => string>> = {
  openSpec: later('Open Spec'), openPreview: later('Open Preview'), manageTrust: later('Manage Trust'), showLog: later('Show Log'), setApiKey: later('Set API Key'), selectModel: later('Select Model'), settings: later('Open Settings'), runAgain: later('Run Again'), goOn: later('Go On'), insertRest: later('Insert the Rest'), showDifference: later('Show Difference'), showMetrics: later('Show Metrics'), showResult: later('Show Result'),
};

const STATUSES: Readonly<Record<RunResult['files'][number]['status'], () => string>> = {
  written: later('written'), moved: later('moved'), unchanged: later('up to date'), partial: later('partial'), failed: later('failed'), planned: later('planned'), fresh: later('up to date'), refused: later('kept from being written'), removed: later('removed'), kept: later('left as it is'),
};

/** More buttons than this do not fit beside each other. */
const MOST_STEPS = 3;

export interface ReportDeps {
  readonly rest: RestDocuments;
  /** Begins the same run once more. */
  readonly again: () => unknown;
}

/** Tells how a run ended, and does what the person then chooses. Returns what is wrong, where something is. */
export function reportRun(run: ActiveRun, outcomes: readonly FolderOutcome[], { rest, again }: ReportDeps): Problem | undefined {
  if (outcomes.some(({ declined }) => declined)) return undefined; // they know
  const { items } = run.snapshot();
  const refused = outcomes.flatMap((outcome) => [...outcome.refused.values()]);
  const noModel = outcomes.map(({ writer }) => (writer.by === 'nobody' ? writer.because : undefined)).find((because) => because !== undefined);
  const spec = onlySpecOf(outcomes);
  const message = runMessage({ label: run.label, isShown: spec !== undefined && isShown(spec, run), results: outcomes.map(({ result }) => result), noModel, refused: refused.length, items, answered: run.answered });
  // Nobody waited for it, and all is well.
  if (run.isQuiet && message.severity === 'info') return undefined;
  void showMessage(message, {
    openSpec: () => openOneOf(outcomes),
    openPreview: () => spec && showPreview(spec),
    runAgain: again,
    goOn: again,
    insertRest: () => insertRest(refused, rest),
    showDifference: () => Promise.all(refused.slice(0, 1).map((one) => showDifference(one, rest))),
  });
  return problemOf(message, outcomes.map(({ result }) => result.status));
}

/** Something that belongs to no run does not work as it should; what can be done without it goes on. */
export function warnWith(log: Pick<vscode.LogOutputChannel, 'warn'>): (message: string) => void {
  return (message) => {
    log.warn(message);
    void showMessage({ severity: 'warning', text: message, steps: [...stepsNamedIn(message), 'showLog'] }, {});
  };
}

/** A message with its buttons; those that only run a command need no action of their own. */
export async function showMessage({ severity, text, steps }: RunMessage, actions: Partial<Record<Step, () => unknown>>): Promise<void> {
  const shown = [...new Set(steps)].slice(0, MOST_STEPS);
  const show = { info: vscode.window.showInformationMessage, warning: vscode.window.showWarningMessage, error: vscode.window.showErrorMessage }[severity];
  const answer = await show(text, ...shown.map((step) => LABELS[step]()));
  const step = shown.find((candidate) => LABELS[candidate]() === answer);
  if (step) await (actions[step] ?? (() => runCommandOf(step, text)))();
}

function runCommandOf(step: Step, text: string): Thenable<unknown> {
  switch (step) {
    case 'settings':
      return vscode.commands.executeCommand(commandId('openSettings'), settingNamedIn(text));
    case 'manageTrust':
      return vscode.commands.executeCommand('workbench.trust.manage');
    case 'showMetrics':
      return vscode.commands.executeCommand(commandId(step));
    case 'setApiKey':
      return vscode.commands.executeCommand(commandId(step), providerNamedIn(text));
    case 'selectModel':
      return vscode.commands.executeCommand(commandId(step));
    default:
      return vscode.commands.executeCommand(commandId('showLog'));
  }
}

function onlySpecOf(outcomes: readonly FolderOutcome[]): vscode.Uri | undefined {
  const specs = outcomes.flatMap(({ target, result }) => result.files.map(({ path }) => vscode.Uri.joinPath(target.folder, path)));
  return specs.length === 1 ? specs[0] : undefined;
}

/** Also where its editor is still about to open. */
function isShown(spec: vscode.Uri, run: ActiveRun): boolean {
  return tabOf(spec) !== undefined || (run.showsSpec && new Settings(spec).get('openSpecBeside'));
}

/** The spec, or the one that the person picks. */
async function openOneOf(outcomes: readonly FolderOutcome[]): Promise<void> {
  const specs = outcomes.flatMap(({ target, result }) => result.files.filter(({ status }) => status !== 'failed').map(({ path, source, status }) => ({ label: source === '.' ? 'README.md' : source.split('/').at(-1)!, description: source === '.' ? t('the whole workspace') : source, detail: STATUSES[status](), spec: vscode.Uri.joinPath(target.folder, path) })));
  const chosen = specs.length > 1 ? await vscode.window.showQuickPick(specs, { placeHolder: t('Which spec?'), matchOnDescription: true }) : specs[0];
  if (chosen) await showSpec(chosen.spec, { preserveFocus: false });
}
