import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { RegenerateResult } from '../engine/regenerateFiles';
import { escaped, list, type PlanWords } from './planText';

const STANDINGS: Readonly<Record<PlannedFileResult['standing'], string>> = { fresh: 'unchanged', missing: 'new', stale: 'changed', foreign: 'yours: the new version is offered' };

/** The plan of a project as Markdown: phase by phase, what each file is made of, whether it changes, and what is asked for it at which price. */
export function projectPlanText(name: string, { planned = [], estimate, layout, errors, warnings }: Pick<RegenerateResult, 'planned' | 'estimate' | 'layout' | 'errors' | 'warnings'>, writer: string | undefined, words: PlanWords): string {
  const asked = estimate && estimate.calls > 0;
  const phases = [...new Set(planned.map(({ phase }) => phase))].sort((a, b) => a - b);
  const count = (from: PlannedFileResult['from']) => planned.filter((file) => file.from === from).length;
  return `${[
    `# Plan of ${escaped(name)}`,
    'No call was made, and nothing was written. All changes are shown before they are made.',
    ...(planned.length > 0 ? [`${planned.length} files: ${count('template')} from templates and ${count('declarations')} that follow from the spec alone, at no cost; ${count('bodies')} with bodies to write, ${count('whole')} written whole.`] : []),
    ...(writer === undefined ? ['No model is asked: each body will say that it is not implemented.'] : asked ? [`**${escaped(writer)}**: ${words.describeEstimate(estimate)}.`, ...(layout === undefined ? [] : [`What is shown: ${layout}.`])] : ['There is nothing to ask of a model.']),
    ...list('Errors', errors),
    ...list('Warnings', warnings),
    ...phases.flatMap((phase) => [`## Phase ${phase}`, table(planned.filter((file) => file.phase === phase), words)]),
  ].join('\n\n')}\n`;
}

function table(files: readonly PlannedFileResult[], { usd }: PlanWords): string {
  const hasPrices = files.some(({ amounts }) => amounts);
  const rows = files.map(({ path, from, template, bodies, standing, batch, amounts }) => {
    const made = from === 'template' ? `template ${template}` : from === 'declarations' ? 'declarations' : from === 'whole' ? 'model, whole' : `declarations, ${bodies} ${bodies === 1 ? 'body' : 'bodies'} by a model`;
    const price = amounts ? (amounts.costUsd ? `${usd(amounts.costUsd[0])} to ${usd(amounts.costUsd[1])}` : 'unknown') : '';
    return `| ${escaped(path)} | ${escaped(made)} | ${STANDINGS[standing]} |${hasPrices ? ` ${batch ?? ''} | ${amounts ? amounts.inputTokens.toLocaleString('en-US') : ''} | ${price} |` : ''}`;
  });
  return [`| File | Made of | State |${hasPrices ? ' Request | Input tokens | Price |' : ''}`, `|:---|:---|:---|${hasPrices ? '---:|---:|---:|' : ''}`, ...rows].join('\n');
}
