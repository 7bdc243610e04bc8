import { describeAmounts, describeEstimate, describeRenewals, usd, type Amounts } from '../engine/batch/estimate';
import type { RunResult } from '../engine/run';

export const HEADLINES: Readonly<Record<RunResult['status'], string>> = {
  done: 'Done.', partial: 'Done in part.', failed: 'Not done.', 'over-budget': 'Stopped by the budget.', 'timed-out': 'Stopped by the time limit.', cancelled: 'Cancelled.',
};

/** Said where nobody chose that no model writes. */
const NO_MODEL = 'No model is set, so specs have facts alone. To have a model describe the code, set its key (such as ANTHROPIC_API_KEY) or name it with --provider and --model.';

/** Where a run stands. */
export interface SpecsReading {
  /** No model could be asked, and nobody chose that none is. */
  readonly isModelMissing: boolean;
}

/** What a person reads at the end of a run. `place` is how the output folder is called from where they stand. */
export function summaryOf(result: RunResult, place: (path: string) => string, { isModelMissing }: SpecsReading): string {
  const { files, figures, leftOut, orphans, errors } = result;
  const count = (status: string) => files.filter((file) => file.status === status).length;
  const states = (['written', 'moved', 'unchanged', 'partial', 'refused', 'failed'] as const).filter((status) => count(status) > 0).map((status) => `${count(status)} ${status}`);
  const written = files.filter(({ status }) => status === 'written' || status === 'moved' || status === 'partial');
  // The page of the whole workspace leads to all the others.
  const first = files.find(({ source, status }) => source === '.' && status !== 'failed') ?? written[0] ?? files.find(({ status }) => status === 'unchanged');
  return [
    `${HEADLINES[result.status]} ${files.length} ${files.length === 1 ? 'spec' : 'specs'}${states.length > 0 ? `: ${states.join(', ')}` : ''}, in ${seconds(result.ms)}.`,
    ...(figures.calls > 0 || figures.cacheHits > 0 ? [costLine(result)] : []),
    ...list('Moved', movesOf(files)),
    ...list('Removed', orphans.filter(({ isRemoved }) => isRemoved).map(({ path }) => path)),
    ...(figures.namesUnverified > 0 ? [unverifiedLine(figures.namesUnverified)] : []),
    ...list('Left out', leftOut.map(({ path, reason }) => `${path}: ${reason}`)),
    ...warningsOf(result),
    ...list('Errors', errors),
    ...(isModelMissing && written.length > 0 ? [NO_MODEL] : []),
    ...(first ? [`Read ${place(first.path)}`] : []),
  ].join('\n');
}

/** What a person reads at the end of `plan`. */
export function planSummaryOf(result: RunResult, { isModelMissing }: SpecsReading): string {
  const { files, estimate, leftOut, orphans, errors } = result;
  const planned = files.filter(({ status }) => status === 'planned');
  return [
    `${files.length} ${files.length === 1 ? 'source' : 'sources'}, ${planned.length} with something to ask of a model.`,
    ...(estimate ? [`It would take ${describeEstimate(estimate)}.`, ...describeRenewals(estimate).map((renewal) => `Of this, ${renewal}. --renew code leaves them as they are.`)] : []),
    ...list('To be asked for', planned.map(({ source }) => `${source}${amountsOf(estimate?.files.get(source))}`), MOST_LISTED),
    ...list('To be moved', movesOf(files)),
    ...list('Orphaned (the source is gone)', orphans.map(({ path }) => path)),
    ...list('Left out', leftOut.map(({ path, reason }) => `${path}: ${reason}`)),
    ...warningsOf(result),
    ...list('Errors', errors),
    ...(isModelMissing && files.length > 0 ? [NO_MODEL] : []),
    'No call was made and nothing was written.',
  ].join('\n');
}

function movesOf(files: RunResult['files']): string[] {
  return files.flatMap(({ source, from }) => (from === undefined ? [] : [`${from} → ${source}`]));
}

/** What the run cost, and what served it. */
export function costLine({ figures }: Pick<RunResult, 'figures'>): string {
  if (figures.calls === 0) return `No request: ${figures.cacheHits === 1 ? 'one answer' : `${figures.cacheHits} answers`} from the result cache.`;
  const cost = figures.knownCostUsd === undefined ? 'cost unknown' : usd(figures.knownCostUsd);
  const tokens = figures.inputTokens + figures.cacheReadTokens + figures.cacheWriteTokens + figures.outputTokens;
  return `${cost} for ${figures.calls} ${figures.calls === 1 ? 'request' : 'requests'} (${tokens.toLocaleString('en-US')} tokens, ${Math.round(figures.cacheReadShare * 100)}% of the input from the prompt cache); ${figures.cacheHits} answers from the result cache.`;
}

/** What a person has to look at stands apart, all of it. */
function warningsOf({ warnings, keptTexts = [] }: RunResult): string[] {
  const lines = keptTexts.map(({ source, message }) => `${source}: ${message}`);
  const kept = new Set(lines);
  return [...list('Texts to be looked at', lines, MOST_LISTED), ...list('Warnings', warnings.filter((warning) => !kept.has(warning)))];
}

function unverifiedLine(names: number): string {
  return `${names} ${names === 1 ? 'name in the prose is' : 'names in the prose are'} not in the code, as far as could be seen: marked in the specs.`;
}

function amountsOf(amounts: Amounts | undefined): string {
  return amounts ? `: ${describeAmounts(amounts)}` : '';
}

const MOST_LINES = 10;
/** These are read for their list; `--json` has the whole of it. */
const MOST_LISTED = 100;

export function list(title: string, lines: readonly string[], most = MOST_LINES): string[] {
  if (lines.length === 0) return [];
  return [`${title}:`, ...lines.slice(0, most).map((line) => `  ${line}`), ...(lines.length > most ? [`  … and ${lines.length - most} more`] : [])];
}

export function seconds(ms: number): string {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
