import * as vscode from 'vscode';
import type { ActiveRun } from './activeRun';
import { commandId } from './contributions';
import { later, t } from '../l10n/localize';
import type { Runs } from './runs';
import { cost, duration } from './words';

/** Events come in bursts, and a row that changes faster cannot be read. */
const REFRESH_MS = 1_000;

/** Of those that are over; earlier ones are in the metrics view. */
const MOST_ENDED = 20;

const ICONS: Readonly<Record<NonNullable<ActiveRun['status']>, readonly [icon: string, color?: string]>> = {
  done: ['pass', 'testing.iconPassed'],
  partial: ['warning', 'list.warningForeground'],
  'over-budget': ['circle-slash', 'list.warningForeground'],
  'timed-out': ['watch', 'list.warningForeground'],
  cancelled: ['circle-slash'],
  failed: ['error', 'list.errorForeground'],
};

const ENDED: Readonly<Record<NonNullable<ActiveRun['status']>, () => string>> = { done: () => '', partial: later('not complete'), 'over-budget': later('over budget'), 'timed-out': later('time limit reached'), cancelled: later('cancelled'), failed: later('failed') };

/** The view "Runs": what goes on, and what the runs of this window came to. A click shows one in the metrics view. */
export class RunsView implements vscode.TreeDataProvider<ActiveRun>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<ActiveRun>;
  #runs: Runs | undefined;
  /** The newest first. */
  #ended: ActiveRun[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param begin loads what runs: somebody opened the view */
  constructor(private readonly begin: () => Promise<unknown>) {
    this.#view = vscode.window.createTreeView('specwright.runs', { treeDataProvider: this });
  }

  follow(runs: Runs): vscode.Disposable {
    this.#runs = runs;
    return vscode.Disposable.from(
      runs.onDidChange(() => this.#soon()),
      runs.onDidEnd(({ run }) => {
        // Facts that follow every save are nothing to look at.
        if (!run.isQuiet) this.#ended = [run, ...this.#ended].slice(0, MOST_ENDED);
        this.#soon();
      }),
    );
  }

  get onDidChangeTreeData(): vscode.Event<void> {
    return this.#changed.event;
  }

  async getChildren(): Promise<ActiveRun[]> {
    if (!this.#runs) await this.begin();
    const active = this.#runs?.active ?? [];
    return [...active.filter(({ isQuiet }) => !isQuiet).reverse(), ...this.#ended];
  }

  getTreeItem(run: ActiveRun): vscode.TreeItem {
    const { status } = run;
    const item = new vscode.TreeItem(run.label);
    item.id = run.id;
    item.description = status === undefined ? run.line() : endedLine(run, status);
    const [icon, color] = status === undefined ? ['loading~spin'] : ICONS[status];
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    item.tooltip = [run.title, item.description, ...run.stages].join('\n');
    item.contextValue = status === undefined ? 'run-active' : 'run-ended';
    item.command = { title: t('Show Metrics'), command: commandId('showMetrics'), arguments: [run.metricsKey] };
    item.accessibilityInformation = { label: [run.title, item.description].join(', ') };
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#view.dispose();
    this.#changed.dispose();
  }

  /** Nothing is drawn for nobody. */
  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#view.visible) this.#changed.fire();
      if (this.#runs?.active.length) this.#soon();
    }, REFRESH_MS);
  }
}

/** `$0.04 · 12 s`, with what went wrong before it. */
export function endedLine(run: Pick<ActiveRun, 'snapshot' | 'ms' | 'withModel'>, status: NonNullable<ActiveRun['status']>): string {
  const { costUsd } = run.snapshot();
  return [ENDED[status](), run.withModel && costUsd !== 0 ? cost(costUsd) : '', duration(run.ms)].filter(Boolean).join(' · ');
}
