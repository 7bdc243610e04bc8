import { expect, test } from 'vitest';
import { createPool } from '../../../src/engine/dispatch/pool';
import { FakeClock, settle } from '../support/fakeClock';

const never = new AbortController().signal;

test('a shorter wait does not open the gate that a longer one closed', async () => {
  const clock = new FakeClock();
  const pool = createPool({ clock });
  pool.holdUntil(clock.now() + 10_000);
  pool.holdUntil(clock.now() + 5_000);
  let ran = false;
  const done = pool.run(async () => (ran = true), { priority: 0, signal: never });
  await clock.advance(9_999);
  expect([ran, pool.heldForMs(), pool.waiting]).toEqual([false, 1, 1]);
  await clock.advance(1);
  await done;
  expect([ran, clock.pending]).toEqual([true, 0]);
});

test('the gate opens by itself for who comes after its time', async () => {
  const clock = new FakeClock();
  const pool = createPool({ clock });
  pool.holdUntil(clock.now() + 10_000);
  expect(clock.pending).toBe(0);
  await clock.advance(20_000);
  expect(await pool.run(async () => 'in', { priority: 0, signal: never })).toBe('in');
});

test('a wait in the past holds nobody', async () => {
  const clock = new FakeClock();
  const pool = createPool({ clock });
  pool.holdUntil(clock.now() - 1);
  expect(await pool.run(async () => 'in', { priority: 0, signal: never })).toBe('in');
});

test('more places may be opened while tasks wait', async () => {
  const pool = createPool({ concurrency: 1 });
  const tasks = [1, 2, 3].map(() => pool.run(() => new Promise<void>((resolve) => setImmediate(resolve)), { priority: 0, signal: never }));
  await Promise.resolve();
  pool.concurrency = 2;
  expect([pool.running, pool.waiting]).toEqual([2, 1]);
  await Promise.all(tasks);
  await settle();
  expect([pool.running, pool.waiting]).toEqual([0, 0]);
});

test('a signal takes out of the queue, and leaves alone what runs', async () => {
  const pool = createPool({ concurrency: 1 });
  const button = new AbortController();
  const running = pool.run(() => new Promise((resolve) => setImmediate(() => resolve('done'))), { priority: 0, signal: button.signal });
  const waiting = pool.run(async () => 'never', { priority: 0, signal: button.signal });
  await Promise.resolve();
  button.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(await running).toBe('done');
  await expect(pool.run(async () => 'never', { priority: 0, signal: button.signal })).rejects.toThrow('enough');
});
