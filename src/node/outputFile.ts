import { writeFileSync } from 'node:fs';
import { InputError } from '../engine/inputError';

/** Writes what an option asked for. @throws InputError where it cannot be written there */
export function writeOutput(file: string, text: string, option: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}. Choose another place with ${option}.`);
  }
}
