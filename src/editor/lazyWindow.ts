import * as vscode from 'vscode';
import { commandId, COMMANDS, CONTEXT_KEYS, METRICS_VIEW, type CommandName } from './contributions';
import { whenUseful } from './whenUseful';
import type { OpenWindow, WindowParts } from './window';

/** The commands that the manifest promises, and the one place that loads what executes them: at the first command, or as soon as there is a use for it. */
export class LazyWindow implements vscode.Disposable {
  readonly #registrations: vscode.Disposable;
  #loading: Promise<OpenWindow> | undefined;
  #opened: OpenWindow | undefined;
  #disposed = false;

  constructor(private readonly parts: WindowParts) {
    const names = Object.keys(COMMANDS) as CommandName[];
    const commands = names.map((name) => vscode.commands.registerCommand(commandId(name), async (...args: unknown[]) => (await this.load()).execute(name, args)));
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.active, true);
    const metrics = vscode.window.registerWebviewPanelSerializer(METRICS_VIEW, { deserializeWebviewPanel: async (panel) => (await this.load()).restoreMetrics(panel) });
    this.#registrations = vscode.Disposable.from(...commands, metrics, whenUseful(parts.context.storageUri?.fsPath, () => this.load()));
  }

  load(): Promise<OpenWindow> {
    this.#loading ??= import('./window').then(({ openWindow }) => {
      if (this.#disposed) throw new Error('The window is closing.');
      return (this.#opened = openWindow(this.parts));
    });
    return this.#loading;
  }

  /** Resolves when no thread is left. */
  async end(): Promise<void> {
    await this.#opened?.end();
  }

  dispose(): void {
    this.#disposed = true;
    this.#registrations.dispose();
    this.#opened?.dispose();
  }
}
