import { execFile, execFileSync } from 'node:child_process';
import { chown, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const CLI = path.resolve(import.meta.dirname, '../../../dist/cli.js');

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A shell script around the command, which is its `"$@"`. */
  readonly around?: { readonly program: string; readonly args: readonly string[] };
  /** Whom the process belongs to. Default: whom the tests belong to. */
  readonly uid?: number;
  /** Where the command line lies. Default: where it was built. */
  readonly cli?: string;
  /** Default: 20 s. */
  readonly timeoutMs?: number;
}

/** The built command line in a folder, in an environment of its own. */
export function runCli(root: string, args: readonly string[], { env, around, uid, cli = CLI, timeoutMs = 20_000 }: CliOptions = {}): Promise<Ended> {
  const command = [process.execPath, cli, ...args];
  const [program, ...rest] = around ? [around.program, ...around.args, ...command] : command;
  const options = { cwd: root, env: { PATH: process.env.PATH, HOME: path.join(root, '.home'), ...env }, timeout: timeoutMs, ...(uid === undefined ? {} : { uid, gid: uid }) };
  return new Promise((resolve) => execFile(program!, rest, options, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })));
}

/** The number that systems give to `nobody`. Permissions mean nothing to root, so tests that root runs are run as nobody. */
export const NOBODY = 65_534;

/** Whether nobody may run Node here: where root keeps it to itself, a test that needs another user cannot be made. */
export function nobodyRunsNode(): boolean {
  try {
    execFileSync(process.execPath, ['-e', ''], { uid: NOBODY, gid: NOBODY, cwd: tmpdir(), stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The built command line in a folder that everybody may read: the project's own may lie where only root does. */
export async function readableCommandLine(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'specwright-dist-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(path.dirname(CLI), folder, { recursive: true });
  await giveTo(NOBODY, folder);
  return path.join(folder, 'cli.js');
}

export async function giveTo(uid: number, folder: string): Promise<void> {
  await chown(folder, uid, uid);
  for (const name of await readdir(folder, { recursive: true })) await chown(path.join(folder, name), uid, uid);
}
