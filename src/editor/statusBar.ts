import * as vscode from 'vscode';
import { commandId, COMMANDS, STATUS_BAR_ID, type CommandName } from './contributions';
import type { Runs } from './runs';
import { Session } from './session';
import { statusText } from './statusText';

/** Events come in bursts; nobody reads faster than this. */
const REFRESH_MS = 250;

const NOTHING_YET: Pick<Runs, 'session' | 'active' | 'problem'> = { session: new Session(), active: [], problem: undefined };

/** The item in the status bar: there from the beginning, then a listener of the runs, nothing else. */
export class StatusBar implements vscode.Disposable {
  // In a narrow window the items with a high priority go first: those of the editor have some 100.
  readonly #item = vscode.window.createStatusBarItem(STATUS_BAR_ID, vscode.StatusBarAlignment.Right, 0);
  readonly #watch = vscode.workspace.onDidGrantWorkspaceTrust(() => this.#soon());
  #timer: NodeJS.Timeout | undefined;
  #runs = NOTHING_YET;

  constructor() {
    this.#item.name = 'Specwright';
    this.#item.command = commandId('showMetrics');
    this.#show();
    this.#item.show();
  }

  follow(runs: Runs): vscode.Disposable {
    this.#runs = runs;
    return runs.onDidChange(() => this.#soon());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watch.dispose();
    this.#item.dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#show();
    }, REFRESH_MS);
  }

  #show(): void {
    const { session, active, problem } = this.#runs;
    const now = Date.now();
    const runs = active.map((run) => {
      const { items, itemsDone, waitingUntil } = run.snapshot(now);
      return { label: run.label, line: run.line(now), items, itemsDone, stages: run.stages, ...(waitingUntil !== undefined && { waitsFor: Math.ceil((waitingUntil - now) / 1_000) }) };
    });
    const { text, spoken, background, tooltip } = statusText({ runs, session, problem, isTrusted: vscode.workspace.isTrusted });
    this.#item.text = text;
    this.#item.accessibilityInformation = { label: spoken, role: 'button' };
    this.#item.backgroundColor = background === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${background}Background`);
    this.#item.tooltip = markdown(tooltip);
  }
}

/** Only our own commands, and VS Code's trust editor, may be linked. */
function markdown(text: string): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString(text, true);
  tooltip.isTrusted = { enabledCommands: [...(Object.keys(COMMANDS) as CommandName[]).map(commandId), 'workbench.trust.manage'] };
  return tooltip;
}
