import type * as vscode from 'vscode';
import { reportRun, warnWith } from './editor/afterRun';
import { applySpec } from './editor/commands/applySpec';
import { cancel } from './editor/commands/cancel';
import { clearApiKey } from './editor/commands/clearApiKey';
import { clearCache } from './editor/commands/clearCache';
import { createTemplate } from './editor/commands/createTemplate';
import { generateSpec, generateWorkspaceSpecs } from './editor/commands/generateSpec';
import { openSettings } from './editor/commands/openSettings';
import { openSource } from './editor/commands/openSource';
import { openSpec } from './editor/commands/openSpec';
import { previewPlan } from './editor/commands/previewPlan';
import { registerCommands } from './editor/commands/register';
import { retryNow } from './editor/commands/retryNow';
import { selectModel } from './editor/commands/selectModel';
import { setApiKey } from './editor/commands/setApiKey';
import { showMenu } from './editor/commands/showMenu';
import { showSent } from './editor/commands/showSent';
import { whatChanged } from './editor/commands/whatChanged';
import { EngineHost } from './editor/engineHost';
import { createLog, logEvents } from './editor/log';
import { RestDocuments } from './editor/refusedText';
import { Runs } from './editor/runs';
import { Secrets } from './editor/secrets';
import { StatusBar } from './editor/statusBar';
import { VirtualDocuments } from './editor/virtualDocuments';
import { tellOfWaits } from './editor/waitNotice';
import { WarmUp } from './editor/warmUp';

/** The composition root of the extension. Engine, SDKs and grammars are bundles of their own, which the first command loads. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const secrets = new Secrets(context.secrets);
  const host = new EngineHost(context, warnWith(log));
  const rest = new RestDocuments();
  const documents = new VirtualDocuments();
  const runs = new Runs({ host, secrets, listeners: [logEvents(log), tellOfWaits()] }, (run, outcomes) => reportRun(run, outcomes, rest));
  context.subscriptions.push(
    log,
    secrets,
    host,
    rest,
    documents,
    runs,
    new StatusBar(runs),
    new WarmUp(host, runs, log),
    ...registerCommands(
      {
        generateSpec: generateSpec(runs),
        generateWorkspaceSpecs: generateWorkspaceSpecs(runs),
        openSpec: openSpec(host),
        openSource,
        whatChanged: whatChanged(host, documents),
        applySpec: applySpec({ runs, host, rest }),
        selectModel: selectModel(host, secrets),
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
}
