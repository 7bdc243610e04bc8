// Serves the workbench with the packed extension until Ctrl+C, for whoever has no VS Code at hand.
import { installExtensions } from './extensions';
import { vsixFile } from './paths';
import { startServer } from './server';
import { workbenchUrl } from './browser';
import { makeTemporaryDir, onSignal, removeDir } from './temporary';

const folder = process.argv[2]!;
const dir = await makeTemporaryDir();
onSignal(() => removeDir(dir));
const extensionsDir = await installExtensions('shipped', [vsixFile]);
const server = await startServer({ dir, extensionsDir });
console.log(`\nSpecwright runs in a VS Code here; open this address in a browser:\n\n  ${workbenchUrl(server.port, folder)}\n\nCtrl+C ends it.`);
