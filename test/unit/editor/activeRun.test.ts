import { expect, test } from 'vitest';
import { ActiveRun } from '../../../src/editor/activeRun';
import type { Target } from '../../../src/editor/targets';
import type { RunEvent, RunEventBody, RunStatus } from '../../../src/engine/events';

const target = { folder: { toString: () => 'file:///w' }, name: 'w', paths: ['src/queue.ts'], hasFolder: false } as unknown as Target;
const event = (body: RunEventBody, run = 'run 1'): RunEvent => ({ at: 7, run, ...body });
const finished = (status: RunStatus): RunEvent => event({ type: 'run-finished', status, ms: 5 });

test('has no status while it goes on, also where a folder of it is through', () => {
  const run = new ActiveRun('run 1', 'queue.ts', [target]);
  run.take(finished('done'));
  expect(run.status).toBeUndefined();
  run.end();
  expect(run.status).toBe('done');
});

test('over several folders ends as the worst of them', () => {
  const run = new ActiveRun('run 1', 'queue.ts', [target]);
  for (const status of ['done', 'over-budget', 'partial'] as const) run.take(finished(status));
  run.end();
  expect(run.status).toBe('over-budget');
});

test('that never began has failed, or was cancelled', () => {
  const [failed, cancelled] = [new ActiveRun('run 1', 'queue.ts', [target]), new ActiveRun('run 2', 'queue.ts', [target])];
  cancelled.cancel();
  for (const run of [failed, cancelled]) run.end();
  expect([failed.status, cancelled.status]).toEqual(['failed', 'cancelled']);
});

test('is called in the metrics view by the time and the name that its first event has', () => {
  const run = new ActiveRun('run 1', 'queue.ts', [target]);
  expect(run.metricsKey).toBeUndefined();
  run.take(event({ type: 'run-started', command: 'generate', provider: 'outline' }));
  run.take(event({ type: 'run-started', command: 'generate', provider: 'outline' }, 'run 1b'));
  expect(run.metricsKey).toBe('7 run 1');
});

test('tells what each of its stages came to', () => {
  const run = new ActiveRun('run 1', 'queue.ts', [target]);
  run.take(event({ type: 'stage-finished', stage: 'gather', ms: 120, detail: '3 files' }));
  expect(run.stages).toEqual(['Reading files: 3 files (0.1 s)']);
});
