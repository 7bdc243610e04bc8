import { execFile } from 'node:child_process';
import { chown, readdir } from 'node:fs/promises';
import path from 'node:path';

const CLI = path.resolve(import.meta.dirname, '../../../dist/cli.js');

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
}

/** The built command line in a folder, in an environment of its own. */
export function runCli(root: string, args: readonly string[], { env, around, uid }: CliOptions = {}): Promise<Ended> {
  const command = [process.execPath, CLI, ...args];
  const [program, ...rest] = around ? [around.program, ...around.args, ...command] : command;
  const options = { cwd: root, env: { PATH: process.env.PATH, HOME: path.join(root, '.home'), ...env }, timeout: 20_000, ...(uid === undefined ? {} : { uid, gid: uid }) };
  return new Promise((resolve) => execFile(program!, rest, options, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })));
}

/** The number that systems give to `nobody`. Permissions mean nothing to root, so tests that root runs are run as nobody. */
export const NOBODY = 65_534;

export async function giveTo(uid: number, folder: string): Promise<void> {
  await chown(folder, uid, uid);
  for (const name of await readdir(folder, { recursive: true })) await chown(path.join(folder, name), uid, uid);
}
