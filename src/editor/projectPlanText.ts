import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { RegenerateResult } from '../engine/regenerateFiles';
import { later, listed, plural, sentences, t } from '../l10n/localize';
import { escaped, list, type PlanWords } from './planText';
import { madeOf, sparedText, type SparedWords } from './projectFileWords';
import { files, inEditorWords } from './words';

const STANDINGS: Readonly<Record<PlannedFileResult['standing'], () => string>> = { fresh: later('unchanged'), missing: later('new'), stale: later('changed'), foreign: later('yours: the new version is offered') };

/** The plan of a project as Markdown: phase by phase, what each file that changes is made of, how it stands, and what is asked for it at which price; the others by name. */
export function projectPlanText(name: string, { planned = [], estimate, layout, errors, warnings }: Pick<RegenerateResult, 'planned' | 'estimate' | 'layout' | 'errors' | 'warnings'>, writer: string | undefined, words: PlanWords & SparedWords): string {
  const moving = planned.filter((file) => !words.isUpToDate(file));
  const still = planned.filter(words.isUpToDate);
  const phases = [...new Set(moving.map(({ phase }) => phase))].sort((a, b) => a - b);
  return `${[
    `# ${t('Plan of {0}', escaped(name))}`,
    t('No call was made, and nothing was written. All changes are shown before they are made.'),
    ...(planned.length > 0 ? [askedText(planned, { estimate, layout }, writer, words), ...sparedText(planned, words)] : []),
    ...list(t('Errors'), errors.map(inEditorWords)),
    ...list(t('Warnings'), warnings.map(inEditorWords)),
    ...phases.flatMap((phase) => {
      const inPhase = moving.filter((file) => file.phase === phase);
      return [`## ${t('Phase {0}: {1}', phase, files(inPhase.length))}`, table(inPhase, words)];
    }),
    ...(still.length > 0 ? [`## ${t('Unchanged: {0}', files(still.length))}`, listed(still.map(({ path }) => escaped(path)))] : []),
  ].join('\n\n')}\n`;
}

function askedText(planned: readonly PlannedFileResult[], { estimate, layout }: Pick<RegenerateResult, 'estimate' | 'layout'>, writer: string | undefined, words: PlanWords): string {
  const of = (standing: PlannedFileResult['standing']) => planned.filter((file) => file.standing === standing).length;
  const standings = ([[t('{0} new', of('missing')), of('missing')], [t('{0} changed', of('stale')), of('stale')], [t('{0} yours', of('foreign')), of('foreign')], [t('{0} unchanged', of('fresh')), of('fresh')]] as const).flatMap(([words, n]) => (n > 0 ? [words] : []));
  const all = t('{0}: {1}.', files(planned.length), listed(standings));
  const bodies = planned.reduce((sum, { bodies: all, standing, open }) => sum + (standing === 'fresh' ? open : all), 0);
  if (writer === undefined) return sentences(all, bodies > 0 && plural(bodies, 'No model is asked: one body will say that it is not implemented.', 'No model is asked: {0} bodies will say that they are not implemented.'));
  if (!estimate || estimate.calls === 0) return sentences(all, t('There is nothing to ask of a model.'));
  return `${all}\n\n${sentences(`**${escaped(writer)}**: ${words.describeEstimate(estimate)}.`, layout !== undefined && t('What is shown: {0}.', layout))}`;
}

function table(shown: readonly PlannedFileResult[], { usd }: PlanWords): string {
  const hasPrices = shown.some(({ amounts }) => amounts);
  const rows = shown.map((file) => {
    const { path, batch, amounts } = file;
    const price = amounts ? (amounts.costUsd ? t('{0} to {1}', usd(amounts.costUsd[0]), usd(amounts.costUsd[1])) : t('unknown')) : '';
    return `| ${escaped(path)} | ${escaped(madeOf(file))} | ${stateOf(file)} |${hasPrices ? ` ${batch ?? ''} | ${amounts ? amounts.inputTokens.toLocaleString('en-US') : ''} | ${price} |` : ''}`;
  });
  return [`| ${t('File')} | ${t('Made of')} | ${t('State')} |${hasPrices ? ` ${t('Request')} | ${t('Input tokens')} | ${t('Price')} |` : ''}`, `|:---|:---|:---|${hasPrices ? '---:|---:|---:|' : ''}`, ...rows].join('\n');
}

function stateOf({ standing, open, isAnswered }: PlannedFileResult): string {
  const state = standing === 'fresh' && open > 0 ? t('bodies missing') : STANDINGS[standing]();
  return isAnswered ? t('{0}, answered already', state) : state;
}
