import { describe, expect, test } from 'vitest';
import type { RequestReport, RequestSpan } from '../../../src/engine/metrics/runReport';
import { firstEndingAfter, geometryOf, segmentAt } from '../../../src/webview/timeline/geometry';
import { layOutTimeline } from '../../../src/webview/timeline/lanes';
import { madeUpRun } from './madeUpRun';

function request(id: string, spans: readonly RequestSpan[], more: Partial<RequestReport> = {}): RequestReport {
  return { id, provider: 'anthropic', model: 'm', items: 1, taken: 1, queuedMs: spans[0]?.startMs ?? 0, spans, attempts: 1, outcome: 'complete', ...more };
}
const span = (kind: RequestSpan['kind'], startMs: number, endMs?: number): RequestSpan => ({ kind, startMs, ...(endMs !== undefined && { endMs }) });
const answered = (id: string, from: number, until: number) => request(id, [span('first-byte', from, from + 1), span('streaming', from + 1, until)]);
const lanesOf = (requests: readonly RequestReport[], nowMs = 1000) => layOutTimeline(requests, nowMs).groups.map(({ lanes }) => lanes.map(({ segments }) => segments.map((segment) => segment.request)));

describe('requests in lanes', () => {
  test('one lane for those that follow each other, one more for each that is under way beside others', () => {
    expect(lanesOf([answered('a', 0, 100), answered('b', 50, 150), answered('c', 100, 200)])).toEqual([[[0, 2], [1]]]);
  });

  test('a group for each model', () => {
    const { groups } = layOutTimeline([answered('a', 0, 100), { ...answered('b', 0, 100), model: 'n' }, answered('c', 100, 110)], 200);
    expect(groups.map(({ name, requests }) => [name, requests])).toEqual([['anthropic/m', 2], ['anthropic/n', 1]]);
  });

  test('every attempt is a segment, and all but the last have failed', () => {
    const twice = request('a', [span('place', 0, 10), span('first-byte', 10, 20), span('retry', 20, 50), span('first-byte', 50, 60), span('streaming', 60, 90)], { attempts: 2 });
    const { segments } = layOutTimeline([twice], 100).groups[0]!.lanes[0]!;
    expect(segments).toEqual([
      { request: 0, attempt: 1, start: 10, firstByte: 20, end: 20, failed: true, waits: [{ kind: 'place', start: 0, end: 10 }] },
      { request: 0, attempt: 2, start: 50, firstByte: 60, end: 90, failed: false, waits: [{ kind: 'retry', start: 20, end: 50 }] },
    ]);
  });

  test('what it waited for fills the lane as far as the lane was free', () => {
    const waited = request('b', [span('rate', 20, 120), span('first-byte', 120, 130)]);
    const { segments } = layOutTimeline([answered('a', 0, 100), waited], 200).groups[0]!.lanes[0]!;
    expect(segments[1]!.waits).toEqual([{ kind: 'rate', start: 100, end: 120 }]);
  });

  test('what goes on ends now', () => {
    const { groups, endMs } = layOutTimeline([request('a', [span('first-byte', 10)], { outcome: undefined })], 70);
    expect(groups[0]!.lanes[0]!.segments[0]).toMatchObject({ start: 10, end: 70, firstByte: 70, failed: false });
    expect(endMs).toBe(70);
  });

  test('an idle lane shows in its share of the time', () => {
    const { lanes, busy } = layOutTimeline([answered('a', 0, 100), answered('b', 50, 100)], 100).groups[0]!;
    expect(lanes.map((lane) => lane.busy)).toEqual([1, 0.5]);
    expect(busy).toBe(0.75);
  });

  test('how many wait, for what, from when on', () => {
    const { queue, longestQueue } = layOutTimeline([request('a', [span('place', 0, 10), span('first-byte', 10, 20)]), request('b', [span('place', 0, 20), span('rate', 20, 30), span('first-byte', 30, 40)])], 50);
    expect(queue).toEqual([
      { ms: 0, place: 2, rate: 0, retry: 0 },
      { ms: 10, place: 1, rate: 0, retry: 0 },
      { ms: 20, place: 0, rate: 1, retry: 0 },
      { ms: 30, place: 0, rate: 0, retry: 0 },
    ]);
    expect(longestQueue).toBe(2);
  });

  test('of any run: no two in a lane at once, every attempt in one, never more lanes than were under way', () => {
    const run = madeUpRun({ requests: 600, places: 7, failedEvery: 17, models: ['a/b', 'c/d'] });
    const { groups } = layOutTimeline(run.requests, run.run.ms);
    const segments = groups.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.segments));
    expect(segments.length).toBe(run.requests.reduce((sum, { attempts }) => sum + attempts, 0));
    for (const { lanes } of groups) {
      expect(lanes.length).toBeLessThanOrEqual(7);
      for (const lane of lanes) for (const [i, segment] of lane.segments.entries()) expect(segment.start).toBeGreaterThanOrEqual(lane.segments[i - 1]?.end ?? 0);
    }
  });

  test('no request, no lane', () => {
    expect(layOutTimeline([], 0)).toEqual({ groups: [], queue: [], longestQueue: 0, endMs: 0 });
  });
});

describe('finding a request on the page', () => {
  const layout = layOutTimeline([answered('a', 0, 100), answered('b', 500, 600), answered('c', 550, 900)], 1000);
  const geometry = geometryOf(layout);
  const [first, second] = geometry.lanes.map(({ top, height }) => top + height / 2) as [number, number];
  const at = (x: number, y: number) => segmentAt(geometry, { start: 0, end: 1000 }, 500, x, y)?.request;

  test('by its lane and its time', () => {
    expect(at(25, first)).toBe(0);
    expect(at(275, first)).toBe(1);
    expect(at(300, second)).toBe(2);
  });

  test('a few pixels beside a short one are enough; an idle lane is nobody', () => {
    expect(at(52, first)).toBe(0);
    expect(at(150, first)).toBeUndefined();
    expect(at(25, 2)).toBeUndefined();
  });

  test('the first that ends after a moment', () => {
    const { segments } = geometry.lanes[0]!.lane;
    expect([0, 100, 101, 700].map((ms) => firstEndingAfter(segments, ms))).toEqual([0, 0, 1, 2]);
  });
});
