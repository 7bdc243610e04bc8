import { describeEstimate } from '../engine/batch/estimate';
import type { Proposal } from '../engine/apply/proposal';
import type { ApplyResult } from '../engine/applySpec';
import { lineDiff } from './lineDiff';
import { costLine, HEADLINES, list, seconds } from './summary';

/** What a person is shown before code is written. */
export function proposalText({ path, base, text, changes }: Proposal): string {
  return [`${path}:`, ...changes.map(({ label, description }) => `  ${label}: ${description}`), '', lineDiff(base, text), ''].join('\n');
}

/** What a person reads at the end of `regenerate`. */
export function applySummaryOf(result: ApplyResult): string {
  const { status, files: [file], edited, applied, figures, warnings, errors, proposal } = result;
  return [
    `${HEADLINES[status]} ${outcome(result)}${status === 'failed' && !file ? '' : `, in ${seconds(result.ms)}`}.`,
    ...(figures.calls > 0 || figures.cacheHits > 0 ? [costLine(result)] : []),
    ...list('Left as they are', edited.filter((id) => !applied.includes(id))),
    ...list('Warnings', warnings),
    ...list('Errors', errors),
    ...(proposal && applied.length > 0 ? ['Look at the change, and run your tests: that names and shapes hold was checked, what the code does was not.'] : []),
  ].join('\n');
}

function outcome({ files: [file], edited, applied, proposal }: ApplyResult): string {
  if (!file) return 'Nothing was written';
  if (edited.length === 0) return `No text of ${file.path} was edited since code and text last agreed: edit the text of a symbol, then run the command again`;
  if (applied.length === 0) return `${file.source} is as it was`;
  return proposal ? `${file.source} follows ${file.path} in ${applied.join(', ')}` : `${file.source} did already what ${file.path} says in ${applied.join(', ')}`;
}

/** What a person reads at the end of `regenerate --dry-run`. */
export function applyPlanOf({ files: [file], edited, estimate, warnings, errors }: ApplyResult): string {
  return [
    ...(file ? [edited.length === 0 ? `No text of ${file.path} was edited since code and text last agreed.` : `${file.source}: ${edited.join(', ')} would be written anew.`] : []),
    ...(estimate && estimate.calls > 0 ? [`It would take ${describeEstimate(estimate)}.`] : []),
    ...list('Warnings', warnings),
    ...list('Errors', errors),
    'No call was made and nothing was written.',
  ].join('\n');
}
