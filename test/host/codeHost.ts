#!/usr/bin/env node
// Stands in for the desktop's executable: takes the arguments that @vscode/test-electron gives it, and runs the same thing in
// the packed server with the packed browser as its window.
//
// Exit codes: 0 all passed, 1 a test failed, 65 the run never finished, 66 no test ran, 70 the server ended, 71 the page
// crashed, 124 too slow.
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { startBridge } from './bridge';
import { injectDevelopmentOptions, startBrowser, workbenchUrl, type Browser } from './browser';
import { hostDir } from './paths';
import { startServer, type Server } from './server';
import { makeTemporaryDir, onSignal, removeDir } from './temporary';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    extensionTestsPath: { type: 'string' },
    extensionDevelopmentPath: { type: 'string', multiple: true },
    'extensions-dir': { type: 'string' },
    'user-data-dir': { type: 'string' },
  },
});
const argument = (name: string): string => {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`--${name} is missing.`);
  return value;
};
const timeLimitMs = Number(process.env.SPECWRIGHT_TEST_LIMIT_MS ?? 180_000);
// Passed on by itself: a suite may set what is filtered out of the environment otherwise (a model server's address, a proxy).
const suiteEnv = JSON.parse(process.env.SPECWRIGHT_TEST_ENV ?? '{}') as Record<string, string>;
const resultFile = process.env.SPECWRIGHT_TEST_RESULT ?? '';

class HostError extends Error {
  constructor(message: string, readonly exitCode: number) {
    super(message);
  }
}

async function main(dir: string): Promise<void> {
  const outputFile = path.join(dir, 'output.txt');
  await fs.writeFile(outputFile, '');
  const printNew = printAppended(outputFile);
  const printing = setInterval(() => void printNew(), 200);
  let server: Server | undefined;
  let browser: Browser | undefined;
  let finished = false;
  const workbenchLog: string[] = [];
  const bridge = await startBridge(() => browser?.page);
  try {
    server = await startServer({
      dir,
      extensionsDir: path.resolve(argument('extensions-dir')),
      userDataDir: path.resolve(argument('user-data-dir')),
      settings: JSON.parse(process.env.SPECWRIGHT_TEST_SETTINGS ?? '{}') as Record<string, unknown>,
      env: { ...suiteEnv, SPECWRIGHT_TEST_BRIDGE: bridge.url, SPECWRIGHT_TEST_OUTPUT: outputFile },
    });
    // Lists render only the rows in sight: a refactor preview of a dozen files is to be in sight.
    browser = await startBrowser(dir, { width: 1280, height: 1200 });
    const { page } = browser;
    await page.exposeFunction('codeAutomationLog', (type: string, texts: unknown[]) => workbenchLog.push(`[${type}] ${texts.join(' ')}`));
    const ended = endOfRun(server, browser);
    ended.catch(() => {}); // it may come while the page is still being opened
    await injectDevelopmentOptions(page, server.port, {
      extensions: (values.extensionDevelopmentPath as string[]).map((p) => path.resolve(p)),
      tests: path.resolve(argument('extensionTestsPath')),
    });
    await page.goto(workbenchUrl(server.port, positionals[0] && path.resolve(positionals[0])));
    await ended;
    finished = true;
  } finally {
    clearInterval(printing);
    await printNew();
    if (!finished) await keepLogs(dir, workbenchLog);
    await browser?.close();
    await server?.stop();
    bridge.close();
  }
}

/** Resolves when the window says that its tests are over: what came of them is in the result file, or nowhere. */
function endOfRun(server: Server, { page }: Browser): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new HostError(`The tests took more than ${timeLimitMs / 1000} s.`, 124)), timeLimitMs);
    timer.unref();
    server.process.once('exit', (code, signal) => reject(new HostError(`The server ended with ${code ?? signal}.`, 70)));
    page.once('crash', () => reject(new HostError('The page crashed.', 71)));
    void page.exposeFunction('codeAutomationExit', () => resolve());
  });
}

function printAppended(file: string): () => Promise<void> {
  let printed = 0;
  return async () => {
    const bytes = await fs.readFile(file);
    process.stdout.write(bytes.subarray(printed));
    printed = bytes.length;
  };
}

async function keepLogs(dir: string, workbenchLog: string[]): Promise<void> {
  const kept = path.join(hostDir, 'logs');
  await fs.mkdir(kept, { recursive: true });
  await fs.writeFile(path.join(kept, 'workbench.log'), workbenchLog.join('\n'));
  await fs.copyFile(path.join(dir, 'server.log'), path.join(kept, 'server.log')).catch(() => {});
  console.error(`What the workbench and the server said is in ${path.relative(process.cwd(), kept)}.`);
}

/** The window's own exit code is not to be trusted (it is 0 after a killed host, and after no test at all). */
async function exitCodeOf(file: string): Promise<number> {
  const text = await fs.readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new HostError('The extension host ended before its tests did.', 65);
  const { passed, failed } = JSON.parse(text) as { passed: number; failed: number };
  if (failed) return 1;
  if (!passed) throw new HostError('No test ran.', 66);
  return 0;
}

const dir = await makeTemporaryDir();
onSignal(() => removeDir(dir));
try {
  await main(dir);
  process.exitCode = await exitCodeOf(resultFile);
} catch (error) {
  console.error(error instanceof HostError ? error.message : error);
  process.exitCode = error instanceof HostError ? error.exitCode : 1;
} finally {
  await removeDir(dir);
}
process.exit();
