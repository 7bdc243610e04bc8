import type { ProgressSnapshot } from '../engine/metrics/progress';
import type { StageName } from '../engine/stages';
import { cost, count, duration } from './words';

const STAGES: Readonly<Record<StageName, string>> = { gather: 'Reading files', chunk: 'Reading the code', batch: 'Planning requests', analyze: 'Asking the model', write: 'Writing' };

export interface ProgressContext {
  readonly now: number;
  readonly startedAt: number;
  readonly withModel: boolean;
  /** What is asked for, one of it. */
  readonly item?: 'section' | 'file';
}

/**
 * What the notification of a run says: `Asking the model · 3 of 14 sections · $0.04 · 12 s, about 40 s left`. The time makes it move every second, also
 * while nothing else does.
 */
export function progressLine(snapshot: ProgressSnapshot, { now, startedAt, withModel, item = 'section' }: ProgressContext): string {
  const { itemsDone, items, files, leftMs, costUsd, waitingUntil } = snapshot;
  const elapsed = wholeSeconds(now - startedAt);
  const left = leftMs === undefined || leftMs === 0 || items === 0 ? '' : `, about ${wholeSeconds(leftMs)} left`;
  return [
    waitingUntil === undefined ? stageOf(snapshot, withModel) : waitOf(snapshot, wholeSeconds(waitingUntil - now)),
    items > 0 ? `${itemsDone} of ${count(items, item)}` : files > 1 ? count(files, 'file') : '',
    withModel && costUsd !== 0 ? cost(costUsd) : '',
    `${elapsed}${left}`,
    slowest(snapshot, now),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `Reading the code: 3 files, 14 sections (0.4 s)`. */
export function stageSummary({ stage, detail, ms }: { readonly stage: StageName; readonly detail: string; readonly ms: number }): string {
  return `${STAGES[stage]}: ${detail} (${duration(ms)})`;
}

/** From here on a person wonders whether a request is still alive. */
const SLOW_MS = 10_000;

function slowest({ oldestRequestSince }: ProgressSnapshot, now: number): string {
  const ms = oldestRequestSince === undefined ? 0 : now - oldestRequestSince;
  return ms > SLOW_MS ? `longest request ${wholeSeconds(ms)}` : '';
}

function waitOf({ waitingFor }: ProgressSnapshot, left: string): string {
  return waitingFor === 'provider' ? `Waiting ${left} for the provider` : `Busy with other runs, about ${left}`;
}

function stageOf({ stage }: ProgressSnapshot, withModel: boolean): string {
  if (stage === undefined) return 'Starting';
  return stage === 'analyze' && !withModel ? STAGES.write : STAGES[stage];
}

function wholeSeconds(ms: number): string {
  return duration(Math.max(0, Math.ceil(ms / 1000)) * 1000);
}
