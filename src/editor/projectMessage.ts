import type { Engine } from './engineHost';
import type { ProjectOutcome } from './projectInFolder';
import { firstProblem, stepsNamedIn, type RunMessage } from './runMessage';
import { cost, count, duration } from './words';

const OPEN = { noKey: ', since no API key is set', untrusted: ', since this workspace is not trusted', chosen: '' } as const;

/** What the message takes of a run's result. */
export type ToldResult = Pick<ProjectOutcome['result'], 'status' | 'files' | 'figures' | 'errors' | 'warnings' | 'ms' | 'planned'>;

/** The one message at the end: what was written, what was left and why, what templates spared, what it cost, and what to do next. All of it, file by file, is behind *Show Result*. */
export function projectMessage(label: string, { result, writer, refused }: Pick<ProjectOutcome, 'writer' | 'refused'> & { readonly result: ToldResult }, { sparedBy, describeSpared, bodiesLeft }: Pick<Engine, 'sparedBy' | 'describeSpared' | 'bodiesLeft'>): RunMessage {
  const { status, files, figures, errors, warnings, planned = [] } = result;
  const of = (one: string) => files.filter((file) => file.status === one).length;
  const ended = { 'timed-out': 'The time limit was reached. ', cancelled: 'Cancelled. ', 'over-budget': 'The budget stopped it. ', done: '', partial: '', failed: '' }[status];
  const failing = files.filter(({ isFailing }) => isFailing);
  const others = errors.filter((error) => !failing.some(({ path }) => error.startsWith(`${path}: `)));
  const told = failing.slice(0, 1).map(({ path, problem }) => ` ${path}: ${problem}.`).join('');
  const isOpen = others.length > 0 || of('failed') + of('refused') > 0 || of('partial') > failing.length;
  const wrote = of('written') + of('partial') + of('removed') > 0;
  const body = isStopped(status) && !wrote ? `Nothing was written.${figures.calls > 0 ? ' What was answered is kept, and not paid for again.' : ''}` : outcomeOf(label, result, refused.size);
  const templates = sparedBy(planned, 'template');
  const spared = wrote && templates.files.length > 0 ? ` ${count(templates.files.length, 'file')} came from templates: ${describeSpared(templates)} spared.` : '';
  const bodies = writer.by === 'model' ? 0 : bodiesLeft(planned, files, false);
  const open = writer.by !== 'model' && bodies > 0 && !isStopped(status) ? ` ${bodies === 1 ? 'One body is' : `${bodies} bodies are`} not implemented${OPEN[writer.because]}.` : '';
  const text = `${ended}${body}${open}${spared}${told}${firstProblem({ errors: others, warnings })}`;
  const severity = status === 'failed' ? 'error' : errors.length > 0 || of('partial') + of('failed') + of('refused') > 0 || status === 'timed-out' || status === 'over-budget' ? 'warning' : 'info';
  const steps = [
    ...(open !== '' && writer.by !== 'model' && writer.because === 'noKey' ? (['setApiKey'] as const) : []),
    ...stepsNamedIn(text),
    ...(isStopped(status) ? (['goOn'] as const) : status === 'failed' || (status === 'partial' && isOpen) ? (['runAgain'] as const) : []),
    ...(files.length > 0 && (wrote || !isStopped(status)) ? (['showResult'] as const) : []),
    ...(figures.calls > 0 ? (['showMetrics'] as const) : []),
    'showLog' as const,
  ];
  return { severity, text, steps: [...new Set(steps)] };
}

/** Before its end, by whatever. */
function isStopped(status: ToldResult['status']): boolean {
  return status === 'cancelled' || status === 'timed-out' || status === 'over-budget';
}

function outcomeOf(label: string, { files, figures, ms, planned = [] }: ToldResult, refused: number): string {
  const theirs = new Set(planned.filter(({ standing }) => standing === 'foreign').map(({ path }) => path));
  const of = (one: string) => files.filter((file) => file.status === one);
  const kept = of('kept');
  const yours = kept.filter(({ path }) => theirs.has(path)).length;
  const waiting = kept.filter(({ problem }) => problem === undefined).length;
  const others = kept.length - yours - waiting;
  const failing = of('partial').filter(({ isFailing }) => isFailing).length;
  const held = of('refused').length + refused;
  const parts = ([
    [of('written').length, 'written'],
    [of('partial').length - failing, 'written with bodies missing'],
    [failing, `written although ${failing === 1 ? 'it fails' : 'they fail'}`],
    [of('removed').length, 'removed'],
    [yours, `of yours left as ${yours === 1 ? 'it is' : 'they are'}`],
    [others, 'not taken'],
    [waiting, 'waiting for a model'],
    [of('failed').length, 'failed'],
    [held, 'with changes that are not saved'],
  ] as const).flatMap(([n, words]) => (n === 0 ? [] : [`${n} ${words}`]));
  if (parts.length === 0) return files.length === 0 ? `${label}: nothing was written.` : files.length === 1 ? `The one file of ${label} is up to date.` : `All ${files.length} files of ${label} are up to date.`;
  const price = figures.calls > 0 || figures.cacheHits > 0 ? ` (${cost(figures.knownCostUsd)}, ${duration(ms)})` : '';
  return `${label}: ${count(files.length, 'file')}, ${parts.join(', ')}${price}.`;
}
