import { Worker } from 'node:worker_threads';
import type { Outline, Outliner } from './outline';
import type { OutlineReply, OutlineRequest } from './outlineWorker';

export interface WorkerOutlinerOptions {
  /** The bundle of `outlineWorker.ts`. Loaded with the first file, not before. */
  readonly workerFile: string;
  /** Folder of `tree-sitter.wasm` and the grammars. */
  readonly wasmDir: string;
  /** Number of threads; 1 by default. They are started as they are needed. */
  readonly size?: number;
}

/** An outliner whose files are read in threads of their own. */
export interface WorkerOutliner extends Outliner {
  /** Ends the threads. Files still waiting are rejected. */
  dispose(): Promise<void>;
}

/** A file that ended a thread is tried once more in a new one: the thread may have died of the files before. */
const MAX_TRIES = 2;

interface Job {
  readonly path: string;
  readonly text: string;
  readonly resolve: (outline: Outline) => void;
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

  constructor(readonly options: WorkerOutlinerOptions) {
    this.#size = Math.max(1, options.size ?? 1);
  }

  outline(path: string, text: string, { signal }: { signal?: AbortSignal } = {}): Promise<Outline> {
    return new Promise<Outline>((resolve, reject) => {
      if (this.#disposed) return reject(new Error('The outliner was disposed.'));
      if (signal?.aborted) return reject(signal.reason as Error);
      const job: Job = { path, text, resolve, reject, tries: 0, cancelled: false };
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

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const job of this.#queue.splice(0)) job.reject(new Error('The outliner was disposed.'));
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end(new Error('The outliner was disposed.'))));
  }

  #next(): void {
    while (this.#queue.length > 0 && !this.#disposed) {
      const idle = this.#threads.find((thread) => thread.job === undefined) ?? this.#start();
      if (!idle) return;
      idle.run(this.#queue.shift()!);
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.length >= this.#size) return undefined;
    const thread = new Thread(this.options, {
      finished: () => this.#next(),
      died: (job, error) => {
        this.#threads.splice(this.#threads.indexOf(thread), 1);
        if (job && !job.cancelled) {
          if (job.tries < MAX_TRIES) this.#queue.unshift(job);
          else job.reject(new Error(`${job.path} could not be outlined: ${error.message}`, { cause: error }));
        }
        this.#next();
      },
    });
    this.#threads.push(thread);
    return thread;
  }
}

/** One thread; it keeps the process alive only while it works. */
class Thread {
  readonly #worker: Worker;
  #id = 0;
  #ended = false;
  job: Job | undefined;

  constructor(
    { workerFile, wasmDir }: WorkerOutlinerOptions,
    readonly on: { finished(): void; died(job: Job | undefined, error: Error): void },
  ) {
    this.#worker = new Worker(workerFile, { workerData: { wasmDir }, name: 'specwright-outline' });
    this.#worker.unref();
    this.#worker.on('message', (reply: OutlineReply) => this.#replied(reply));
    this.#worker.on('error', (error) => this.#died(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => this.#died(new Error(`the parser's thread ended (exit code ${code})`)));
  }

  run(job: Job): void {
    this.job = job;
    job.tries++;
    this.#worker.ref();
    this.#worker.postMessage({ id: ++this.#id, path: job.path, text: job.text } satisfies OutlineRequest);
  }

  async end(reason: Error): Promise<void> {
    this.#ended = true;
    this.job?.reject(reason);
    this.job = undefined;
    await this.#worker.terminate();
  }

  #replied(reply: OutlineReply): void {
    const { job } = this;
    if (!job || reply.id !== this.#id) return;
    this.job = undefined;
    this.#worker.unref();
    if ('outline' in reply) job.resolve(reply.outline);
    else job.reject(new Error(`${job.path} could not be outlined: ${reply.error}`));
    this.on.finished();
  }

  #died(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    const { job } = this;
    this.job = undefined;
    void this.#worker.terminate();
    this.on.died(job, error);
  }
}
