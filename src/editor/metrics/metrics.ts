import type * as vscode from 'vscode';
import type { RunEvent } from '../../engine/events';
import { MetricsPanel } from './metricsPanel';
import { RecordedRuns } from './recordedRuns';

export interface MetricsParts {
  readonly context: Pick<vscode.ExtensionContext, 'extensionPath' | 'storageUri'>;
  readonly log: Pick<vscode.LogOutputChannel, 'error'>;
}

/** Runs as figures: recorded while they go on, shown in a panel, kept as reports. A bundle of its own, loaded by the first run or the first command that is about it. */
export class Metrics implements vscode.Disposable {
  readonly #runs: RecordedRuns;
  readonly #panel: MetricsPanel;

  constructor({ context, log }: MetricsParts) {
    const onProblem = (error: unknown) => log.error(error instanceof Error ? error : String(error));
    this.#runs = new RecordedRuns(undefined, onProblem, () => this.#panel.runsChanged());
    this.#panel = new MetricsPanel(context, this.#runs, onProblem);
  }

  take(event: RunEvent): void {
    this.#runs.take(event);
  }

  show(): void {
    this.#panel.show();
  }

  adopt(panel: vscode.WebviewPanel): void {
    this.#panel.adopt(panel);
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

export function createMetrics(parts: MetricsParts): Metrics {
  return new Metrics(parts);
}
