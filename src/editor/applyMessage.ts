import type { ApplyResult } from '../engine/applySpec';
import { listed, plural, sentences, t } from '../l10n/localize';
import { firstProblem, stepsNamedIn, type RunMessage } from './runMessage';
import { cost, duration } from './words';

/** What a message needs to know of a run that brought code into line with its spec. */
export interface ApplyToTell {
  /** Of the source: `queue.ts`. */
  readonly label: string;
  readonly result: Pick<ApplyResult, 'status' | 'edited' | 'applied' | 'errors' | 'warnings' | 'figures' | 'ms'> & { readonly proposal?: unknown };
  /** The spec has changes that are not saved, so it could not be told. */
  readonly isSpecRefused: boolean;
}

/** The one message at the end: what follows its text now, what does not and why, and what to do next. */
export function applyMessage(run: ApplyToTell): RunMessage {
  const { result, isSpecRefused, label } = run;
  const text = sentences(outcome(run), firstProblem(result));
  if (isSpecRefused) return { severity: 'warning', text: sentences(text, t('The spec of {0} has changes of yours that are not saved, so it does not say so yet.', label)), steps: ['insertRest', 'showDifference'] };
  const severity = result.errors.length > 0 || result.status === 'failed' ? (result.applied.length > 0 ? 'warning' : 'error') : result.status === 'done' || result.status === 'cancelled' ? 'info' : 'warning';
  return { severity, text, steps: [...stepsNamedIn(text), ...(result.status === 'done' ? [] : (['runAgain'] as const)), 'showLog'] };
}

function outcome({ label, result }: ApplyToTell): string {
  const { status, edited, applied, proposal } = result;
  if (applied.length > 0) {
    if (proposal === undefined) return t('{0} did already what its spec says in {1}.', label, listed(applied));
    const left = edited.length > applied.length ? plural(edited.length, '{1} of {0} symbol are as they were.', '{1} of {0} symbols are as they were.', edited.length - applied.length) : '';
    return sentences(t('{0} follows its spec in {1} ({2}).', label, listed(applied), priceOf(result)), left, t('Run your tests: names and shapes were checked, behaviour was not.'));
  }
  if (status === 'done' && edited.length === 0) return t('No text in the spec of {0} was edited since code and text last agreed. Edit the text of a symbol, then run the command again.', label);
  const ended = { 'timed-out': t('The time limit of the command was reached.'), cancelled: t('Cancelled.'), 'over-budget': t('The budget stopped it.'), done: '', partial: '', failed: '' }[status];
  return sentences(ended, t('{0} is as it was.', label));
}

function priceOf({ figures, ms }: ApplyToTell['result']): string {
  return figures.calls > 0 || figures.cacheHits > 0 ? `${cost(figures.knownCostUsd)}, ${duration(ms)}` : duration(ms);
}
