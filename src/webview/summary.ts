import type { RunReport, TokenCounts } from '../engine/metrics/runReport';

/** One run in the list of runs, and a point in the charts over them. */
export interface RunSummary {
  /** Tells it from all other runs, also from those of other windows. */
  readonly key: string;
  readonly command: RunReport['run']['command'];
  /** What was named: `src/queue.ts`, `3 paths`. Absent: the whole folder. */
  readonly over?: string;
  /** `anthropic/claude-sonnet-5-5`, or the provider alone. */
  readonly writer: string;
  readonly startedAt: number;
  readonly ms: number;
  /** Absent: it goes on. */
  readonly status?: RunReport['run']['status'];
  readonly calls: number;
  readonly costUsd: number;
  readonly costIsLowerBound: boolean;
  readonly tokens: number;
  /** Share of the lookups that the result cache answered, 0 to 1. Absent: there was none. */
  readonly resultCacheShare?: number;
  /** Share of the input that the provider's prompt cache served, 0 to 1. Absent: there was no input. */
  readonly promptCacheShare?: number;
}

/** What a summary is made of: the head of a report. */
export type RunHead = Pick<RunReport, 'run' | 'totals'>;

export function keyOf({ run }: { readonly run: Pick<RunReport['run'], 'id' | 'startedAt'> }): string {
  return `${run.startedAt} ${run.id}`;
}

export function summaryOf(report: RunHead): RunSummary {
  const { run, totals } = report;
  const resultCache = resultCacheShare(report);
  return {
    key: keyOf(report),
    command: run.command,
    ...(run.over !== undefined && run.over !== '.' && { over: run.over }),
    writer: writerOf(report),
    startedAt: run.startedAt,
    ms: run.ms,
    ...(run.status && { status: run.status }),
    calls: totals.calls,
    costUsd: totals.costUsd,
    costIsLowerBound: totals.uncertainCalls > 0,
    tokens: sumOfTokens(totals.tokens),
    ...(resultCache !== undefined && { resultCacheShare: resultCache }),
    ...(inputOf(totals.tokens) > 0 && { promptCacheShare: totals.promptCacheShare }),
  };
}

export function writerOf({ run }: Pick<RunReport, 'run'>): string {
  return run.model ? `${run.provider}/${run.model}` : run.provider;
}

export function resultCacheShare({ totals }: Pick<RunReport, 'totals'>): number | undefined {
  const { hits, misses } = totals.resultCache;
  return hits + misses === 0 ? undefined : hits / (hits + misses);
}

export function sumOfTokens({ input, cacheWrite, cacheRead, output }: TokenCounts): number {
  return input + cacheWrite + cacheRead + output;
}

export function inputOf({ input, cacheWrite, cacheRead }: TokenCounts): number {
  return input + cacheWrite + cacheRead;
}
