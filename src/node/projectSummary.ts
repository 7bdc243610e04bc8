import { describeAmounts, describeEstimate } from '../engine/batch/estimate';
import { bodiesLeft, describeSpared, isUpToDate, sparedBy, type PlannedFileResult } from '../engine/project/plannedFiles';
import type { FileChange } from '../engine/project/writeProject';
import { describeReview, type RegenerateResult } from '../engine/regenerateFiles';
import type { FileResult } from '../engine/run';
import { lineDiff } from './lineDiff';
import { costLine, HEADLINES, list, seconds } from './summary';

const SIGNS: Readonly<Record<FileChange['kind'], string>> = { new: '+', changed: '~', offered: '?', failing: '!', removed: '-' };

/** What a person is shown before files are written: new ones by name, the others with what changes. */
export function changesText(changes: readonly FileChange[]): string {
  return changes.flatMap(({ path, kind, origin, present, text }) => [
    `${SIGNS[kind]} ${path} (${kind === 'offered' ? `you wrote or changed this file; the new version: ${origin}` : kind === 'failing' ? `what the model answered: ${origin}` : origin})`,
    ...(kind === 'changed' || kind === 'offered' || kind === 'failing' ? [lineDiff(present ?? '', text), ''] : []),
  ]).join('\n');
}

/** Where a run stands: how its files are called from where the person is, and whether a model was asked. */
export interface ProjectReading {
  readonly place: (file: string) => string;
  readonly hasModel: boolean;
}

/** What a person reads at the end of `regenerate`: what was made of what, what was left and why, and what to do next. */
export function projectSummaryOf(result: RegenerateResult, { place, hasModel }: ProjectReading): string {
  const { status, files, figures, warnings, errors, planned = [] } = result;
  const of = (...wanted: string[]) => files.filter((file) => wanted.includes(file.status));
  const named = (some: readonly { readonly path: string; readonly problem?: string }[]) => some.map(({ path, problem }) => `${place(path)}${problem === undefined ? '' : `: ${problem}`}`);
  const theirs = new Set(planned.filter(({ standing }) => standing === 'foreign').map(({ path }) => path));
  const kept = isUntouched(result) ? [] : of('kept').filter(({ problem }) => problem !== undefined);
  const yours = kept.filter(({ path }) => theirs.has(path));
  const waiting = of('kept').filter(({ problem }) => problem === undefined);
  const reasons = new Map(waiting.map(({ path }) => [path, warnings.find((warning) => warning.startsWith(`${path}: `))]));
  const told = new Set([...files.filter(({ problem }) => problem !== undefined), ...waiting].map(({ path }) => path));
  const bodies = bodiesLeft(planned, files, hasModel);
  const others = (messages: readonly string[]) => [...new Set(messages)].filter((message) => !told.has(message.split(': ', 1)[0]!));
  return [
    headline(result),
    ...(figures.calls > 0 || figures.cacheHits > 0 ? [costLine(result)] : []),
    ...(result.reviewed ? [`${describeReview(result.reviewed)}.`] : []),
    ...(status === 'done' || status === 'partial' ? sparedLines(planned) : []),
    ...list('Removed', of('removed').map(({ path }) => place(path))),
    ...list('Written with bodies missing', named(of('partial').filter(({ isFailing }) => !isFailing))),
    ...list('Written as the model answered, although it fails', named(of('partial').filter(({ isFailing }) => isFailing))),
    ...list('Changed by hand, and left as they are', yours.map(({ path }) => place(path))),
    ...list('Left as they are', grouped(kept.filter(({ path }) => !theirs.has(path)), place)),
    ...list('Waiting for a model', waiting.map(({ path }) => `${place(path)}${(reasons.get(path) ?? path).slice(path.length)}`)),
    ...list('Not written', named(of('refused', 'failed'))),
    ...list('Warnings', others(warnings)),
    ...list('Errors', others(errors)),
    ...nextSteps(result, { bodies, hasTheirs: yours.length > 0, hasModel, place }),
  ].join('\n');
}

/** A run that ended before it wrote anything has no word on any file. */
function isUntouched({ status, files }: Pick<RegenerateResult, 'status' | 'files'>): boolean {
  return files.length === 0 || (status !== 'done' && status !== 'partial' && files.every((file) => file.status === 'kept' || file.status === 'unchanged'));
}

/** So many files with one reason are named one by one. */
const MOST_NAMED = 5;

function grouped(files: readonly FileResult[], place: ProjectReading['place']): string[] {
  const groups = new Map<string, FileResult[]>();
  for (const file of files) groups.set(file.problem ?? '', [...(groups.get(file.problem ?? '') ?? []), file]);
  return [...groups].flatMap(([problem, group]) => (group.length > MOST_NAMED ? [`${group.length} files: ${problem}`] : group.map(({ path }) => `${place(path)}: ${problem}`)));
}

function headline({ status, files, figures, ms }: RegenerateResult): string {
  if (isUntouched({ status, files })) return `${HEADLINES[status]} Nothing was written.${figures.calls > 0 ? ' What was answered is kept, and not paid for again.' : ''}`;
  const states = (['written', 'unchanged', 'removed', 'partial', 'kept', 'refused', 'failed'] as const).flatMap((one) => {
    const count = files.filter((file) => file.status === one).length;
    return count > 0 ? [`${count} ${one}`] : [];
  });
  return `${HEADLINES[status]} ${files.length} ${files.length === 1 ? 'file' : 'files'}${states.length > 0 ? `: ${states.join(', ')}` : ''}, in ${seconds(ms)}.`;
}

/** What was made without a model, and what that spared. */
function sparedLines(planned: readonly PlannedFileResult[]): string[] {
  const [templates, declared] = [sparedBy(planned, 'template'), sparedBy(planned, 'declarations')];
  return [
    ...(templates.files.length > 0 ? [`From templates: ${templates.files.join(', ')}. That spared ${describeSpared(templates)}.`] : []),
    ...(declared.files.length > 0 ? [`From the spec alone: ${declared.files.length} ${declared.files.length === 1 ? 'file' : 'files'}. That spared ${describeSpared(declared)}.`] : []),
  ];
}

interface Left extends ProjectReading {
  readonly bodies: number;
  readonly hasTheirs: boolean;
}

function nextSteps({ status, files }: RegenerateResult, { bodies, hasTheirs, hasModel, place }: Left): string[] {
  if (files.length === 0) return [];
  const open = files.some(({ status: one, isFailing }) => (one === 'partial' && !isFailing) || one === 'failed' || one === 'refused');
  const refused = files.some(({ status: one, isFailing, problem }) => (one === 'partial' || one === 'failed') && !isFailing && problem?.startsWith('the compiler says'));
  const readme = files.find(({ path, status: one }) => path === 'README.md' && one === 'written');
  const steps = [
    ...(bodies > 0 && !hasModel ? [`${bodies === 1 ? 'One body is' : `${bodies} bodies are`} not written yet, and fail with "not implemented". To have a model write them into these files, set its key (such as ANTHROPIC_API_KEY) or name it with --provider and --model, and run this again.`] : []),
    ...(hasTheirs ? ['What you changed is yours. To see the new version beside it, and to take it if you like, run this in a terminal without --yes.'] : []),
    ...(refused ? ['To have what the model answered all the same, and mend it by hand, add --write-failing.'] : []),
    ...(files.some(({ isFailing }) => isFailing) ? ['What fails is yours to mend. To have a model try once more, remove the file and run this again.'] : []),
    ...((status === 'partial' && open) || status === 'timed-out' || status === 'over-budget' || (bodies > 0 && hasModel) ? ['Run this again to go on: only what is missing is asked for, and nothing is paid for twice.'] : []),
    ...(readme && status === 'done' ? [`Read ${place('README.md')}: it tells how the project is built and started.`] : []),
  ];
  return steps;
}

/** What a person reads at the end of `plan SPEC`: by phases, what each file is made of that is not as it should be. */
export function projectPlanOf({ planned = [], estimate, layout, warnings, errors }: RegenerateResult, hasModel: boolean): string {
  const phases = new Map<number, PlannedFileResult[]>();
  for (const file of planned) if (!isUpToDate(file)) phases.set(file.phase, [...(phases.get(file.phase) ?? []), file]);
  const asked = estimate && estimate.calls > 0;
  const waiting = planned.some(({ from, standing, open }) => (from === 'bodies' || from === 'whole') && (standing !== 'fresh' || open > 0));
  return [
    ...[...phases].sort(([a], [b]) => a - b).flatMap(([phase, files]) => [`Phase ${phase}`, ...files.map((file) => `  ${file.path}  ${describe(file)}`)]),
    ...(planned.length > 0 ? [...(phases.size > 0 ? [''] : []), `${planned.length} files: ${origins(planned)}.${upToDate(planned)}`, ...sparedLines(planned).map((line) => line.replace('That spared', 'That spares'))] : []),
    ...(asked ? [`It would take ${describeEstimate(estimate)}.`] : []),
    ...(asked && layout !== undefined ? [`What is shown: ${layout}.`] : []),
    ...(waiting && !hasModel ? ['No model is set, so bodies would fail with "not implemented". To have a model write them, set its key (such as ANTHROPIC_API_KEY) or name it with --provider and --model.'] : []),
    ...list('Warnings', [...new Set(warnings)]),
    ...list('Errors', [...new Set(errors)]),
    'No call was made and nothing was written.',
  ].join('\n');
}

function upToDate(planned: readonly PlannedFileResult[]): string {
  const count = planned.filter(isUpToDate).length;
  return count === 0 ? '' : count === planned.length ? ' All of them are up to date.' : ` ${count} ${count === 1 ? 'is' : 'are'} up to date.`;
}

const ORIGINS = { template: 'from templates', declarations: 'from the spec alone', bodies: 'with bodies to write', whole: 'written whole by a model' } as const;

function origins(planned: readonly PlannedFileResult[]): string {
  return (['template', 'declarations', 'bodies', 'whole'] as const).flatMap((from) => {
    const count = planned.filter((file) => file.from === from).length;
    return count > 0 ? [`${count} ${ORIGINS[from]}`] : [];
  }).join(', ');
}

const STANDINGS = { missing: 'new', stale: 'changed', foreign: 'changed by hand' } as const;

function describe({ from, template, bodies, open, standing, batch, isAnswered, amounts }: PlannedFileResult): string {
  const origin = from === 'template' ? `template ${template}` : from === 'declarations' ? 'declarations' : from === 'bodies' ? `${bodies} ${bodies === 1 ? 'body' : 'bodies'}` : 'whole file';
  const state = standing !== 'fresh' ? STANDINGS[standing] : open > 0 ? `${open} still missing` : 'up to date';
  return [origin, state, ...(batch === undefined ? [] : [`request ${batch}`]), ...(isAnswered ? ['answered already'] : []), ...(amounts ? [describeAmounts(amounts)] : [])].join(', ');
}
