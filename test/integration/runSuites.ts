// Runs every suite in a real extension host, through @vscode/test-electron with the packed server as its executable.
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { installExtensions, packChatProvider } from '../host/extensions';
import { buildDir, hostDir, root, vsixFile } from '../host/paths';
import type { Result } from '../host/runMocha';
import { copyFixture, makeTemporaryDir, removeDir } from '../host/temporary';
import { suites, type Suite } from './suites';

const { values: options, positionals: names } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });

// The package that ships is installed as a user installs it, and the development extension is an empty one: so Specwright
// runs in production mode, from an extensions folder, with the files that the package holds and no other.
const shipped = () => installExtensions('shipped', [vsixFile]);
const withChatProvider = async () => installExtensions('chat', [vsixFile, await packChatProvider()]);

// What test-electron does on Ctrl+C (it stops the host, and lets us clean up since we listen too) is done on any signal.
let stopped = false;
process.on('SIGINT', () => (stopped = true));
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.kill(process.pid, 'SIGINT'));

const total: Result = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites) {
  if (stopped || (names.length && !names.includes(suite.name))) continue;
  console.log(`\nSuite ${suite.name}`);
  const result = await runSuite(suite);
  total.passed += result.passed;
  total.failed += result.failed;
  total.skipped += result.skipped;
}
await fs.mkdir(path.join(hostDir, 'results'), { recursive: true });
await fs.writeFile(path.join(hostDir, 'results', 'integration.json'), JSON.stringify(total));
process.exit(total.failed || !total.passed ? 1 : 0);

async function runSuite(suite: Suite): Promise<Result> {
  const extensionsDir = await (suite.chatProvider ? withChatProvider() : shipped());
  const dir = await makeTemporaryDir();
  const resultFile = path.join(dir, 'result.json');
  const prepared = await suite.prepare?.();
  let failure: unknown;
  try {
    const folder = await copyFixture(suite.fixture, path.join(dir, 'workspace'));
    await runTests({
      vscodeExecutablePath: path.join(buildDir, 'codeHost.mjs'),
      extensionDevelopmentPath: path.join(root, 'test', 'host', 'emptyExtension'),
      extensionTestsPath: path.join(buildDir, 'runInHost.cjs'),
      launchArgs: [path.join(folder, suite.open ?? ''), `--extensions-dir=${extensionsDir}`, `--user-data-dir=${path.join(dir, 'user-data')}`],
      extensionTestsEnv: {
        SPECWRIGHT_TEST_FILES: JSON.stringify(suite.tests.map((test) => path.join(buildDir, 'integration', `${test}.test.cjs`))),
        SPECWRIGHT_TEST_RESULT: resultFile,
        SPECWRIGHT_TEST_GREP: options.grep,
        SPECWRIGHT_TEST_SETTINGS: JSON.stringify({ ...suite.settings, ...prepared?.settings }),
        SPECWRIGHT_TEST_LIMIT_MS: String(suite.timeLimitMs ?? 300_000),
        SPECWRIGHT_TEST_ENV: JSON.stringify({ ...suite.env, ...prepared?.env }),
      },
    });
  } catch (error) {
    failure = error;
  }
  const text = await fs.readFile(resultFile, 'utf8').catch(() => undefined);
  await prepared?.dispose?.();
  await removeDir(dir);
  if (text === undefined) {
    console.error(`Suite ${suite.name}: ${failure instanceof Error ? failure.message : 'no result'}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const result = JSON.parse(text) as Result;
  // With --grep, a suite may well have nothing to run.
  return { ...result, failed: result.failed || (failure && !options.grep ? 1 : 0) };
}
