import type { RunEvent } from '../../engine/events';
import { RunRecorder } from '../../engine/metrics/runRecorder';
import type { RunReport } from '../../engine/metrics/runReport';
import { keyOf, summaryOf, type RunSummary } from '../../webview/summary';

/** Where reports outlive the window. */
export interface KeptReports {
  /** The newest first. */
  load(): Promise<readonly RunReport[]>;
  keep(report: RunReport): Promise<unknown>;
}

/** A run that goes on. */
export interface LiveRun {
  readonly key: string;
  readonly recorder: RunRecorder;
}

/** So many reports of this window stay in memory, beside those that were kept by earlier ones. */
const MOST_ENDED = 50;

/** The runs that can be looked at: those that go on, those of this window, and those that were kept by earlier ones. */
export class RecordedRuns {
  readonly #live = new Map<string, LiveRun>();
  /** The newest first. */
  #ended: RunReport[] = [];
  #earlier: readonly RunReport[] = [];
  #loading: Promise<void> | undefined;

  constructor(
    private readonly kept: KeptReports | undefined,
    private readonly onProblem: (error: unknown) => void,
    /** A run has begun or ended. */
    private readonly onChange: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Resolves when the reports of earlier windows are there, as far as they can be read. */
  load(): Promise<void> {
    this.#loading ??= (async () => {
      try {
        const known = new Set(this.#ended.map(keyOf));
        this.#earlier = ((await this.kept?.load()) ?? []).filter((report) => !known.has(keyOf(report)));
      } catch (error) {
        this.onProblem(error);
      }
    })();
    return this.#loading;
  }

  take(event: RunEvent): void {
    if (event.type === 'run-started') this.#live.set(event.run, { key: keyOf({ run: { id: event.run, startedAt: event.at } }), recorder: new RunRecorder({ earlier: this.allEnded }) });
    const live = this.#live.get(event.run);
    if (!live) return;
    live.recorder.take(event);
    if (event.type === 'run-started') this.onChange();
    else if (event.type === 'run-finished') this.#end(event.run, live);
  }

  /** The newest first; those that go on before all others. */
  list(): readonly RunSummary[] {
    const now = this.now();
    const live = [...this.#live.values()].reverse().map(({ recorder }) => recorder.report(now));
    return [...live, ...this.allEnded].map(summaryOf);
  }

  /** Absent: the newest. */
  live(key: string | undefined): LiveRun | undefined {
    const all = [...this.#live.values()];
    return key === undefined ? all.at(-1) : all.find((run) => run.key === key);
  }

  /** Absent: the newest. */
  ended(key: string | undefined): RunReport | undefined {
    return key === undefined ? this.allEnded[0] : this.allEnded.find((report) => keyOf(report) === key);
  }

  /** The newest first. */
  get allEnded(): readonly RunReport[] {
    return [...this.#ended, ...this.#earlier];
  }

  #end(id: string, { recorder }: LiveRun): void {
    this.#live.delete(id);
    const report = recorder.report();
    // Facts that follow every save would push out what was paid for: of runs that asked for nothing only the last is listed, and none is kept.
    this.#ended = [report, ...this.#ended.filter((other) => asked(report) || asked(other))].slice(0, MOST_ENDED);
    if (asked(report)) void this.kept?.keep(report).then(undefined, this.onProblem);
    this.onChange();
  }
}

function asked({ totals, requests }: RunReport): boolean {
  return totals.items.planned > 0 || requests.length > 0;
}
