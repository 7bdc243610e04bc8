import type { ServerResponse } from 'node:http';
import { cutBytes } from './pieces';
import type { Random } from './random';

/** Writes the text of a stream in pieces, no faster than the client takes them. */
export class Sender {
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(
    private readonly response: ServerResponse,
    private readonly closed: AbortSignal,
    private readonly chunkBytes: number,
    private readonly random?: Random,
  ) {}

  async send(text: string): Promise<void> {
    for (const piece of cutBytes(Buffer.from(text), this.chunkBytes, this.random)) {
      if (this.closed.aborted) return;
      let written!: () => void;
      this.#lastWrite = new Promise((resolve) => (written = resolve));
      if (!this.response.write(piece, () => written())) await this.#drained();
    }
  }

  /** Everything has left this process: what is torn down now was really sent. */
  async flush(): Promise<void> {
    await Promise.race([this.#lastWrite, aborted(this.closed)]);
  }

  async #drained(): Promise<void> {
    await Promise.race([new Promise((resolve) => this.response.once('drain', resolve)), aborted(this.closed)]);
  }
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
