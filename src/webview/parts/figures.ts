import type { RunReport, TokenCounts } from '../../engine/metrics/runReport';
import { count, duration, percent, short, usd, whole } from '../format';
import { inputOf, resultCacheShare, sumOfTokens, writerOf } from '../summary';

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
    { id: 'cost', label: 'Cost', value: usd(totals.costUsd, totals.uncertainCalls > 0), notes: [...(totals.uncertainCalls > 0 ? [`${count(totals.uncertainCalls, 'request')} of unknown cost`] : []), ...savedText(totals.savedByPromptCacheUsd)] },
    { id: 'tokens', label: 'Tokens', value: short(sumOfTokens(tokens)), notes: [`${short(inputOf(tokens))} input`, `${short(tokens.output)} output`] },
    { id: 'time', label: 'Time', value: duration(run.ms), notes: waitedMs > 0 ? [`requests waited ${duration(waitedMs)} for the provider, taken together`] : [] },
    { id: 'requests', label: 'Requests', value: whole(totals.calls), notes: [...(totals.callsSavedByBatching > 0 ? [`${whole(totals.callsSavedByBatching)} saved by batching`] : []), ...(totals.retries > 0 ? [`${whole(totals.retries)} sent again`] : [])] },
    { id: 'items', label: 'Sections answered', value: whole(answered), notes: [...(items.fresh > 0 ? [`${whole(items.fresh)} fresh, not asked for`] : []), ...(items.failed > 0 ? [`${whole(items.failed)} failed`] : [])] },
    { id: 'result-cache', label: 'Result cache', value: resultCache === undefined ? 'not used' : percent(resultCache), notes: resultCache === undefined ? [] : [`${whole(totals.resultCache.hits)} of ${count(totals.resultCache.hits + totals.resultCache.misses, 'lookup')}`] },
    { id: 'prompt-cache', label: 'Prompt cache', value: inputOf(tokens) === 0 ? 'not used' : percent(totals.promptCacheShare), notes: inputOf(tokens) === 0 ? [] : [`of the input was read from the provider’s cache`] },
  ];
}

function savedText(saved: number | undefined): string[] {
  if (saved === undefined || saved === 0) return [];
  return saved > 0 ? [`${usd(saved)} saved by the prompt cache`] : [`the prompt cache cost ${usd(-saved)} more than it saved`];
}

export const TOKEN_KINDS = [
  { id: 'input', label: 'Input at full price' },
  { id: 'cacheWrite', label: 'Cache write' },
  { id: 'cacheRead', label: 'Cache read' },
  { id: 'output', label: 'Output' },
] as const satisfies readonly { readonly id: keyof TokenCounts; readonly label: string }[];

const COMMANDS: Readonly<Record<RunReport['run']['command'], string>> = { generate: 'Generate', regenerate: 'Regenerate', check: 'Check', plan: 'Plan' };
const STATUSES: Readonly<Record<NonNullable<RunReport['run']['status']>, string>> = {
  done: 'done',
  partial: 'partly done',
  'over-budget': 'stopped by the budget',
  'timed-out': 'timed out',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** `Generate src/queue.ts`. */
export function commandText({ command, over }: Pick<RunReport['run'], 'command' | 'over'>): string {
  return over === undefined || over === '.' ? COMMANDS[command] : `${COMMANDS[command]} ${over}`;
}

export function statusText(status: RunReport['run']['status']): string {
  return status === undefined ? 'running' : STATUSES[status];
}

/** `Generate by anthropic/claude-haiku-5-5: running, analyze`. */
export function runLine(report: RunReport): string {
  const { status, stage } = report.run;
  return `${commandText(report.run)} by ${writerOf(report)}: ${statusText(status)}${status === undefined && stage ? `, ${stage}` : ''}`;
}
