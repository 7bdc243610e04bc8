// Runs a measurement of this folder: `node test/bench/run.mjs NAME [argument…]` bundles NAME.ts and calls its `run`. Build first (`npm run build`).
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [name, ...args] = process.argv.slice(2);
const folder = await mkdtemp(path.join(os.tmpdir(), 'specwright-bench-'));
try {
  const bundle = path.join(folder, `${name}.cjs`);
  const entryPoints = [name, 'serverProcess'].map((entry) => path.join(import.meta.dirname, `${entry}.ts`));
  await build({ entryPoints, outdir: folder, outExtension: { '.js': '.cjs' }, bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning' });
  const { default: measurement } = await import(pathToFileURL(bundle).href);
  process.exitCode = await measurement.run(path.join(import.meta.dirname, '../..'), args);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
