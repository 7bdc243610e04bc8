import type * as vscode from 'vscode';
import type { Listener, RunEvent } from '../../engine/events';
import type { Metrics, MetricsParts } from './metrics';

/** Loads the metrics with the first run, and hands them its events in their order. */
export class LazyMetrics implements vscode.Disposable {
  #loading: Promise<Metrics> | undefined;
  #metrics: Metrics | undefined;
  #early: RunEvent[] = [];
  #disposed = false;

  constructor(private readonly parts: MetricsParts) {}

  readonly take: Listener = (event) => {
    if (this.#metrics) return this.#metrics.take(event);
    this.#early.push(event);
    void this.load();
  };

  load(): Promise<Metrics> {
    this.#loading ??= import('./metrics').then(({ createMetrics }) => {
      if (this.#disposed) throw new Error('The window is closing.');
      const metrics = createMetrics(this.parts);
      for (const event of this.#early) metrics.take(event);
      this.#early = [];
      return (this.#metrics = metrics);
    });
    return this.#loading;
  }

  /** Resolves when what goes elsewhere is delivered. */
  async end(): Promise<void> {
    await this.#metrics?.end();
  }

  dispose(): void {
    this.#disposed = true;
    this.#metrics?.dispose();
  }
}
