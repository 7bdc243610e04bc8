import type * as vscode from 'vscode';
import type { Listener, RunEvent } from '../../engine/events';
import { PrometheusMetrics } from '../../engine/metrics/prometheus';
import { logFile } from '../../node/logFile';
import { serveMetrics } from '../../node/metricsServer';
import { tracesEndpoint } from '../../node/tracesEndpoint';
import { onDidChangeSettings, Settings } from '../settings';

/** Somewhere else where a person wants events to go. */
interface Export {
  readonly listener?: Listener;
  close(): unknown;
}

/** What the person sends elsewhere, each by a setting of its own and by none at first: metrics for Prometheus, traces, a log for machines. What cannot be had is told; no run fails for it. */
export class Exports implements vscode.Disposable {
  readonly #prometheus = new PrometheusMetrics();
  readonly #watch = onDidChangeSettings(() => void this.#follow());
  /** By what it was opened with. */
  readonly #open = new Map<string, Promise<Export | undefined>>();
  #listeners: readonly Listener[] = [];
  #disposed = false;
  /** Of the settings: what was opened for older ones must not be told of what comes. */
  #turn = 0;

  constructor(
    private readonly version: string,
    private readonly onProblem: (error: unknown) => void,
  ) {
    void this.#follow();
  }

  take(event: RunEvent): void {
    this.#prometheus.take(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** All runs of this window, for Prometheus. */
  get text(): string {
    return this.#prometheus.text();
  }

  /** Resolves when what was on its way is delivered, as far as somebody takes it. */
  async end(): Promise<void> {
    this.dispose();
    await Promise.all([...this.#open.values()].map(async (opened) => (await opened)?.close()));
  }

  dispose(): void {
    this.#disposed = true;
    // What is closed takes no further event.
    this.#listeners = [];
    this.#watch.dispose();
  }

  /** Opens what the settings name and closes what they name no more. */
  async #follow(): Promise<void> {
    const turn = ++this.#turn;
    const wanted = this.#wanted();
    for (const [key, opened] of this.#open) {
      if (wanted.has(key)) continue;
      this.#open.delete(key);
      void opened.then((one) => one?.close());
    }
    for (const [key, open] of wanted) {
      if (!this.#open.has(key)) this.#open.set(key, open().catch((error: unknown) => void this.onProblem(error)));
    }
    const all = await Promise.all(this.#open.values());
    if (!this.#disposed && turn === this.#turn) this.#listeners = all.flatMap((one) => one?.listener ?? []);
  }

  #wanted(): Map<string, () => Promise<Export>> {
    const wanted = new Map<string, () => Promise<Export>>();
    try {
      const settings = new Settings();
      const [port, endpoint, log] = [settings.get('metrics.port'), settings.get('metrics.tracesEndpoint'), settings.get('metrics.logFile')];
      if (port !== null) wanted.set(`port ${port}`, () => serveMetrics({ port }, () => this.text));
      if (endpoint !== '') wanted.set(`traces ${endpoint}`, () => this.#traces(endpoint));
      if (log !== '') wanted.set(`log ${log}`, () => Promise.resolve(logFile(log)));
    } catch (error) {
      this.onProblem(error);
    }
    return wanted;
  }

  async #traces(endpoint: string): Promise<Export> {
    const { createTraces } = await import('../../node/traces');
    return createTraces({ url: tracesEndpoint(endpoint, {})!, version: this.version, onWarning: this.onProblem });
  }
}
