import * as vscode from 'vscode';
import { reportRun, warnWith } from './afterRun';
import { applySpec } from './commands/applySpec';
import type { RunKind } from './activeRun';
import { acceptSection } from './commands/acceptSection';
import { cancel } from './commands/cancel';
import { clearApiKey } from './commands/clearApiKey';
import { clearCache } from './commands/clearCache';
import { createTemplate } from './commands/createTemplate';
import { generateProject } from './commands/generateProject';
import { generateSpec, generateWorkspaceSpecs, start } from './commands/generateSpec';
import { newProjectSpec } from './commands/newProjectSpec';
import { openSettings } from './commands/openSettings';
import { openSource } from './commands/openSource';
import { openSpec } from './commands/openSpec';
import { openWalkthrough } from './commands/openWalkthrough';
import { previewPlan } from './commands/previewPlan';
import { previewProjectPlan } from './commands/previewProjectPlan';
import { orTell, type Handler } from './commands/orTell';
import { removeOrphanedSpecs } from './commands/removeOrphanedSpecs';
import { renewSpecs } from './commands/renewSpecs';
import { retryNow } from './commands/retryNow';
import { selectModel } from './commands/selectModel';
import { setApiKey } from './commands/setApiKey';
import { showDifference } from './commands/showDifference';
import { showMenu } from './commands/showMenu';
import { showSent } from './commands/showSent';
import { updateSection, updateSpec, updateStaleSpecs } from './commands/updateSpec';
import { DriftMonitor } from './drift/driftMonitor';
import { OfferDocuments } from './drift/offerDocuments';
import { Offers } from './drift/offers';
import { SectionPrices } from './drift/sectionPrices';
import { showDrift } from './drift/showDrift';
import type { SpecsView } from './drift/specsView';
import { UpdateOnSave } from './drift/updateOnSave';
import { whatChanged } from './commands/whatChanged';
import type { CommandName } from './contributions';
import { EngineHost } from './engineHost';
import { InterruptedRuns } from './interruptedRuns';
import { useTranslations } from '../l10n/localize';
import { logEvents } from './log';
import { LazyMetrics } from './metrics/lazyMetrics';
import { showProjectSpecs } from './projectSpec/showProjectSpecs';
import { RestDocuments } from './refusedText';
import { Runs } from './runs';
import type { RunsView } from './runsView';
import type { Secrets } from './secrets';
import { onDidChangeSettings } from './settings';
import type { StatusBar } from './statusBar';
import type { Target } from './targets';
import { VirtualDocuments } from './virtualDocuments';
import { tellOfWaits } from './waitNotice';
import { WarmUp } from './warmUp';

/** What activation has made already. */
export interface WindowParts {
  readonly context: Pick<vscode.ExtensionContext, 'extension' | 'extensionPath' | 'globalStorageUri' | 'storageUri'>;
  readonly log: vscode.LogOutputChannel;
  readonly secrets: Secrets;
  readonly statusBar: StatusBar;
  readonly specsView: SpecsView;
  readonly runsView: RunsView;
}

/** All that Specwright does in a window. */
export interface OpenWindow extends vscode.Disposable {
  /** Executes a command; what went wrong is told. */
  execute(command: CommandName, args: readonly unknown[]): Promise<unknown>;
  /** Fills a panel of the metrics that VS Code has opened again with the window. */
  restoreMetrics(panel: vscode.WebviewPanel): Promise<void>;
  /** Resolves when no thread is left. */
  end(): Promise<void>;
}

/** The composition root of what is loaded once a window has a use for it. Engine, SDKs and grammars are bundles of their own again, which the first command loads. */
export function openWindow({ context, log, secrets, statusBar, specsView, runsView }: WindowParts): OpenWindow {
  // A bundle has its own copy of each module.
  useTranslations((message, args) => vscode.l10n.t(message, ...args));
  const host = new EngineHost(context, warnWith(log));
  const rest = new RestDocuments();
  const documents = new VirtualDocuments();
  const again = (targets: readonly Target[], kind: RunKind) => orTell(() => start(targets, runs, kind), log);
  const metrics = new LazyMetrics({ context, log });
  const runs: Runs = new Runs({ host, secrets, listeners: [logEvents(log), tellOfWaits(), metrics.take] }, (run, outcomes) => reportRun(run, outcomes, { rest, again: () => again(run.targets, run.kind) }));
  const monitor = new DriftMonitor(host, runs, log);
  const prices = new SectionPrices(host, secrets);
  const offered = new OfferDocuments();
  const offers = new Offers({ host, monitor, rest, documents, offered });
  const interrupted = new InterruptedRuns(context.storageUri?.fsPath, runs, again);
  const parts = vscode.Disposable.from(
    host,
    rest,
    documents,
    metrics,
    onDidChangeSettings(() => serve()),
    runs,
    statusBar.follow(runs),
    new WarmUp(host, runs, log),
    monitor,
    prices,
    offered,
    offers,
    interrupted,
    showDrift(monitor, prices, host),
    showProjectSpecs(host),
    specsView.follow(monitor),
    runsView.follow(runs),
    new UpdateOnSave(host, runs, log),
    runs.onDidEnd(({ outcomes }) => outcomes.forEach(({ target, result }) => void orTell(() => offers.add(target.folder, result.offers ?? []), log))),
  );
  const handlers: Readonly<Record<CommandName, Handler>> = {
    generateSpec: generateSpec(runs),
    generateWorkspaceSpecs: generateWorkspaceSpecs(runs),
    updateSpec: updateSpec(runs),
    updateStaleSpecs: updateStaleSpecs(runs, monitor),
    renewSpecs: renewSpecs({ runs, host, secrets }),
    updateSection: updateSection(runs, monitor),
    acceptSection: acceptSection({ host, monitor, rest }),
    showDifference: showDifference({ host, monitor, documents }),
    acceptNewText: (clicked) => offers.accept(clicked),
    keepMyText: (clicked) => offers.keepMine(clicked),
    refreshSpecs: () => monitor.readAllNow(new AbortController().signal),
    removeOrphanedSpecs: removeOrphanedSpecs({ host, monitor }),
    openSpec: openSpec(host, monitor),
    openSource: openSource(monitor),
    whatChanged: whatChanged(host, documents),
    applySpec: applySpec({ runs, host, rest }),
    selectModel: selectModel(host, secrets, () => monitor.folders.some(({ hasSpecs }) => hasSpecs)),
    setApiKey: setApiKey(secrets),
    clearApiKey: clearApiKey(secrets),
    createTemplate: createTemplate(host),
    newProjectSpec: newProjectSpec(host),
    generateProject: generateProject({ runs, host, documents }),
    previewProjectPlan: previewProjectPlan({ host, secrets, documents }),
    cancel: cancel(runs),
    retryNow: retryNow(host),
    showSent: showSent(host, documents),
    previewPlan: previewPlan({ host, secrets, documents }),
    showMetrics: async (key) => {
      // Whoever looks has seen it.
      runs.forgetProblem();
      (await metrics.load()).show(typeof key === 'string' ? key : undefined);
    },
    showPrometheusMetrics: async () => vscode.window.showTextDocument(documents.set('metrics.txt', (await metrics.load()).prometheusText), { preview: true }),
    openLastReport: async () => (await metrics.load()).openLastReport(),
    exportReport: async () => (await metrics.load()).exportReport(),
    compareRuns: async () => (await metrics.load()).compareRuns(),
    clearCache: clearCache(host),
    openWalkthrough,
    openSettings,
    showLog: () => log.show(),
    showMenu: showMenu(runs),
  };
  // Whoever scrapes does so from the beginning, not from the first run on.
  const serve = () => typeof vscode.workspace.getConfiguration('specwright').get('metrics.port') === 'number' && void metrics.load();
  serve();
  void interrupted.offer();
  return { execute: (command, args) => orTell(() => handlers[command](...args), log), restoreMetrics: async (panel) => (await metrics.load()).adopt(panel), end: async () => void (await Promise.all([host.end(), metrics.end()])), dispose: () => void parts.dispose() };
}
