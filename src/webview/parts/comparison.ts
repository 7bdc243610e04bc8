import type { RunReport } from '../../engine/metrics/runReport';
import { later, plural, t } from '../../l10n/localize';
import { duration, percent, usd, whole } from '../format';
import { resultCacheShare, sumOfTokens } from '../summary';

export interface ComparedFigure {
  readonly label: string;
  readonly shown: string;
  readonly compared: string;
  /** What it changed by, from the compared run to the one that is shown: `−12% (−$0.03)`. */
  readonly change: string;
  /** Absent: neither, or nobody can say. */
  readonly verdict?: 'better' | 'worse';
}

interface Measure {
  readonly label: () => string;
  readonly of: (report: RunReport) => number | undefined;
  readonly text: (value: number) => string;
  /** Which way is better. Absent: neither is. */
  readonly better?: 'less' | 'more';
  /** It is a share: differences are told in percentage points. */
  readonly isShare?: boolean;
}

const MEASURES: readonly Measure[] = [
  // A lower bound tells nothing of a difference.
  { label: later('Cost'), of: ({ totals }) => (totals.uncertainCalls > 0 ? undefined : totals.costUsd), text: usd, better: 'less' },
  { label: later('Time'), of: ({ run }) => run.ms, text: duration, better: 'less' },
  { label: later('Requests'), of: ({ totals }) => totals.calls, text: whole, better: 'less' },
  { label: later('Saved by batching'), of: ({ totals }) => totals.callsSavedByBatching, text: whole, better: 'more' },
  { label: later('Sent again'), of: ({ totals }) => totals.retries, text: whole, better: 'less' },
  { label: later('Tokens'), of: ({ totals }) => sumOfTokens(totals.tokens), text: whole, better: 'less' },
  { label: later('Input at full price'), of: ({ totals }) => totals.tokens.input, text: whole, better: 'less' },
  { label: later('Cache write'), of: ({ totals }) => totals.tokens.cacheWrite, text: whole },
  { label: later('Cache read'), of: ({ totals }) => totals.tokens.cacheRead, text: whole },
  { label: later('Output'), of: ({ totals }) => totals.tokens.output, text: whole, better: 'less' },
  { label: later('Result cache'), of: resultCacheShare, text: percent, better: 'more', isShare: true },
  { label: later('Prompt cache'), of: ({ totals }) => totals.promptCacheShare, text: percent, better: 'more', isShare: true },
  { label: later('Waited for a place'), of: ({ totals }) => totals.waitedMs.place, text: duration, better: 'less' },
  { label: later('Waited for the rate limit'), of: ({ totals }) => totals.waitedMs.rate, text: duration, better: 'less' },
  { label: later('Waited before sent again'), of: ({ totals }) => totals.waitedMs.retry, text: duration, better: 'less' },
  { label: later('Sections by the model'), of: ({ totals }) => totals.items.fromModel, text: whole },
  { label: later('Sections from the cache'), of: ({ totals }) => totals.items.fromCache, text: whole },
  { label: later('Sections failed'), of: ({ totals }) => totals.items.failed, text: whole, better: 'less' },
  { label: later('Files written'), of: ({ totals }) => totals.files.written, text: whole },
  { label: later('Names not found in the code'), of: ({ totals }) => totals.names.unverified, text: whole, better: 'less' },
];

/** Figure by figure, what the run that is shown has more or less of than the other. */
export function compareReports(shown: RunReport, compared: RunReport): readonly ComparedFigure[] {
  return MEASURES.map(({ label, of, text, better, isShare }) => {
    const [now, before] = [of(shown), of(compared)];
    const told = { label: label(), shown: now === undefined ? t('unknown') : text(now), compared: before === undefined ? t('unknown') : text(before) };
    if (now === undefined || before === undefined) return { ...told, change: '' };
    const difference = now - before;
    const verdict = better === undefined || difference === 0 ? undefined : (difference < 0) === (better === 'less') ? ('better' as const) : ('worse' as const);
    return { ...told, change: changeText(difference, before, text, isShare), ...(verdict && { verdict }) };
  });
}

function changeText(difference: number, before: number, text: (value: number) => string, isShare = false): string {
  if (difference === 0) return t('the same');
  const sign = difference < 0 ? '−' : '+';
  if (isShare) return plural(Math.abs(Math.round(difference * 100)), '{1}{0} point', '{1}{0} points', sign);
  const amount = `${sign}${text(Math.abs(difference))}`;
  return before === 0 ? amount : `${sign}${Math.round(Math.abs((100 * difference) / before))}% (${amount})`;
}
