import type { Estimate } from './batch/estimate';
import { Deadline } from './dispatch/deadline';
import { isTimedOut } from './dispatch/deadlineErrors';
import { EventStream, type Listener, type RunEvent, type RunStatus } from './events';
import type { LeftOut } from './gather/source';
import { LastRun, type RunRecords } from './lastRun/lastRun';
import { Figures } from './metrics/figures';
import { systemClock, type Clock, type Files, type Store } from './ports';
import type { Outliner } from './outline/outline';
import type { ResultCache } from './cache/resultCache';
import type { Budget } from './dispatch/budget';
import { Experiences } from './dispatch/experience';
import type { Pool } from './dispatch/pool';
import type { SentRequest } from './dispatch/sent';
import type { Role, Writer } from './roles';
import type { Model } from '../providers/model';
import type { GenerateRequest } from './request';
import type { StageName } from './stages';

/** What the engine is handed by its shell. */
export interface RunPorts {
  readonly files: Files;
  readonly store: Store;
  readonly outliner: Outliner;
  readonly cache: ResultCache;
  /** The workspace's own templates, which are code, may be run. Default: no. */
  readonly trusted?: boolean;
  /** Absent: provider `outline`, facts only. */
  readonly model?: Model;
  /** Shared by the runs of one shell that use the same model. */
  readonly pool?: Pool;
  /** Models for some kinds of work, beside `model`, which does the rest. */
  readonly roles?: Partial<Readonly<Record<Role, Writer>>>;
  /** What past requests taught of the models. Kept by the shell. */
  readonly experiences?: Experiences;
  /** What all runs of the day may spend together. */
  readonly dayBudget?: Budget;
  /** Told of every request as it leaves. It holds source text: it is for the eyes of the person alone, and goes into no log. */
  readonly onSent?: (sent: SentRequest) => void;
  /** What complete runs saw, so that one with nothing to do need not read anything. Absent: every run looks at everything. */
  readonly records?: RunRecords;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly listeners?: readonly Listener[];
  /** Names the run in its events. */
  readonly runId?: string;
}

export interface RunResult {
  readonly status: RunStatus;
  readonly files: readonly FileResult[];
  readonly leftOut: readonly LeftOut[];
  readonly figures: Figures;
  readonly estimate?: Estimate;
  /** Specs whose sources are gone. */
  readonly orphans: readonly Orphan[];
  /** New texts of sections that are a person's. Nothing of them is written. */
  readonly offers?: readonly OfferedText[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
  /** Texts of people whose inputs changed: they were kept, and should be looked at. Each is among the warnings too. Absent: there are none. */
  readonly keptTexts?: readonly KeptText[];
  readonly ms: number;
}

export interface KeptText {
  readonly source: string;
  /** Id of the section. */
  readonly section: string;
  /** Why it may be out of date, for people. */
  readonly message: string;
}

/** `planned` and `fresh` are what a plan says; the rest is what became of a file. `kept`: it is a person's, and was left alone. `moved`: it was taken along to where its source is now, with nothing left to ask for. */
export interface FileResult {
  readonly source: string;
  readonly path: string;
  readonly status: 'written' | 'unchanged' | 'moved' | 'removed' | 'partial' | 'refused' | 'kept' | 'failed' | 'planned' | 'fresh';
  readonly problem?: string;
  /** Of `partial`: it was written as a model answered, although it does not pass its checks, since the person said so. */
  readonly isFailing?: true;
  /** Where the source was when its spec was written, if it has moved since. */
  readonly from?: string;
}

export interface Orphan {
  readonly source: string;
  /** Of the spec. */
  readonly path: string;
  readonly isRemoved: boolean;
}

/** What a model would write in a section whose text is a person's and was written for something else than what is there now. */
export interface OfferedText {
  readonly source: string;
  readonly specPath: string;
  /** Id of the section. */
  readonly section: string;
  readonly text: string;
  /** `provider/model`. */
  readonly by: string;
}

/** One execution of one command: its events, its time limit, and what it has come to so far. */
export class Run {
  readonly figures = new Figures();
  readonly experiences: Experiences;
  readonly deadline: Deadline;
  readonly clock: Clock;
  readonly events: EventStream;
  readonly ports: RunPorts;
  readonly lastRun: LastRun | undefined;
  /** The files past the record of what this run saw. */
  readonly disk: Files;
  readonly #orphans = new Map<string, Orphan>();
  readonly #warnings: string[] = [];
  readonly #errors: string[] = [];
  readonly #keptTexts: KeptText[] = [];
  readonly #offers: OfferedText[] = [];
  readonly #startedAt: number;
  /** Something that a model was asked for did not come: why, in the dispatcher's words. */
  readonly #stops = new Set<string>();
  #leftOut: readonly LeftOut[] = [];
  #anyAnswer = false;
  #broken = false;

  constructor(
    command: 'generate' | 'regenerate' | 'plan' | 'check',
    request: GenerateRequest,
    ports: RunPorts,
  ) {
    this.lastRun = LastRun.of(request, ports);
    this.disk = ports.files;
    this.ports = this.lastRun ? { ...ports, files: this.lastRun.files, store: this.lastRun.store } : ports;
    this.clock = ports.clock ?? systemClock;
    this.experiences = ports.experiences ?? new Experiences();
    this.#startedAt = this.clock.now();
    this.events = new EventStream(ports.runId ?? 'run', () => this.clock.now());
    for (const listener of [(event: RunEvent) => this.#take(event), ...(ports.listeners ?? [])]) this.events.listen(listener);
    this.deadline = Deadline.root({ clock: this.clock, limitMs: request.timeLimits.runMs, signal: ports.signal, scope: 'run' });
    this.events.emit({ type: 'run-started', command, over: request.paths.length === 1 ? request.paths[0] || '.' : `${request.paths.length} paths`, provider: ports.model?.provider ?? 'outline', ...(ports.model ? { model: ports.model.id, resultCache: ports.cache.isOff ? 'off' : 'on' } : {}) });
  }

  get signal(): AbortSignal {
    return this.deadline.signal;
  }

  get orphans(): readonly Orphan[] {
    return [...this.#orphans.values()];
  }

  /** While a dialog waits for a person, the clock stands still. */
  async pausing<T>(ask: () => Promise<T>): Promise<T> {
    this.deadline.pause();
    try {
      return await ask();
    } finally {
      this.deadline.resume();
    }
  }

  /** Runs one of the five stages between its two events. `detail` sums the result up for people. */
  async stage<T>(stage: StageName, work: () => Promise<T>, detail: (result: T) => string): Promise<T> {
    const startedAt = this.clock.now();
    this.events.emit({ type: 'stage-started', stage });
    const result = await work();
    this.events.emit({ type: 'stage-finished', stage, ms: this.clock.now() - startedAt, detail: detail(result) });
    return result;
  }

  warn(message: string, path?: string): void {
    this.events.emit({ type: 'warning', message, ...(path === undefined ? {} : { path }) });
  }

  /** Something cannot be done; the rest goes on. */
  fail(message: string): void {
    if (!this.#errors.includes(message)) this.#errors.push(message);
  }

  offer(text: OfferedText): void {
    this.#offers.push(text);
  }

  /** An item has no answer. `stop` is the dispatcher's word for why. */
  missed(stop: string, message: string): void {
    this.#stops.add(stop);
    if (stop !== 'cancelled') this.fail(message);
  }

  leftOut(leftOut: readonly LeftOut[]): void {
    this.#leftOut = leftOut;
    for (const { path, reason } of leftOut) this.events.emit({ type: 'file-skipped', path, reason });
  }

  /** Notes what this run saw, for the next one. */
  async keep(files: readonly FileResult[]): Promise<void> {
    const isSpotless = this.#errors.length === 0 && this.#stops.size === 0 && !this.signal.aborted;
    if (isSpotless) await this.lastRun?.keep(files, { leftOut: this.#leftOut });
  }

  /** Ends the stream of events. */
  result(files: readonly FileResult[], estimate?: Estimate): RunResult {
    for (const { source, problem, status } of files) if (problem && status === 'failed') this.fail(`${source}: ${problem}`);
    const failed = this.#errors.length > 0 || files.some(({ status }) => status === 'failed' || status === 'refused' || status === 'partial');
    const status = this.#statusOf(failed);
    const ms = this.clock.now() - this.#startedAt;
    this.events.emit({ type: 'run-finished', status, ms });
    return { status, files, leftOut: this.#leftOut, figures: this.figures, ...(estimate ? { estimate } : {}), orphans: this.orphans, ...(this.#offers.length > 0 ? { offers: this.#offers } : {}), warnings: this.#warnings, errors: this.#errors, ...(this.#keptTexts.length > 0 ? { keptTexts: this.#keptTexts } : {}), ms };
  }

  /** The run cannot go on. A cancellation or time-out is how it ended, not an error. */
  ended(error: unknown): RunResult {
    if (!this.signal.aborted) {
      this.fail(error instanceof Error ? error.message : String(error));
      this.#broken = true;
    }
    return this.result([]);
  }

  close(): void {
    this.deadline.dispose();
  }

  #statusOf(failed: boolean): RunStatus {
    if (this.signal.aborted) return isTimedOut(this.signal.reason) ? 'timed-out' : 'cancelled';
    if (this.#stops.has('over-budget')) return 'over-budget';
    if (this.#broken) return 'failed';
    if (!failed) return 'done';
    // Nothing that was asked for came: the fault lies with the configuration, not with an item.
    return this.#anyAnswer || this.#stops.size === 0 ? 'partial' : 'failed';
  }

  #take(event: RunEvent): void {
    this.figures.take(event);
    this.lastRun?.take(event);
    if (event.type === 'warning') this.#warnings.push(event.path === undefined ? event.message : `${event.path}: ${event.message}`);
    if (event.type === 'warning' && event.keptText !== undefined) this.#keptTexts.push({ source: event.path ?? '', section: event.keptText, message: event.message });
    if (event.type === 'item-done') this.#anyAnswer = true;
    if (event.type === 'spec-orphaned') this.#orphans.set(event.path, { source: event.source, path: event.path, isRemoved: false });
    if (event.type === 'spec-removed') this.#orphans.set(event.path, { ...this.#orphans.get(event.path)!, isRemoved: true });
  }
}
