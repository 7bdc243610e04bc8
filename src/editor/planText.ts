import type { Amounts, Estimate } from '../engine/batch/estimate';
import type { RunResult } from '../engine/run';
import { plural, t } from '../l10n/localize';

/** What a run in one workspace folder would do. */
export interface FolderPlan {
  readonly name: string;
  /** `anthropic/claude-sonnet-5-5`; absent: facts only. */
  readonly writer: string | undefined;
  readonly result: Pick<RunResult, 'files' | 'leftOut' | 'estimate' | 'warnings' | 'errors'>;
}

/** The words of the engine, which is a bundle of its own. */
export interface PlanWords {
  readonly describeEstimate: (estimate: Estimate) => string;
  readonly describeRenewals: (estimate: Estimate) => readonly string[];
  readonly usd: (amount: number) => string;
}

/** A plan is read, not scrolled through for ever. */
const MOST_ROWS = 500;

/** A plan as Markdown: what would be asked, of whom, at which price, file by file, the dearest first. */
export function planText(label: string, plans: readonly FolderPlan[], words: PlanWords): string {
  const head = [`# ${t('Plan for {0}', escaped(label))}`, t('No call was made, and nothing was written. Prices are ranges: answers come out shorter or longer than expected.')];
  return `${[...head, ...plans.map((plan) => folderText(plan, plans.length > 1, words))].join('\n\n')}\n`;
}

function folderText({ name, writer, result }: FolderPlan, titled: boolean, words: PlanWords): string {
  const { files, leftOut, estimate, warnings, errors } = result;
  const planned = files.filter(({ status }) => status === 'planned');
  const fresh = files.filter(({ status }) => status === 'fresh').length;
  return [
    ...(titled ? [`## ${escaped(name)}`] : []),
    ...(writer === undefined ? [t('No model is asked: the specs get their facts from the syntax tree, at no cost.')] : estimate && planned.length > 0 ? [`**${escaped(writer)}**: ${words.describeEstimate(estimate)}.`] : []),
    ...(writer !== undefined && estimate ? words.describeRenewals(estimate).map((renewal) => t('Of this, {0}. Before the run you may leave them as they are.', renewal)) : []),
    plural(files.length, '{0} source: {1} with something to ask, {2} with nothing to ask.', '{0} sources: {1} with something to ask, {2} with nothing to ask.', planned.length, fresh),
    ...(planned.length > 0 && estimate ? [table(planned.map(({ source }) => ({ source, amounts: estimate.files.get(source) })), words)] : []),
    ...list(t('Errors'), errors),
    ...list(t('Warnings'), warnings),
    ...list(t('Left out'), leftOut.map(({ path, reason }) => `${path || '.'}: ${reason}`)),
  ].join('\n\n');
}

interface Row {
  readonly source: string;
  readonly amounts: Amounts | undefined;
}

function table(rows: readonly Row[], { usd }: PlanWords): string {
  const number = (n: number) => n.toLocaleString('en-US');
  const most = ({ amounts }: Row) => amounts?.costUsd?.[1] ?? amounts?.inputTokens ?? 0;
  const shown = [...rows].sort((a, b) => most(b) - most(a)).slice(0, MOST_ROWS);
  const lines = shown.map(({ source, amounts }) => {
    const price = amounts?.costUsd ? t('{0} to {1}', usd(amounts.costUsd[0]), usd(amounts.costUsd[1])) : t('unknown');
    return `| ${source === '.' ? t('the whole workspace') : escaped(source)} | ${amounts ? number(amounts.inputTokens) : ''} | ${amounts ? t('{0} to {1}', number(amounts.outputTokens[0]), number(amounts.outputTokens[1])) : ''} | ${price} |`;
  });
  const more = rows.length - shown.length;
  return [`| ${t('File')} | ${t('Input tokens')} | ${t('Output tokens')} | ${t('Price')} |`, '|:---|---:|---:|---:|', ...lines, ...(more > 0 ? [`| ${t('… and {0} more', number(more))} | | | |`] : [])].join('\n');
}

export function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, lines.slice(0, MOST_ROWS).map((line) => `- ${escaped(line)}`).join('\n')];
}

/** Paths and messages are no Markdown. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\n/g, ' ');
}
