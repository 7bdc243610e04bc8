import type { RunEvent } from '../events';
import type { StageName } from '../stages';
import { Figures } from './figures';

/** What a person is told of a run while it goes on. */
export interface ProgressSnapshot {
  readonly stage: StageName | undefined;
  readonly itemsDone: number;
  readonly items: number;
  readonly files: number;
  /** Milliseconds until the last answer, from the pace so far; `undefined` while nothing can be said. */
  readonly leftMs: number | undefined;
  /** `undefined`: a part of it is not known. */
  readonly costUsd: number | undefined;
  /** Until when nothing leaves (milliseconds since the epoch), and for whom that is. */
  readonly waitingUntil: number | undefined;
  readonly waitingFor: 'provider' | 'other runs';
  /** How long the oldest request that is under way has been so, in its present attempt, where a person begins to wonder whether it is still alive. */
  readonly slowRequestMs: number | undefined;
}

/** From here on a request takes long. */
const SLOW_MS = 10_000;

/** Follows a run's events. A pure view: it may be read at any time. */
export class Progress {
  readonly figures = new Figures();
  #stage: StageName | undefined;
  #items = 0;
  #fromCache = 0;
  #fromModel = 0;
  #failed = 0;
  #files = 0;
  #askingSince: number | undefined;
  /** When each request that is under way was sent; the oldest first. */
  readonly #sent = new Map<string, number>();
  #waitingUntil: number | undefined;
  #waitingFor: ProgressSnapshot['waitingFor'] = 'provider';

  take(event: RunEvent): void {
    this.figures.take(event);
    switch (event.type) {
      case 'stage-started':
        this.#stage = event.stage;
        break;
      case 'file-planned':
        this.#files++;
        this.#items += event.items;
        break;
      case 'request-started':
        this.#askingSince ??= event.at;
        this.#sent.set(event.request, event.at);
        this.#waitingUntil = undefined;
        break;
      case 'retry-waiting':
      case 'rate-waiting':
      case 'busy':
        if (event.type === 'retry-waiting') this.#sent.delete(event.request);
        this.#waitingUntil = event.at + event.ms;
        this.#waitingFor = event.type === 'busy' ? 'other runs' : 'provider';
        break;
      case 'request-ended':
        this.#sent.delete(event.request);
        break;
      case 'item-done':
        if (event.from === 'cache') this.#fromCache++;
        else this.#fromModel++;
        break;
      case 'item-failed':
        this.#failed++;
        break;
      default:
    }
  }

  snapshot(now: number): ProgressSnapshot {
    const done = this.#fromCache + this.#fromModel + this.#failed;
    return {
      stage: this.#stage,
      // What goes back to its author is answered twice.
      itemsDone: Math.min(done, this.#items),
      items: this.#items,
      files: this.#files,
      leftMs: this.#leftMs(now, Math.max(0, this.#items - done)),
      costUsd: this.figures.knownCostUsd,
      waitingFor: this.#waitingFor,
      slowRequestMs: this.#slowRequestMs(now),
      waitingUntil: this.#waitingUntil !== undefined && this.#waitingUntil > now ? this.#waitingUntil : undefined,
    };
  }

  #slowRequestMs(now: number): number | undefined {
    const [oldest = now] = this.#sent.values();
    return now - oldest > SLOW_MS ? now - oldest : undefined;
  }

  /** Answers so far per time so far; before the first there is no pace to speak of. */
  #leftMs(now: number, left: number): number | undefined {
    if (left === 0) return 0;
    if (this.#askingSince === undefined || this.#fromModel === 0) return undefined;
    return Math.max(0, ((now - this.#askingSince) / this.#fromModel) * left);
  }
}
