// Writes the specs of a folder or file (this project's own src unless told) with no model and no key.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from './pack.mjs';
import { fromRoot, root, run } from './run.mjs';

await build();
const target = path.resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2] ?? fromRoot('src'));
const args = ['generate', target, '--provider', 'outline', '--yes'];
if (!target.startsWith(root + path.sep) && target !== root) {
  const isFile = await stat(target).then((s) => s.isFile(), () => false);
  args.push('--root', isFile ? path.dirname(target) : target);
}
process.exitCode = await run(process.execPath, [fromRoot('dist', 'cli.js'), ...args]);
