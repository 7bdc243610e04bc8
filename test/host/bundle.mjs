// Bundles the harness and the tests (TypeScript) into test/.host/build. Packages stay outside: they are found from there.
import { build } from 'esbuild';
import { chmod, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(import.meta.dirname, '..', '..');
const outdir = path.join(root, 'test', '.host', 'build');

export async function bundleTests() {
  await rm(outdir, { recursive: true, force: true });
  const common = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
    define: { PROJECT_ROOT: JSON.stringify(root) },
  };
  await build({
    ...common,
    format: 'esm',
    splitting: true, // the runner and the UI tests share the list of open windows
    outExtension: { '.js': '.mjs' },
    entryPoints: {
      codeHost: 'test/host/codeHost.ts',
      serve: 'test/host/serve.ts',
      measureActivation: 'test/host/measureActivation.ts',
      runSuites: 'test/integration/runSuites.ts',
      runUi: 'test/ui/runUi.ts',
      takePictures: 'test/pictures/takePictures.ts',
      ...(await testsIn('ui')),
    },
  });
  await build({
    ...common,
    format: 'cjs', // as the extension host loads it
    outExtension: { '.js': '.cjs' },
    entryPoints: { runInHost: 'test/host/runInHost.ts', chatProvider: 'test/host/chatProvider/extension.ts', ...(await testsIn('integration')) },
  });
  await chmod(path.join(outdir, 'codeHost.mjs'), 0o755);
}

async function testsIn(folder) {
  const files = await readdir(path.join(root, 'test', folder));
  return Object.fromEntries(files.filter((f) => f.endsWith('.test.ts')).map((f) => [`${folder}/${f.slice(0, -'.ts'.length)}`, `test/${folder}/${f}`]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleTests();
