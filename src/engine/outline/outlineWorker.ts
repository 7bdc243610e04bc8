import { parentPort, workerData } from 'node:worker_threads';
import type { Outline } from './outline';
import { parseOutline, type OutlineOptions } from './parseOutline';

/** What goes to the thread, and what comes back. */
export interface OutlineRequest {
  readonly id: number;
  readonly path: string;
  readonly text: string;
}

export type OutlineReply = { readonly id: number; readonly outline: Outline } | { readonly id: number; readonly error: string };

/** One file at a time, in the order in which they come. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', ({ id, path, text }: OutlineRequest) => {
  last = last.then(async () => {
    const reply = await parseOutline(path, text, workerData as OutlineOptions).then(
      (outline): OutlineReply => ({ id, outline }),
      (error: unknown): OutlineReply => ({ id, error: error instanceof Error ? error.message : String(error) }),
    );
    parentPort?.postMessage(reply);
  });
});
