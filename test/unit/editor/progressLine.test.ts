import { describe, expect, test } from 'vitest';
import { ActiveRun } from '../../../src/editor/activeRun';
import { progressLine } from '../../../src/editor/progressLine';
import type { Target } from '../../../src/editor/targets';
import { cost, duration } from '../../../src/editor/words';
import { Progress, type ProgressSnapshot } from '../../../src/engine/metrics/progress';

const snapshot: ProgressSnapshot = { stage: 'analyze', itemsDone: 3, items: 14, files: 1, leftMs: 40_200, costUsd: 0.042, waitingUntil: undefined, waitingFor: 'provider', slowRequestMs: undefined };
const context = { now: 112_000, startedAt: 100_000, withModel: true };

describe('the line of a running command', () => {
  test('says stage, sections, cost, time and time left', () => {
    expect(progressLine(snapshot, context)).toBe('Asking the model · 3 of 14 sections · $0.042 · 12 s, about 41 s left');
  });

  test('says how long the provider makes us wait', () => {
    expect(progressLine({ ...snapshot, waitingUntil: 119_500, leftMs: undefined }, context)).toBe('Waiting 8 s for the provider · 3 of 14 sections · $0.042 · 12 s');
  });

  test('says when other runs have all the places of the model', () => {
    expect(progressLine({ ...snapshot, waitingUntil: 119_500, waitingFor: 'other runs', leftMs: undefined }, context)).toBe('Busy with other runs, about 8 s · 3 of 14 sections · $0.042 · 12 s');
  });

  test('says how old a request is that takes long', () => {
    expect(progressLine({ ...snapshot, slowRequestMs: 11_000 }, context)).toMatch(/, about 41 s left · longest request 11 s$/);
  });

  test('counts a request as slow from ten seconds on, in its present attempt, until it ends', () => {
    const progress = new Progress();
    const sent = (at: number, request: string, attempt: number) => progress.take({ at, run: 'run 1', type: 'request-started', request, attempt, provider: 'anthropic', model: 'm' });
    sent(100_000, 'r1', 1);
    sent(103_000, 'r2', 1);
    expect([progress.snapshot(110_000).slowRequestMs, progress.snapshot(111_000).slowRequestMs]).toEqual([undefined, 11_000]);
    progress.take({ at: 111_000, run: 'run 1', type: 'retry-waiting', request: 'r1', ms: 1_000, reason: 'overloaded', attempt: 1 });
    sent(112_000, 'r1', 2);
    expect(progress.snapshot(114_000).slowRequestMs).toBe(11_000);
    progress.take({ at: 114_000, run: 'run 1', type: 'request-ended', request: 'r2', ms: 11_000, outcome: 'complete' });
    expect(progress.snapshot(121_000).slowRequestMs).toBeUndefined();
  });

  test('moves every second, even where nothing else does', () => {
    const lines = [0, 1, 2, 3].map((s) => progressLine(snapshot, { ...context, now: 112_000 + s * 1000 }));
    expect(new Set(lines).size).toBe(4);
  });

  test('says nothing of a model where there is none', () => {
    expect(progressLine({ ...snapshot, items: 0, itemsDone: 0, files: 12, leftMs: 0, costUsd: 0 }, { ...context, withModel: false })).toBe('Writing · 12 files · 12 s');
  });

  test('never shows a cost that is not known as a number', () => {
    expect(progressLine({ ...snapshot, costUsd: undefined }, context)).toContain('cost unknown');
  });

  test('begins before anything is known', () => {
    expect(progressLine({ stage: undefined, itemsDone: 0, items: 0, files: 0, leftMs: 0, costUsd: 0, waitingUntil: undefined, waitingFor: 'provider', slowRequestMs: undefined }, { ...context, now: 100_000 })).toBe('Starting · 0 s');
  });
});

describe('two runs', () => {
  const folder = { toString: () => 'file:///w' } as Target['folder'];
  const target = (...paths: string[]): Target => ({ folder, name: 'w', paths, hasFolder: false });

  test('overlap where one works on something of the other', () => {
    const run = new ActiveRun('run 1', 'src', [target('src', 'a.ts')]);
    expect(run.overlaps([target('src/queue.ts')])).toBe(true);
    expect(run.overlaps([target('')])).toBe(true);
    expect(run.overlaps([target('srcs/queue.ts')])).toBe(false);
  });
});

test('durations and costs are as exact as a person cares for', () => {
  expect([340, 9_940, 9_960, 59_600, 125_000, 600_000].map(duration)).toEqual(['0.3 s', '9.9 s', '10 s', '1 min', '2 min 5 s', '10 min']);
  expect([0, 0.00042, 0.012, 0.1, 0.345, 1.5].map(cost)).toEqual(['$0.00', '$0.0004', '$0.012', '$0.10', '$0.345', '$1.50']);
});
