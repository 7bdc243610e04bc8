import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import type * as vscode from 'vscode';
import type { ResultCache } from '../engine/cache/resultCache';
import type { DayBudget } from '../engine/dispatch/dayBudget';
import type { Experiences } from '../engine/dispatch/experience';
import type { Pool } from '../engine/dispatch/pool';
import type { SentLog } from '../engine/dispatch/sent';
import type { RunRecords } from '../engine/lastRun/lastRun';
import type { Outliner } from '../engine/outline/outline';
import type * as engine from './engine';
import { Settings } from './settings';

export type Engine = typeof engine;

/** What the runs of a window share: the parser's worker, the result cache, the places for requests. All of it is made on first use. */
export class EngineHost implements vscode.Disposable {
  #engine: Promise<Engine> | undefined;
  #outliner: (Outliner & { dispose(): unknown }) | undefined;
  #records: RunRecords | undefined;
  #cache: { readonly key: string; readonly cache: ResultCache } | undefined;
  readonly #pools = new Map<string, Pool>();
  readonly #dayBudgets = new Map<string, DayBudget>();
  #experiences: Experiences | undefined;
  #sent: SentLog | undefined;
  /** Files that the last run left out. */
  filesHeldBack = 0;
  #disposed = false;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'extensionPath' | 'globalStorageUri'>,
    private readonly onWarning: (message: string) => void,
  ) {}

  load(): Promise<Engine> {
    this.#engine ??= import('./engine');
    return this.#engine;
  }

  /** Parses in a worker of its own, so that the extension host stays free. */
  async outliner(): Promise<Outliner> {
    const { createWorkerOutliner } = await this.load();
    if (this.#disposed) throw new Error('The window is closing.');
    const cache = new Settings().get('cache.enabled') ? await this.#kept() : undefined;
    this.#outliner ??= createWorkerOutliner({ workerFile: path.join(this.#dist, 'outlineWorker.js'), wasmDir: path.join(this.#dist, 'grammars'), onWarning: this.onWarning, ...(cache && { cache }) });
    return this.#outliner;
  }

  /** What runs saw, where the person lets things be kept on this machine. */
  async records(settings: Settings): Promise<RunRecords | undefined> {
    const { createRunRecords } = await this.load();
    const kept = await this.#kept();
    if (!kept || !settings.get('cache.enabled')) return undefined;
    this.#records ??= createRunRecords({ ...kept, onWarning: this.onWarning });
    return this.#records;
  }

  /** Forgets outlines and what runs saw: the next run looks at everything again. */
  async clearIndex(): Promise<void> {
    this.#records = undefined;
    await rm(this.#indexFolder, { recursive: true, force: true });
  }

  /** Where outlines and records of runs are kept. Nothing where this is no finished build. */
  async #kept(): Promise<{ readonly dir: string; readonly version: string } | undefined> {
    const version = (await this.load()).buildIdOf(this.#dist);
    return version === undefined ? undefined : { dir: this.#indexFolder, version };
  }

  get #indexFolder(): string {
    return path.join(this.context.globalStorageUri.fsPath, 'index');
  }

  get #dist(): string {
    return path.join(this.context.extensionPath, 'dist');
  }

  /** Made again when its settings have changed. `enabled`: also where the person opted out, to clear what lies there. */
  async cache(settings: Settings, enabled = settings.get('cache.enabled')): Promise<ResultCache> {
    const { createResultCache } = await this.load();
    const options = {
      enabled,
      dir: settings.get('cache.folder').trim() || path.join(this.context.globalStorageUri.fsPath, 'answers'),
      maxBytes: settings.get('cache.maxSizeMB') * 1_000_000,
      maxAgeDays: settings.get('cache.maxAgeDays'),
    };
    const key = JSON.stringify(options);
    if (this.#cache?.key !== key) this.#cache = { key, cache: createResultCache({ ...options, onWarning: this.onWarning }) };
    return this.#cache.cache;
  }

  /** Runs that use the same model of the same server share its places, so that two of them are not twice as many requests. */
  async pool(server: string, concurrency: number): Promise<Pool> {
    const { createPool } = await this.load();
    const pool = this.#pools.get(server) ?? createPool({ concurrency });
    pool.concurrency = concurrency;
    this.#pools.set(server, pool);
    return pool;
  }

  /** Sends what waits for a provider now. */
  retryNow(): void {
    for (const pool of this.#pools.values()) pool.goNow();
  }

  /** What all windows may spend in a day. Everything is counted there, with a ceiling or without. */
  async dayBudget(settings: Settings): Promise<DayBudget> {
    const { DayBudget } = await this.load();
    const ceilings = { usd: settings.get('budget.usdPerDay') ?? undefined, tokens: settings.get('budget.tokensPerDay') ?? undefined };
    const key = JSON.stringify(ceilings);
    const budget = this.#dayBudgets.get(key) ?? new DayBudget({ dir: path.join(this.context.globalStorageUri.fsPath, 'spent'), ceilings, onWarning: this.onWarning });
    this.#dayBudgets.set(key, budget);
    return budget;
  }

  /** What past requests taught of the models, in this window and in earlier ones. */
  async experiences(): Promise<Experiences> {
    const { loadExperiences } = await this.load();
    this.#experiences ??= loadExperiences(this.#experienceFile);
    return this.#experiences;
  }

  async keepExperiences(): Promise<void> {
    if (this.#experiences) (await this.load()).saveExperiences(this.#experienceFile, this.#experiences);
  }

  /** The requests of this window, in memory alone. */
  async sentLog(): Promise<SentLog> {
    const { SentLog } = await this.load();
    this.#sent ??= new SentLog();
    return this.#sent;
  }

  get #experienceFile(): string {
    return path.join(this.context.globalStorageUri.fsPath, 'models.json');
  }

  /** Resolves when no thread is left. */
  async end(): Promise<void> {
    this.#disposed = true;
    await this.#outliner?.dispose();
  }

  dispose(): void {
    void this.end();
  }
}
