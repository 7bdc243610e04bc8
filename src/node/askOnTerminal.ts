import { createInterface } from 'node:readline/promises';
import { InputError } from '../engine/inputError';

/** Whether there is somebody to show something to, and to ask. */
export function isTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** What the person answers. @param otherwise the next step where there is nobody to ask. @throws InputError there */
export async function askOnTerminal(what: string, otherwise: string, choices = 'y/N'): Promise<string> {
  if (!isTerminal()) throw new InputError(`${what} ${otherwise}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`\r\x1b[2K${what} Go on? [${choices}] `)).trim();
  } finally {
    terminal.close();
  }
}

export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}
