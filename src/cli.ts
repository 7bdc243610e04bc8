#!/usr/bin/env node
import { version } from '../package.json';
import { readArguments } from './node/arguments';
import { changes } from './node/commands/changes';
import { check } from './node/commands/check';
import { generate } from './node/commands/generate';
import { regenerate } from './node/commands/regenerate';
import { namesProjectSpec, regenerateProject } from './node/commands/regenerateProject';
import { keepHeapSmall } from './node/frugalHeap';
import { EXIT_CODES } from './node/jsonResult';

/** The composition root of the command line: the same engine as in the editor, with files, terminal and environment around it. */
async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  keepHeapSmall();
  const line = readArguments(args, version);
  if ('exitCode' in line) return line.exitCode;
  try {
    const surroundings = { env, dist: __dirname, version };
    if ((line.command === 'regenerate' || line.command === 'plan') && namesProjectSpec(line)) return await regenerateProject(line, surroundings);
    switch (line.command) {
      case 'check':
        return await check(line, surroundings);
      case 'changes':
        return await changes(line);
      case 'regenerate':
        return await regenerate(line, surroundings);
      default:
        return await generate(line, surroundings);
    }
  } catch (error) {
    return wrongInput(error, line);
  }
}

function wrongInput(error: unknown, line: { readonly json?: boolean }): number {
  const message = error instanceof Error ? (error.name === 'InputError' ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`specwright: ${message}\n`);
  if (line.json) process.stdout.write(`${JSON.stringify({ status: 'failed', files: [], usage: { calls: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }, costUsd: 0, cache: { hits: 0, misses: 0 }, unverified: 0, warnings: [], errors: [message] }, null, 2)}\n`);
  return EXIT_CODES.failed;
}

void main(process.argv.slice(2), process.env).then((code) => {
  // Keep-alive sockets and the worker must not hold the process; what was printed must be out first.
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
});
