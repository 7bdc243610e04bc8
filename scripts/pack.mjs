// Builds the bundles and packs them into specwright.vsix.
import { fileURLToPath } from 'node:url';
import { fromRoot, orThrow, run, runTool } from './run.mjs';

export const vsixFile = fromRoot('specwright.vsix');

export const build = () => orThrow(run(process.execPath, [fromRoot('esbuild.mjs')]), 'The build');

export const pack = (stdio) =>
  orThrow(runTool('@vscode/vsce/vsce', ['package', '--no-dependencies', '--allow-missing-repository', '--out', vsixFile], { stdio }), 'Packing the extension');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  await pack('inherit');
}
