import type { EventStream } from '../events';
import type { Clock, Store } from '../ports';
import type { Answer } from '../workItem';
import { mergeSpec, type WantedSpec } from './mergeSpec';
import type { Phrases } from './templates/phrases';

export interface SpecWriterDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: Pick<EventStream, 'emit'>;
  /** Does the work when it is its turn: only so many specs are read, merged and written at once. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
}

/** Least time between two writes of one file. */
const WRITE_INTERVAL_MS = 1_000;

export interface WrittenFile {
  /** Path of the source. */
  readonly source: string;
  /** Path of the spec. */
  readonly path: string;
  readonly status: FileStatus;
  /** What went wrong, for people. */
  readonly problem?: string;
}

/**
 * `partial`: something that was asked for did not come; the rest is there. `refused`: a person is typing in it, what we have is offered.
 * `failed`: it could not be written.
 */
export type FileStatus = 'written' | 'unchanged' | 'partial' | 'refused' | 'failed';

/**
 * One spec that grows: first the facts, then a section with each answer. Every write merges into what stands in the file at that moment, so an edit that
 * a person makes during the run stays. At most one write a second.
 */
export class SpecWriter {
  readonly #answers = new Map<string, Answer>();
  readonly #failures = new Map<string, string>();
  #outcome: { status: FileStatus; problem?: string } = { status: 'unchanged' };
  /** Something came since the last write that went through. */
  #isPending = true;
  #writing: Promise<void> = Promise.resolve();
  #lastWrite = -Infinity;
  #cancelTimer: (() => void) | undefined;

  constructor(
    readonly source: string,
    /** Of the spec. */
    readonly path: string,
    private readonly wanted: () => WantedSpec,
    private readonly phrases: Phrases,
    private readonly deps: SpecWriterDeps,
    /** Where the spec was before its source was moved: what stands there is taken over, and then removed there. */
    private readonly movedFrom?: string,
  ) {}

  /** Puts the facts in place at once. */
  start(): Promise<void> {
    return this.#write(false);
  }

  answer(section: string, answer: Answer): void {
    this.#answers.set(section, answer);
    this.#isPending = true;
    this.#soon();
  }

  /** Nothing came for a section that was asked for. */
  fail(section: string, reason: string): void {
    this.#failures.set(section, reason);
    this.#isPending = true;
  }

  /** Writes what is left and says how it went. May be called again where it was refused or failed. */
  async finish(): Promise<WrittenFile> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    await this.#writing;
    if (this.#isPending) await this.#write(true);
    else this.deps.events.emit({ type: 'file-written', path: this.path, outcome: 'unchanged', complete: true });
    const { status, problem } = this.#outcome;
    const partial = this.#failures.size > 0 && (status === 'written' || status === 'unchanged');
    const outcome = partial ? ({ status: 'partial', problem: [...new Set(this.#failures.values())].join('; ') } as const) : { status, ...(problem ? { problem } : {}) };
    return { source: this.source, path: this.path, ...outcome };
  }

  #soon(): void {
    if (this.#cancelTimer) return;
    const wait = Math.max(0, this.#lastWrite + WRITE_INTERVAL_MS - this.deps.clock.now());
    this.#cancelTimer = this.deps.clock.schedule(wait, () => {
      this.#cancelTimer = undefined;
      void this.#write(false);
    });
  }

  /** Writes follow one another; a failure is remembered, never thrown: the other files go on. */
  #write(complete: boolean): Promise<void> {
    const write = async (): Promise<void> => {
      // While a person types we keep away; the last write leaves the whole text with the store, or goes through if they are done. What failed is tried again at the end too.
      if ((this.#outcome.status === 'refused' || this.#outcome.status === 'failed') && !complete) return;
      this.#lastWrite = this.deps.clock.now();
      this.#isPending = false;
      try {
        const { existing, leftBehind } = await this.#existing();
        const text = mergeSpec(existing, this.#wantedNow(), this.phrases);
        const outcome = await this.deps.store.write(this.path, text);
        if (leftBehind !== undefined && outcome !== 'refused') await this.#removeLeftBehind(leftBehind);
        if (outcome === 'refused') this.#isPending = true;
        if (outcome !== 'unchanged' || this.#outcome.status !== 'written') this.#outcome = { status: outcome === 'unchanged' && this.#outcome.status !== 'unchanged' ? 'written' : outcome };
        if (outcome !== 'unchanged' || complete) this.deps.events.emit({ type: 'file-written', path: this.path, outcome, complete });
      } catch (error) {
        this.#isPending = true;
        this.#outcome = { status: 'failed', problem: error instanceof Error ? error.message : String(error) };
      }
    };
    this.#writing = this.#writing.then(() => this.deps.inTurn(write));
    return this.#writing;
  }

  /** `leftBehind`: the text was found where the spec was before. */
  async #existing(): Promise<{ readonly existing: string | undefined; readonly leftBehind?: string }> {
    const existing = await this.deps.store.read(this.path);
    if (this.movedFrom === undefined || (existing !== undefined && existing.trim() !== '')) return { existing };
    const leftBehind = await this.deps.store.read(this.movedFrom);
    return { existing: leftBehind, leftBehind };
  }

  /** Only what was taken over: whoever changes the old spec in this moment keeps it. */
  async #removeLeftBehind(text: string): Promise<void> {
    const path = this.movedFrom!;
    const warn = (message: string) => this.deps.events.emit({ type: 'warning', path, message });
    try {
      if ((await this.deps.store.remove(path, text)) === 'refused') warn(`Its source is ${this.source} now, and its text was taken over to ${this.path}. It was changed meanwhile, or is being edited, so it was kept. Save it and compare the two, then delete it.`);
    } catch (error) {
      warn(`Its text was taken over to ${this.path}, but it could not be removed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #wantedNow(): WantedSpec {
    const wanted = this.wanted();
    return {
      ...wanted,
      sections: wanted.sections.map((section) => ({ ...section, answer: this.#answers.get(section.plan.id), failure: this.#failures.get(section.plan.id) })),
    };
  }
}
