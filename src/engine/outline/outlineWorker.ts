import { parentPort, workerData } from 'node:worker_threads';
import { parseLayout } from './layout';
import { openOutlineCache, type OutlineCacheOptions } from './outlineCache';
import { parseOutline, type OutlineOptions } from './parseOutline';

/** What the thread is started with. */
export type OutlineWorkerData = OutlineOptions & { readonly cache?: OutlineCacheOptions };

/** What goes to the thread: files to read, and in the end that there are no more. */
export type OutlineRequest = ReadRequest | { readonly what: 'end' };

export interface ReadRequest {
  readonly id: number;
  readonly what: 'outline' | 'layout';
  readonly path: string;
  readonly text: string;
}

/** What was asked for as JSON: to read that takes the other thread half the time of a structured clone, and it is what the cache holds. */
export type OutlineReply = { readonly id: number; readonly json: string } | { readonly id: number; readonly error: string } | { readonly warning: string };

const { cache: cacheOptions, ...options } = workerData as OutlineWorkerData;
const reply = (message: OutlineReply): void => parentPort?.postMessage(message);
const cache = cacheOptions && openOutlineCache(cacheOptions, (warning) => reply({ warning }));

/** One file at a time, in the order in which they come. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: OutlineRequest) => {
  last = last.then(() => (request.what === 'end' ? process.exit() : read(request)));
});

async function read({ id, what, path, text }: ReadRequest): Promise<void> {
  const key = what === 'outline' ? cache?.keyOf(path, text) : undefined;
  const known = key === undefined ? undefined : cache?.get(key);
  if (known !== undefined) return reply({ id, json: known });
  try {
    const json = JSON.stringify(await (what === 'outline' ? parseOutline : parseLayout)(path, text, options));
    reply({ id, json });
    if (key !== undefined) cache?.put(key, json);
  } catch (error) {
    reply({ id, error: error instanceof Error ? error.message : String(error) });
  }
}
