import type { Listener } from '../engine/events';
import { usd } from '../engine/batch/estimate';
import { Progress, type ProgressSnapshot } from '../engine/metrics/progress';
import { seconds } from './summary';

const REFRESH_MS = 200;

/** What a model is asked for. */
export type AskedFor = 'sections' | 'files';

export interface TerminalProgress {
  readonly listener: Listener;
  /** While a person is asked something, nothing is drawn over the question. */
  readonly pausing: <T>(ask: () => Promise<T>) => Promise<T>;
  close(): void;
}

/**
 * Progress on standard error: one line a stage, and on a terminal one below that is drawn over while it goes on. Standard output stays free for
 * the result.
 * @param items what is asked for, in the plural
 */
export function terminalProgress(stream: NodeJS.WriteStream, items: AskedFor = 'sections'): TerminalProgress {
  const progress = new Progress();
  let isPaused = false;
  const redraw = stream.isTTY ? setInterval(() => isPaused || draw(), REFRESH_MS) : undefined;
  redraw?.unref();
  const draw = () => stream.write(`\r\x1b[2K${progressLine(progress.snapshot(Date.now()), items).slice(0, (stream.columns ?? 80) - 1)}`);
  const clear = () => stream.isTTY && stream.write('\r\x1b[2K');
  return {
    listener(event) {
      progress.take(event);
      if (event.type === 'stage-finished') {
        clear();
        stream.write(`${event.stage}: ${event.detail} (${seconds(event.ms)})\n`);
      }
      if (event.type === 'retry-waiting' && !stream.isTTY) stream.write(`waiting ${seconds(event.ms)}: ${event.reason}\n`);
      if (event.type === 'rate-waiting' && !stream.isTTY) stream.write(`waiting ${seconds(event.ms)} for the provider's rate limit\n`);
    },
    async pausing(ask) {
      isPaused = true;
      clear();
      try {
        return await ask();
      } finally {
        isPaused = false;
      }
    },
    close() {
      clearInterval(redraw);
      clear();
    },
  };
}

/** `analyze · 12 of 40 sections · about 15 s left · $0.04`. */
export function progressLine({ stage, itemsDone, items, files, leftMs, costUsd, waitingUntil, waitingFor, slowRequestMs }: ProgressSnapshot, asked: AskedFor = 'sections'): string {
  return [
    stage ?? 'starting',
    items > 0 ? `${itemsDone} of ${items} ${asked}` : files > 0 ? `${files} files` : '',
    waitingUntil === undefined ? '' : waitingFor === 'provider' ? 'waiting for the provider' : 'busy with other runs',
    leftMs === undefined || items === 0 || leftMs === 0 ? '' : `about ${seconds(leftMs)} left`,
    costUsd === undefined ? 'cost unknown' : costUsd > 0 ? usd(costUsd) : '',
    slowRequestMs === undefined ? '' : `longest request ${seconds(slowRequestMs)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
