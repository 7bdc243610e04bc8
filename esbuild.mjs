// Bundles the extension, the command line, and what they load on first use, each as one CommonJS file in dist/.
import { build } from 'esbuild';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

const root = import.meta.dirname;
const from = (...parts) => path.join(root, ...parts);

/**
 * Loaded on first use, so that activation and `--help` pay for none of it: a dynamic import of one of these files
 * becomes a `require` of its own bundle. All bundles lie side by side, so the relative path is the same everywhere.
 */
const lazy = {
  engine: 'src/editor/engine.ts',
  'provider-anthropic': 'src/providers/anthropic/anthropic.ts',
  ownTemplate: 'src/engine/write/templates/ownTemplate.ts',
  secretlint: 'src/engine/safety/secretlint.ts',
  transport: 'src/node/transport.ts',
};

const entries = {
  extension: 'src/extension.ts',
  cli: 'src/cli.ts',
  outlineWorker: 'src/engine/outline/outlineWorker.ts',
  ...lazy,
};

const lazyImports = {
  name: 'lazy-imports',
  setup(b) {
    const bundleOf = new Map(Object.entries(lazy).map(([name, file]) => [from(file), `./${name}.js`]));
    b.onResolve({ filter: /^\./ }, ({ kind, path: specifier, resolveDir }) => {
      if (kind !== 'dynamic-import' || resolveDir.includes('node_modules')) return undefined;
      const bundle = bundleOf.get(path.resolve(resolveDir, specifier.replace(/(\.ts)?$/, '.ts')));
      if (!bundle) return { errors: [{ text: `A dynamic import needs a bundle of its own: add ${specifier} to "lazy" in esbuild.mjs.` }] };
      return { path: bundle, external: true };
    });
  },
};

await rm(from('dist'), { recursive: true, force: true });
await build({
  entryPoints: entries,
  outdir: 'dist',
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  minify: !process.argv.includes('--readable'),
  keepNames: true, // error names are part of what a log says
  legalComments: 'none',
  sourcemap: process.argv.includes('--sourcemap') && 'linked',
  logLevel: 'warning',
  plugins: [lazyImports],
});

// The parser's runtime and the grammars, loaded by the worker on first use.
const languages = ['bash', 'c-sharp', 'cpp', 'go', 'java', 'javascript', 'php', 'powershell', 'python', 'ruby', 'rust', 'tsx', 'typescript'];
const grammars = ['tree-sitter', ...languages.map((name) => `tree-sitter-${name}`)];
await mkdir(from('dist/grammars'), { recursive: true });
for (const name of grammars) await cp(from(`node_modules/@vscode/tree-sitter-wasm/wasm/${name}.wasm`), from(`dist/grammars/${name}.wasm`));
