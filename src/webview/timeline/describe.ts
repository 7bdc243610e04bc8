import type { RequestReport, RequestSpan } from '../../engine/metrics/runReport';
import { count, duration, usd, whole } from '../format';

const SPANS: Readonly<Record<RequestSpan['kind'], string>> = {
  place: 'waited for a place',
  rate: 'held back by the rate limit',
  retry: 'waited before it was sent again',
  'first-byte': 'time to first token',
  streaming: 'streaming',
};

/** Milliseconds by what the request did, in the order of its life. */
export function timesOf(request: RequestReport, nowMs: number): Readonly<Record<RequestSpan['kind'], number>> {
  const times = { place: 0, rate: 0, retry: 0, 'first-byte': 0, streaming: 0 };
  for (const { kind, startMs, endMs } of request.spans) times[kind] += Math.max(0, (endMs ?? nowMs) - startMs);
  return times;
}

export function outcomeText({ outcome }: Pick<RequestReport, 'outcome'>): string {
  return outcome === undefined ? 'under way' : outcome === 'length' ? 'cut by its length limit' : outcome === 'context' ? 'did not fit the context' : outcome.replace('-', ' ');
}

/** Everything that is known of a request, a line each: for the tooltip and for whoever has it read. */
export function describeRequest(request: RequestReport, index: number, nowMs: number): readonly string[] {
  const times = timesOf(request, nowMs);
  const reasons = [...new Set(request.spans.flatMap(({ because }) => because ?? []))];
  return [
    `Request ${index + 1}: ${outcomeText(request)}, ${count(request.items, 'item')}`,
    `${request.provider}/${request.model}`,
    ...(Object.keys(SPANS) as RequestSpan['kind'][]).filter((kind) => times[kind] > 0).map((kind) => `${SPANS[kind]}: ${duration(times[kind])}`),
    ...(request.attempts > 1 ? [`sent ${request.attempts} times`] : []),
    ...(reasons.length > 0 ? [`because of ${reasons.join(', ')}`] : []),
    ...(request.tokens ? [`${whole(request.tokens.input)} input, ${whole(request.tokens.cacheWrite)} cache write, ${whole(request.tokens.cacheRead)} cache read, ${whole(request.tokens.output)} output tokens${request.isEstimated ? ' (estimated)' : ''}`] : []),
    ...(request.costUsd !== undefined ? [usd(request.costUsd)] : []),
    ...(request.detail ? [request.detail] : []),
  ];
}
