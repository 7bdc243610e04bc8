import * as vscode from 'vscode';
import { SpecsView } from './editor/drift/specsView';
import { LazyWindow } from './editor/lazyWindow';
import { useTranslations } from './l10n/localize';
import { createLog } from './editor/log';
import { RunsView } from './editor/runsView';
import { Secrets } from './editor/secrets';
import { StatusBar } from './editor/statusBar';

/** Set by {@link activate}. */
let lazy: LazyWindow | undefined;

/** What a window shows before anybody uses it. All else is `openWindow`, a bundle of its own, which is loaded once there is a use for it: activation does not grow with what Specwright can do. */
export function activate(context: vscode.ExtensionContext): void {
  useTranslations((message, args) => vscode.l10n.t(message, ...args));
  const log = createLog();
  const secrets = new Secrets(context.secrets);
  const statusBar = new StatusBar();
  const specsView = new SpecsView(() => lazy!.load());
  const runsView = new RunsView(() => lazy!.load());
  lazy = new LazyWindow({ context, log, secrets, statusBar, specsView, runsView });
  context.subscriptions.push(log, secrets, statusBar, specsView, runsView, lazy);
}

/** The editor waits for it: the threads must have ended by themselves before the host's process does. */
export async function deactivate(): Promise<void> {
  await lazy?.end();
}
