// Child processes of the scripts.
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { node24 } from '../test/host/setup.mjs';

/** Holds back what the commands of a task say while another task has the terminal. */
const quiet = new AsyncLocalStorage();

/** Runs a task whose commands say nothing before it is over: then all of it at once. */
export async function heldBack(task) {
  const said = [];
  try {
    return await quiet.run(said, task);
  } finally {
    process.stdout.write(Buffer.concat(said));
  }
}

/** A line of our own, in its place among what the commands say. */
export function say(line) {
  const said = quiet.getStore();
  if (said) said.push(Buffer.from(`${line}\n`));
  else console.log(line);
}

export const root = path.dirname(import.meta.dirname);
export const fromRoot = (...parts) => path.join(root, ...parts);

/**
 * Runs a command to its end and returns its exit code. Ctrl+C reaches the whole terminal group: the child ends by itself, in
 * its own time, and we wait for it; a signal sent to us alone is handed on.
 */
export function run(command, args, { env = {}, cwd = root, stdio = 'inherit' } = {}) {
  const said = quiet.getStore();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: said ? ['ignore', 'pipe', 'pipe'] : stdio, env: { ...process.env, ...env } });
    child.stdout?.on('data', (text) => said?.push(text));
    child.stderr?.on('data', (text) => said?.push(text));
    const handOn = (signal) => child.kill(signal);
    const wait = () => {};
    process.on('SIGTERM', handOn).on('SIGHUP', handOn).on('SIGINT', wait);
    const forget = () => process.off('SIGTERM', handOn).off('SIGHUP', handOn).off('SIGINT', wait);
    child.once('error', (error) => (forget(), reject(error)));
    child.once('close', (code, signal) => (forget(), resolve(code ?? (signal === 'SIGINT' ? 130 : 1))));
  });
}

/** Runs one of the project's own tools under the Node that runs us. */
export const runTool = (file, args, options) => run(process.execPath, [fromRoot('node_modules', file), ...args], options);

/** Runs a bundle of the test harness under the packed Node, which comes first in the PATH of whatever it starts. */
export function runHarness(bundle, args = [], { env = {}, ...options } = {}) {
  const PATH = [path.dirname(node24), process.env.PATH].join(path.delimiter);
  return run(node24, ['--enable-source-maps', '--no-warnings', fromRoot('test', '.host', 'build', bundle), ...args], { ...options, env: { ...env, PATH } });
}

export async function orThrow(exitCode, what) {
  if ((await exitCode) !== 0) throw new Error(`${what} failed.`);
}
