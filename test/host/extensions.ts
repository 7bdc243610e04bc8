// Installs packed extensions the way a user does: through the server's own --install-extension.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { buildDir, hostDir, node24, root } from './paths';
import { hostEnv, serverArguments } from './server';
import { makeTemporaryDir, removeDir } from './temporary';

/** An extensions folder that holds exactly these packages; made again only when one of them has changed. */
export async function installExtensions(name: string, vsixFiles: string[]): Promise<string> {
  const extensionsDir = path.join(hostDir, `extensions-${name}`);
  const stampFile = `${extensionsDir}.stamp`;
  const stamp = await hashOf(vsixFiles);
  if ((await fs.readFile(stampFile, 'utf8').catch(() => '')) === stamp) return extensionsDir;

  await fs.rm(stampFile, { force: true });
  await removeDir(extensionsDir);
  const dir = await makeTemporaryDir();
  try {
    const args = await serverArguments(dir, extensionsDir, path.join(dir, 'user-data'));
    runOrThrow([...args, ...vsixFiles.flatMap((file) => ['--install-extension', file]), '--force'], dir);
  } finally {
    await removeDir(dir);
  }
  await fs.writeFile(stampFile, stamp);
  return extensionsDir;
}

/** Packs the extension through which UI tests talk to the extension host (see driver/extension.cjs). */
export function packDriver(): Promise<string> {
  return packTestExtension('driver', path.join(root, 'test', 'host', 'driver', 'extension.cjs'));
}

/** Packs the extension that offers language models through VS Code (see chatProvider/extension.ts). */
export function packChatProvider(): Promise<string> {
  return packTestExtension('chatProvider', path.join(buildDir, 'chatProvider.cjs'));
}

async function packTestExtension(name: string, main: string): Promise<string> {
  const manifest = path.join(root, 'test', 'host', name, 'package.json');
  const vsix = path.join(hostDir, `${name}.vsix`);
  const stamp = await hashOf([manifest, main]);
  if ((await fs.readFile(`${vsix}.stamp`, 'utf8').catch(() => '')) === stamp) return vsix;
  await fs.mkdir(hostDir, { recursive: true });
  const dir = await makeTemporaryDir();
  try {
    // Outside the project, whose ignore files would count.
    await fs.copyFile(manifest, path.join(dir, 'package.json'));
    await fs.copyFile(main, path.join(dir, 'extension.cjs'));
    runOrThrow([path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix], dir);
  } finally {
    await removeDir(dir);
  }
  await fs.writeFile(`${vsix}.stamp`, stamp);
  return vsix;
}

function runOrThrow(args: string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(node24, args, { cwd, env: hostEnv(cwd), encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(`${path.basename(args[0] ?? '')} ${args.slice(1).join(' ')} failed:\n${stdout}${stderr}`);
}

async function hashOf(files: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await fs.readFile(file));
  return hash.digest('hex');
}
