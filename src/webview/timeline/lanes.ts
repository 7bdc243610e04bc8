import type { RequestReport, RequestSpan } from '../../engine/metrics/runReport';

/** A request on its way to the provider and back: one attempt. It has a lane for itself while it lasts. */
export interface Segment {
  /** Index in the report's requests. */
  readonly request: number;
  /** From 1. */
  readonly attempt: number;
  readonly start: number;
  readonly end: number;
  /** When the first byte came; `end` where none did. */
  readonly firstByte: number;
  /** It ended without an answer: another attempt followed, or the request failed. */
  readonly failed: boolean;
  /** What it waited for before it left, latest last, as far as the lane had nothing else to do. */
  readonly waits: readonly Wait[];
}

export interface Wait {
  readonly kind: 'place' | 'rate' | 'retry';
  readonly start: number;
  readonly end: number;
}

export interface Lane {
  /** By start; they do not overlap. */
  readonly segments: readonly Segment[];
  /** Share of the group's time in which it was busy, 0 to 1. */
  readonly busy: number;
}

/** The requests to one model of one provider. */
export interface LaneGroup {
  readonly name: string;
  readonly lanes: readonly Lane[];
  readonly requests: number;
  /** Share of all its lanes' time, from the first request that left to the last that ended, in which they were busy. */
  readonly busy: number;
}

/** How many requests wait, from `ms` until the next one of these. */
export interface QueuePoint {
  readonly ms: number;
  readonly place: number;
  readonly rate: number;
  readonly retry: number;
}

export interface TimelineLayout {
  readonly groups: readonly LaneGroup[];
  readonly queue: readonly QueuePoint[];
  /** The most that waited at a time. */
  readonly longestQueue: number;
  readonly endMs: number;
}

/** Outcomes that are no answer to anything. */
const FAILED = new Set<RequestReport['outcome']>(['error', 'timed-out', 'cancelled', 'refusal', 'over-budget']);

/**
 * Puts every attempt into the first lane that is free, so that there are as many lanes as requests were ever under way at once, and an idle one is a gap.
 * @param nowMs where what goes on ends for now, in milliseconds since the start of the run
 */
export function layOutTimeline(requests: readonly RequestReport[], nowMs: number): TimelineLayout {
  const groups = new Map<string, { requests: number; attempts: Segment[] }>();
  let endMs = nowMs;
  for (const [index, request] of requests.entries()) {
    const name = `${request.provider}/${request.model}`;
    const group = groups.get(name) ?? { requests: 0, attempts: [] };
    groups.set(name, group);
    group.requests++;
    for (const attempt of attemptsOf(request, index, nowMs)) {
      group.attempts.push(attempt);
      endMs = Math.max(endMs, attempt.end);
    }
  }
  const queue = queueOf(requests, nowMs);
  return {
    groups: [...groups].map(([name, group]) => ({ name, requests: group.requests, ...lanesOf(group.attempts) })),
    queue,
    longestQueue: queue.reduce((most, { place, rate, retry }) => Math.max(most, place + rate + retry), 0),
    endMs,
  };
}

function attemptsOf(request: RequestReport, index: number, nowMs: number): Segment[] {
  const attempts: Segment[] = [];
  let waits: Wait[] = [];
  const { spans } = request;
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i]!;
    if (isWait(span)) {
      waits.push({ kind: span.kind, start: span.startMs, end: endOf(span, nowMs) });
      continue;
    }
    const streaming = span.kind === 'first-byte' && spans[i + 1]?.kind === 'streaming' ? spans[++i] : undefined;
    const last = streaming ?? span;
    const isLast = i === spans.length - 1;
    attempts.push({
      request: index,
      attempt: attempts.length + 1,
      start: span.startMs,
      firstByte: streaming ? streaming.startMs : span.kind === 'streaming' ? span.startMs : endOf(span, nowMs),
      end: endOf(last, nowMs),
      failed: !isLast || FAILED.has(request.outcome),
      waits,
    });
    waits = [];
  }
  return attempts;
}

function lanesOf(attempts: readonly Segment[]): Pick<LaneGroup, 'lanes' | 'busy'> {
  const sorted = [...attempts].sort((a, b) => a.start - b.start || a.request - b.request);
  const lanes: Segment[][] = [];
  const freeFrom: number[] = [];
  for (const attempt of sorted) {
    let lane = freeFrom.findIndex((ms) => ms <= attempt.start);
    if (lane < 0) lane = lanes.push([]) - 1;
    const before = freeFrom[lane] ?? 0;
    const waits = attempt.waits.flatMap((wait) => (wait.end > before ? [{ ...wait, start: Math.max(wait.start, before) }] : []));
    lanes[lane]!.push({ ...attempt, waits });
    freeFrom[lane] = attempt.end;
  }
  const from = sorted[0]?.start ?? 0;
  const until = Math.max(from, ...freeFrom);
  const shareOf = (ms: number) => (until === from ? 0 : ms / (until - from));
  const busyMs = lanes.map((lane) => lane.reduce((sum, { start, end }) => sum + end - start, 0));
  return {
    lanes: lanes.map((segments, i) => ({ segments, busy: shareOf(busyMs[i]!) })),
    busy: lanes.length === 0 ? 0 : shareOf(busyMs.reduce((sum, ms) => sum + ms, 0)) / lanes.length,
  };
}

function queueOf(requests: readonly RequestReport[], nowMs: number): QueuePoint[] {
  const ends = { place: [] as number[], rate: [] as number[], retry: [] as number[] };
  const starts = { place: [] as number[], rate: [] as number[], retry: [] as number[] };
  for (const { spans } of requests) {
    for (const span of spans) {
      if (!isWait(span)) continue;
      const end = endOf(span, nowMs);
      if (end === span.startMs) continue;
      starts[span.kind].push(span.startMs);
      ends[span.kind].push(end);
    }
  }
  // Arrays of numbers are sorted many times faster than edges as objects, and there are tens of thousands of them.
  const sides = WAITS.flatMap((kind) => [{ kind, by: 1, times: Float64Array.from(starts[kind]).sort(), next: 0 }, { kind, by: -1, times: Float64Array.from(ends[kind]).sort(), next: 0 }]);
  const points: QueuePoint[] = [];
  const now = { place: 0, rate: 0, retry: 0 };
  for (;;) {
    const ms = Math.min(...sides.map(({ times, next }) => times[next] ?? Infinity));
    if (ms === Infinity) return points;
    for (const side of sides) for (; side.times[side.next] === ms; side.next++) now[side.kind] += side.by;
    points.push({ ms, ...now });
  }
}

const WAITS = ['place', 'rate', 'retry'] as const satisfies readonly Wait['kind'][];

function isWait(span: RequestSpan): span is RequestSpan & { readonly kind: Wait['kind'] } {
  return span.kind === 'place' || span.kind === 'rate' || span.kind === 'retry';
}

function endOf(span: RequestSpan, nowMs: number): number {
  return Math.max(span.startMs, span.endMs ?? nowMs);
}
