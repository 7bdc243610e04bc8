import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { RegenerateResult } from '../engine/regenerateFiles';
import { escaped, list, type PlanWords } from './planText';
import { madeOf, sparedText, type SparedWords } from './projectFileWords';
import { count, inEditorWords } from './words';

const STANDINGS: Readonly<Record<PlannedFileResult['standing'], string>> = { fresh: 'unchanged', missing: 'new', stale: 'changed', foreign: 'yours: the new version is offered' };

/** The plan of a project as Markdown: phase by phase, what each file that changes is made of, how it stands, and what is asked for it at which price; the others by name. */
export function projectPlanText(name: string, { planned = [], estimate, layout, errors, warnings }: Pick<RegenerateResult, 'planned' | 'estimate' | 'layout' | 'errors' | 'warnings'>, writer: string | undefined, words: PlanWords & SparedWords): string {
  const moving = planned.filter((file) => !words.isUpToDate(file));
  const still = planned.filter(words.isUpToDate);
  const phases = [...new Set(moving.map(({ phase }) => phase))].sort((a, b) => a - b);
  return `${[
    `# Plan of ${escaped(name)}`,
    'No call was made, and nothing was written. All changes are shown before they are made.',
    ...(planned.length > 0 ? [askedText(planned, { estimate, layout }, writer, words), ...sparedText(planned, words)] : []),
    ...list('Errors', errors.map(inEditorWords)),
    ...list('Warnings', warnings.map(inEditorWords)),
    ...phases.flatMap((phase) => {
      const files = moving.filter((file) => file.phase === phase);
      return [`## Phase ${phase}: ${count(files.length, 'file')}`, table(files, words)];
    }),
    ...(still.length > 0 ? [`## Unchanged: ${count(still.length, 'file')}`, still.map(({ path }) => escaped(path)).join(', ')] : []),
  ].join('\n\n')}\n`;
}

function askedText(planned: readonly PlannedFileResult[], { estimate, layout }: Pick<RegenerateResult, 'estimate' | 'layout'>, writer: string | undefined, words: PlanWords): string {
  const of = (standing: PlannedFileResult['standing']) => planned.filter((file) => file.standing === standing).length;
  const standings = ([['new', of('missing')], ['changed', of('stale')], ['yours', of('foreign')], ['unchanged', of('fresh')]] as const).flatMap(([word, n]) => (n > 0 ? [`${n} ${word}`] : []));
  const files = `${count(planned.length, 'file')}: ${standings.join(', ')}.`;
  const bodies = planned.reduce((sum, { bodies: all, standing, open }) => sum + (standing === 'fresh' ? open : all), 0);
  if (writer === undefined) return `${files}${bodies === 0 ? '' : ` No model is asked: ${bodies === 1 ? 'one body' : `${bodies} bodies`} will say that ${bodies === 1 ? 'it is' : 'they are'} not implemented.`}`;
  if (!estimate || estimate.calls === 0) return `${files} There is nothing to ask of a model.`;
  return `${files}\n\n**${escaped(writer)}**: ${words.describeEstimate(estimate)}.${layout === undefined ? '' : ` What is shown: ${layout}.`}`;
}

function table(files: readonly PlannedFileResult[], { usd }: PlanWords): string {
  const hasPrices = files.some(({ amounts }) => amounts);
  const rows = files.map((file) => {
    const { path, batch, amounts } = file;
    const price = amounts ? (amounts.costUsd ? `${usd(amounts.costUsd[0])} to ${usd(amounts.costUsd[1])}` : 'unknown') : '';
    return `| ${escaped(path)} | ${escaped(madeOf(file))} | ${stateOf(file)} |${hasPrices ? ` ${batch ?? ''} | ${amounts ? amounts.inputTokens.toLocaleString('en-US') : ''} | ${price} |` : ''}`;
  });
  return [`| File | Made of | State |${hasPrices ? ' Request | Input tokens | Price |' : ''}`, `|:---|:---|:---|${hasPrices ? '---:|---:|---:|' : ''}`, ...rows].join('\n');
}

function stateOf({ standing, open, isAnswered }: PlannedFileResult): string {
  const state = standing === 'fresh' && open > 0 ? 'bodies missing' : STANDINGS[standing];
  return isAnswered ? `${state}, answered already` : state;
}
