import type { RunEvent, RunStatus } from '../engine/events';
import { Progress } from '../engine/metrics/progress';
import { t } from '../l10n/localize';
import { progressLine, stageSummary } from './progressLine';
import { worstOf } from './runMessage';
import type { Target } from './targets';

/**
 * What a run is for. `generate`: somebody wants to see the spec of this. `update`: it is to be true again, and for what a person wrote a new text is offered. `facts`, `save`: the same beside a
 * person's work, without a model and with one, and without a word where all is well. `apply`: the code is to follow its spec. `project`: files from a project spec.
 */
export type RunKind = 'generate' | 'update' | 'facts' | 'save' | 'apply' | 'project';

/** A command that is being executed: what it works on, how far it is, and the one way to end it. */
export class ActiveRun {
  readonly #controller = new AbortController();
  readonly #progress = new Progress();
  readonly #handedOver: { readonly promise: Promise<void>; readonly resolve: () => void } = deferred();
  readonly startedAt = Date.now();
  /** Whether a model is asked; known once the provider is. */
  withModel = false;
  /** Sections that have their prose. */
  answered = 0;
  readonly #stages: string[] = [];
  #statuses: RunStatus[] = [];
  #endedAt: number | undefined;
  #metricsKey: string | undefined;

  constructor(
    /** Names it in the log. */
    readonly id: string,
    /** `queue.ts`, `3 files`, `src`: what people read. */
    readonly label: string,
    readonly targets: readonly Target[],
    readonly kind: RunKind = 'generate',
  ) {}

  /** Nobody waits for it. */
  get isQuiet(): boolean {
    return this.kind === 'facts' || this.kind === 'save';
  }

  /** Whether the spec is to be shown as soon as its facts are there. Of many specs none is opened: the person chooses. */
  get showsSpec(): boolean {
    return this.kind === 'generate' && this.isOneFile;
  }

  /** What is written. */
  get what(): 'spec' | 'code' | 'files' {
    return this.kind === 'apply' ? 'code' : this.kind === 'project' ? 'files' : 'spec';
  }

  /** `the spec of queue.ts`, `the specs of src`, `the code of queue.ts`, `the files of shop.spec.yaml`. */
  get title(): string {
    if (this.what === 'code') return t('the code of {0}', this.label);
    if (this.what === 'files') return t('the files of {0}', this.label);
    return this.isOneFile ? t('the spec of {0}', this.label) : t('the specs of {0}', this.label);
  }

  get isOneFile(): boolean {
    const [target, ...others] = this.targets;
    return target !== undefined && others.length === 0 && target.paths.length === 1 && !target.hasFolder;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Resolves once the person has before them what was made: from then on it is they who take their time. */
  get handedOver(): Promise<void> {
    return this.#handedOver.promise;
  }

  handOver(): void {
    this.#handedOver.resolve();
  }

  cancel(): void {
    this.#controller.abort();
  }

  take(event: RunEvent): void {
    this.#progress.take(event);
    if (event.type === 'item-done') this.answered++;
    if (event.type === 'run-started') this.#metricsKey ??= `${event.at} ${event.run}`;
    if (event.type === 'run-finished') this.#statuses.push(event.status);
    if (event.type === 'stage-finished') this.#stages.push(stageSummary(event));
  }

  /** It is over, however it went. */
  end(): void {
    this.#endedAt = Date.now();
  }

  /** How it ended, over several folders the worst. Absent: it goes on. */
  get status(): RunStatus | undefined {
    if (this.#endedAt === undefined) return undefined;
    return worstOf(this.#statuses) ?? (this.signal.aborted ? 'cancelled' : 'failed');
  }

  /** From its beginning to its end, or so far. */
  get ms(): number {
    return (this.#endedAt ?? Date.now()) - this.startedAt;
  }

  /** Names it, or the first of its folders, in the metrics view. Absent: nothing was begun. */
  get metricsKey(): string | undefined {
    return this.#metricsKey;
  }

  /** What each stage that is over came to, in words. */
  get stages(): readonly string[] {
    return this.#stages;
  }

  snapshot(now = Date.now()) {
    return this.#progress.snapshot(now);
  }

  /** One line for people, which differs every second. */
  line(now = Date.now()): string {
    return progressLine(this.snapshot(now), { now, startedAt: this.startedAt, withModel: this.withModel, ...(this.what === 'files' && { item: 'file' as const }) });
  }

  /** Two runs would write into the same specs. */
  overlaps(targets: readonly Target[]): boolean {
    return this.targets.some((mine) => targets.some((other) => mine.folder.toString() === other.folder.toString() && mine.paths.some((a) => other.paths.some((b) => holds(a, b) || holds(b, a)))));
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

function holds(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
