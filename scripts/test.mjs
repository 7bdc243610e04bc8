// The one test command: every check in turn, from type check to UI tests. Names of phases choose some of them (what a phase
// needs comes with it); --grep PATTERN chooses tests. The last line is always "N passed, N failed".
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleTests } from '../test/host/bundle.mjs';
import { ensureHost } from '../test/host/setup.mjs';
import { build, pack } from './pack.mjs';
import { fromRoot, orThrow, runHarness, runTool } from './run.mjs';

const { values: options, positionals: wanted } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const grep = (flag) => (options.grep ? [flag, options.grep] : []);
const results = fromRoot('test', '.host', 'results');

/** In the order in which they run. `tests` names the file in which the phase leaves { passed, failed }. */
const phases = {
  host: { title: 'Test host', run: ensureHost },
  build: { title: 'Build', run: build },
  pack: { title: 'Package', needs: ['build'], run: packQuietly },
  bundle: { title: 'Bundle of the tests', needs: ['host'], run: bundleTests },
  types: { title: 'Type check', needs: ['host'], run: checkTypes },
  lint: { title: 'Lint', needs: ['host'], run: () => orThrow(runTool('eslint/bin/eslint.js', ['.']), 'The linter') },
  unit: { title: 'Unit tests', needs: ['build'], tests: 'unit.json', run: runUnitTests },
  tools: { title: 'Compilers', needs: ['host', 'build'], tests: 'tools.json', run: runToolTests },
  integration: { title: 'Integration tests', needs: ['host', 'bundle', 'pack'], tests: 'integration.json', run: () => orThrow(runHarness('runSuites.mjs', grep('--grep')), 'The integration tests') },
  ui: { title: 'UI tests', needs: ['host', 'bundle', 'pack'], tests: 'ui.json', run: () => orThrow(runHarness('runUi.mjs', grep('--grep')), 'The UI tests') },
};

const total = { passed: 0, failed: 0 };
const chosen = choose(wanted);
try {
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  for (const [name, phase] of Object.entries(phases)) if (chosen.has(name)) await runPhase(phase);
} catch (error) {
  console.error(`\nStopped: ${error.message}`);
  total.failed ||= 1; // a phase without tests counts as one
  process.exitCode = 1;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);

async function runPhase({ title, run, tests }) {
  console.log(`\n── ${title}`);
  const start = performance.now();
  try {
    await run();
  } finally {
    if (tests) await addCounts(tests);
  }
  console.log(`── ${title}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

async function addCounts(file) {
  const text = await readFile(path.join(results, file), 'utf8').catch(() => '{}');
  const { passed, failed, numPassedTests, numFailedTests } = JSON.parse(text);
  total.passed += passed ?? numPassedTests ?? 0;
  total.failed += failed ?? numFailedTests ?? 0;
}

function choose(names) {
  const chosen = new Set();
  const add = (name) => {
    if (!phases[name]) throw new Error(`There is no phase "${name}". Phases: ${Object.keys(phases).join(', ')}`);
    chosen.add(name);
    phases[name].needs?.forEach(add);
  };
  (names.length ? names : Object.keys(phases)).forEach(add);
  return chosen;
}

/** Code for pages has types of its own: those of a browser. */
async function checkTypes() {
  await orThrow(runTool('typescript/bin/tsc', ['--noEmit']), 'The type check');
  await orThrow(runTool('typescript/bin/tsc', ['--noEmit', '-p', fromRoot('src', 'webview')]), 'The type check of the pages');
}

function runUnitTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path.join(results, 'unit.json')}`];
  return orThrow(runTool('vitest/vitest.mjs', ['run', '--passWithNoTests', ...reporters, ...grep('--testNamePattern')]), 'The unit tests');
}

/** What is planned for a language goes through the language's own tools, as far as they are installed. */
function runToolTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path.join(results, 'tools.json')}`];
  return orThrow(runTool('vitest/vitest.mjs', ['run', '--config', fromRoot('test/tools/vitest.config.mts'), ...reporters, ...grep('--testNamePattern')]), 'The tests with compilers');
}

async function packQuietly() {
  await pack(['ignore', 'ignore', 'inherit']);
}
