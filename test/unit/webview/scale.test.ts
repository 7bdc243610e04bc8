import { describe, expect, test } from 'vitest';
import { clampView, panView, revealInView, tickLabel, ticks, zoomView } from '../../../src/webview/timeline/scale';

describe('the part of a run that is in sight', () => {
  test('stays inside of the run', () => {
    expect(clampView({ start: -50, end: 50 }, 1000)).toEqual({ start: 0, end: 100 });
    expect(clampView({ start: 950, end: 1050 }, 1000)).toEqual({ start: 900, end: 1000 });
    expect(clampView({ start: -500, end: 5000 }, 1000)).toEqual({ start: 0, end: 1000 });
  });

  test('is never closer than anything happens, not even in a run of no length', () => {
    expect(clampView({ start: 10, end: 10 }, 1000)).toEqual({ start: 10, end: 15 });
    expect(clampView({ start: 0, end: 0 }, 0)).toEqual({ start: 0, end: 5 });
  });

  test('zooms around a moment, which stays where it is', () => {
    expect(zoomView({ start: 0, end: 1000 }, 0.5, 500, 1000)).toEqual({ start: 250, end: 750 });
    expect(zoomView({ start: 0, end: 1000 }, 0.5, 0, 1000)).toEqual({ start: 0, end: 500 });
    expect(zoomView({ start: 250, end: 750 }, 4, 500, 1000)).toEqual({ start: 0, end: 1000 });
  });

  test('moves to its end and no further', () => {
    expect(panView({ start: 0, end: 100 }, 50, 1000)).toEqual({ start: 50, end: 150 });
    expect(panView({ start: 850, end: 950 }, 500, 1000)).toEqual({ start: 900, end: 1000 });
  });

  test('moves no more than is needed to show something', () => {
    const view = { start: 100, end: 200 };
    expect(revealInView(view, 120, 150, 1000)).toBe(view);
    expect(revealInView(view, 300, 320, 1000)).toEqual({ start: 230, end: 330 });
    const wide = revealInView(view, 300, 600, 1000);
    expect(wide.start).toBeLessThanOrEqual(300);
    expect(wide.end).toBeGreaterThanOrEqual(600);
  });
});

describe('the marks of its axis', () => {
  test.each([
    [{ start: 0, end: 1000 }, 5, [0, 200, 400, 600, 800, 1000]],
    [{ start: 130, end: 480 }, 4, [200, 300, 400]],
    [{ start: 0, end: 180_000 }, 3, [0, 60_000, 120_000, 180_000]],
    [{ start: 0, end: 60_000 }, 4, [0, 20_000, 40_000, 60_000]],
  ])('%j, at most about %i: %j', (view, most, marks) => {
    expect(ticks(view, most)).toEqual(marks);
  });

  test('are as exact as their distance asks for', () => {
    expect([tickLabel(0, 200), tickLabel(1250, 50), tickLabel(3000, 1000), tickLabel(90_000, 30_000), tickLabel(7, 1)]).toEqual(['0.0 s', '1.25 s', '3 s', '1:30', '0.007 s']);
  });

  test('are few for any length', () => {
    for (const length of [5, 90, 4_000, 31_000, 700_000, 90_000_000, 4_000_000_000]) expect(ticks({ start: 0, end: length }, 10).length).toBeLessThanOrEqual(11);
  });
});
