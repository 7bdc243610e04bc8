import type { NoModelBecause } from './chooseWriter';
import type { Engine } from './engineHost';
import { listed, plural, sentences, t } from '../l10n/localize';
import type { ProjectOutcome } from './projectInFolder';
import { firstProblem, stepsNamedIn, type RunMessage } from './runMessage';
import { cost, duration, files as countOf } from './words';

/** What is left to do where no model was asked, and why. */
function openBodies(bodies: number, because: NoModelBecause): string {
  switch (because) {
    case 'noKey':
      return plural(bodies, 'One body is not implemented, since no API key is set.', '{0} bodies are not implemented, since no API key is set.');
    case 'untrusted':
      return plural(bodies, 'One body is not implemented, since this workspace is not trusted.', '{0} bodies are not implemented, since this workspace is not trusted.');
    case 'chosen':
      return plural(bodies, 'One body is not implemented.', '{0} bodies are not implemented.');
  }
}

/** What the message takes of a run's result. */
export type ToldResult = Pick<ProjectOutcome['result'], 'status' | 'files' | 'figures' | 'errors' | 'warnings' | 'ms' | 'planned'>;

/** The one message at the end: what was written, what was left and why, what templates spared, what it cost, and what to do next. All of it, file by file, is behind *Show Result*. */
export function projectMessage(label: string, { result, writer, refused }: Pick<ProjectOutcome, 'writer' | 'refused'> & { readonly result: ToldResult }, { sparedBy, describeSpared, bodiesLeft }: Pick<Engine, 'sparedBy' | 'describeSpared' | 'bodiesLeft'>): RunMessage {
  const { status, files, figures, errors, warnings, planned = [] } = result;
  const of = (one: string) => files.filter((file) => file.status === one).length;
  const ended = { 'timed-out': t('The time limit was reached.'), cancelled: t('Cancelled.'), 'over-budget': t('The budget stopped it.'), done: '', partial: '', failed: '' }[status];
  const failing = files.filter(({ isFailing }) => isFailing);
  const others = errors.filter((error) => !failing.some(({ path }) => error.startsWith(`${path}: `)));
  const told = failing.slice(0, 1).map(({ path, problem }) => t('{0}: {1}.', path, problem ?? '')).join('');
  const isOpen = others.length > 0 || of('failed') + of('refused') > 0 || of('partial') > failing.length;
  const wrote = of('written') + of('partial') + of('removed') > 0;
  const body = isStopped(status) && !wrote ? sentences(t('Nothing was written.'), figures.calls > 0 && t('What was answered is kept, and not paid for again.')) : outcomeOf(label, result, refused.size);
  const templates = sparedBy(planned, 'template');
  const spared = wrote && templates.files.length > 0 ? plural(templates.files.length, '{0} file came from templates: {1} spared.', '{0} files came from templates: {1} spared.', describeSpared(templates)) : '';
  const bodies = writer.by === 'model' ? 0 : bodiesLeft(planned, files, false);
  const open = writer.by !== 'model' && bodies > 0 && !isStopped(status) ? openBodies(bodies, writer.because) : '';
  const text = sentences(ended, body, open, spared, told, firstProblem({ errors: others, warnings }));
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
  const counts: readonly (readonly [number, (n: number) => string])[] = [
    [of('written').length, (n) => t('{0} written', n)],
    [of('partial').length - failing, (n) => t('{0} written with bodies missing', n)],
    [failing, (n) => plural(n, '{0} written although it fails', '{0} written although they fail')],
    [of('removed').length, (n) => t('{0} removed', n)],
    [yours, (n) => plural(n, '{0} of yours left as it is', '{0} of yours left as they are')],
    [others, (n) => t('{0} not taken', n)],
    [waiting, (n) => t('{0} waiting for a model', n)],
    [of('failed').length, (n) => t('{0} failed', n)],
    [held, (n) => t('{0} with changes that are not saved', n)],
  ];
  const parts = counts.flatMap(([n, words]) => (n === 0 ? [] : [words(n)]));
  if (parts.length === 0) return files.length === 0 ? t('{0}: nothing was written.', label) : files.length === 1 ? t('The one file of {0} is up to date.', label) : t('All {0} files of {1} are up to date.', files.length, label);
  const told = listed([countOf(files.length), ...parts]);
  return figures.calls > 0 || figures.cacheHits > 0 ? t('{0}: {1} ({2}, {3}).', label, told, cost(figures.knownCostUsd), duration(ms)) : t('{0}: {1}.', label, told);
}
