import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Deadline } from '../../../src/engine/dispatch/deadline';
import { Cancelled, isCancelled, isTimedOut } from '../../../src/engine/dispatch/deadlineErrors';
import { FakeClock } from '../support/fakeClock';

const clockAndRun = (limitMs?: number): { clock: FakeClock; run: Deadline } => {
  const clock = new FakeClock();
  return { clock, run: Deadline.root({ clock, limitMs, scope: 'run' }) };
};

describe('a deadline', () => {
  test('ends when its time is up, and says which limit it was', async () => {
    const { clock, run } = clockAndRun(600_000);
    await clock.advance(599_999);
    expect(run.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(run.signal.reason).toMatchObject({ name: 'TimedOut', scope: 'run', limitMs: 600_000 });
    expect((run.signal.reason as Error).message).toBe(
      'The command took longer than 600 s. What is finished is kept: run it again to go on, or raise "specwright.timeLimits.run" (--timeout).',
    );
    expect(clock.pending).toBe(0);
  });

  test('without a limit ends only when cancelled', async () => {
    const { clock, run } = clockAndRun();
    expect(run.remainingMs()).toBe(Infinity);
    await clock.advance(10 ** 9);
    expect(run.signal.aborted).toBe(false);
    run.cancel('Stopped by the user.');
    expect(run.signal.reason).toMatchObject({ name: 'Cancelled', message: 'Stopped by the user.' });
  });

  test('takes a foreign signal in, once, and turns its reason into Cancelled', () => {
    const button = new AbortController();
    const run = Deadline.root({ clock: new FakeClock(), signal: button.signal, scope: 'run' });
    button.abort();
    expect(isCancelled(run.signal.reason)).toBe(true);
    expect((run.signal.reason as Error).cause).toBe(button.signal.reason);
    const late = Deadline.root({ clock: new FakeClock(), signal: button.signal, scope: 'run' });
    expect(late.signal.aborted).toBe(true);
  });

  test('keeps the reason of another bundle, whose classes are others', () => {
    const foreign = Object.assign(new Error('x'), { name: 'TimedOut', scope: 'run', limitMs: 1 });
    const button = new AbortController();
    const run = Deadline.root({ clock: new FakeClock(), signal: button.signal, scope: 'run' });
    button.abort(foreign);
    expect(run.signal.reason).toBe(foreign);
    expect(isTimedOut(run.signal.reason)).toBe(true);
  });
});

describe('a child', () => {
  test('never outlives its parent, and inherits the reason', async () => {
    const { clock, run } = clockAndRun(1_000);
    const request = run.child(5_000, 'request');
    const idle = request.child(undefined, 'idle');
    expect([request.remainingMs(), idle.remainingMs()]).toEqual([1_000, 1_000]);
    await clock.advance(1_000);
    expect(idle.signal.reason).toBe(run.signal.reason);
    expect(idle.signal.reason).toMatchObject({ scope: 'run' });
  });

  test('ends alone, without its parent or its sisters', async () => {
    const { clock, run } = clockAndRun(10_000);
    const [first, second] = [run.child(1_000, 'request'), run.child(2_000, 'request')];
    await clock.advance(1_000);
    expect([run, first, second].map((deadline) => deadline.signal.aborted)).toEqual([false, true, false]);
  });

  test('of what is over is over', () => {
    const { run } = clockAndRun(10_000);
    run.cancel();
    expect(run.child(1, 'batch').signal.reason).toBe(run.signal.reason);
    const disposed = clockAndRun().run;
    disposed.dispose();
    expect(isCancelled(disposed.child(1, 'batch').signal.reason)).toBe(true);
  });

  test('loses its limit with its parent, and is cancelled rather than left running for ever', () => {
    const { clock, run } = clockAndRun(10_000);
    const request = run.child(5_000, 'request');
    run.dispose();
    expect(isCancelled(request.signal.reason)).toBe(true);
    expect(run.signal.aborted).toBe(false);
    expect(clock.pending).toBe(0);
  });
});

describe('a pause', () => {
  test('stops the clock, here and beneath, while a dialog waits for a person', async () => {
    const { clock, run } = clockAndRun(1_000);
    const request = run.child(800, 'request');
    await clock.advance(500);
    run.pause();
    expect(clock.pending).toBe(0);
    await clock.advance(60_000);
    expect([run.remainingMs(), request.remainingMs()]).toEqual([500, 300]);
    run.resume();
    await clock.advance(299);
    expect(request.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(request.signal.reason).toMatchObject({ scope: 'request', limitMs: 800 });
    await clock.advance(200);
    expect(run.signal.reason).toMatchObject({ scope: 'run' });
  });

  test('nests, and holds for children that are made meanwhile', async () => {
    const { clock, run } = clockAndRun(1_000);
    run.pause();
    run.pause();
    const child = run.child(100, 'batch');
    run.resume();
    await clock.advance(5_000);
    expect(child.signal.aborted).toBe(false);
    run.resume();
    run.resume();
    await clock.advance(100);
    expect(child.signal.aborted).toBe(true);
  });

  test('of a child outlasts the resumption of its parent', async () => {
    const { clock, run } = clockAndRun(1_000);
    const batch = run.child(100, 'batch');
    batch.pause();
    run.pause();
    run.resume();
    await clock.advance(500);
    expect(batch.signal.aborted).toBe(false);
    expect(batch.remainingMs()).toBe(100);
  });

  test('does not keep a person from cancelling', () => {
    const { run } = clockAndRun(1_000);
    run.pause();
    run.cancel(new Cancelled('Enough.'));
    expect(run.signal.reason).toMatchObject({ message: 'Enough.' });
  });
});

test('a restart gives the whole limit again', async () => {
  const { clock, run } = clockAndRun();
  const idle = run.child(60_000, 'idle');
  for (let sign = 0; sign < 5; sign += 1) {
    await clock.advance(59_999);
    idle.restart();
  }
  expect(idle.signal.aborted).toBe(false);
  await clock.advance(60_000);
  expect(idle.signal.reason).toMatchObject({ scope: 'idle' });
});

test('a clock that is set back gives no time back', async () => {
  let time = 1_000;
  let fire = (): void => {};
  const clock = { now: () => time, schedule: (_ms: number, callback: () => void) => ((fire = callback), () => {}) };
  const run = Deadline.root({ clock, limitMs: 100, scope: 'run' });
  time = 0;
  expect(run.remainingMs()).toBe(100);
  fire();
  expect(isTimedOut(run.signal.reason)).toBe(true);
});

test('dispose leaves neither timers nor listeners, and a thousand children leave no trace', () => {
  const clock = new FakeClock();
  const button = new AbortController();
  const run = Deadline.root({ clock, limitMs: 1_000, signal: button.signal, scope: 'run' });
  for (let i = 0; i < 1_000; i += 1) run.child(10, 'request').dispose();
  expect(clock.pending).toBe(1);
  expect(getEventListeners(button.signal, 'abort')).toHaveLength(1);
  run.dispose();
  run.dispose();
  expect(clock.pending).toBe(0);
  expect(getEventListeners(button.signal, 'abort')).toHaveLength(0);
  button.abort();
  expect(run.signal.aborted).toBe(false);
});
