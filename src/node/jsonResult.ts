import type { Amounts, Estimate } from '../engine/batch/estimate';
import type { Renewal } from '../engine/renew';
import type { RunResult } from '../engine/run';

/** The result of a run for machines: the object of `--json` and `--report`. */
export interface JsonResult {
  readonly status: RunResult['status'];
  /** `path` is the source's, `from` where it was before it moved; `spec` the file that was written, `reason` why it is not complete. `orphaned`, `removed`: the source is gone. */
  readonly files: readonly { readonly path: string; readonly status: string; readonly from?: string; readonly spec?: string; readonly reason?: string; readonly estimate?: JsonAmounts }[];
  readonly usage: { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number; readonly cacheReadTokens: number; readonly cacheWriteTokens: number };
  /** `null`: a part of it is not known. */
  readonly costUsd: number | null;
  readonly cache: { readonly hits: number; readonly misses: number };
  /** Names in the prose that were not found in the code, and are marked. */
  readonly unverified: number;
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
  /** Texts of people that were kept and may be out of date. */
  readonly keptTexts?: readonly { readonly path: string; readonly section: string }[];
  /** What the run was expected to take, before it was made. */
  readonly estimate?: { readonly calls: number; readonly items: number; readonly renewals?: Partial<Readonly<Record<Renewal, JsonAmounts & { readonly sections: number }>>> } & JsonAmounts;
}

/** Ranges are least and most. `null`: a model is unpriced. */
export interface JsonAmounts {
  readonly inputTokens: number;
  readonly outputTokens: readonly [number, number];
  readonly costUsd: readonly [number, number] | null;
}

export function jsonResult({ status, files, leftOut, orphans, figures, estimate, warnings, errors, keptTexts }: RunResult): JsonResult {
  const { calls, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = figures;
  return {
    status,
    files: [
      ...files.map((file) => {
        const amounts = estimate?.files.get(file.source);
        return { path: file.source, status: file.status, ...(file.from === undefined ? {} : { from: file.from }), spec: file.path, ...(file.problem ? { reason: file.problem } : {}), ...(amounts ? { estimate: jsonAmounts(amounts) } : {}) };
      }),
      ...orphans.map(({ source, path, isRemoved }) => ({ path: source, status: isRemoved ? 'removed' : 'orphaned', spec: path })),
      ...leftOut.map(({ path, reason }) => ({ path, status: 'skipped', reason })),
    ],
    usage: { calls, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens },
    costUsd: figures.knownCostUsd ?? null,
    cache: { hits: figures.cacheHits, misses: figures.cacheMisses },
    unverified: figures.namesUnverified,
    warnings,
    errors,
    ...(keptTexts ? { keptTexts: keptTexts.map(({ source, section }) => ({ path: source, section })) } : {}),
    ...(estimate ? { estimate: { calls: estimate.calls, items: estimate.items, ...jsonAmounts(estimate), ...renewalsOf(estimate) } } : {}),
  };
}

/** What of it is asked for although the code has not changed. */
function renewalsOf({ renewals }: Estimate): object {
  if (!renewals) return {};
  return { renewals: Object.fromEntries(Object.entries(renewals).map(([renewal, renewed]) => [renewal, { sections: renewed.sections, ...jsonAmounts(renewed) }])) };
}

function jsonAmounts({ inputTokens, outputTokens, costUsd }: Amounts): JsonAmounts {
  return { inputTokens, outputTokens, costUsd: costUsd ?? null };
}

/** Exit codes of the command line. */
export const EXIT_CODES: Readonly<Record<RunResult['status'], number>> = { done: 0, failed: 2, partial: 3, 'over-budget': 4, 'timed-out': 124, cancelled: 130 };
