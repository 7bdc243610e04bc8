import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { library } from '../unit/project/samples';
import { complaints, temporaryFolder, writeProject } from './projects';

/** What a planned package.json asks for, installed once and kept. */
export const installed = path.resolve(import.meta.dirname, '../.host/tools');

/** Why it cannot be installed, as a sentence. */
export async function installPackages(): Promise<string | undefined> {
  const folder = await temporaryFolder();
  try {
    await writeProject(folder, library('typescript'));
    const wanted = await readFile(path.join(folder, 'package.json'), 'utf8');
    if ((await readFile(path.join(installed, 'installed.json'), 'utf8').catch(() => '')) === wanted) return undefined;
    await rm(installed, { recursive: true, force: true });
    await mkdir(installed, { recursive: true });
    await cp(path.join(folder, 'package.json'), path.join(installed, 'package.json'));
    const said = await complaints('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'], installed);
    if (said) return `What the planned package.json depends on cannot be installed (${said.trim().split('\n').at(-1)}).`;
    await writeFile(path.join(installed, 'installed.json'), wanted);
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
