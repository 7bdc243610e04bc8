import type * as vscode from 'vscode';
import { reportRun, warnWith } from './editor/afterRun';
import { applySpec } from './editor/commands/applySpec';
import type { RunKind } from './editor/activeRun';
import { acceptSection } from './editor/commands/acceptSection';
import { cancel } from './editor/commands/cancel';
import { clearApiKey } from './editor/commands/clearApiKey';
import { clearCache } from './editor/commands/clearCache';
import { createTemplate } from './editor/commands/createTemplate';
import { generateSpec, generateWorkspaceSpecs, start } from './editor/commands/generateSpec';
import { openSettings } from './editor/commands/openSettings';
import { openSource } from './editor/commands/openSource';
import { openSpec } from './editor/commands/openSpec';
import { previewPlan } from './editor/commands/previewPlan';
import { orTell, registerCommands } from './editor/commands/register';
import { removeOrphanedSpecs } from './editor/commands/removeOrphanedSpecs';
import { renewSpecs } from './editor/commands/renewSpecs';
import { retryNow } from './editor/commands/retryNow';
import { selectModel } from './editor/commands/selectModel';
import { setApiKey } from './editor/commands/setApiKey';
import { showDifference } from './editor/commands/showDifference';
import { showMenu } from './editor/commands/showMenu';
import { showSent } from './editor/commands/showSent';
import { updateSection, updateSpec, updateStaleSpecs } from './editor/commands/updateSpec';
import { DriftMonitor } from './editor/drift/driftMonitor';
import { OfferDocuments } from './editor/drift/offerDocuments';
import { Offers } from './editor/drift/offers';
import { SectionPrices } from './editor/drift/sectionPrices';
import { showDrift } from './editor/drift/showDrift';
import { SpecsView } from './editor/drift/specsView';
import { UpdateOnSave } from './editor/drift/updateOnSave';
import { whatChanged } from './editor/commands/whatChanged';
import { EngineHost } from './editor/engineHost';
import { InterruptedRuns } from './editor/interruptedRuns';
import { createLog, logEvents } from './editor/log';
import { RestDocuments } from './editor/refusedText';
import { Runs } from './editor/runs';
import { Secrets } from './editor/secrets';
import { StatusBar } from './editor/statusBar';
import type { Target } from './editor/targets';
import { VirtualDocuments } from './editor/virtualDocuments';
import { tellOfWaits } from './editor/waitNotice';
import { WarmUp } from './editor/warmUp';

/** Set by {@link activate}. */
let engine: EngineHost | undefined;

/** The composition root of the extension. Engine, SDKs and grammars are bundles of their own, which the first command loads. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const secrets = new Secrets(context.secrets);
  const host = (engine = new EngineHost(context, warnWith(log)));
  const rest = new RestDocuments();
  const documents = new VirtualDocuments();
  const again = (targets: readonly Target[], kind: RunKind) => orTell(() => start(targets, runs, kind), log);
  const runs: Runs = new Runs({ host, secrets, listeners: [logEvents(log), tellOfWaits()] }, (run, outcomes) => reportRun(run, outcomes, { rest, again: () => again(run.targets, run.kind) }));
  const monitor = new DriftMonitor(host, runs, log);
  const prices = new SectionPrices(host, secrets);
  const offered = new OfferDocuments();
  const offers = new Offers({ host, monitor, rest, documents, offered });
  const interrupted = new InterruptedRuns(context.storageUri?.fsPath, runs, again);
  context.subscriptions.push(
    log,
    secrets,
    host,
    rest,
    documents,
    runs,
    new StatusBar(runs),
    new WarmUp(host, runs, log),
    monitor,
    prices,
    offered,
    offers,
    interrupted,
    showDrift(monitor, prices, host),
    new SpecsView(monitor),
    new UpdateOnSave(host, runs, log),
    runs.onDidEnd(({ outcomes }) => outcomes.forEach(({ target, result }) => void orTell(() => offers.add(target.folder, result.offers ?? []), log))),
    ...registerCommands(
      {
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
        cancel: cancel(runs),
        retryNow: retryNow(host),
        showSent: showSent(host, documents),
        previewPlan: previewPlan({ host, secrets, documents }),
        clearCache: clearCache(host),
        openSettings,
        showLog: () => log.show(),
        showMenu: showMenu(runs),
      },
      log,
    ),
  );
  void interrupted.offer();
}

/** The editor waits for it: the threads must have ended by themselves before the host's process does. */
export async function deactivate(): Promise<void> {
  await engine?.end();
}
