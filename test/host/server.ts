// The real workbench and extension host, served on a loopback port by the packed server.
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import * as path from 'node:path';
import { node24, serverEntry } from './paths';
import { onSignal } from './temporary';

export interface ServerOptions {
  /** Holds everything the server writes; the caller removes it. */
  dir: string;
  extensionsDir: string;
  /** `<dir>/user-data` unless told. */
  userDataDir?: string;
  /** For the extension host, which gets the server's environment. */
  env?: Record<string, string>;
  /** User settings, beside those that keep the workbench quiet. */
  settings?: Record<string, unknown>;
  /** Off unless a suite is about untrusted workspaces: no window then asks. */
  workspaceTrust?: boolean;
}

export interface Server {
  port: number;
  process: ChildProcess;
  userDataDir: string;
  stop(): Promise<void>;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'explorer.compactFolders': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'typescript.disableAutomaticTypeAcquisition': true,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
};

/** Nothing may look outside: the gallery is a loopback port where nobody listens. */
const deadGallery = JSON.stringify({
  serviceUrl: 'http://127.0.0.1:9', itemUrl: 'http://127.0.0.1:9', resourceUrlTemplate: 'http://127.0.0.1:9/{path}', controlUrl: '', recommendationsUrl: '',
});

/** What of this process's environment changes how a server starts, or would hand a developer's own key to a test. */
const notPassedOn = /^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|NODE_OPTIONS$|PORT$|PASSWORD$|HASHED_PASSWORD$|LOG_LEVEL$|.*_API_KEY$|.*_BASE_URL$|(https?|all|no)_proxy$)/i;

export function hostEnv(dir: string, extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !notPassedOn.test(name));
  return { ...Object.fromEntries(kept), HOME: dir, TMPDIR: dir, XDG_RUNTIME_DIR: dir, EXTENSIONS_GALLERY: deadGallery, ...extra };
}

/** The arguments that keep the server's files in `dir`; without a configuration of its own it would write one below HOME. */
export async function serverArguments(dir: string, extensionsDir: string, userDataDir: string): Promise<string[]> {
  const config = path.join(dir, 'config.yaml');
  await fs.mkdir(extensionsDir, { recursive: true });
  await fs.writeFile(config, 'auth: none\ncert: false\n');
  return [serverEntry, '--config', config, '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const { dir, extensionsDir, userDataDir = path.join(dir, 'user-data'), env, settings, workspaceTrust = false } = options;
  await fs.mkdir(path.join(userDataDir, 'User'), { recursive: true });
  const userSettings = { ...quietSettings, 'security.workspace.trust.enabled': workspaceTrust, ...settings };
  await fs.writeFile(path.join(userDataDir, 'User', 'settings.json'), JSON.stringify(userSettings, null, 1));

  const args = await serverArguments(dir, extensionsDir, userDataDir);
  args.push('--bind-addr', '127.0.0.1:0', '--auth', 'none', '--ignore-last-opened', '--disable-proxy',
    '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', ...(workspaceTrust ? [] : ['--disable-workspace-trust']));
  // A process group of its own, so that the hosts below it end with it.
  const child = spawn(node24, args, { env: hostEnv(dir, env), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const forget = onSignal(() => stopGroup(child));
  const stop = async () => {
    forget();
    await stopGroup(child);
  };
  try {
    return { port: await portOf(child, path.join(dir, 'server.log')), process: child, userDataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portOf(child: ChildProcess, logFile: string): Promise<number> {
  const log = createWriteStream(logFile);
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`The server did not listen within 60 s.\n${output}`)), 60_000);
    const onData = (data: Buffer) => {
      log.write(data);
      output += data.toString();
      const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code ?? signal}.\n${output}`));
    });
  });
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (!child.pid) return;
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, signal);
    } catch {
      // The group has gone already.
    }
  };
  if (child.exitCode === null && !child.signalCode) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    signalGroup('SIGTERM');
    const timer = setTimeout(() => signalGroup('SIGKILL'), 5000);
    await gone;
    clearTimeout(timer);
  }
  signalGroup('SIGKILL'); // extension hosts and terminals that outlived it
}
