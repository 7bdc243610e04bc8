import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../ports';
import { wait } from './wait';

/** Nobody holds a lock for longer than a few file operations; whoever does has died. By the clock of the file system. */
const STALE_MS = 10_000;
const RETRY_MS = 5;
/** Two seconds; then the work is done without the lock rather than never. */
const MOST_TRIES = 400;

/** Lets one process at a time do something short: whoever can make the file holds the lock. */
export class LockFile {
  /** Within this process everybody waits in line, rather than each trying for the file. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly clock: Clock,
  ) {}

  /** Does the work while nobody else does. Where the file cannot be made at all (a read-only disk), without it. */
  hold<T>(work: () => T): Promise<T> {
    const turn = this.#line.then(() => this.#holding(work));
    this.#line = turn.catch(() => {});
    return turn;
  }

  async #holding<T>(work: () => T): Promise<T> {
    let taken = this.#take();
    for (let tries = 1; taken === 'by another' && tries < MOST_TRIES; tries++) {
      await wait(this.clock, RETRY_MS, NEVER);
      taken = this.#take();
    }
    try {
      return work();
    } finally {
      if (taken === 'by us') rmSync(this.file, { force: true });
    }
  }

  #take(): 'by us' | 'by another' | 'not to be had' {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
    } catch {
      return 'not to be had';
    }
    try {
      closeSync(openSync(this.file, 'wx'));
      return 'by us';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return 'not to be had';
      this.#removeStale();
      return 'by another';
    }
  }

  #removeStale(): void {
    const takenAt = statSync(this.file, { throwIfNoEntry: false })?.mtimeMs;
    if (takenAt !== undefined && Date.now() - takenAt > STALE_MS) rmSync(this.file, { force: true });
  }
}

const NEVER = new AbortController().signal;
