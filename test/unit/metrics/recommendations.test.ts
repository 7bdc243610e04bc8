import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/engine/events';
import type { Recommendation, RunReport } from '../../../src/engine/metrics/runReport';
import { RunRecorder } from '../../../src/engine/metrics/runRecorder';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';
import { Story } from './stream';

const items = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `a.ts#${from + i}`);

/** So many requests of so many items, one after the other. */
function requests(story: Story, n: number, itemsEach: number, options: Parameters<Story['exchange']>[3] = {}): Story {
  for (let i = 0; i < n; i++) story.exchange(i * 1_000, `r${i}`, items(itemsEach, i * itemsEach), options);
  return story.planned(n, n * itemsEach);
}

function found(story: Story, id: string, earlier: readonly RunReport[] = []): Recommendation | undefined {
  return story.report(earlier).recommendations.find((one) => one.id === id);
}

test('a run in which all is well, and one that is too small to tell, get none', () => {
  expect(requests(new Story(), 30, 10).finished(40_000).report().recommendations).toEqual([]);
  const tiny = new Story({ minCacheableTokens: 4_096, strategy: 'latency' }, { resultCache: 'off' }).exchange(0, 'r1', items(1), { waitMs: 9_000 }).planned(1, 1);
  expect(tiny.report().recommendations).toEqual([]);
});

describe('it is recommended', () => {
  test('to have a longer prefix cached elsewhere, where it is below the minimum of the model', () => {
    const story = requests(new Story({ minCacheableTokens: 2_310 }), 11, 10);
    expect(found(story, 'prefix-below-minimum')).toEqual({ id: 'prefix-below-minimum', message: expect.stringContaining('2,000 tokens is 310 below the 2,310') as string, saves: { usd: (10 * 2_000 * (2 - 0.2)) / 1e6 } });
  });

  test('to send fewer requests, where they wait for the rate limits', () => {
    const story = new Story();
    for (let i = 0; i < 10; i++) story.queued(0, `r${i}`, items(2, i * 2)).at(0, { type: 'rate-waiting', request: `r${i}`, ms: 6_000, limit: 'requests' }).started(6_000, `r${i}`).began(7_000, `r${i}`).ended(10_000, `r${i}`);
    expect(found(story.planned(10, 20), 'rate-limit-wait')).toEqual({
      id: 'rate-limit-wait',
      message: 'Requests to m waited 60% of their time for the provider\'s rate limits. Strategy "cost" could do with 9 requests fewer, of 10.',
      setting: { id: 'batch.strategy', value: 'cost' },
      saves: { calls: 9, ms: 5_400 },
    });
  });

  test('to raise the concurrency, where requests wait for a place and nobody pushed back', () => {
    const story = requests(new Story({ concurrency: 4 }), 30, 10, { waitMs: 3_000 });
    expect(found(story, 'raise-concurrency')).toMatchObject({ setting: { id: 'concurrency', value: '8' }, saves: { ms: 16_250 } });
    expect(found(story.at(9, { type: 'places-changed', places: 2, because: 'rate', provider: 'anthropic', model: 'm' }), 'raise-concurrency')).toBeUndefined();
    expect(found(requests(new Story({ concurrency: 4, serverConcurrency: 4 }), 30, 10, { waitMs: 3_000 }), 'raise-concurrency')).toBeUndefined();
  });

  test('to group items, where each was asked for alone', () => {
    expect(found(requests(new Story({ strategy: 'latency' }), 40, 1), 'items-alone')).toMatchObject({ setting: { id: 'batch.strategy', value: 'balanced' }, saves: { calls: 33, usd: (33 * 2_000 * 2) / 1e6 } });
  });

  test('to have fewer items in a request, where answers are cut', () => {
    const story = requests(new Story(), 20, 12);
    for (let i = 0; i < 4; i++) story.queued(0, `cut${i}`, items(12)).started(0, `cut${i}`).ended(9, `cut${i}`, {}, { outcome: 'length' });
    expect(found(story, 'answers-cut')).toMatchObject({ setting: { id: 'batch.size', value: '6' }, saves: { calls: 4, usd: 0.04 } });
  });

  test('to begin with no more requests at once than the provider took', () => {
    const story = new Story().at(0, { type: 'places-changed', places: 3, because: 'rate', provider: 'anthropic', model: 'm' });
    for (let i = 0; i < 10; i++) story.queued(0, `r${i}`, []).started(0, `r${i}`).at(10, { type: 'retry-waiting', request: `r${i}`, ms: 100, reason: 'overloaded', attempt: 1 }).started(110, `r${i}`, { attempt: 2 }).ended(200, `r${i}`);
    expect(found(story, 'many-retries')).toMatchObject({ message: expect.stringContaining('10 of 20 requests') as string, setting: { id: 'concurrency', value: '3' }, saves: { calls: 10, ms: 1_000 } });
  });

  test('to send fewer requests, where most of the time passes before answers begin', () => {
    expect(found(requests(new Story(), 12, 2, { firstByteMs: 4_000, streamMs: 500 }), 'slow-to-begin')).toMatchObject({ message: expect.stringContaining('89% passed before the answer began, on the average 4.0 s each') as string, saves: { calls: 10 } });
  });

  test('to switch the result cache on', () => {
    expect(found(requests(new Story({}, { resultCache: 'off' }), 10, 2), 'result-cache-off')).toMatchObject({ setting: { id: 'cache.enabled', value: 'true' }, saves: { usd: expect.closeTo(0.1, 9) as number } });
  });

  test('to say what an unpriced model costs', () => {
    const { message, setting } = found(new Story({ prices: undefined, model: 'local' }).exchange(0, 'r1', items(1)), 'unpriced-model')!;
    expect([message, JSON.parse(setting!.value)]).toEqual([expect.stringContaining('The price of local is not known'), { 'anthropic/local': { input: 0, output: 0 } }]);
  });

  test('to take the best batch size of the last runs, of the same command and model alone', () => {
    const earlier = requests(new Story({ maxItems: 40 }), 10, 40).finished(50_000).report();
    const other = { ...earlier, run: { ...earlier.run, startedAt: 5 } };
    const now = () => requests(new Story({ maxItems: 10 }), 10, 10).finished(50_000);
    expect(found(now(), 'better-batch-size', [other])).toMatchObject({ message: expect.stringContaining('75% less') as string, setting: { id: 'batch.size', value: '40' }, saves: { usd: expect.closeTo(0.075, 9) as number } });
    expect(found(now(), 'better-batch-size', [{ ...other, run: { ...other.run, command: 'regenerate' } }])).toBeUndefined();
    expect(found(now(), 'better-batch-size', [{ ...other, models: other.models.map((model) => ({ ...model, model: 'x' })) }])).toBeUndefined();
  });
});

test('what saves most money comes first', () => {
  const saved = requests(new Story({ strategy: 'latency', minCacheableTokens: 2_500 }, { resultCache: 'off' }), 60, 1).report().recommendations.map(({ saves }) => saves?.usd ?? 0);
  expect(saved).toHaveLength(3);
  expect(saved).toEqual([...saved].sort((a, b) => b - a));
});

test('a real run says that each item was asked for alone, and one that groups them does not', async () => {
  const source = Array.from({ length: 30 }, (_, k) => `export function fun${k}(a: number): number {\n  if (a > ${k}) throw new Error('no');\n  return a * ${k};\n}\n`).join('\n');
  const server = await serverOf();
  const ids = async (strategy: 'latency' | 'balanced') => {
    const recorder = new RunRecorder();
    const workspace = await workspaceOf({ 'a.ts': source });
    // All at one moment: what time passes depends on the machine, and has recommendations of its own.
    const listeners = [(event: RunEvent) => recorder.take({ ...event, at: 0 })];
    await workspace.run({ model: await modelAt(server), request: { batch: { strategy, maxItems: 20, concurrency: 6 } }, ports: { listeners } });
    return recorder.report().recommendations.map(({ id }) => id);
  };
  expect([await ids('latency'), await ids('balanced')]).toEqual([['items-alone'], []]);
});
