import type { RequestReport, RequestSpan, TokenCounts } from '../../engine/metrics/runReport';
import { later, listed, plural, t } from '../../l10n/localize';
import { duration, usd, whole } from '../format';

const SPANS: Readonly<Record<RequestSpan['kind'], (time: string) => string>> = {
  place: (time) => t('waited for a place: {0}', time),
  rate: (time) => t('held back by the rate limit: {0}', time),
  retry: (time) => t('waited before it was sent again: {0}', time),
  'first-byte': (time) => t('time to first token: {0}', time),
  streaming: (time) => t('streaming: {0}', time),
};

const OUTCOMES: Readonly<Record<NonNullable<RequestReport['outcome']>, () => string>> = {
  complete: later('complete'),
  length: later('cut by its length limit'),
  context: later('did not fit the context'),
  refusal: later('refusal'),
  error: later('error'),
  'timed-out': later('timed out'),
  cancelled: later('cancelled'),
  'over-budget': later('over budget'),
};

/** Milliseconds by what the request did, in the order of its life. */
export function timesOf(request: RequestReport, nowMs: number): Readonly<Record<RequestSpan['kind'], number>> {
  const times = { place: 0, rate: 0, retry: 0, 'first-byte': 0, streaming: 0 };
  for (const { kind, startMs, endMs } of request.spans) times[kind] += Math.max(0, (endMs ?? nowMs) - startMs);
  return times;
}

export function outcomeText({ outcome }: Pick<RequestReport, 'outcome'>): string {
  return outcome === undefined ? t('under way') : OUTCOMES[outcome]();
}

/** Everything that is known of a request, a line each: for the tooltip and for whoever has it read. */
export function describeRequest(request: RequestReport, index: number, nowMs: number): readonly string[] {
  const times = timesOf(request, nowMs);
  const reasons = [...new Set(request.spans.flatMap(({ because }) => because ?? []))];
  return [
    plural(request.items, 'Request {1}: {2}, {0} item', 'Request {1}: {2}, {0} items', index + 1, outcomeText(request)),
    `${request.provider}/${request.model}`,
    ...(Object.keys(SPANS) as RequestSpan['kind'][]).filter((kind) => times[kind] > 0).map((kind) => SPANS[kind](duration(times[kind]))),
    ...(request.attempts > 1 ? [t('sent {0} times', request.attempts)] : []),
    ...(reasons.length > 0 ? [t('because of {0}', listed(reasons))] : []),
    ...(request.tokens ? [tokensText(request.tokens, request.isEstimated)] : []),
    ...(request.costUsd !== undefined ? [usd(request.costUsd)] : []),
    ...(request.detail ? [request.detail] : []),
  ];
}

function tokensText({ input, cacheWrite, cacheRead, output }: TokenCounts, isEstimated = false): string {
  const figures = [whole(input), whole(cacheWrite), whole(cacheRead), whole(output)];
  return isEstimated ? t('{0} input, {1} cache write, {2} cache read, {3} output tokens (estimated)', ...figures) : t('{0} input, {1} cache write, {2} cache read, {3} output tokens', ...figures);
}
