import { describeAmounts, describeEstimate } from '../engine/batch/estimate';
import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { FileChange } from '../engine/project/writeProject';
import { describeReview, type RegenerateResult } from '../engine/regenerateFiles';
import { lineDiff } from './lineDiff';
import { costLine, HEADLINES, list, seconds } from './summary';

const SIGNS: Readonly<Record<FileChange['kind'], string>> = { new: '+', changed: '~', offered: '?', removed: '-' };

/** What a person is shown before files are written: new ones by name, the others with what changes. */
export function changesText(changes: readonly FileChange[]): string {
  return changes.flatMap(({ path, kind, origin, present, text }) => [
    `${SIGNS[kind]} ${path} (${kind === 'offered' ? 'changed by hand: it is left as it is; the new version would be this' : origin})`,
    ...(kind === 'changed' || kind === 'offered' ? [lineDiff(present ?? '', text), ''] : []),
  ]).join('\n');
}

/** What a person reads at the end of `regenerate`. */
export function projectSummaryOf(result: RegenerateResult, place: (file: string) => string): string {
  const { status, files, figures, warnings, errors, planned = [] } = result;
  const states = (['written', 'unchanged', 'partial', 'kept', 'refused', 'failed'] as const).map((one) => [one, files.filter((file) => file.status === one).length] as const).filter(([, count]) => count > 0);
  const templates = planned.filter(({ from }) => from === 'template').map(({ path }) => path);
  const declared = planned.filter(({ from }) => from === 'declarations');
  return [
    `${HEADLINES[status]} ${files.length} ${files.length === 1 ? 'file' : 'files'}${states.length > 0 ? `: ${states.map(([one, count]) => `${count} ${one}`).join(', ')}` : ''}, in ${seconds(result.ms)}.`,
    ...(figures.calls > 0 || figures.cacheHits > 0 ? [costLine(result)] : []),
    ...(result.reviewed ? [`${describeReview(result.reviewed)}.`] : []),
    ...(templates.length + declared.length > 0 ? [`No request was needed for ${templates.length} files from templates and ${declared.length} that follow from the spec alone.`] : []),
    ...list('Not written', files.flatMap(({ path, status: one, problem }) => (one === 'kept' || one === 'refused' || one === 'failed' || one === 'partial' ? [`${place(path)}: ${problem ?? one}`] : []))),
    ...list('Warnings', warnings),
    ...list('Errors', errors),
  ].join('\n');
}

/** What a person reads at the end of `plan SPEC`: by phases, what each file is made of. */
export function projectPlanOf({ planned = [], estimate, layout, warnings, errors }: RegenerateResult): string {
  const phases = new Map<number, PlannedFileResult[]>();
  for (const file of planned) phases.set(file.phase, [...(phases.get(file.phase) ?? []), file]);
  const asked = estimate && estimate.calls > 0;
  return [
    ...[...phases].sort(([a], [b]) => a - b).flatMap(([phase, files]) => [`Phase ${phase}`, ...files.map((file) => `  ${file.path}  ${describe(file)}`)]),
    '',
    `${planned.length} files: ${(['template', 'declarations', 'bodies', 'whole'] as const).map((from) => `${planned.filter((file) => file.from === from).length} ${ORIGINS[from]}`).join(', ')}.`,
    ...(asked ? [`It would take ${describeEstimate(estimate)}.`] : []),
    ...(asked && layout !== undefined ? [`What is shown: ${layout}.`] : []),
    ...list('Warnings', warnings),
    ...list('Errors', errors),
    'No call was made and nothing was written.',
  ].join('\n');
}

const ORIGINS = { template: 'from templates', declarations: 'from the spec alone', bodies: 'with bodies to write', whole: 'written whole' } as const;

function describe({ from, template, bodies, standing, batch, amounts }: PlannedFileResult): string {
  const origin = from === 'template' ? `template ${template}` : from === 'declarations' ? 'declarations' : from === 'bodies' ? `${bodies} ${bodies === 1 ? 'body' : 'bodies'}` : 'whole file';
  const standings = { fresh: 'up to date', missing: 'new', stale: 'changed', foreign: 'changed by hand, left as it is' } as const;
  return [origin, standings[standing], ...(batch === undefined ? [] : [`request ${batch}`]), ...(amounts ? [describeAmounts(amounts)] : [])].join(', ');
}
