// Opens a VS Code with the extension: the one on this machine (VSCODE names another executable), else the packed server.
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { bundleTests } from '../test/host/bundle.mjs';
import { ensureHost } from '../test/host/setup.mjs';
import { build, pack } from './pack.mjs';
import { root, run, runHarness } from './run.mjs';

const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2] ?? root);
await build();
const code = process.env.VSCODE ?? (await findOnPath('code'));
if (code) {
  process.exitCode = await run(code, [`--extensionDevelopmentPath=${root}`, folder]);
} else {
  await ensureHost();
  await pack(['ignore', 'ignore', 'inherit']);
  await bundleTests();
  process.exitCode = await runHarness('serve.mjs', [folder]);
}

async function findOnPath(name) {
  for (const dir of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(dir, name);
    if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
  }
  return undefined;
}
