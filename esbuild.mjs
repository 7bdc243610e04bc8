// Bundles the extension, the command line, and what they load on first use, each as one CommonJS file in dist/.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = import.meta.dirname;
const from = (...parts) => path.join(root, ...parts);

/**
 * Loaded on first use, so that activation and `--help` pay for none of it: a dynamic import of one of these files
 * becomes a `require` of its own bundle. All bundles lie side by side, so the relative path is the same everywhere.
 */
const lazy = {
  window: 'src/editor/window.ts',
  engine: 'src/editor/engine.ts',
  builtIns: 'src/engine/verify/builtIns/builtIns.ts',
  'provider-anthropic': 'src/providers/anthropic/anthropic.ts',
  'provider-openai': 'src/providers/openai/openai.ts',
  'provider-gemini': 'src/providers/gemini/gemini.ts',
  ownTemplate: 'src/engine/write/templates/ownTemplate.ts',
  secretlint: 'src/engine/safety/secretlint.ts',
  transport: 'src/node/transport.ts',
  metrics: 'src/editor/metrics/metrics.ts',
  'report-html': 'src/report/renderReport.ts',
  traces: 'src/node/traces.ts',
};

const { traces, ...others } = lazy;
const entries = {
  extension: 'src/extension.ts',
  cli: 'src/cli.ts',
  outlineWorker: 'src/engine/outline/outlineWorker.ts',
  ...others,
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

/**
 * In the extension host every `require('vscode')` costs half a millisecond, and each file has one: activation would spend most of its time there. So there is
 * one for all, and what the files name of it become variables.
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup(b) {
    b.onResolve({ filter: /^vscode$/ }, ({ namespace }) => (namespace === 'vscode-once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode-once' }));
    b.onLoad({ filter: /^vscode$/, namespace: 'vscode-once' }, async () => {
      const files = (await readdir(from('src/editor'), { recursive: true })).filter((file) => file.endsWith('.ts')).map((file) => from('src/editor', file));
      const texts = await Promise.all([from('src/extension.ts'), ...files].map((file) => readFile(file, 'utf8')));
      const names = new Set(texts.flatMap((text) => [...text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map((match) => match[1])));
      return { contents: `const api = require('vscode');\nconst of = (name) => api[name];\n${[...names].sort().map((name) => `export const ${name} = /* @__PURE__ */ of('${name}');`).join('\n')}` };
    });
  },
};

const minify = !process.argv.includes('--readable');
const logOverride = { 'import-is-undefined': 'error' };

/** Code and styles that run in a page: in the metrics view's panel, and in a report's file. */
const page = {
  absWorkingDir: root,
  bundle: true,
  platform: 'browser',
  // The Chromium of VS Code 1.100, and browsers of that year.
  target: 'chrome132',
  format: 'iife',
  minify,
  legalComments: 'none',
  logLevel: 'warning',
  logOverride,
};

/** `webview:x.ts` and `webview:x.css` are the finished bundles of these entries, as texts. */
const webviewTexts = {
  name: 'webview-texts',
  setup(b) {
    b.onResolve({ filter: /^webview:/ }, ({ path: name }) => ({ path: name.slice('webview:'.length), namespace: 'webview-text' }));
    b.onLoad({ filter: /./, namespace: 'webview-text' }, async ({ path: name }) => {
      const { outputFiles } = await build({ ...page, entryPoints: [from('src/webview', name)], write: false });
      return { contents: outputFiles[0].text.trim(), loader: 'text' };
    });
  },
};

await rm(from('dist'), { recursive: true, force: true });
await build({ ...page, entryPoints: { metrics: 'src/webview/metrics.ts' }, outdir: 'dist/webview' });
await build({ ...page, entryPoints: { metrics: 'src/webview/panel.css' }, outdir: 'dist/webview' });
const node = {
  outdir: 'dist',
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify,
  legalComments: 'none',
  sourcemap: process.argv.includes('--sourcemap') && 'linked',
  logLevel: 'warning',
  logOverride,
  plugins: [lazyImports, vscodeOnce, webviewTexts],
};
await build({ ...node, entryPoints: entries });
// OpenTelemetry's packages drop what is not used of them only as ES modules: 60 KB in place of 300.
await build({ ...node, entryPoints: { traces }, mainFields: ['module', 'main'] });

// The parser's runtime and the grammars, loaded by the worker on first use.
const languages = ['bash', 'c-sharp', 'cpp', 'go', 'java', 'javascript', 'php', 'powershell', 'python', 'ruby', 'rust', 'tsx', 'typescript'];
const grammars = ['tree-sitter', ...languages.map((name) => `tree-sitter-${name}`)];
await mkdir(from('dist/grammars'), { recursive: true });
for (const name of grammars) await cp(from(`node_modules/@vscode/tree-sitter-wasm/wasm/${name}.wasm`), from(`dist/grammars/${name}.wasm`));

// What was found out of sources and specs with one build says nothing of another (src/node/buildId.ts).
const id = createHash('sha256');
const made = (await readdir(from('dist'), { recursive: true })).filter((file) => /\.(js|wasm)$/.test(file)).sort();
for (const file of made) id.update(file).update('\0').update(await readFile(from('dist', file)));
await writeFile(from('dist/build-id'), `${id.digest('hex')}\n`);
