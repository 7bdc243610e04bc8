// Runs the UI tests: a real browser drives the real workbench with the packed extension installed.
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { buildDir, hostDir } from '../host/paths';
import { runMocha } from '../host/runMocha';
import { screenshotAll } from './workbench';

const { values: options, positionals: names } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const folder = path.join(buildDir, 'ui');
const isWanted = (file: string) => file.endsWith('.test.mjs') && (!names.length || names.includes(path.basename(file, '.test.mjs')));
const files = (await fs.readdir(folder)).filter(isWanted).sort().map((file) => path.join(folder, file));

const result = await runMocha({
  files,
  timeoutMs: 60_000,
  grep: options.grep,
  hooks: {
    async afterEach(this: Mocha.Context) {
      if (this.currentTest?.state === 'failed') await screenshotAll(`failed ${this.currentTest.fullTitle()}`);
    },
  },
});
await fs.mkdir(path.join(hostDir, 'results'), { recursive: true });
await fs.writeFile(path.join(hostDir, 'results', 'ui.json'), JSON.stringify(result));
process.exit(result.failed || !result.passed ? 1 : 0);
