import { parentPort, workerData } from 'node:worker_threads';
import { openOutlineCache, type OutlineCacheOptions } from './outlineCache';
import { parseOutline, type OutlineOptions } from './parseOutline';

/** What the thread is started with. */
export type OutlineWorkerData = OutlineOptions & { readonly cache?: OutlineCacheOptions };

/** What goes to the thread, and what comes back. */
export interface OutlineRequest {
  readonly id: number;
  readonly path: string;
  readonly text: string;
}

/** The outline as JSON: to read that takes the other thread half the time of a structured clone, and it is what the cache holds. */
export type OutlineReply = { readonly id: number; readonly outline: string } | { readonly id: number; readonly error: string } | { readonly warning: string };

const { cache: cacheOptions, ...options } = workerData as OutlineWorkerData;
const reply = (message: OutlineReply): void => parentPort?.postMessage(message);
const cache = cacheOptions && openOutlineCache(cacheOptions, (warning) => reply({ warning }));

/** One file at a time, in the order in which they come. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', ({ id, path, text }: OutlineRequest) => {
  last = last.then(async () => {
    const key = cache?.keyOf(path, text);
    const known = key === undefined ? undefined : cache?.get(key);
    if (known !== undefined) return reply({ id, outline: known });
    try {
      const outline = JSON.stringify(await parseOutline(path, text, options));
      reply({ id, outline });
      if (key !== undefined) cache?.put(key, outline);
    } catch (error) {
      reply({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
});
