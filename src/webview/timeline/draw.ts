import { t } from '../../l10n/localize';
import { firstEndingAfter, AXIS_HEIGHT, GROUP_HEIGHT, QUEUE_HEIGHT, type Geometry, type LanePlace } from './geometry';
import type { QueuePoint, Segment, TimelineLayout } from './lanes';
import type { Paints } from './paint';
import { percent, whole } from '../format';
import { tickLabel, ticks, type View } from './scale';

export interface Drawing {
  readonly layout: TimelineLayout;
  readonly geometry: Geometry;
  readonly view: View;
  readonly width: number;
  /** Index of the request. */
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
}

/** Pixels that a sign takes. */
const MARK_WIDTH = 12;

/** Pixels between two labels of the axis, at least. */
const TICK_DISTANCE = 80;

export function drawTimeline(context: CanvasRenderingContext2D, drawing: Drawing, paints: Paints): void {
  const { geometry, width } = drawing;
  context.clearRect(0, 0, width, geometry.height);
  context.font = paints.font;
  context.textBaseline = 'middle';
  drawAxis(context, drawing, paints);
  if (geometry.queueTop !== undefined) drawQueue(context, drawing, geometry.queueTop, paints);
  for (const { group, top } of geometry.groups) {
    drawHeading(context, t('{0} · lanes busy {1}', group.name, percent(group.busy)), top + GROUP_HEIGHT / 2 + 1, width, paints);
  }
  for (const place of geometry.lanes) drawLane(context, drawing, place, paints);
}

function drawAxis(context: CanvasRenderingContext2D, { view, width, geometry }: Drawing, paints: Paints): void {
  const marks = ticks(view, width / TICK_DISTANCE);
  const step = marks.length > 1 ? marks[1]! - marks[0]! : view.end - view.start;
  const scale = width / (view.end - view.start);
  context.fillStyle = paints.line;
  context.globalAlpha = 0.5;
  for (const ms of marks) context.fillRect(Math.round((ms - view.start) * scale), AXIS_HEIGHT - 4, 1, geometry.height);
  context.globalAlpha = 1;
  context.fillStyle = paints.faintText;
  for (const ms of marks) {
    const x = (ms - view.start) * scale;
    const label = tickLabel(ms, step);
    const labelWidth = context.measureText(label).width;
    context.fillText(label, Math.min(Math.max(x - labelWidth / 2, 1), width - labelWidth - 1), AXIS_HEIGHT / 2 - 1);
  }
}

/** Who waits for what, one upon the other: for the provider's limit, to be sent again, for a place. */
function drawQueue(context: CanvasRenderingContext2D, { layout, view, width }: Drawing, top: number, paints: Paints): void {
  const { queue, longestQueue } = layout;
  const bottom = top + QUEUE_HEIGHT - 3;
  const high = (QUEUE_HEIGHT - 15) / longestQueue;
  const kinds = [['rate', paints.rate], ['retry', paints.retry], ['place', paints.place]] as const;
  const heights = new Float64Array(Math.ceil(width) * kinds.length);
  // The most in each column of pixels: a moment of a crowd is not to vanish between two of them.
  eachColumn(queue, view, width, (column, point) => {
    let sum = 0;
    for (const [i, [kind]] of kinds.entries()) {
      sum += point[kind];
      const at = column * kinds.length + i;
      heights[at] = Math.max(heights[at]!, sum * high);
    }
  });
  for (let i = kinds.length - 1; i >= 0; i--) {
    // Patterns let through what is behind them, which would be those of the kinds above.
    for (const paint of [paints.lane, kinds[i]![1]]) {
      context.fillStyle = paint;
      for (let x = 0; x < width; ) {
        const height = heights[x * kinds.length + i]!;
        let until = x + 1;
        while (until < width && heights[until * kinds.length + i] === height) until++;
        if (height > 0) context.fillRect(x, bottom - height, until - x, height);
        x = until;
      }
    }
  }
  context.fillStyle = paints.line;
  context.fillRect(0, bottom, width, 1);
  drawHeading(context, t('Waiting requests · at most {0}', whole(longestQueue)), top + 6, width, paints);
}

/** Above the lines of the axis, which would go through it. */
function drawHeading(context: CanvasRenderingContext2D, text: string, middle: number, width: number, paints: Paints): void {
  context.fillStyle = paints.page;
  context.fillRect(0, middle - 7, Math.min(context.measureText(text).width + 6, width), 13);
  context.fillStyle = paints.text;
  context.fillText(text, 2, middle, width - 4);
}

function eachColumn(queue: readonly QueuePoint[], view: View, width: number, visit: (column: number, point: QueuePoint) => void): void {
  const scale = width / (view.end - view.start);
  for (const [i, point] of queue.entries()) {
    const next = queue[i + 1]?.ms ?? point.ms;
    if (next < view.start || point.ms > view.end || point.place + point.rate + point.retry === 0) continue;
    const from = Math.max(0, Math.floor((point.ms - view.start) * scale));
    const to = Math.min(Math.ceil(width) - 1, Math.max(from, Math.ceil((next - view.start) * scale) - 1));
    for (let column = from; column <= to; column++) visit(column, point);
  }
}

function drawLane(context: CanvasRenderingContext2D, drawing: Drawing, place: LanePlace, paints: Paints): void {
  const { view, width } = drawing;
  const { top, height, lane } = place;
  const scale = width / (view.end - view.start);
  context.fillStyle = paints.lane;
  context.fillRect(0, top, width, height);
  /** Up to where the lane is painted: what is shorter than a pixel and lies before is not seen anyway. */
  let painted = -1;
  for (let i = firstEndingAfter(lane.segments, view.start); i < lane.segments.length; i++) {
    const segment = lane.segments[i]!;
    if ((segment.waits[0]?.start ?? segment.start) > view.end) break;
    const end = (segment.end - view.start) * scale;
    if (end < painted) continue;
    drawSegment(context, segment, (ms) => (ms - view.start) * scale, place, paints, drawing);
    painted = Math.max(Math.floor(end) + 0.7, painted);
  }
}

function drawSegment(context: CanvasRenderingContext2D, segment: Segment, x: (ms: number) => number, { top, height }: LanePlace, paints: Paints, { selected, hovered, width }: Drawing): void {
  const fill = (from: number, to: number, paint: string | CanvasPattern, inset = 0) => {
    const left = Math.max(from, -1);
    const right = Math.min(Math.max(to, from + 0.7), width + 1);
    if (right <= left) return;
    context.fillStyle = paint;
    context.fillRect(left, top + inset, right - left, height - 2 * inset);
  };
  for (const wait of segment.waits) if (wait.kind !== 'place') fill(x(wait.start), x(wait.end), paints[wait.kind], height > 8 ? 4 : 2);
  const start = x(segment.start);
  const firstByte = x(segment.firstByte);
  const end = x(segment.end);
  fill(start, firstByte, paints.firstByte);
  fill(firstByte, end, paints.streaming);
  if (end - start > 3) {
    fill(start, start + 1, paints.firstByteEdge);
    if (segment.firstByte === segment.end) {
      context.strokeStyle = paints.firstByteEdge;
      context.lineWidth = 1;
      context.strokeRect(start + 0.5, top + 0.5, end - start - 1, height - 1);
    }
  }
  if (end - start < MARK_WIDTH) {
    // Too short for a sign: a line through the lane, so that many of them still leave the lane to be seen.
    if (segment.failed) fill(end - 1, end + 0.5, paints.error);
    else if (segment.attempt > 1) fill(start, start + 1.5, paints.retryMark);
  } else {
    if (segment.failed) drawCross(context, end, top, height, paints.error);
    if (segment.attempt > 1) drawArrow(context, start, top, height, paints.retryMark);
  }
  if (segment.request === selected || segment.request === hovered) {
    context.strokeStyle = paints.focus;
    context.lineWidth = segment.request === selected ? 2 : 1;
    context.strokeRect(start - 1.5, top - 1, Math.max(end - start, 1) + 3, height + 2);
  }
}

/** At its end: there was no answer. */
function drawCross(context: CanvasRenderingContext2D, x: number, top: number, height: number, colour: string): void {
  const size = Math.min(4, height / 2 - 1);
  const y = top + height / 2;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - size * 2, y - size);
  context.lineTo(x, y + size);
  context.moveTo(x - size * 2, y + size);
  context.lineTo(x, y - size);
  context.stroke();
}

/** At its start: it was sent again. */
function drawArrow(context: CanvasRenderingContext2D, x: number, top: number, height: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x + Math.min(7, height / 2), top + height / 2);
  context.lineTo(x, top + height);
  context.fill();
}
