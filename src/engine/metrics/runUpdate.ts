import type { FileReport, RequestReport, RunReport } from './runReport';

/** What has changed in a run's report since a revision of it: all that a live view has to be sent. Plain data. */
export interface RunUpdate extends Pick<RunReport, 'run' | 'totals' | 'models' | 'stages' | 'decisions' | 'recommendations'> {
  /** The revision that it leads to: what to ask for the next update with. */
  readonly revision: number;
  /** The revision that it begins with. 0: it is everything. */
  readonly since: number;
  /** Those that are new or changed. New ones come after all that are known, in their order. */
  readonly requests: readonly RequestReport[];
  /** Those that are new or changed. */
  readonly files: readonly FileReport[];
  /** What has come since; these lists only grow. */
  readonly leftOut: RunReport['leftOut'];
  readonly cacheMisses: RunReport['cacheMisses'];
  readonly warnings: RunReport['warnings'];
}

/**
 * The report after an update. Pure; what has not changed is the same object as before, so that a view can tell by `===`.
 * @param report as the update's `since` left it; not looked at where the update is everything
 */
export function applyUpdate(report: RunReport | undefined, update: RunUpdate): RunReport {
  const before = update.since === 0 ? undefined : report;
  const { run, totals, models, stages, decisions, recommendations } = update;
  return {
    version: 1,
    run,
    totals,
    stages,
    models,
    requests: merged(before?.requests ?? [], update.requests, ({ id }) => id),
    files: inOrder(merged(before?.files ?? [], update.files, ({ path }) => path), before?.files.length ?? 0),
    leftOut: appended(before?.leftOut ?? [], update.leftOut),
    decisions,
    recommendations,
    cacheMisses: appended(before?.cacheMisses ?? [], update.cacheMisses),
    warnings: appended(before?.warnings ?? [], update.warnings),
  };
}

/** Known ones are replaced in their places; new ones come last. */
function merged<T>(before: readonly T[], changed: readonly T[], keyOf: (one: T) => string): readonly T[] {
  if (changed.length === 0) return before;
  if (before.length === 0) return changed;
  const places = new Map(before.map((one, i) => [keyOf(one), i]));
  const all = [...before];
  for (const one of changed) {
    const place = places.get(keyOf(one));
    if (place === undefined) all.push(one);
    else all[place] = one;
  }
  return all;
}

/** By path. Only new files can be out of order. */
function inOrder(files: readonly FileReport[], known: number): readonly FileReport[] {
  return files.length === known ? files : [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function appended<T>(before: readonly T[], added: readonly T[]): readonly T[] {
  return added.length === 0 ? before : [...before, ...added];
}
