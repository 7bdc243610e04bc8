import * as vscode from 'vscode';
import type { RunEvent } from '../../engine/events';
import { InputError } from '../../engine/inputError';
import { createReportStore } from '../../engine/metrics/reportStore';
import { translationsOf, type PageLanguage } from '../../l10n/dictionary';
import { t, useTranslations } from '../../l10n/localize';
import { keyOf } from '../../webview/summary';
import { exportReport } from './exportReport';
import { Exports } from './exports';
import { MetricsPanel } from './metricsPanel';
import { pageLanguage } from './pageLanguage';
import { pickRun } from './pickRun';
import { RecordedRuns } from './recordedRuns';

export interface MetricsParts {
  readonly context: Pick<vscode.ExtensionContext, 'extension' | 'extensionPath' | 'storageUri'>;
  readonly log: Pick<vscode.LogOutputChannel, 'error' | 'warn'>;
}

/** Runs as figures: recorded while they go on, shown in a panel, kept as reports. A bundle of its own, loaded by the first run or the first command that is about it. */
export class Metrics implements vscode.Disposable {
  readonly #runs: RecordedRuns;
  readonly #panel: MetricsPanel;
  readonly #exports: Exports;

  constructor(
    { context, log }: MetricsParts,
    private readonly language: PageLanguage | undefined,
  ) {
    const onProblem = (error: unknown) => log.error(error instanceof Error ? error : String(error));
    const dir = context.storageUri?.scheme === 'file' ? context.storageUri.fsPath : undefined;
    const store = dir === undefined ? undefined : createReportStore({ dir, onWarning: (message) => log.warn(message) });
    this.#runs = new RecordedRuns(store, () => this.#panel.runsChanged());
    this.#panel = new MetricsPanel(context, this.#runs, onProblem, language);
    this.#exports = new Exports((context.extension.packageJSON as { version: string }).version, (problem) => log.warn(problem instanceof Error ? problem.message : String(problem)));
  }

  take(event: RunEvent): void {
    this.#runs.take(event);
    this.#exports.take(event);
  }

  /** @param key of the run that is shown. Default: the one that was last, else the newest */
  show(key?: string): void {
    this.#panel.show(key === undefined ? undefined : { key });
  }

  /** All runs of this window, as Prometheus reads them. */
  get prometheusText(): string {
    return this.#exports.text;
  }

  /** Resolves when what goes elsewhere is delivered, as far as somebody takes it. */
  end(): Promise<void> {
    return this.#exports.end();
  }

  /** The report of the run that ended last. */
  async openLastReport(): Promise<void> {
    await this.#runs.load();
    const [last] = this.#runs.listEnded();
    if (!last) throw new InputError(t('There is no report yet. Run "Specwright: Generate Spec" first.'));
    this.#panel.show({ key: last.key });
  }

  /** Of the run that the view shows, else of the newest. */
  async exportReport(): Promise<void> {
    await this.#runs.load();
    const { key } = this.#panel.chosen;
    const report = this.#runs.live(key)?.recorder.report(Date.now()) ?? (await this.#runs.ended(key));
    if (!report) throw new InputError(t('There is no run to report on yet. Run "Specwright: Generate Spec" first.'));
    const others = this.#runs.listEnded().filter((other) => other.key !== keyOf(report));
    await exportReport(report, others.map((other) => () => this.#runs.ended(other.key)), this.language);
  }

  async compareRuns(): Promise<void> {
    await this.#runs.load();
    const runs = this.#runs.listEnded();
    if (runs.length < 2) throw new InputError(t('Two runs can be compared once two have ended. Run "Specwright: Generate Spec" first.'));
    const shown = await pickRun(runs, t('Compare Runs'), t('The run to look at'));
    const compared = shown && (await pickRun(runs.filter((run) => run !== shown), t('Compare Runs'), t('The run to compare it with')));
    if (compared) this.#panel.show({ key: shown.key, compared: compared.key });
  }

  adopt(panel: vscode.WebviewPanel): void {
    this.#panel.adopt(panel);
  }

  dispose(): void {
    this.#panel.dispose();
    this.#exports.dispose();
  }
}

export function createMetrics(parts: MetricsParts): Metrics {
  const language = pageLanguage(parts.context.extensionPath, vscode.env.language);
  const inPages = translationsOf(language);
  // Lists of runs say what the page says.
  useTranslations((message, args) => (language?.texts[message] === undefined ? vscode.l10n.t(message, ...args) : inPages(message, args)));
  return new Metrics(parts, language);
}
