import type { ApplyResult } from '../engine/applySpec';
import { firstProblem, stepsNamedIn, type RunMessage } from './runMessage';
import { cost, count, duration } from './words';

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
  const text = `${outcome(run)}${firstProblem(result)}`;
  if (isSpecRefused) return { severity: 'warning', text: `${text} The spec of ${label} has changes of yours that are not saved, so it does not say so yet.`, steps: ['insertRest', 'showDifference'] };
  const severity = result.errors.length > 0 || result.status === 'failed' ? (result.applied.length > 0 ? 'warning' : 'error') : result.status === 'done' || result.status === 'cancelled' ? 'info' : 'warning';
  return { severity, text, steps: [...stepsNamedIn(text), ...(result.status === 'done' ? [] : (['runAgain'] as const)), 'showLog'] };
}

function outcome({ label, result }: ApplyToTell): string {
  const { status, edited, applied, proposal } = result;
  if (applied.length > 0) {
    const left = edited.length > applied.length ? ` ${edited.length - applied.length} of ${count(edited.length, 'symbol')} are as they were.` : '';
    return proposal === undefined ? `${label} did already what its spec says in ${applied.join(', ')}.` : `${label} follows its spec in ${applied.join(', ')} (${priceOf(result)}).${left} Run your tests: names and shapes were checked, behaviour was not.`;
  }
  if (status === 'done' && edited.length === 0) return `No text in the spec of ${label} was edited since code and text last agreed. Edit the text of a symbol, then run the command again.`;
  const ended = { 'timed-out': 'The time limit of the command was reached. ', cancelled: 'Cancelled. ', 'over-budget': 'The budget stopped it. ', done: '', partial: '', failed: '' }[status];
  return `${ended}${label} is as it was.`;
}

function priceOf({ figures, ms }: ApplyToTell['result']): string {
  return figures.calls > 0 || figures.cacheHits > 0 ? `${cost(figures.knownCostUsd)}, ${duration(ms)}` : duration(ms);
}
