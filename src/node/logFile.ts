import { closeSync, openSync, writeSync } from 'node:fs';
import { InputError } from '../engine/inputError';
import type { Listener } from '../engine/events';

/** Appends every event of the run to a file, one JSON object a line. Events carry no source text and no secret. */
export function logFile(path: string): { readonly listener: Listener; close(): void } {
  let file: number;
  try {
    file = openSync(path, 'a');
  } catch (error) {
    throw new InputError(`The log file ${path} cannot be opened: ${(error as Error).message}. Choose another place with --log-file.`);
  }
  return {
    listener: ({ at, ...event }) => writeSync(file, `${JSON.stringify({ time: new Date(at).toISOString(), ...event })}\n`),
    close: () => closeSync(file),
  };
}
