import { describe, expect, test } from 'vitest';
import { RunRecorder } from '../../../src/engine/metrics/runRecorder';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';
import { prompt, Story } from './stream';

const READ = { cacheReadTokens: 2_000 };
const WRITE = { cacheWrite5mTokens: 2_000 };
const cacheRead = { tokens: 2_000, because: 'one goes ahead' };

/** The first request writes its instructions, from 100 ms on they can be read. */
function written(): Story {
  return new Story().queued(0, 'r1', []).started(0, 'r1', { prompt: prompt() }).began(100, 'r1').ended(500, 'r1', WRITE);
}

function missed(story: Story) {
  return story.report().cacheMisses;
}

describe('a read from the prompt cache', () => {
  test('that came as expected, or nobody expected, is no finding', () => {
    const story = written().queued(200, 'r2', []).started(200, 'r2', { prompt: prompt(), cacheRead }).began(300, 'r2').ended(600, 'r2', READ);
    expect(missed(story.queued(700, 'r3', []).started(700, 'r3', { prompt: prompt('b') }).ended(800, 'r3'))).toEqual([]);
  });

  test('that came for less than was estimated is none either, since estimates are off', () => {
    expect(missed(written().queued(200, 'r2', []).started(200, 'r2', { prompt: prompt(), cacheRead }).ended(600, 'r2', { cacheReadTokens: 1_400 }))).toEqual([]);
  });

  test.each([
    ['always', prompt('b', 'p')],
    ['project', prompt('a', 'q')],
  ])('names the part that differs: %s', (differs, sent) => {
    expect(missed(written().queued(600, 'r2', []).started(600, 'r2', { prompt: sent, cacheRead }).began(700, 'r2').ended(900, 'r2', WRITE))).toEqual([
      { request: 'r2', tokens: 2_000, differs, message: `The part "${differs}" of the prompt is not the one that was cached before, so nothing from there on could be read.` },
    ]);
  });

  test.each<[string, Story]>([
    ['left before the answer had begun', new Story().queued(0, 'r1', []).started(0, 'r1', { prompt: prompt() }).queued(50, 'r2', []).started(50, 'r2', { prompt: prompt(), cacheRead }).began(100, 'r1').ended(500, 'r1', WRITE).ended(900, 'r2', WRITE)],
    ['last used 7 minutes before', written().queued(420_000, 'r2', []).started(420_000, 'r2', { prompt: prompt(), cacheRead }).began(420_100, 'r2').ended(421_000, 'r2', WRITE)],
    ['keeps none below 1,000', new Story().queued(0, 'r1', []).started(0, 'r1', { prompt: prompt('a', 'p', 1_050) }).began(9, 'r1').ended(10, 'r1').queued(20, 'r2', []).started(20, 'r2', { prompt: prompt('a', 'p', 1_050), cacheRead: { ...cacheRead, tokens: 1_070 } }).ended(40, 'r2')],
    ['no cached token in this run', new Story().queued(0, 'r1', []).started(0, 'r1', { prompt: prompt() }).began(9, 'r1').ended(10, 'r1').queued(20, 'r2', []).started(20, 'r2', { prompt: prompt(), cacheRead }).ended(40, 'r2')],
    ['no longer had them', written().queued(600, 'r2', []).started(600, 'r2', { prompt: prompt(), cacheRead }).began(700, 'r2').ended(900, 'r2', WRITE)],
  ])('that did not come has a likely cause: %s', (cause, story) => {
    const findings = missed(story);
    expect(findings).toEqual([{ request: 'r2', tokens: expect.any(Number) as number, message: expect.stringContaining(cause) as string }]);
  });

  test('is used by reading: what was read a minute ago has not run out', () => {
    const story = written().queued(200_000, 'r2', []).started(200_000, 'r2', { prompt: prompt(), cacheRead }).ended(200_100, 'r2', READ);
    expect(missed(story.queued(400_000, 'r3', []).started(400_000, 'r3', { prompt: prompt(), cacheRead }).ended(400_100, 'r3', WRITE))[0]!.message).toContain('no longer had them');
  });

  test('that nobody told usage of says nothing', () => {
    expect(missed(written().queued(600, 'r2', []).started(600, 'r2', { prompt: prompt(), cacheRead }).ended(900, 'r2', {}, { usageEstimated: true }))).toEqual([]);
  });
});

const SOURCES = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`src/f${i}.ts`, Array.from({ length: 8 }, (_, k) => `export function fun${i}_${k}(a: number): number {\n  if (a > ${k}) throw new Error('no');\n  return a * ${k};\n}\n`).join('\n')]));

test.each([
  ['all reads come', 512, 0],
  ['none comes, since the server keeps no prompt as short as this', 50_000, 1],
])('a real run: %s', async (_, minCacheableTokens, least) => {
  const server = await serverOf({ minCacheableTokens });
  const recorder = new RunRecorder();
  const workspace = await workspaceOf(SOURCES);
  await workspace.run({ model: await modelAt(server), ports: { listeners: [(event) => recorder.take(event)] } });
  const { cacheMisses, requests } = recorder.report();
  expect(requests.length).toBeGreaterThan(2);
  expect(cacheMisses.length).toBe(least === 0 ? 0 : requests.length - 1);
  for (const { message } of cacheMisses) expect(message).toContain('has told of no cached token');
});
