// Temporary folders and processes, and their end: whatever was created here is gone when the process is.
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { fixturesDir } from './paths';

/** Below the system's own temporary folder, since the path of a socket inside it may have 107 characters at most. */
export const makeTemporaryDir = (): Promise<string> => fs.mkdtemp(path.join(os.tmpdir(), 'specwright-'));

export const removeDir = (dir: string): Promise<void> => fs.rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

/** Each run works on a copy of a fixture: two runs on one folder disturb each other. */
export async function copyFixture(fixture: string, to: string): Promise<string> {
  await fs.cp(path.resolve(fixturesDir, fixture), to, { recursive: true });
  return to;
}

type CleanUp = () => unknown;
const cleanUps: CleanUp[] = [];
let listening = false;

/** Runs `cleanUp` when the process is told to end (the newest first), unless the returned function was called before. */
export function onSignal(cleanUp: CleanUp): () => void {
  if (!listening) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endBySignal);
  listening = true;
  cleanUps.push(cleanUp);
  return () => void cleanUps.splice(cleanUps.indexOf(cleanUp), 1);
}

let ending = false;
function endBySignal(): void {
  if (ending) return;
  ending = true;
  void (async () => {
    for (const cleanUp of [...cleanUps].reverse()) await Promise.resolve(cleanUp()).catch(() => {});
    process.exit(130);
  })();
}
