import * as vscode from 'vscode';
import { t } from '../../l10n/localize';
import { onDidChangeSettings, Settings } from '../settings';
import type { DriftMonitor } from './driftMonitor';
import { staleText } from './driftWords';

/** In the explorer and in tabs: a badge on a source whose spec is out of date, and on the spec. */
export class DriftDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly #watch: vscode.Disposable;
  /** What is out of date, in words, by URI. */
  #stale: ReadonlyMap<string, string> = new Map();

  constructor(private readonly monitor: DriftMonitor) {
    this.#watch = vscode.Disposable.from(monitor.onDidChange(() => this.#look()), onDidChangeSettings(() => this.#look()), vscode.window.registerFileDecorationProvider(this));
    this.#look();
  }

  get onDidChangeFileDecorations(): vscode.Event<vscode.Uri[]> {
    return this.#changed.event;
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const text = this.#stale.get(uri.toString());
    return text === undefined ? undefined : new vscode.FileDecoration('S', t('Spec: {0}', text), new vscode.ThemeColor('list.warningForeground'));
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }

  #look(): void {
    const before = this.#stale;
    const now = new Map<string, string>();
    if (new Settings().get('fileDecorations')) {
      for (const { drift, source, spec } of this.monitor.specs()) {
        const text = staleText(drift);
        if (text !== undefined) for (const uri of [source, spec]) now.set(uri.toString(), text);
      }
    }
    this.#stale = now;
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter((uri) => before.get(uri) !== now.get(uri));
    if (changed.length > 0) this.#changed.fire(changed.map((uri) => vscode.Uri.parse(uri)));
  }
}
