// Child processes of the scripts.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { node24 } from '../test/host/setup.mjs';

export const root = path.dirname(import.meta.dirname);
export const fromRoot = (...parts) => path.join(root, ...parts);

/**
 * Runs a command to its end and returns its exit code. Ctrl+C reaches the whole terminal group: the child ends by itself, in
 * its own time, and we wait for it; a signal sent to us alone is handed on.
 */
export function run(command, args, { env = {}, cwd = root, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio, env: { ...process.env, ...env } });
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
