import { describe, expect, test } from 'vitest';
import { batchLimitMs, DEFAULT_TIME_LIMITS, describeMs, resolveTimeLimits, validateTimeLimits } from '../../../src/engine/dispatch/limits';

describe('time limits', () => {
  test('are right as they come', () => {
    expect(validateTimeLimits(DEFAULT_TIME_LIMITS.files)).toEqual([]);
    expect(validateTimeLimits(DEFAULT_TIME_LIMITS.folder)).toEqual([]);
    expect(resolveTimeLimits({}, 'files')).toEqual(DEFAULT_TIME_LIMITS.files);
    expect(resolveTimeLimits({}, 'folder')).toEqual(DEFAULT_TIME_LIMITS.folder);
  });

  test.each([0, -5, NaN, Infinity])('must be more than zero, not %s', (idleMs) => {
    const [message] = validateTimeLimits({ ...DEFAULT_TIME_LIMITS.files, idleMs });
    expect(message).toMatch(/^The idle time limit is .* Set "specwright\.timeLimits\.idle" \(--idle-timeout\), for example to 60 s\.$/);
  });

  test('are a hierarchy, and each contradiction names both ends and the next step', () => {
    expect(validateTimeLimits({ runMs: 60_000, requestMs: 300_000, firstByteMs: 400_000, idleMs: 60_000 })).toEqual([
      'The time limit of a request (300 s) is longer than the time limit of the command (60 s). Lower "specwright.timeLimits.request" (--request-timeout) to 60 s or less, or raise "specwright.timeLimits.run" (--timeout).',
      'The time limit of the first byte (400 s) is longer than the time limit of a request (300 s). Lower "specwright.timeLimits.firstByte" to 300 s or less, or raise "specwright.timeLimits.request" (--request-timeout).',
    ]);
  });

  test.each([
    [{ runMs: 30_000 }, { runMs: 30_000, requestMs: 30_000, firstByteMs: 30_000, idleMs: 30_000 }],
    [{ requestMs: 900_000 }, { runMs: 900_000, requestMs: 900_000, firstByteMs: 120_000, idleMs: 60_000 }],
    [{ firstByteMs: 400_000 }, { runMs: 600_000, requestMs: 400_000, firstByteMs: 400_000, idleMs: 60_000 }],
    [{ firstByteMs: 900_000 }, { runMs: 900_000, requestMs: 900_000, firstByteMs: 900_000, idleMs: 60_000 }],
    [{ runMs: 10_000, requestMs: 20_000 }, { runMs: 10_000, requestMs: 20_000, firstByteMs: 20_000, idleMs: 20_000 }],
  ])('that were set have the defaults give way: %o', (set, resolved) => {
    expect(resolveTimeLimits(set, 'files')).toEqual(resolved);
  });
});

test('the limit of a batch grows with its size, and is never less than that of a request', () => {
  const limits = DEFAULT_TIME_LIMITS.files;
  expect(batchLimitMs(0, limits, 4)).toBe(480_000);
  expect(batchLimitMs(2_000, limits, 4)).toBe(880_000);
  expect(batchLimitMs(0, { ...limits, firstByteMs: 1_000 }, 4)).toBe(300_000);
});

test('times read as people write them', () => {
  expect([300_000, 1_500, 20, 0, -5_000].map(describeMs)).toEqual(['300 s', '1.5 s', '20 ms', '0 s', '-5 s']);
});
