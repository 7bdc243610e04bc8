import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../engine/inputError';

/** What can be told before a run is paid for. @throws InputError where the folder of a file that an option asks for is not there */
export function assertFolder(file: string | undefined, option: string): void {
  if (file === undefined) return;
  const folder = path.dirname(path.resolve(file));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new InputError(`${file} cannot be written: there is no folder ${folder}. Make it, or choose another place with ${option}.`);
}

/** Writes what an option asked for. @throws InputError where it cannot be written there */
export function writeOutput(file: string, text: string, option: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}. Choose another place with ${option}.`);
  }
}
