import type { ProjectOutcome } from './projectInFolder';
import { firstProblem, stepsNamedIn, type RunMessage } from './runMessage';
import { cost, count, duration } from './words';

const FACTS_ONLY = { noKey: ' Bodies are not implemented, since no API key is set.', untrusted: ' Bodies are not implemented, since this workspace is not trusted.', chosen: ' Bodies are not implemented.' } as const;

/** The one message at the end: what was written, what was left and why, what it cost, and what to do next. */
export function projectMessage(label: string, { result, writer, refused }: Pick<ProjectOutcome, 'writer' | 'refused'> & { readonly result: Pick<ProjectOutcome['result'], 'status' | 'files' | 'figures' | 'errors' | 'warnings' | 'ms' | 'planned'> }): RunMessage {
  const { status, files, figures, errors, warnings, ms, planned = [] } = result;
  const of = (one: string) => files.filter((file) => file.status === one).length;
  const ended = { 'timed-out': 'The time limit was reached. ', cancelled: 'Cancelled. ', 'over-budget': 'The budget stopped it. ', done: '', partial: '', failed: '' }[status];
  const counts = [[of('written'), 'written'], [of('partial'), 'written with bodies missing'], [of('kept'), 'of yours left as they are'], [of('failed'), 'failed'], [of('refused') + refused.size, 'with changes that are not saved']].flatMap(([n, words]) => (n === 0 ? [] : [`${n} ${words}`]));
  const price = figures.calls > 0 || figures.cacheHits > 0 ? ` (${cost(figures.knownCostUsd)}, ${duration(ms)})` : '';
  const body = status === 'cancelled' && of('written') === 0 ? 'Nothing was written. What was answered is kept, and not paid for again.' : counts.length > 0 ? `${label}: ${count(files.length, 'file')}, ${counts.join(', ')}${price}.` : files.length > 0 ? `All ${count(files.length, 'file')} of ${label} are up to date.` : `${label}: nothing was written.`;
  const open = writer.by !== 'model' && of('written') > 0 && planned.some(({ from, bodies }) => from === 'bodies' && bodies > 0) ? FACTS_ONLY[writer.because] : '';
  const text = `${ended}${body}${open}${firstProblem({ errors, warnings })}`;
  const severity = status === 'failed' ? 'error' : errors.length > 0 || of('partial') + of('failed') + of('refused') > 0 || status === 'timed-out' || status === 'over-budget' ? 'warning' : 'info';
  const steps = [...(open !== '' && writer.by !== 'model' && writer.because === 'noKey' ? (['setApiKey'] as const) : []), ...stepsNamedIn(text), ...(status === 'done' ? [] : (['runAgain'] as const)), 'showLog' as const];
  return { severity, text, steps: [...new Set(steps)] };
}
