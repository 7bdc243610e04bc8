import { describe, expect, test } from 'vitest';
import { IdleWork } from '../../../src/editor/idleWork';
import { FakeClock } from '../support/fakeClock';

function idle(isBusy = () => false, work: (signal: AbortSignal) => Promise<unknown> = async () => {}) {
  const clock = new FakeClock();
  const signals: AbortSignal[] = [];
  const idleWork = new IdleWork((signal) => (signals.push(signal), work(signal)), { quietMs: 3_000, clock, isBusy });
  return { clock, signals, idleWork };
}

describe('work for idle times', () => {
  test('begins once nothing has happened for a while, and once', async () => {
    const { clock, signals, idleWork } = idle();
    idleWork.touch();
    await clock.advance(2_999);
    idleWork.touch();
    await clock.advance(2_999);
    expect(signals).toHaveLength(0);
    await clock.advance(60_000);
    expect(signals).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('does not begin by itself', async () => {
    const { clock, signals } = idle();
    await clock.advance(60_000);
    expect(signals).toHaveLength(0);
  });

  test('is given up when something happens, and begins anew after it', async () => {
    const { clock, signals, idleWork } = idle(undefined, () => new Promise(() => {}));
    idleWork.touch();
    await clock.advance(3_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    idleWork.touch();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await clock.advance(3_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('waits while something more important goes on', async () => {
    let busy = true;
    const { clock, signals, idleWork } = idle(() => busy);
    idleWork.touch();
    await clock.advance(60_000);
    expect(signals).toHaveLength(0);
    busy = false;
    idleWork.touch();
    await clock.advance(3_000);
    expect(signals).toHaveLength(1);
  });

  test('that fails tells nobody, and is tried again the next time', async () => {
    const { clock, signals, idleWork } = idle(undefined, () => Promise.reject(new Error('no')));
    for (let round = 1; round <= 2; round++) {
      idleWork.touch();
      await clock.advance(3_000);
      expect(signals).toHaveLength(round);
    }
  });

  test('ends for good', async () => {
    const { clock, signals, idleWork } = idle(undefined, () => new Promise(() => {}));
    idleWork.touch();
    await clock.advance(3_000);
    idleWork.dispose();
    idleWork.touch();
    await clock.advance(60_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(clock.pending).toBe(0);
  });
});
