import type { RunEvent } from '../../engine/events';
import type { ReportStore } from '../../engine/metrics/reportStore';
import { RunRecorder } from '../../engine/metrics/runRecorder';
import type { RunReport } from '../../engine/metrics/runReport';
import { keyOf, summaryOf, type RunSummary } from '../../webview/summary';

/** A run that goes on. */
export interface LiveRun {
  readonly key: string;
  readonly recorder: RunRecorder;
}

/** So many whole reports stay in memory; older ones are read again from where they are kept. */
const MOST_IN_MEMORY = 20;
/** So many earlier runs are enough to learn from. */
const MOST_EARLIER = 10;

/** The runs that can be looked at: those that go on, those of this window, and those that earlier windows left. */
export class RecordedRuns {
  readonly #live = new Map<string, LiveRun>();
  /** Of this window, the newest first. */
  #ended: RunReport[] = [];
  /** Of earlier windows, the newest first: what recommendations compare with. */
  #earlier: readonly RunReport[] = [];
  /** Names in the store, by key. */
  readonly #kept = new Map<string, { readonly id: string; readonly summary: RunSummary }>();
  #loading: Promise<void> | undefined;

  constructor(
    /** Absent where no folder is open. */
    private readonly store: ReportStore | undefined,
    /** A run has begun or ended. */
    private readonly onChange: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Resolves when it is known what earlier windows left. */
  load(): Promise<void> {
    this.#loading ??= (async () => {
      const { store } = this;
      if (!store) return;
      const [kept, earlier] = await Promise.all([store.list(), store.latest(MOST_EARLIER)]);
      for (const report of kept) this.#kept.set(keyOf(report), { id: report.id, summary: summaryOf(report) });
      this.#earlier = earlier;
    })();
    return this.#loading;
  }

  take(event: RunEvent): void {
    if (event.type === 'run-started') {
      const recorder = new RunRecorder({ earlier: [...this.#ended, ...this.#earlier].slice(0, MOST_EARLIER) });
      this.#live.set(event.run, { key: keyOf({ run: { id: event.run, startedAt: event.at } }), recorder });
    }
    const live = this.#live.get(event.run);
    if (!live) return;
    live.recorder.take(event);
    if (event.type === 'run-started') this.onChange();
    else if (event.type === 'run-finished') this.#end(event.run, live);
  }

  /** Those that go on, then the newest first. */
  list(): readonly RunSummary[] {
    const live = [...this.#live.values()].reverse().map(({ recorder }) => summaryOf(recorder.report(this.now())));
    return [...live, ...this.listEnded()];
  }

  /** The newest first. */
  listEnded(): readonly RunSummary[] {
    const ended = this.#ended.map(summaryOf);
    const known = new Set(ended.map(({ key }) => key));
    const kept = [...this.#kept.values()].map(({ summary }) => summary).filter(({ key }) => !known.has(key));
    return [...ended, ...kept].sort((a, b) => b.startedAt - a.startedAt);
  }

  /** Absent: the newest. */
  live(key: string | undefined): LiveRun | undefined {
    const all = [...this.#live.values()];
    return key === undefined ? all.at(-1) : all.find((run) => run.key === key);
  }

  /** Resolves to nothing where it is no longer kept. Absent: the newest. */
  async ended(key = this.listEnded()[0]?.key): Promise<RunReport | undefined> {
    if (key === undefined) return undefined;
    const kept = this.#kept.get(key);
    return this.#ended.find((report) => keyOf(report) === key) ?? (kept && (await this.store?.load(kept.id)));
  }

  #end(id: string, { recorder }: LiveRun): void {
    this.#live.delete(id);
    const report = recorder.report();
    // Facts that follow every save would push out what was paid for: of runs that asked for nothing only the last is listed, and none is kept.
    this.#ended = [report, ...this.#ended.filter((other) => asked(report) || asked(other))].slice(0, MOST_IN_MEMORY);
    if (asked(report)) void this.#keep(report);
    this.onChange();
  }

  async #keep(report: RunReport): Promise<void> {
    await this.load();
    const id = await this.store?.save(report);
    if (id !== undefined) this.#kept.set(keyOf(report), { id, summary: summaryOf(report) });
  }
}

function asked({ totals, requests }: RunReport): boolean {
  return totals.items.planned > 0 || requests.length > 0;
}
