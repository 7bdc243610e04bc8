import type { RunReport, StageReport, TokenCounts } from '../../engine/metrics/runReport';
import { later, plural, t } from '../../l10n/localize';
import { duration, percent, short, usd, whole } from '../format';
import { inputOf, resultCacheShare, sumOfTokens, writerOf } from '../summary';

type StageName = StageReport['stage'];

export interface Tile {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly notes: readonly string[];
}

/** The figures that a run is judged by, each with what explains it. */
export function tilesOf(report: RunReport): readonly Tile[] {
  const { run, totals } = report;
  const { tokens, items } = totals;
  const resultCache = resultCacheShare(report);
  const answered = items.fromModel + items.fromCache;
  const waitedMs = totals.waitedMs.rate + totals.waitedMs.retry;
  return [
    { id: 'cost', label: t('Cost'), value: usd(totals.costUsd, totals.uncertainCalls > 0), notes: [...(totals.uncertainCalls > 0 ? [plural(totals.uncertainCalls, '{0} request of unknown cost', '{0} requests of unknown cost')] : []), ...savedText(totals.savedByPromptCacheUsd)] },
    { id: 'tokens', label: t('Tokens'), value: short(sumOfTokens(tokens)), notes: [t('{0} input', short(inputOf(tokens))), t('{0} output', short(tokens.output))] },
    { id: 'time', label: t('Time'), value: duration(run.ms), notes: waitedMs > 0 ? [t('requests waited {0} for the provider, taken together', duration(waitedMs))] : [] },
    { id: 'requests', label: t('Requests'), value: whole(totals.calls), notes: [...(totals.callsSavedByBatching > 0 ? [t('{0} saved by batching', whole(totals.callsSavedByBatching))] : []), ...(totals.retries > 0 ? [t('{0} sent again', whole(totals.retries))] : [])] },
    { id: 'items', label: t('Sections answered'), value: whole(answered), notes: [...(items.fresh > 0 ? [t('{0} fresh, not asked for', whole(items.fresh))] : []), ...(items.failed > 0 ? [t('{0} failed', whole(items.failed))] : [])] },
    { id: 'result-cache', label: t('Result cache'), value: resultCache === undefined ? t('not used') : percent(resultCache), notes: resultCache === undefined ? [] : [plural(totals.resultCache.hits + totals.resultCache.misses, '{1} of {0} lookup', '{1} of {0} lookups', whole(totals.resultCache.hits))] },
    { id: 'prompt-cache', label: t('Prompt cache'), value: inputOf(tokens) === 0 ? t('not used') : percent(totals.promptCacheShare), notes: inputOf(tokens) === 0 ? [] : [t('of the input was read from the provider’s cache')] },
  ];
}

function savedText(saved: number | undefined): string[] {
  if (saved === undefined || saved === 0) return [];
  return saved > 0 ? [t('{0} saved by the prompt cache', usd(saved))] : [t('the prompt cache cost {0} more than it saved', usd(-saved))];
}

export const TOKEN_KINDS = [
  { id: 'input', label: later('Input at full price') },
  { id: 'cacheWrite', label: later('Cache write') },
  { id: 'cacheRead', label: later('Cache read') },
  { id: 'output', label: later('Output') },
] as const satisfies readonly { readonly id: keyof TokenCounts; readonly label: () => string }[];

/** Over everything, and over what was named. */
const COMMANDS: Readonly<Record<RunReport['run']['command'], readonly [() => string, (over: string) => string]>> = {
  generate: [later('Generate'), (over) => t('Generate {0}', over)],
  regenerate: [later('Regenerate'), (over) => t('Regenerate {0}', over)],
  check: [later('Check'), (over) => t('Check {0}', over)],
  plan: [later('Plan'), (over) => t('Plan {0}', over)],
};
const STATUSES: Readonly<Record<NonNullable<RunReport['run']['status']>, () => string>> = {
  done: later('done'),
  partial: later('partly done'),
  'over-budget': later('stopped by the budget'),
  'timed-out': later('timed out'),
  cancelled: later('cancelled'),
  failed: later('failed'),
};
const STAGES: Readonly<Record<StageName, () => string>> = { gather: later('gather'), chunk: later('chunk'), batch: later('batch'), analyze: later('analyze'), write: later('write') };

/** `Generate src/queue.ts`. */
export function commandText({ command, over }: Pick<RunReport['run'], 'command' | 'over'>): string {
  const [overAll, overNamed] = COMMANDS[command];
  return over === undefined || over === '.' ? overAll() : overNamed(over);
}

export function statusText(status: RunReport['run']['status']): string {
  return status === undefined ? t('running') : STATUSES[status]();
}

export function stageText(stage: StageName): string {
  return STAGES[stage]();
}

/** `Generate by anthropic/claude-haiku-5-5: running, analyze`. */
export function runLine(report: RunReport): string {
  const { status, stage } = report.run;
  const told = [commandText(report.run), writerOf(report), statusText(status)];
  return status === undefined && stage ? t('{0} by {1}: {2}, {3}', ...told, stageText(stage)) : t('{0} by {1}: {2}', ...told);
}
