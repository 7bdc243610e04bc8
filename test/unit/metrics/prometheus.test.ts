import { describe, expect, test } from 'vitest';
import { PrometheusMetrics } from '../../../src/engine/metrics/prometheus';
import { METRICS } from '../../../src/engine/metrics/prometheusMetrics';
import { usage, Story } from './stream';

function textOf(...stories: readonly Story[]): string {
  const metrics = new PrometheusMetrics();
  for (const [i, { events }] of stories.entries()) for (const event of events) metrics.take({ ...event, run: `run ${i}` });
  return metrics.text();
}

function samples(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test('with no run there are all metrics, each described, and no request', () => {
  const text = textOf();
  for (const [name, { type, help }] of Object.entries(METRICS)) expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
  expect(samples(text)).toEqual([
    'specwright_tokens_total{kind="cache_read"} 0', 'specwright_tokens_total{kind="cache_write"} 0', 'specwright_tokens_total{kind="input"} 0', 'specwright_tokens_total{kind="output"} 0',
    'specwright_cost_usd_total 0',
    'specwright_cache_requests_total{cache="prompt",result="hit"} 0', 'specwright_cache_requests_total{cache="prompt",result="miss"} 0',
    'specwright_cache_requests_total{cache="result",result="hit"} 0', 'specwright_cache_requests_total{cache="result",result="miss"} 0',
    'specwright_queue_depth 0',
  ]);
  expect(text.endsWith('\n')).toBe(true);
});

test('figures of several runs are added up', () => {
  const story = () => new Story().planned(1, 2).exchange(0, 'r1', ['a.ts#f', 'a.ts#g'], { usage: { cacheReadTokens: 7, cacheWrite1hTokens: 5 } }).at(9, { type: 'cache-looked-up', item: 'a', hit: true }).finished(10);
  expect(samples(textOf(story(), story()))).toEqual(
    expect.arrayContaining([
      'specwright_requests_total{provider="anthropic",model="m",outcome="complete"} 2',
      'specwright_tokens_total{kind="input"} 2000', 'specwright_tokens_total{kind="cache_read"} 14', 'specwright_tokens_total{kind="cache_write"} 10', 'specwright_tokens_total{kind="output"} 1000',
      'specwright_cost_usd_total 0.02', 'specwright_cache_requests_total{cache="prompt",result="hit"} 2', 'specwright_cache_requests_total{cache="result",result="hit"} 2', 'specwright_queue_depth 0',
    ]),
  );
});

test('buckets of a histogram hold all that is not longer, and the last one everything', () => {
  const story = new Story();
  for (const ms of [0, 50, 60, 2_000_000]) story.at(1, { type: 'stage-finished', stage: 'gather', ms, detail: '' });
  const lines = samples(textOf(story)).filter((line) => line.startsWith('specwright_stage'));
  expect(lines.slice(0, 3)).toEqual(['specwright_stage_duration_seconds_bucket{stage="gather",le="0.01"} 1', 'specwright_stage_duration_seconds_bucket{stage="gather",le="0.05"} 2', 'specwright_stage_duration_seconds_bucket{stage="gather",le="0.1"} 3']);
  expect(lines.slice(-4)).toEqual(['specwright_stage_duration_seconds_bucket{stage="gather",le="1800"} 3', 'specwright_stage_duration_seconds_bucket{stage="gather",le="+Inf"} 4', 'specwright_stage_duration_seconds_sum{stage="gather"} 2000.11', 'specwright_stage_duration_seconds_count{stage="gather"} 4']);
});

describe('the queue', () => {
  const depth = (story: Story) => samples(textOf(story)).find((line) => line.startsWith('specwright_queue_depth'));

  test('holds what is planned until it leaves', () => {
    const story = new Story().planned(3, 30).queued(1, 'r1', []).queued(1, 'r2', []).started(2, 'r1');
    expect(depth(story)).toBe('specwright_queue_depth 2');
    expect(depth(story.queued(3, 'again', [], { isAgain: true }))).toBe('specwright_queue_depth 3');
    expect(depth(story.started(4, 'r2').started(4, 'again').queued(5, 'r3', []).ended(6, 'r3', {}, { outcome: 'cancelled', usage: undefined }))).toBe('specwright_queue_depth 0');
  });

  test('is empty after a run, whatever it left', () => {
    expect(depth(new Story().planned(9, 90).queued(1, 'r1', []).finished(5))).toBe('specwright_queue_depth 0');
  });
});

test('an attempt after the first counts by why the one before failed, and what never left has no duration', () => {
  const story = new Story().queued(0, 'r1', []).started(0, 'r1').at(1, { type: 'retry-waiting', request: 'r1', ms: 5, reason: 'HTTP 529 from …', attempt: 1, failure: 'overloaded' }).started(9, 'r1', { attempt: 2 }).ended(10, 'r1');
  const lines = samples(textOf(story.queued(11, 'r2', []).ended(12, 'r2', {}, { outcome: 'over-budget', usage: undefined, costUsd: 0 })));
  expect(lines).toContain('specwright_retries_total{reason="overloaded"} 1');
  expect(lines).toContain('specwright_requests_total{provider="anthropic",model="m",outcome="over-budget"} 1');
  expect(lines.filter((line) => line.startsWith('specwright_request_duration_seconds_count'))).toEqual(['specwright_request_duration_seconds_count{provider="anthropic",model="m"} 1']);
});

test('what a model is called cannot break out of its label', () => {
  const text = textOf(new Story({ model: 'a"b\\c\nd' }).exchange(0, 'r1', []));
  expect(text).toContain('specwright_requests_total{provider="anthropic",model="a\\"b\\\\c\\nd",outcome="complete"} 1\n');
});

test('of a provider that reports no usage nobody says whether its cache was hit', () => {
  const text = textOf(new Story().queued(0, 'r1', []).started(0, 'r1').ended(9, 'r1', usage(), { usageEstimated: true }));
  expect(text).toContain('specwright_cache_requests_total{cache="prompt",result="miss"} 0\n');
});
