import type { RunEvent } from '../engine/events';
import { Figures } from '../engine/metrics/figures';

/** What the window's runs have come to since it was opened. Counted from their events alone. */
export class Session {
  readonly figures = new Figures();
  runs = 0;
  readonly #written = new Set<string>();

  /** A spec counts once a run, however often it grew. */
  get specsWritten(): number {
    return this.#written.size;
  }

  take(event: RunEvent): void {
    this.figures.take(event);
    if (event.type === 'run-started') this.runs++;
    if (event.type === 'file-written' && event.outcome === 'written') this.#written.add(`${event.run} ${event.path}`);
  }
}
