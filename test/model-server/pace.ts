import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random';
import type { ServerSettings } from './settings';

type Speed = Pick<ServerSettings, 'timeToFirstTokenMs' | 'tokensPerSecond' | 'timeScale' | 'jitter'>;

/** Makes an answer take the time that a model would take. Each token has its moment, so that late timers do not add up. */
export class Pace {
  readonly #firstTokenMs: number;
  readonly #msPerToken: number;
  #firstTokenAt = 0;

  constructor(speed: Speed, random: Random) {
    const spread = () => speed.timeScale * (1 + speed.jitter * (2 * random() - 1));
    this.#firstTokenMs = speed.timeToFirstTokenMs * spread();
    this.#msPerToken = speed.tokensPerSecond > 0 ? (1_000 / speed.tokensPerSecond) * spread() : 0;
  }

  /** Resolves when the first token is due, or at once when the signal aborts. */
  async firstToken(signal: AbortSignal): Promise<void> {
    await pause(this.#firstTokenMs, signal);
    this.#firstTokenAt = performance.now();
  }

  /** Resolves when so many tokens are due, or at once when the signal aborts. */
  async tokens(count: number, signal: AbortSignal): Promise<void> {
    if (this.#msPerToken > 0) await pause(this.#firstTokenAt + count * this.#msPerToken - performance.now(), signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // A timer is late by a millisecond or so; what is due within that may go now.
  if (ms >= 1 && !signal.aborted) await sleep(ms, undefined, { signal }).catch(() => {});
}
