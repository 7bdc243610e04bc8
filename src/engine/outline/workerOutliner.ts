import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Layout, Outline, Outliner } from './outline';
import type { OutlineCacheOptions } from './outlineCache';
import type { OutlineReply, OutlineRequest, OutlineWorkerData, ReadRequest } from './outlineWorker';

export interface WorkerOutlinerOptions {
  /** The bundle of `outlineWorker.ts`. Loaded with the first file, not before. */
  readonly workerFile: string;
  /** Folder of `tree-sitter.wasm` and the grammars. */
  readonly wasmDir: string;
  /** Most threads; they are started as they are needed. Default: one for each core, at most {@link MAX_THREADS}. */
  readonly size?: number;
  /** Where outlines are kept between runs. Absent: nowhere. */
  readonly cache?: OutlineCacheOptions;
  /** The folder of the cache is of no use: told once. */
  readonly onWarning?: (message: string) => void;
}

/** Each has a parser and grammars of its own, about 60 MB; and one thread alone has to make specs of what they read. */
const MAX_THREADS = 4;

/** An outliner whose files are read in threads of their own. */
export interface WorkerOutliner extends Outliner {
  rest(): void;
  /** Threads at the moment. */
  readonly threads: number;
  /** Ends the threads. Files still waiting are rejected. */
  dispose(): Promise<void>;
}

/** A file that ended a thread is tried once more in a new one: the thread may have died of the files before. */
const MAX_TRIES = 2;

/** Without limits a thread's heap holds up to hundreds of megabytes of garbage. The most that a source of 1 MB was seen to need is 190 MB (a file of nothing but calls). */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 384 } as const;

/** A thread that has read more than so many holds far more memory than a new one would: some 100 MB, at 0.1 s to start anew. */
const FRESH_FILES = 50;

/** A thread that is to end is let finish what it is at, so long at most: then it hangs in a source. */
const MOST_TO_END_MS = 2_000;

/** Files handed to a thread at once: it goes on with the next while this thread is busy with the last. */
const FILES_A_THREAD = 2;

interface Job {
  readonly what: ReadRequest['what'];
  readonly path: string;
  readonly text: string;
  readonly resolve: (read: unknown) => void;
  readonly reject: (error: unknown) => void;
  tries: number;
  /** Nobody waits any more. */
  cancelled: boolean;
}

export function createWorkerOutliner(options: WorkerOutlinerOptions): WorkerOutliner {
  return new OutlinePool(options);
}

class OutlinePool implements WorkerOutliner {
  readonly #queue: Job[] = [];
  readonly #threads: Thread[] = [];
  readonly #size: number;
  #disposed = false;
  #warned = false;

  constructor(readonly options: WorkerOutlinerOptions) {
    this.#size = Math.max(1, options.size ?? Math.min(os.availableParallelism(), MAX_THREADS));
  }

  outline(path: string, text: string, { signal }: { signal?: AbortSignal } = {}): Promise<Outline> {
    return this.#read('outline', path, text, signal) as Promise<Outline>;
  }

  layout(path: string, text: string, { signal }: { signal?: AbortSignal } = {}): Promise<Layout> {
    return this.#read('layout', path, text, signal) as Promise<Layout>;
  }

  #read(what: ReadRequest['what'], path: string, text: string, signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#disposed) return reject(new Error('The outliner was disposed.'));
      if (signal?.aborted) return reject(signal.reason as Error);
      const job: Job = { what, path, text, resolve, reject, tries: 0, cancelled: false };
      if (signal) {
        const cancel = (): void => {
          job.cancelled = true;
          const waiting = this.#queue.indexOf(job);
          if (waiting >= 0) this.#queue.splice(waiting, 1);
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', cancel, { once: true });
        const settle = <T>(done: (value: T) => void) => (value: T): void => {
          signal.removeEventListener('abort', cancel);
          done(value);
        };
        Object.assign(job, { resolve: settle(resolve), reject: settle(reject) });
      }
      this.#queue.push(job);
      this.#next();
    });
  }

  get threads(): number {
    return this.#threads.length;
  }

  rest(): void {
    const done = this.#threads.filter(({ jobs, files }) => jobs.length === 0 && files > FRESH_FILES);
    for (const thread of done) {
      this.#threads.splice(this.#threads.indexOf(thread), 1);
      void thread.end();
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const job of this.#queue.splice(0)) job.reject(new Error('The outliner was disposed.'));
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end(new Error('The outliner was disposed.'))));
  }

  #next(): void {
    while (this.#queue.length > 0 && !this.#disposed) {
      const thread = this.#leastBusy(0) ?? this.#start() ?? this.#leastBusy(FILES_A_THREAD - 1);
      if (!thread) return;
      thread.run(this.#queue.shift()!);
    }
  }

  #leastBusy(mostJobs: number): Thread | undefined {
    return this.#threads.filter(({ jobs }) => jobs.length <= mostJobs).sort((a, b) => a.jobs.length - b.jobs.length)[0];
  }

  #start(): Thread | undefined {
    if (this.#threads.length >= this.#size) return undefined;
    const thread = new Thread(this.options, {
      finished: () => this.#next(),
      warned: (message) => this.#warn(message),
      died: ([job, ...waiting], error) => {
        this.#threads.splice(this.#threads.indexOf(thread), 1);
        this.#queue.unshift(...waiting.filter(({ cancelled }) => !cancelled));
        if (job && !job.cancelled) {
          if (++job.tries < MAX_TRIES) this.#queue.unshift(job);
          else job.reject(new Error(`${job.path} could not be outlined: ${error.message}`, { cause: error }));
        }
        this.#next();
      },
    });
    this.#threads.push(thread);
    return thread;
  }

  /** Every thread finds out for itself. */
  #warn(message: string): void {
    if (!this.#warned) this.options.onWarning?.(message);
    this.#warned = true;
  }
}

/** One thread; it keeps the process alive only while it works. */
class Thread {
  readonly #worker: Worker;
  /** Of the first of the jobs. */
  #id = 0;
  #ended = false;
  /** In the order in which they are answered. */
  readonly jobs: Job[] = [];
  /** How many it was given. */
  files = 0;

  constructor(
    { workerFile, wasmDir, cache }: WorkerOutlinerOptions,
    readonly on: { finished(): void; warned(message: string): void; died(jobs: readonly Job[], error: Error): void },
  ) {
    this.#worker = new Worker(workerFile, { workerData: { wasmDir, ...(cache && { cache: { dir: cache.dir, version: cache.version, maxBytes: cache.maxBytes } }) } satisfies OutlineWorkerData, name: 'specwright-outline', resourceLimits: LIMITS });
    this.#worker.unref();
    this.#worker.on('message', (reply: OutlineReply) => this.#replied(reply));
    this.#worker.on('error', (error) => this.#died(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => this.#died(new Error(`the parser's thread ended (exit code ${code})`)));
  }

  run(job: Job): void {
    this.jobs.push(job);
    this.files++;
    this.#worker.ref();
    this.#worker.postMessage({ id: this.#id + this.jobs.length - 1, what: job.what, path: job.path, text: job.text } satisfies ReadRequest);
  }

  /**
   * Asks the thread to end, and waits until it has. It may be at keeping an outline, and Node.js 20 aborts the whole process where a thread is terminated just as it opens a zlib stream ("close before init").
   * `reason`: of the files that it was not done with.
   */
  async end(reason?: Error): Promise<void> {
    this.#ended = true;
    for (const job of this.jobs.splice(0)) job.reject(reason);
    const ended = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.ref();
    this.#worker.postMessage({ what: 'end' } satisfies OutlineRequest);
    const hangs = setTimeout(() => void this.#worker.terminate(), MOST_TO_END_MS);
    await ended;
    clearTimeout(hangs);
  }

  #replied(reply: OutlineReply): void {
    if ('warning' in reply) return this.on.warned(reply.warning);
    const [job] = this.jobs;
    if (!job || reply.id !== this.#id) return;
    this.#id++;
    this.jobs.shift();
    if (this.jobs.length === 0) this.#worker.unref();
    this.on.finished();
    if ('error' in reply) return job.reject(new Error(`${job.path} could not be outlined: ${reply.error}`));
    // Nobody reads what nobody waits for.
    if (!job.cancelled) job.resolve(JSON.parse(reply.json));
  }

  #died(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    const jobs = this.jobs.splice(0);
    void this.#worker.terminate();
    this.on.died(jobs, error);
  }
}
