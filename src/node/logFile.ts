import { closeSync, openSync, writeSync } from 'node:fs';
import { InputError } from '../engine/inputError';
import type { Listener } from '../engine/events';

/** To write each event by itself takes a third of the log's time. What is younger than this a process that is killed takes with it. */
const FLUSH_AFTER_MS = 200;
const FLUSH_AFTER_CHARACTERS = 65_536;

/** Appends every event of the run to a file, one JSON object a line, some at a time. Events carry no source text and no secret, and begin with their time (`EventStream`). */
export function logFile(path: string): { readonly listener: Listener; close(): void } {
  let file: number;
  try {
    file = openSync(path, 'a');
  } catch (error) {
    throw new InputError(`The log file ${path} cannot be opened: ${(error as Error).message}. Choose another place with --log-file.`);
  }
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  const timeOf = isoTimes();
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting;
    waiting = '';
    if (text !== '') writeSync(file, text);
  };
  // A second Ctrl+C ends the process at once.
  process.on('exit', flush);
  return {
    listener: (event) => {
      const { at } = event;
      waiting += `{"time":"${timeOf(at)}",${JSON.stringify(event).slice(`{"at":${at},`.length)}\n`;
      if (waiting.length >= FLUSH_AFTER_CHARACTERS || event.type === 'run-finished') flush();
      else timer ??= setTimeout(flush, FLUSH_AFTER_MS).unref();
    },
    close: () => {
      process.off('exit', flush);
      flush();
      closeSync(file);
    },
  };
}

/** As `Date` writes them, but for each second once: there are thousands of events in one. */
function isoTimes(): (at: number) => string {
  let second = NaN;
  let text = '';
  return (at) => {
    const whole = Math.floor(at / 1_000);
    if (whole !== second) [second, text] = [whole, new Date(whole * 1_000).toISOString().slice(0, -4)];
    return `${text}${String(Math.floor(at - whole * 1_000)).padStart(3, '0')}Z`;
  };
}
