import type { Prices, PromptCacheKind, ProviderErrorKind, RateLimits, Usage } from '../providers/model';
import type { BatchStrategy } from './batch/planBatches';
import type { Renewal } from './renew';
import type { StageName } from './stages';

/**
 * Everything that happens in a run, in order. Progress, status bar, logs, metrics, traces and reports are listeners of this
 * stream and know nothing of the stages. No event carries source text or a secret.
 */
export type RunEvent = { readonly at: number; readonly run: string } & RunEventBody;

export type RunEventBody =
  /** `over`: what was named: `src/queue.ts`, `3 paths`; `.` is the whole folder. */
  | { readonly type: 'run-started'; readonly command: 'generate' | 'regenerate' | 'check' | 'plan'; readonly over?: string; readonly provider: string; readonly model?: string; readonly resultCache?: 'on' | 'off' }
  /** What the figures of a model are reckoned by. Once for each model that may be asked, before its requests are planned. */
  | ({ readonly type: 'model-used' } & ModelUsed)
  /** A choice that saves time or money, beside those that have events of their own. */
  | { readonly type: 'decided'; readonly what: string; readonly because: string }
  | { readonly type: 'stage-started'; readonly stage: StageName }
  | { readonly type: 'stage-finished'; readonly stage: StageName; readonly ms: number; readonly detail: string }
  /** Left out of the run, with the reason. */
  | { readonly type: 'file-skipped'; readonly path: string; readonly reason: string }
  | { readonly type: 'file-outlined'; readonly path: string; readonly symbols: number }
  /**
   * What a file needs: `fresh` sections are not asked for again. `writes`: where its answers go, where that is another file (its spec). `madeFrom`: of a file of a project that needs
   * no model; `template`: the name of its template. `renewed`: sections that have a text and are asked for all the same, by why; the others have none.
   */
  | { readonly type: 'file-planned'; readonly path: string; readonly items: number; readonly fresh: number; readonly writes?: string; readonly madeFrom?: 'template' | 'declarations'; readonly template?: string; readonly renewed?: Partial<Readonly<Record<RenewalReason, readonly string[]>>> }
  /** The source of a spec was found under another path. `path` and `from` are the source's. */
  | { readonly type: 'spec-moved'; readonly path: string; readonly from: string }
  /** The source of a spec is gone. `path` is the spec's. */
  | { readonly type: 'spec-orphaned'; readonly path: string; readonly source: string }
  | { readonly type: 'spec-removed'; readonly path: string }
  | { readonly type: 'cache-looked-up'; readonly item: string; readonly hit: boolean; readonly because?: string }
  | { readonly type: 'batches-planned'; readonly batches: number; readonly items: number; readonly because: string; readonly provider: string; readonly model: string; readonly instructions: InstructionsCaching }
  | ({ readonly type: 'request-queued'; readonly request: string; readonly items: number; readonly reservedUsd?: number; readonly reservedTokens: number; readonly provider: string; readonly model: string } & Partial<RequestFacts>)
  /** `prompt`: its parts, most stable first; absent where nothing is known of them. `cacheRead`: the provider is expected to have its first parts in its prompt cache. */
  | { readonly type: 'request-started'; readonly request: string; readonly attempt: number; readonly provider: string; readonly model: string; readonly prompt?: readonly PromptPartSent[]; readonly cacheRead?: ExpectedCacheRead }
  | { readonly type: 'request-first-byte'; readonly request: string; readonly ms: number }
  /** `costUsd` is absent for an unpriced model; with `costUncertain` it leaves out attempts that may have been billed without telling their usage. */
  | { readonly type: 'request-ended'; readonly request: string; readonly ms: number; readonly outcome: RequestOutcome; readonly usage?: Usage; readonly usageEstimated?: boolean; readonly costUsd?: number; readonly costUncertain?: boolean; readonly detail?: string; readonly failure?: FailureKind }
  /** `forAll`: the provider asks everybody to wait, so that no request to this model leaves before. */
  | { readonly type: 'retry-waiting'; readonly request: string; readonly ms: number; readonly reason: string; readonly attempt: number; readonly failure?: FailureKind; readonly forAll?: boolean }
  /** The provider's rate limits would be exceeded: the request leaves when they allow it. */
  | { readonly type: 'rate-waiting'; readonly request: string; readonly ms: number; readonly limit: keyof RateLimits }
  /** The provider pushed back, or takes more again: so many requests may be under way at once now. */
  | { readonly type: 'places-changed'; readonly places: number; readonly because: string; readonly provider: string; readonly model: string }
  /** Other runs have all places of the model: the first request leaves in about so many milliseconds. */
  | { readonly type: 'busy'; readonly ms: number }
  /** `request`: the one whose answer was taken. `characters`: length of the answer. */
  | { readonly type: 'item-done'; readonly item: string; readonly path: string; readonly from: 'model' | 'cache'; readonly request?: string; readonly characters?: number }
  | { readonly type: 'item-failed'; readonly item: string; readonly path: string; readonly reason: string }
  /** A second model read what the first one wrote; files with findings go back once. */
  | { readonly type: 'file-reviewed'; readonly path: string; readonly findings: number }
  /** Every name in a section's text was looked up; `unverified` are those that were not found, as the text has them. */
  | { readonly type: 'names-checked'; readonly path: string; readonly section: string; readonly checked: number; readonly unverified: readonly string[] }
  | { readonly type: 'file-written'; readonly path: string; readonly outcome: 'written' | 'unchanged' | 'refused'; readonly complete: boolean }
  /** `keptText`: it is about a person's text in this section, which may be out of date. */
  | { readonly type: 'warning'; readonly message: string; readonly path?: string; readonly keptText?: string }
  | { readonly type: 'run-finished'; readonly status: RunStatus; readonly ms: number };

/** Why a text is asked for that is there already: its code changed, or it is to be renewed. */
export type RenewalReason = 'code' | Renewal;

/** A model that a run may ask, and how. */
export interface ModelUsed {
  readonly provider: string;
  readonly model: string;
  /** Absent: unpriced. */
  readonly prices?: Prices;
  readonly contextTokens: number;
  /** Absent: the provider caches no prompts, or nobody knows of it. */
  readonly promptCache?: PromptCacheKind;
  /** Shortest prefix that the provider caches, in tokens. */
  readonly minCacheableTokens?: number;
  readonly strategy: BatchStrategy;
  /** Most items in one request. */
  readonly maxItems: number;
  /** Most requests at once. */
  readonly concurrency: number;
  /** Most that its server is known to take well, where that is known. */
  readonly serverConcurrency?: number;
}

/** What was decided about keeping the instructions, which every request begins with, in the provider's prompt cache. */
export interface InstructionsCaching {
  /** Of the instructions, as estimated. */
  readonly tokens: number;
  /** How many of the requests ask the provider to keep them. */
  readonly marked: 'all' | 'some' | 'none';
  /** The first request leaves alone; the others follow once its answer begins, and read what it wrote. */
  readonly firstGoesAhead: boolean;
  readonly because: string;
}

/** What a request is for, and what it is expected to take. */
export interface RequestFacts {
  /** Ids of its items. */
  readonly asks: readonly string[];
  readonly expectedInputTokens: number;
  readonly expectedOutputTokens: number;
  /** Some of it was asked for before in this run: it was missing, could not be taken, or named what could not be found. */
  readonly isAgain: boolean;
}

/** A part of a prompt: never its text. */
export interface PromptPartSent {
  /** `always`: the same for every user; `project`: for all requests about a project; `items`: what is asked. */
  readonly name: 'always' | 'project' | 'items';
  /** Of its text. Two parts with the same hash are the same bytes. */
  readonly hash: string;
  /** As estimated. */
  readonly tokens: number;
  /** The provider is asked to keep the prompt up to and with this part. */
  readonly isMarked: boolean;
}

export interface ExpectedCacheRead {
  /** As estimated. */
  readonly tokens: number;
  readonly because: string;
}

/** Of requests that were not answered, in one word. The provider's: see `ProviderErrorKind`. */
export type FailureKind = ProviderErrorKind | 'first-byte-timeout' | 'idle-timeout' | 'timeout' | 'cancelled' | 'over-budget' | 'unknown';

export type RequestOutcome = 'complete' | 'length' | 'context' | 'refusal' | 'error' | 'timed-out' | 'cancelled' | 'over-budget';

/** `partial`: something failed; what succeeded is written and marked. */
export type RunStatus = 'done' | 'partial' | 'over-budget' | 'timed-out' | 'cancelled' | 'failed';

export type Listener = (event: RunEvent) => void;

/** Hands events to listeners in the order in which they happen. A listener that throws does not stop the run or the other listeners. */
export class EventStream {
  readonly #listeners = new Set<Listener>();

  constructor(
    readonly run: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Returns a function that takes the listener away. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(body: RunEventBody): void {
    const event: RunEvent = { at: this.now(), run: this.run, ...body };
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        queueMicrotask(() => console.error('Specwright: a listener failed', error));
      }
    }
  }
}
