// Are all functions, classes and methods there that a language's own tools list? `node test/bench/completeness.mjs [--verbose] [package…]`
// With --formatters instead: does any formatter change a hash? (Prettier; Black, Ruff, rustfmt, clang-format, RuboCop, shfmt where they are installed.)
// With --mutants instead: does every other program change one?
// Bundles completeness.ts and runs it. Exit code 1 where anything is missing.
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.join(import.meta.dirname, '../..');
const folder = await mkdtemp(path.join(os.tmpdir(), 'specwright-completeness-'));
const bundle = path.join(folder, 'completeness.cjs');
try {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'completeness.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
    // These are large, and are loaded from where they are installed.
    plugins: [
      {
        name: 'installed',
        setup(b) {
          b.onResolve({ filter: /^typescript$/ }, () => ({ path: path.join(root, 'node_modules/typescript/lib/typescript.js'), external: true }));
          b.onResolve({ filter: /^prettier$/ }, () => ({ path: path.join(root, 'node_modules/prettier/index.cjs'), external: true }));
        },
      },
    ],
  });
  const { default: measure } = await import(pathToFileURL(bundle).href);
  process.exitCode = await measure.run(root, process.argv.slice(2));
} finally {
  await rm(folder, { recursive: true, force: true });
}
