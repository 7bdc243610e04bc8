import type { RequestReport, RunReport } from '../../engine/metrics/runReport';
import { later, listed, t } from '../../l10n/localize';
import { button } from '../parts/controls';
import { h, newId, setText } from '../dom';
import { duration } from '../format';
import { describeRequest } from './describe';
import { drawTimeline } from './draw';
import { geometryOf, segmentAt, type Geometry } from './geometry';
import { layOutTimeline, type Segment, type TimelineLayout } from './lanes';
import { readPaints, type Paints } from './paint';
import { clampView, panView, revealInView, zoomView, type View } from './scale';

const KEYS = later('Left and right arrows go from request to request, up and down from lane to lane; with Shift they move the view. Plus and minus zoom, 0 shows the whole run, Escape ends the choice.');
const LEGEND = [['first-byte', later('Time to first token')], ['streaming', later('Streaming')], ['rate', later('Held back by the rate limit')], ['retry', later('Before it is sent again')], ['place', later('Waiting for a place')], ['again', later('Sent again')], ['failed', later('Ended without an answer')]] as const;
const ZOOM = 1.5;
/** After a layout of a run that goes on the page has so many times as long for everything else: one of 10,000 requests takes a while. */
const REST = 9;

export type ViewRange = 'all' | View;

/** The requests of a run in lanes, on a canvas, to be zoomed and walked through. The table of requests beside it says the same in words. */
export class TimelineView {
  readonly element: HTMLElement;
  readonly #canvas = h('canvas', { 'aria-hidden': 'true' });
  readonly #frame: HTMLElement;
  readonly #tooltip = h('div', { class: 'tooltip', hidden: true, 'aria-hidden': 'true' });
  readonly #details = h('p', { class: 'timeline-details', 'data-hint': t('Choose a request with the mouse or the arrow keys to see what it did. Ctrl and the wheel zoom; drag, or Shift and the wheel, to move.') });
  readonly #spoken = h('p', { class: 'spoken', role: 'status' });
  readonly #context = this.#canvas.getContext('2d')!;
  #requests: readonly RequestReport[] = [];
  #nowMs = 0;
  #layout: TimelineLayout = layOutTimeline([], 0);
  #geometry: Geometry = geometryOf(this.#layout);
  #range: ViewRange = 'all';
  #selected: Segment | undefined;
  #hovered: number | undefined;
  #paints: Paints | undefined;
  #width = 0;
  #later: ReturnType<typeof setTimeout> | undefined;
  #layOutAgainAt = 0;
  #scheduled = false;
  #drag: { readonly x: number; readonly view: View } | undefined;

  constructor(
    name: string,
    /** The range was moved or zoomed by the person. */
    private readonly onRange: (range: ViewRange) => void = () => {},
  ) {
    const help = newId('keys');
    this.#frame = h(
      'div',
      {
        class: 'timeline-frame', tabindex: 0, role: 'application', 'aria-roledescription': t('timeline'), 'aria-label': name, 'aria-describedby': help,
        onkeydown: (event: KeyboardEvent) => this.#onKey(event),
        onwheel: (event: WheelEvent) => this.#onWheel(event),
        onpointerdown: (event: PointerEvent) => this.#onPointerDown(event),
        onpointermove: (event: PointerEvent) => this.#onPointerMove(event),
        onpointerup: (event: PointerEvent) => this.#onPointerUp(event),
        onpointerleave: () => this.#hover(undefined),
      },
      this.#canvas,
    );
    this.element = h(
      'div',
      { class: 'timeline' },
      h(
        'div',
        { class: 'timeline-bar' },
        h('ul', { class: 'legend', 'aria-label': t('Legend') }, ...LEGEND.map(([kind, label]) => h('li', {}, h('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), label()))),
        h('div', { class: 'tools', role: 'group', 'aria-label': t('Zoom') }, button('+', { label: t('Zoom in'), onClick: () => this.#zoom(1 / ZOOM), secondary: true }), button('−', { label: t('Zoom out'), onClick: () => this.#zoom(ZOOM), secondary: true }), button(t('Fit'), { label: t('Fit the whole run'), onClick: () => this.#setRange('all'), secondary: true })),
      ),
      this.#frame,
      this.#tooltip,
      this.#details,
      h('p', { class: 'spoken', id: help }, KEYS()),
      this.#spoken,
    );
    new ResizeObserver(() => this.#resize()).observe(this.#frame);
  }

  /** @param untilMs the end of the axis, where it is not that of the run: two runs side by side share one */
  update(report: RunReport, untilMs = 0): void {
    clearTimeout(this.#later);
    const waitMs = report.run.status === undefined ? this.#layOutAgainAt - performance.now() : 0;
    if (waitMs > 0) this.#later = setTimeout(() => this.#layOut(report, untilMs), waitMs);
    else this.#layOut(report, untilMs);
  }

  #layOut({ requests, run }: RunReport, untilMs: number): void {
    const startedAt = performance.now();
    this.#requests = requests;
    this.#nowMs = run.ms;
    const layout = layOutTimeline(requests, run.ms);
    this.#layout = { ...layout, endMs: Math.max(layout.endMs, untilMs) };
    this.#geometry = geometryOf(this.#layout);
    this.#selected = this.#selected && this.#find(this.#selected);
    const endedAt = performance.now();
    this.#layOutAgainAt = endedAt + REST * (endedAt - startedAt);
    this.#resize();
  }

  /** Colours follow the theme. */
  repaint(): void {
    this.#paints = undefined;
    this.#schedule();
  }

  set range(range: ViewRange) {
    this.#range = range;
    this.#schedule();
  }

  /** Another run: nothing of the old one is chosen. */
  clearSelection(): void {
    this.#select(undefined);
  }

  get #view(): View {
    const { endMs } = this.#layout;
    return clampView(this.#range === 'all' ? { start: 0, end: endMs } : this.#range, endMs);
  }

  #setRange(range: ViewRange): void {
    const whole = range !== 'all' && range.start <= 0 && range.end >= this.#layout.endMs;
    this.#range = whole ? 'all' : range;
    this.onRange(this.#range);
    this.#schedule();
  }

  #zoom(factor: number, at?: number): void {
    const view = this.#view;
    const middle = this.#selected && this.#selected.start <= view.end && this.#selected.end >= view.start ? (this.#selected.start + this.#selected.end) / 2 : (view.start + view.end) / 2;
    this.#setRange(zoomView(view, factor, at ?? middle, this.#layout.endMs));
  }

  #pan(share: number): void {
    const view = this.#view;
    this.#setRange(panView(view, (view.end - view.start) * share, this.#layout.endMs));
  }

  #onKey(event: KeyboardEvent): void {
    const { key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === '+' || key === '=') this.#zoom(1 / ZOOM);
    else if (key === '-') this.#zoom(ZOOM);
    else if (key === '0') this.#setRange('all');
    else if (shiftKey && key === 'ArrowLeft') this.#pan(-0.2);
    else if (shiftKey && key === 'ArrowRight') this.#pan(0.2);
    else if (key === 'ArrowLeft') this.#step(-1);
    else if (key === 'ArrowRight') this.#step(1);
    else if (key === 'ArrowUp') this.#changeLane(-1);
    else if (key === 'ArrowDown') this.#changeLane(1);
    else if (key === 'Home') this.#stepTo(0);
    else if (key === 'End') this.#stepTo(-1);
    else if (key === 'Escape' && this.#selected) this.#select(undefined);
    else return;
    event.preventDefault();
  }

  #onWheel(event: WheelEvent): void {
    const view = this.#view;
    const msPerPixel = (view.end - view.start) / Math.max(1, this.#width);
    if (event.ctrlKey || event.metaKey) {
      this.#zoom(Math.exp(event.deltaY * 0.003), view.start + this.#at(event).x * msPerPixel);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#setRange(panView(view, (event.deltaX || event.deltaY) * msPerPixel, this.#layout.endMs));
    } else return; // the page scrolls
    event.preventDefault();
  }

  #onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#drag = { x: event.clientX, view: this.#view };
    this.#frame.setPointerCapture(event.pointerId);
  }

  #onPointerMove(event: PointerEvent): void {
    if (this.#drag) {
      const { x, view } = this.#drag;
      if (Math.abs(event.clientX - x) < 3 && !this.#frame.classList.contains('dragged')) return;
      this.#frame.classList.add('dragged');
      this.#hover(undefined);
      this.#setRange(panView(view, ((x - event.clientX) * (view.end - view.start)) / Math.max(1, this.#width), this.#layout.endMs));
      return;
    }
    this.#hover(event);
  }

  #onPointerUp(event: PointerEvent): void {
    const dragged = this.#frame.classList.contains('dragged');
    this.#drag = undefined;
    this.#frame.classList.remove('dragged');
    if (!dragged) this.#select(this.#segmentAt(event));
  }

  #at(event: MouseEvent): { readonly x: number; readonly y: number } {
    const { left, top } = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  #segmentAt(event: MouseEvent): Segment | undefined {
    const { x, y } = this.#at(event);
    return segmentAt(this.#geometry, this.#view, this.#width, x, y);
  }

  #hover(event: PointerEvent | undefined): void {
    const segment = event && this.#segmentAt(event);
    if (segment?.request !== this.#hovered) {
      this.#hovered = segment?.request;
      this.#tooltip.replaceChildren(...(segment ? describeRequest(this.#requests[segment.request]!, segment.request, this.#nowMs).map((line) => h('div', {}, line)) : []));
      this.#schedule();
    }
    this.#tooltip.hidden = !segment;
    if (!segment) return;
    const box = this.element.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.#tooltip;
    const left = Math.min(event.clientX - box.left + 14, box.width - offsetWidth - 2);
    const below = event.clientY + offsetHeight + 24 < innerHeight;
    this.#tooltip.style.left = `${Math.max(0, left)}px`;
    this.#tooltip.style.top = `${event.clientY - box.top + (below ? 18 : -offsetHeight - 10)}px`;
  }

  #select(segment: Segment | undefined): void {
    this.#selected = segment;
    const lines = segment ? describeRequest(this.#requests[segment.request]!, segment.request, this.#nowMs) : [];
    setText(this.#details, lines.join(' · '));
    setText(this.#spoken, listed(lines));
    if (segment && this.#range !== 'all') this.#setRange(revealInView(this.#view, segment.start, segment.end, this.#layout.endMs));
    this.#schedule();
  }

  #step(by: number): void {
    const place = this.#laneOfSelected();
    if (!place) return this.#stepTo(0);
    const { segments } = place.lane;
    this.#select(segments[Math.min(Math.max(segments.indexOf(this.#selected!) + by, 0), segments.length - 1)]);
  }

  #stepTo(index: number): void {
    this.#select((this.#laneOfSelected() ?? this.#geometry.lanes[0])?.lane.segments.at(index));
  }

  #changeLane(by: number): void {
    const { lanes } = this.#geometry;
    const place = this.#laneOfSelected();
    if (!place) return this.#stepTo(0);
    const next = lanes[lanes.indexOf(place) + by];
    const at = this.#selected!.start;
    if (next) this.#select(next.lane.segments.reduce((best, segment) => (Math.abs(segment.start - at) < Math.abs(best.start - at) ? segment : best)));
  }

  #laneOfSelected() {
    return this.#selected && this.#geometry.lanes.find(({ lane }) => lane.segments.includes(this.#selected!));
  }

  /** The same attempt in a layout that was made anew. */
  #find({ request, attempt }: Segment): Segment | undefined {
    for (const { lane } of this.#geometry.lanes) {
      const found = lane.segments.find((segment) => segment.request === request && segment.attempt === attempt);
      if (found) return found;
    }
    return undefined;
  }

  #resize(): void {
    const width = this.#frame.clientWidth;
    if (width === 0) return;
    const ratio = devicePixelRatio || 1;
    this.#width = width;
    const pixels = { width: Math.round(width * ratio), height: Math.round(this.#geometry.height * ratio) };
    if (this.#canvas.width !== pixels.width || this.#canvas.height !== pixels.height) {
      Object.assign(this.#canvas, pixels);
      this.#canvas.style.width = `${width}px`;
      this.#canvas.style.height = `${this.#geometry.height}px`;
      this.#paints = undefined;
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    if (this.#width === 0) return;
    const ratio = devicePixelRatio || 1;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#paints ??= readPaints(this.#frame, this.#context);
    const view = this.#view;
    drawTimeline(this.#context, { layout: this.#layout, geometry: this.#geometry, view, width: this.#width, selected: this.#selected?.request, hovered: this.#hovered }, this.#paints);
    this.#frame.dataset.range = `${duration(view.start)} to ${duration(view.end)}`;
  }
}
