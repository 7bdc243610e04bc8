import { t } from '../../l10n/localize';

/** The part of the run that is in sight, in milliseconds since its start. */
export interface View {
  readonly start: number;
  readonly end: number;
}

/** Closer than this nothing happens. */
const SHORTEST_MS = 5;

/** Keeps a view inside of the run, and as long as it was where that is possible. */
export function clampView({ start, end }: View, runMs: number): View {
  const length = Math.min(Math.max(end - start, SHORTEST_MS), Math.max(runMs, SHORTEST_MS));
  const from = Math.min(Math.max(start, 0), Math.max(runMs, SHORTEST_MS) - length);
  return { start: from, end: from + length };
}

/** @param factor below 1: closer; @param at the moment that stays where it is */
export function zoomView(view: View, factor: number, at: number, runMs: number): View {
  return clampView({ start: at - (at - view.start) * factor, end: at + (view.end - at) * factor }, runMs);
}

export function panView(view: View, ms: number, runMs: number): View {
  return clampView({ start: view.start + ms, end: view.end + ms }, runMs);
}

/** Moved as little as needed to show this much; zoomed out where it would not fit. */
export function revealInView(view: View, start: number, end: number, runMs: number): View {
  const length = Math.max(view.end - view.start, (end - start) * 1.2);
  if (start >= view.start && end <= view.end) return view;
  const from = start < view.start ? start - length * 0.1 : end + length * 0.1 - length;
  return clampView({ start: from, end: from + length }, runMs);
}

/** Round moments, no more than fit. */
export function ticks(view: View, most: number): readonly number[] {
  const step = roundStep((view.end - view.start) / Math.max(1, most));
  const marks: number[] = [];
  for (let i = Math.ceil(view.start / step); i * step <= view.end; i++) marks.push(i * step);
  return marks;
}

const MINUTE = 60_000;
const ROUND_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * MINUTE);

function roundStep(ms: number): number {
  if (ms > 30_000) return ROUND_MINUTES.find((step) => step >= ms) ?? Math.ceil(ms / (1440 * MINUTE)) * 1440 * MINUTE;
  if (ms > 20_000) return 30_000;
  if (ms > 10_000) return 20_000;
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1)));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= ms) ?? 10 * power;
}

/** `0 s`, `0.25 s`, `12 s`, `2:30`, as exact as the distance between two asks for. */
export function tickLabel(ms: number, step: number): string {
  if (step >= 1000 && ms >= MINUTE) return `${Math.floor(ms / MINUTE)}:${String(Math.round((ms % MINUTE) / 1000)).padStart(2, '0')}`;
  const digits = step >= 1000 ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return t('{0} s', (ms / 1000).toFixed(digits));
}
