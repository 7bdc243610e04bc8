// Runs the UI tests: a real browser drives the real workbench with the packed extension installed. Each file has a process and a window of its own.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { installExtensions, packChatProvider, packDriver } from '../host/extensions';
import { buildDir, hostDir, vsixFile } from '../host/paths';
import { runMocha, type Result } from '../host/runMocha';
import { makeTemporaryDir, removeDir } from '../host/temporary';
import { screenshotAll } from './workbench';

const SIDE_BY_SIDE = 1;

const { values: options, positionals: names } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' }, result: { type: 'string' } } });
const folder = path.join(buildDir, 'ui');
const isWanted = (file: string) => file.endsWith('.test.mjs') && (!names.length || names.includes(path.basename(file, '.test.mjs')));
const files = (await fs.readdir(folder)).filter(isWanted).sort().map((file) => path.join(folder, file));

const result = options.result || files.length === 1 ? await runHere() : await runApart();
const resultFile = options.result ?? path.join(hostDir, 'results', 'ui.json');
await fs.mkdir(path.dirname(resultFile), { recursive: true });
await fs.writeFile(resultFile, JSON.stringify(result));
process.exit(result.failed || (!result.passed && !options.result) ? 1 : 0);

function runHere(): Promise<Result> {
  return runMocha({
    files,
    timeoutMs: 60_000,
    grep: options.grep,
    hooks: {
      async afterEach(this: Mocha.Context) {
        if (this.currentTest?.state === 'failed') await screenshotAll(`failed ${this.currentTest.fullTitle()}`);
      },
    },
  });
}

/** The largest first, so that none is left alone at the end. */
async function runApart(): Promise<Result> {
  // Once, lest two of them do it at the same time.
  const driver = await packDriver();
  await installExtensions('driven', [vsixFile, driver]);
  await installExtensions('driven-chat', [vsixFile, driver, await packChatProvider()]);
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await fs.stat(file)).size })));
  const queue = sized.sort((a, b) => b.size - a.size).map(({ file }) => path.basename(file, '.test.mjs'));
  const dir = await makeTemporaryDir();
  const total: Result = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const { passed, failed, skipped } = await runOne(name, path.join(dir, `${name}.json`));
      total.passed += passed;
      total.failed += failed;
      total.skipped += skipped;
    }
  };
  try {
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  } finally {
    await removeDir(dir);
  }
  return total;
}

/** What it says is shown whole, once it has ended. */
async function runOne(name: string, file: string): Promise<Result> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, name, '--result', file, ...(options.grep ? ['--grep', options.grep] : [])], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.on(signal, stop);
  const said: Buffer[] = [];
  child.stdout.on('data', (text: Buffer) => said.push(text));
  child.stderr.on('data', (text: Buffer) => said.push(text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.off(signal, stop);
  console.log(Buffer.concat(said).toString());
  const text = await fs.readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as Result;
  console.error(`${name}: ended with ${code ?? 'a signal'} and no result.`);
  return { passed: 0, failed: 1, skipped: 0 };
}
