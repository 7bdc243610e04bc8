import type { FailureKind, ModelUsed, RequestOutcome, RunEventBody, RunStatus } from '../events';
import type { StageName } from '../stages';

/**
 * What a run did, cost and saved: what the metrics view shows while it goes on, and what is kept of it afterwards, as JSON (`schemas/run-report.schema.json`) and HTML.
 * Made from the run's events alone. It holds paths and names, never source text or a secret. All times are milliseconds since the start of the run, but for `startedAt`.
 */
export interface RunReport {
  readonly version: 1;
  readonly run: {
    readonly id: string;
    readonly command: Extract<RunEventBody, { type: 'run-started' }>['command'];
    /** What was named: `src/queue.ts`, `3 paths`; `.` is the whole folder. */
    readonly over?: string;
    /** Of the run as a whole; requests name their own. */
    readonly provider: string;
    readonly model?: string;
    /** Milliseconds since the epoch. */
    readonly startedAt: number;
    /** So far, or in all. */
    readonly ms: number;
    /** Absent: it goes on. */
    readonly status?: RunStatus;
    /** The one stage that it is in. Absent: it has ended, or is about to. */
    readonly stage?: StageName;
    /** Absent: no model was asked. */
    readonly resultCache?: 'on' | 'off';
  };
  readonly totals: Totals;
  /** In the order in which they were first planned for. */
  readonly models: readonly ModelReport[];
  readonly stages: readonly StageReport[];
  /** In the order in which they were queued. */
  readonly requests: readonly RequestReport[];
  /** By path. */
  readonly files: readonly FileReport[];
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
  readonly decisions: readonly Decision[];
  readonly recommendations: readonly Recommendation[];
  readonly cacheMisses: readonly CacheFinding[];
  readonly warnings: readonly { readonly message: string; readonly path?: string }[];
}

/** A model that may be asked, and what its figures are reckoned by. */
export interface ModelReport extends ModelUsed {
  /** Requests that were planned, and the items in them. What was asked again is not counted. */
  readonly planned: { readonly requests: number; readonly items: number };
  /** Of the instructions, which every request begins with, as estimated. Absent: nothing was planned. */
  readonly instructionTokens?: number;
  /** Fewest requests at once that the provider's push-backs left. Absent: it never pushed back. */
  readonly fewestPlaces?: number;
}

/** Tokens by what they are billed as; the kinds never overlap. */
export interface TokenCounts {
  /** Input at full price. */
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}

export interface Totals {
  readonly tokens: TokenCounts;
  /** The known part, in US dollars. */
  readonly costUsd: number;
  /** Requests whose cost is not known in full: where there are any, `costUsd` is a lower bound. */
  readonly uncertainCalls: number;
  /** Requests that left, repeated ones included. */
  readonly calls: number;
  /** Pieces of output, and where they came from. `fresh`: they stood as they should and were not asked for. */
  readonly items: { readonly planned: number; readonly fresh: number; readonly fromCache: number; readonly fromModel: number; readonly failed: number };
  /** Requests that sending every answered item alone would have taken in addition. */
  readonly callsSavedByBatching: number;
  readonly resultCache: { readonly hits: number; readonly misses: number };
  /** Share of the input that the provider's prompt cache served, 0 to 1. */
  readonly promptCacheShare: number;
  readonly retries: number;
  /** Time that requests, taken together, spent waiting: for a place, for the provider's rate limits, and before they were repeated. */
  readonly waitedMs: { readonly place: number; readonly rate: number; readonly retry: number };
  readonly files: { readonly planned: number; readonly written: number; readonly unchanged: number; readonly refused: number; readonly leftOut: number };
  readonly templates: { readonly files: number };
  readonly names: { readonly checked: number; readonly unverified: number };
  /** In US dollars, against the same tokens without the provider's prompt cache; negative where it cost more than it saved. Absent: a price is not known. */
  readonly savedByPromptCacheUsd?: number;
}

export interface StageReport {
  readonly stage: StageName;
  readonly startMs: number;
  /** Absent: it goes on. */
  readonly ms?: number;
  readonly detail?: string;
}

/** One request through all its attempts. */
export interface RequestReport {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly items: number;
  /** Of these, those whose answers were taken. */
  readonly taken: number;
  /** Some of it was asked for before in this run: it was missing, could not be taken, or named what could not be found. */
  readonly isAgain?: boolean;
  /** As estimated when it was planned. */
  readonly expected?: { readonly inputTokens: number; readonly outputTokens: number };
  readonly queuedMs: number;
  /** What it did, in order, without gaps: the lane of the timeline. */
  readonly spans: readonly RequestSpan[];
  readonly attempts: number;
  /** Absent: it goes on. */
  readonly endedMs?: number;
  readonly outcome?: RequestOutcome;
  readonly tokens?: TokenCounts;
  readonly isEstimated?: boolean;
  readonly costUsd?: number;
  /** Why it ended as it did, where that was not well. */
  readonly detail?: string;
  /** The same in one word, where it was not answered. */
  readonly failure?: FailureKind;
}

export interface RequestSpan {
  /** `place`: in the queue; `rate`: held back by the provider's rate limits; `retry`: before it is sent again; `first-byte`: sent, nothing has come; `streaming`: the answer comes. */
  readonly kind: 'place' | 'rate' | 'retry' | 'first-byte' | 'streaming';
  readonly startMs: number;
  /** Absent: it goes on. */
  readonly endMs?: number;
  /** Which limit, or why again. */
  readonly because?: string;
}

export interface FileReport {
  readonly path: string;
  readonly fresh: number;
  readonly fromCache: number;
  readonly fromModel: number;
  readonly failed: number;
  /** Its share of the requests that it was asked for in, by the length of its answers. */
  readonly tokens: TokenCounts;
  readonly costUsd: number;
  readonly outcome?: 'written' | 'unchanged' | 'refused';
  /** It was made from a template, or from the spec alone, and needed no model. */
  readonly madeFrom?: 'template' | 'declarations';
  /** Name of the template. */
  readonly template?: string;
  /** Where its answers are written, where that is another file: its spec. */
  readonly writes?: string;
  readonly sections: readonly SectionReport[];
}

export interface SectionReport {
  /** Id of the item without the file; `file`: a file of a project as a whole, `review`: what a second model said of it. */
  readonly section: string;
  readonly from: 'model' | 'cache' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
  readonly request?: string;
  readonly tokens: TokenCounts;
  readonly costUsd: number;
}

/** What was chosen to save time or money, and why. */
export interface Decision {
  readonly ms: number;
  readonly what: string;
  readonly because: string;
}

/** Something that would make such a run cheaper or faster, drawn from its figures. */
export interface Recommendation {
  /** Stable, for settings and tests: `prefix-below-minimum`. */
  readonly id: string;
  /** One sentence with its figures. */
  readonly message: string;
  /** What to change: a setting by its id without `specwright.`, with the value. */
  readonly setting?: { readonly id: string; readonly value: string };
  /** What it would have saved in this run. Absent: that cannot be told. */
  readonly saves?: { readonly usd?: number; readonly ms?: number; readonly calls?: number };
}

/** A request that was expected to be served from the provider's prompt cache, and was not. */
export interface CacheFinding {
  readonly request: string;
  /** Input tokens that were paid in full instead. */
  readonly tokens: number;
  /** The first part of the prompt that differs from what was cached: `always`, `project`, `items`. Absent: none does. */
  readonly differs?: string;
  /** One sentence, with the likely cause. */
  readonly message: string;
}
