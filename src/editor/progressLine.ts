import type { ProgressSnapshot } from '../engine/metrics/progress';
import type { StageName } from '../engine/stages';
import { later, plural, t } from '../l10n/localize';
import { cost, duration, files } from './words';

const STAGES: Readonly<Record<StageName, () => string>> = { gather: later('Reading files'), chunk: later('Reading the code'), batch: later('Planning requests'), analyze: later('Asking the model'), write: later('Writing') };

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
  const { itemsDone, items, files: fileCount, leftMs, costUsd, waitingUntil, slowRequestMs } = snapshot;
  const elapsed = wholeSeconds(now - startedAt);
  return [
    waitingUntil === undefined ? stageOf(snapshot, withModel) : waitOf(snapshot, wholeSeconds(waitingUntil - now)),
    items > 0 ? progressOf(itemsDone, items, item) : fileCount > 1 ? files(fileCount) : '',
    withModel && costUsd !== 0 ? cost(costUsd) : '',
    leftMs === undefined || leftMs === 0 || items === 0 ? elapsed : t('{0}, about {1} left', elapsed, wholeSeconds(leftMs)),
    slowRequestMs === undefined ? '' : t('longest request {0}', wholeSeconds(slowRequestMs)),
  ]
    .filter(Boolean)
    .join(' · ');
}

function progressOf(done: number, all: number, item: 'section' | 'file'): string {
  return item === 'file' ? plural(all, '{1} of {0} file', '{1} of {0} files', done) : plural(all, '{1} of {0} section', '{1} of {0} sections', done);
}

/** `Reading the code: 3 files, 14 sections (0.4 s)`. */
export function stageSummary({ stage, detail, ms }: { readonly stage: StageName; readonly detail: string; readonly ms: number }): string {
  return `${STAGES[stage]()}: ${detail} (${duration(ms)})`;
}

function waitOf({ waitingFor }: ProgressSnapshot, left: string): string {
  return waitingFor === 'provider' ? t('Waiting {0} for the provider', left) : t('Busy with other runs, about {0}', left);
}

function stageOf({ stage }: ProgressSnapshot, withModel: boolean): string {
  if (stage === undefined) return t('Starting');
  return stage === 'analyze' && !withModel ? STAGES.write() : STAGES[stage]();
}

function wholeSeconds(ms: number): string {
  return duration(Math.max(0, Math.ceil(ms / 1000)) * 1000);
}
