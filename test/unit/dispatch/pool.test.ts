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

test('runs take turns: one with a long queue does not hold up one with a single request', async () => {
  const pool = createPool({ concurrency: 1 });
  const order: string[] = [];
  const [large, small] = [{}, {}];
  const task = (name: string) => async () => {
    order.push(name);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const all = ['a1', 'a2', 'a3', 'a4'].map((name) => pool.run(task(name), { priority: 0, signal: never, owner: large }));
  all.push(pool.run(task('b1'), { priority: 0, signal: never, owner: small }));
  await Promise.all(all);
  expect(order.indexOf('b1')).toBeLessThanOrEqual(2);
  expect(order.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('of a hundred runs that wait, each has had a turn before any has had three', async () => {
  const clock = new FakeClock();
  const pool = createPool({ concurrency: 4, clock });
  pool.holdUntil(clock.now() + 1_000);
  const had = new Map<object, number>();
  const runsServedBeforeAThird: number[] = [];
  const runs = Array.from({ length: 100 }, () => ({}));
  const tasks = runs.flatMap((owner) =>
    Array.from({ length: 5 }, () =>
      pool.run(
        async () => {
          had.set(owner, (had.get(owner) ?? 0) + 1);
          if (had.get(owner) === 3) runsServedBeforeAThird.push(had.size);
          await new Promise((resolve) => setImmediate(resolve));
        },
        { priority: 0, signal: new AbortController().signal, owner },
      ),
    ),
  );
  pool.goNow();
  await Promise.all(tasks);
  expect(Math.min(...runsServedBeforeAThird)).toBe(100);
});

test('half the places when the provider pushes back, once for requests that left together; one more for each round of answers', async () => {
  const clock = new FakeClock();
  const pool = createPool({ concurrency: 8, clock });
  const narrowed: boolean[] = [];
  const refused = () => pool.run(async (place) => narrowed.push(place.pushedBack()), { priority: 0, signal: never });
  await Promise.all([refused(), refused(), refused()]);
  expect([narrowed, pool.places]).toEqual([[true, false, false], 4]);
  await clock.advance(1);
  await refused();
  expect(pool.places).toBe(2);
  const answered = () => pool.run(async (place) => place.answered(undefined), { priority: 0, signal: never });
  await answered();
  await answered();
  expect(pool.places).toBe(2);
  await answered();
  expect(pool.places).toBe(3);
  for (let i = 0; i < 100; i++) await answered();
  expect(pool.places).toBe(8);
});

test('a request waits for the provider’s limits, and says so; a person can send it at once', async () => {
  const clock = new FakeClock();
  const pool = createPool({ clock });
  const need = { inputTokens: 100, outputTokens: 10 };
  await pool.run(async (place) => place.learn({ requests: { limit: 60, remaining: 0, resetsInMs: 60_000 } }), { priority: 0, signal: never, need });
  const waits: unknown[] = [];
  let ran = 0;
  const run = () => pool.run(async () => ran++, { priority: 0, signal: never, need, onRateWait: (ms, kind) => waits.push([ms, kind]) });
  const [first, second] = [run(), run()];
  await clock.advance(999);
  expect([ran, waits]).toEqual([0, [[1_000, 'requests']]]);
  await clock.advance(1);
  await first;
  expect(ran).toBe(1);
  pool.goNow();
  await second;
  expect([ran, clock.pending]).toEqual([2, 0]);
});

test('"go now" opens the gate of a Retry-After, and ends a back-off', async () => {
  const clock = new FakeClock();
  const pool = createPool({ clock });
  pool.holdUntil(clock.now() + 60_000);
  const held = pool.run(async () => 'in', { priority: 0, signal: never });
  const backedOff = pool.wait(30_000, never);
  await settle();
  pool.goNow();
  expect(await held).toBe('in');
  await backedOff;
  expect(clock.pending).toBe(0);
});

test('a wait that is cancelled rejects with the reason, and leaves no timer', async () => {
  const clock = new FakeClock();
  const pool = createPool({ clock });
  const button = new AbortController();
  const waiting = pool.wait(30_000, button.signal);
  button.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});

test('a saturated pool tells about how long a new request waits', async () => {
  const clock = new FakeClock();
  const pool = createPool({ concurrency: 1, clock });
  const task = () => pool.run(() => pool.wait(10_000, never), { priority: 0, signal: never });
  const first = task();
  await clock.advance(10_000);
  await first;
  expect(pool.busyForMs()).toBe(0);
  const more = [task(), task()];
  await settle();
  expect(pool.busyForMs()).toBe(20_000);
  await clock.advance(20_000);
  await Promise.all(more);
});
