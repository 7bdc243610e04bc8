import type { Lane, LaneGroup, Segment, TimelineLayout } from './lanes';
import type { View } from './scale';

export const AXIS_HEIGHT = 20;
export const QUEUE_HEIGHT = 34;
export const GROUP_HEIGHT = 20;
const LANE_GAP = 2;

/** Where a lane is, in CSS pixels from the top. */
export interface LanePlace {
  readonly group: LaneGroup;
  readonly lane: Lane;
  readonly index: number;
  readonly top: number;
  readonly height: number;
}

export interface Geometry {
  readonly lanes: readonly LanePlace[];
  readonly groups: readonly { readonly group: LaneGroup; readonly top: number }[];
  readonly queueTop: number | undefined;
  readonly height: number;
}

/** From the top: the axis, how many wait (where any ever does), then the lanes of each model. The more lanes, the thinner. */
export function geometryOf(layout: TimelineLayout): Geometry {
  const count = layout.groups.reduce((sum, { lanes }) => sum + lanes.length, 0);
  const height = count <= 12 ? 16 : count <= 24 ? 12 : 8;
  const lanes: LanePlace[] = [];
  const groups: { group: LaneGroup; top: number }[] = [];
  const queueTop = layout.longestQueue > 0 ? AXIS_HEIGHT : undefined;
  let top = AXIS_HEIGHT + (queueTop === undefined ? 0 : QUEUE_HEIGHT);
  for (const group of layout.groups) {
    groups.push({ group, top });
    top += GROUP_HEIGHT;
    for (const [index, lane] of group.lanes.entries()) {
      lanes.push({ group, lane, index, top, height });
      top += height + LANE_GAP;
    }
  }
  return { lanes, groups, queueTop, height: top + 4 };
}

/** The first segment that ends after this moment; the number of segments where none does. */
export function firstEndingAfter(segments: readonly Segment[], ms: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.end < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The segment under a point, or the nearest within some pixels of it: short ones are hard to hit. */
export function segmentAt(geometry: Geometry, view: View, width: number, x: number, y: number): Segment | undefined {
  const place = geometry.lanes.find(({ top, height }) => y >= top - 1 && y <= top + height + 1);
  if (!place) return undefined;
  const msPerPixel = (view.end - view.start) / Math.max(1, width);
  const ms = view.start + x * msPerPixel;
  const reach = 3 * msPerPixel;
  const { segments } = place.lane;
  let best: Segment | undefined;
  let distance = Infinity;
  for (let i = firstEndingAfter(segments, ms - reach); i < segments.length; i++) {
    const segment = segments[i]!;
    const from = segment.waits[0]?.start ?? segment.start;
    if (from > ms + reach) break;
    const away = ms < from ? from - ms : ms > segment.end ? ms - segment.end : 0;
    if (away < distance) [best, distance] = [segment, away];
  }
  return best;
}
