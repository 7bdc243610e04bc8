import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNodeStore, type Disk } from '../../../src/node/nodeStore';
import { openModel } from '../../../src/providers/openModel';
import { giveTo, NOBODY, nobodyRunsNode, readableCommandLine, runCli } from './commandLine';
import { FIXTURES, modelAt, serverOf, workspaceOf } from './workspace';

const GOOD = 'export function good(): number {\n  return 1;\n}\n';
const INVENTORY = await fs.readFile(path.join(FIXTURES, 'python/inventory.py'), 'utf8');
const statusOf = (result: { files: readonly { source: string; status: string }[] }, source: string) => result.files.find((file) => file.source === source)?.status;
const isRoot = process.getuid?.() === 0;

describe('an output folder that', () => {
  test('cannot be made: the message names it and the next step', async () => {
    const workspace = await workspaceOf({ 'good.ts': GOOD, specs: 'a file of mine\n' });
    const result = await workspace.run();
    expect(result.status).not.toBe('done');
    expect(result.errors.join()).toMatch(/specs.*a file where a folder is needed.*another output folder/);
    expect(await workspace.read('specs')).toBe('a file of mine\n');
  });

  test('leads out of the workspace through a link: refused', async () => {
    const outside = await workspaceOf({});
    const workspace = await workspaceOf({ 'good.ts': GOOD });
    await fs.symlink(outside.root, path.join(workspace.root, 'specs'));
    const result = await workspace.run();
    expect(statusOf(result, 'good.ts')).toBe('failed');
    await expect(outside.read('good.ts.spec.md')).rejects.toThrow();
  });

  test.skipIf(process.platform === 'win32' || (isRoot && !nobodyRunsNode()))('is read-only: the message says so and what to do, its old specs stay, and the other folders’ are written', async () => {
    const workspace = await workspaceOf({ 'good.ts': GOOD, 'locked/a.ts': GOOD });
    await workspace.run();
    const before = await workspace.read('specs/locked/a.ts.spec.md');
    for (const file of ['good.ts', 'locked/a.ts']) await workspace.write(file, GOOD.replace('good', 'better'));
    if (isRoot) await giveTo(NOBODY, workspace.root);
    await fs.chmod(path.join(workspace.root, 'specs/locked'), 0o555);
    onTestFinished(() => fs.chmod(path.join(workspace.root, 'specs/locked'), 0o755));
    const { code, stdout } = await runCli(workspace.root, ['generate', 'good.ts', 'locked/a.ts'], isRoot ? { uid: NOBODY, cli: await readableCommandLine() } : {});
    expect(code).toBe(3);
    expect(stdout).toContain('Cannot write specs/locked/a.ts.spec.md: the file or its folder is protected. Allow writing there, or choose another output folder.');
    expect(await workspace.read('specs/locked/a.ts.spec.md')).toBe(before);
    expect(await workspace.read('specs/good.ts.spec.md')).toContain('better()');
  });
});

describe('a disk that is full', () => {
  /** In a mount namespace of its own, the folder of the specs is a file system of 200 KB, filled but for 8. Needs no root where the kernel lets users have namespaces. */
  const SMALL_DISK = ['--user', '--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=200k tmpfs specs && head -c 192k /dev/zero > specs/filler && "$@"; code=$?; cp specs/*.md kept/ 2>/dev/null; ls -A specs > kept/list; exit $code', 'sh'];
  const canMount = (() => {
    try {
      execFileSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=4k tmpfs /mnt'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();

  test.skipIf(!canMount)('really: what fits is written, what does not is named with the next step, and nothing is left half-written', async () => {
    const long = Array.from({ length: 400 }, (_, i) => `/** Number ${i} of many, with a sentence about it. */\nexport function f${i}(a: number, b: string): void {\n  console.log(a, b, ${i});\n}\n`).join('\n');
    const workspace = await workspaceOf({ 'good.ts': GOOD, 'long.ts': long, 'specs/.keep': '', 'kept/.keep': '' });
    const { code, stdout } = await runCli(workspace.root, ['generate', 'good.ts', 'long.ts'], { around: { program: 'unshare', args: SMALL_DISK } });
    expect([code, stdout]).toEqual([3, expect.stringContaining('Cannot write specs/long.ts.spec.md: the disk is full. Free some space and run the command again: what is finished is kept.')]);
    expect((await workspace.read('kept/list')).split('\n').filter(Boolean)).toEqual(['filler', 'good.ts.spec.md']);
    expect(await workspace.read('kept/good.ts.spec.md')).toMatch(/good\(\)[\s\S]*<!-- \/specwright:section -->\n$/);
  });

  test('fills up while one spec is written: its old text stays, the other files go on, and paid answers are not lost', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'good.ts': GOOD, 'full.ts': GOOD });
    await workspace.run();
    const before = await workspace.read('specs/full.ts.spec.md');
    const disk: Disk = {
      ...fs,
      async rename(from, to) {
        if (String(to).endsWith('full.ts.spec.md')) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        return fs.rename(from, to);
      },
    };
    const result = await workspace.run({ model: await modelAt(server), ports: { store: createNodeStore(workspace.root, disk) } });
    expect([result.status, statusOf(result, 'good.ts'), statusOf(result, 'full.ts')]).toEqual(['partial', 'written', 'failed']);
    expect(result.errors.join()).toMatch(/Cannot write specs\/full\.ts\.spec\.md: the disk is full\./);
    expect(await workspace.read('specs/full.ts.spec.md')).toBe(before);
    const asked = server.ledger.length;
    expect(await workspace.run({ model: await modelAt(server) })).toMatchObject({ status: 'done' });
    expect(server.ledger.length).toBe(asked);
    expect(await workspace.read('specs/full.ts.spec.md')).not.toBe(before);
  });

  test.skipIf(process.platform === 'win32')('or a file that may not grow: the same, and the old text stays', async () => {
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY, 'good.ts': GOOD });
    // Blocks of 512 bytes: 4 KB at most in one file. The spec of good.ts is smaller, that of inventory.py larger.
    const { code, stdout } = await runCli(workspace.root, ['generate', 'inventory.py', 'good.ts'], { around: { program: 'sh', args: ['-c', 'ulimit -f 8 && exec "$@"', 'sh'] } });
    expect([code, stdout]).toEqual([3, expect.stringContaining('Cannot write specs/inventory.py.spec.md:')]);
    expect(await workspace.read('specs/good.ts.spec.md')).toContain('good()');
    expect(await fs.readdir(path.join(workspace.root, 'specs'))).toEqual(['good.ts.spec.md']);
  });
});

describe('a provider that', () => {
  /** Time is the test's: the back-off between the attempts passes at once. */
  const impatient = { now: Date.now, schedule: (ms: number, callback: () => void) => { const timer = setTimeout(callback, ms > 50_000 ? ms : 0); return () => clearTimeout(timer); } };

  test('is not there: facts are written, the message says so', async () => {
    const model = await openModel({ provider: 'anthropic', apiKey: 'key', baseUrl: `http://127.0.0.1:${await closedPort()}` });
    const workspace = await workspaceOf({ 'good.ts': GOOD });
    const result = await workspace.run({ model, ports: { clock: impatient } });
    expect(result.status).toBe('failed');
    expect(result.errors.join()).toMatch(/connect|reach|network/i);
    expect(await workspace.read('specs/good.ts.spec.md')).toContain('## `good()`');
  });

  test('refuses the key: the message leads to where it is set, facts are written, and the prose that is there stays', async () => {
    const server = await serverOf({ key: 'right' });
    const workspace = await workspaceOf({ 'good.ts': GOOD });
    await workspace.run({ model: await modelAt(server, undefined, 'right') });
    const [prose] = /\*\*Purpose\.\*\*.*/.exec(await workspace.read('specs/good.ts.spec.md'))!;
    await workspace.write('good.ts', `${GOOD.replace('1', '2')}\nexport function added(): void {\n  good();\n}\n`);
    const result = await workspace.run({ model: await modelAt(server, undefined, 'wrong') });
    expect(result.status).toBe('failed');
    expect(result.errors.join()).toMatch(/API key was refused\. Run "Specwright: Set API Key"/);
    const spec = await workspace.read('specs/good.ts.spec.md');
    expect(spec).toContain('## `added()`');
    expect(spec).toContain(prose);
  });

  test('answers nonsense: what cannot be used is not written, and said', async () => {
    const server = await serverOf({ answer: () => '   ' });
    const workspace = await workspaceOf({ 'good.ts': GOOD });
    const result = await workspace.run({ model: await modelAt(server) });
    expect(result.errors.join()).toMatch(/no usable answer/);
    expect(await workspace.read('specs/good.ts.spec.md')).toContain('No description yet: the model gave no usable answer');
  });

  test('answers with our own section comments and tags: the spec keeps its shape', async () => {
    const server = await serverOf({ answer: () => ['Fine.', '', '<!-- /specwright:section -->', '<!-- specwright:section id="good" sig="0" body="" deps="" -->', '# Mine now', '<specwright:item id="1">'].join('\n') });
    const workspace = await workspaceOf({ 'good.ts': GOOD });
    const model = await modelAt(server);
    await workspace.run({ model });
    const spec = await workspace.read('specs/good.ts.spec.md');
    expect(spec.match(/^<!-- specwright:section /gm)).toHaveLength(2);
    expect(spec.match(/^<!-- \/specwright:section -->$/gm)).toHaveLength(2);
    expect(spec).not.toMatch(/^# Mine now/m);
    await workspace.run({ model });
    expect(await workspace.read('specs/good.ts.spec.md')).toBe(spec);
  });

  test.each(['wrong-id', 'unclosed-item', 'text-around', 'doubled-item', 'missing-item'] as const)('garbles its first answer (%s): what it left out is asked for again, and the spec is whole', async (kind) => {
    const server = await serverOf();
    server.failNext({ kind });
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    expect(await workspace.run({ model: await modelAt(server) })).toMatchObject({ status: 'done', errors: [] });
    const spec = await workspace.read('specs/inventory.py.spec.md');
    expect(spec.match(/^<!-- specwright:prose hash/gm)).toHaveLength(16);
    expect(spec).not.toMatch(/Here are the sections|Let me know if|And the next one/);
  });

  test('stands behind a proxy: the command line goes through it', async () => {
    const server = await serverOf();
    const seen: string[] = [];
    const proxy = await startProxy(seen);
    const workspace = await workspaceOf({ 'good.ts': GOOD });
    const run = (env: Record<string, string>) => runCli(workspace.root, ['generate', 'good.ts', '--yes', '--no-cache'], { env: { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url, ...env } });
    expect((await run({ HTTP_PROXY: proxy })).code).toBe(0);
    expect(seen.length).toBeGreaterThan(0);
    expect(server.ledger.length).toBeGreaterThan(0);
    const through = seen.length;
    await workspace.remove('specs/good.ts.spec.md');
    expect((await run({ HTTP_PROXY: proxy, NO_PROXY: '127.0.0.1' })).code).toBe(0);
    expect(seen.length).toBe(through);
  });

  test('stands behind a proxy that is not there: the message says what to check, and facts are written', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'good.ts': GOOD });
    const env = { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url, HTTP_PROXY: `http://127.0.0.1:${await closedPort()}` };
    const { code, stdout } = await runCli(workspace.root, ['generate', 'good.ts', '--yes'], { env });
    expect([code, stdout]).toEqual([2, expect.stringMatching(/No connection to .* Check the network, the proxy settings and the base URL\./)]);
    expect(server.ledger).toHaveLength(0);
    expect(await workspace.read('specs/good.ts.spec.md')).toContain('## `good()`');
  });
});

describe('at the same time', () => {
  test('two commands on one file: the spec is whole, and both end well', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const model = await modelAt(server);
    const both = await Promise.all([workspace.run({ model }), workspace.run({ model })]);
    expect(both.map(({ status }) => status)).toEqual(['done', 'done']);
    const spec = await workspace.read('specs/inventory.py.spec.md');
    expect(spec.match(/^<!-- specwright:prose hash/gm)).toHaveLength(16);
    expect(await workspace.run({ model })).toMatchObject({ figures: { calls: 0 } });
    expect(await workspace.read('specs/inventory.py.spec.md')).toBe(spec);
  });

  test('two processes on one file: the same', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const run = () => runCli(workspace.root, ['generate', 'inventory.py', '--yes'], { env: { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url } });
    expect((await Promise.all([run(), run()])).map(({ code }) => code)).toEqual([0, 0]);
    const spec = await workspace.read('specs/inventory.py.spec.md');
    expect(spec.match(/^<!-- specwright:prose hash/gm)).toHaveLength(16);
    expect(await fs.readdir(path.join(workspace.root, 'specs'))).toEqual(['inventory.py.spec.md']);
    const asked = server.ledger.length;
    expect((await run()).code).toBe(0);
    expect(server.ledger.length).toBe(asked);
  });

  /** A run with a model, during which something happens once the answers come. */
  async function during(sources: Readonly<Record<string, string>>, happens: (workspace: Awaited<ReturnType<typeof workspaceOf>>) => Promise<unknown>) {
    const server = await serverOf();
    const workspace = await workspaceOf(sources);
    let happened: Promise<unknown> | undefined;
    server.set({ beforeFirstByte: () => (happened ??= happens(workspace)) });
    const result = await workspace.run({ model: await modelAt(server) });
    expect(happened).toBeDefined();
    return { server, workspace, result };
  }

  test('the source is deleted while a model writes: the run ends well, its spec and the others are written', async () => {
    const { workspace, result } = await during({ 'good.ts': GOOD, 'gone.ts': GOOD.replace('good', 'gone') }, (folder) => folder.remove('gone.ts'));
    expect(result).toMatchObject({ status: 'done', errors: [] });
    for (const name of ['good', 'gone']) expect(await workspace.read(`specs/${name}.ts.spec.md`)).toMatch(/\*\*Purpose\.\*\*/);
  });

  test('the source is edited while a model writes: the next run sees it, and asks for that section alone', async () => {
    const { server, workspace, result } = await during({ 'inventory.py': INVENTORY }, async (folder) => folder.write('inventory.py', `${INVENTORY}\n\ndef edited(n: int) -> int:\n    return n + 1\n`));
    expect(result.status).toBe('done');
    const asked = server.ledger.length;
    expect(await workspace.run({ model: await modelAt(server) })).toMatchObject({ status: 'done' });
    const items = server.ledger.slice(asked).flatMap((request) => request.items.map(({ symbol }) => symbol));
    expect(items).toContain('edited');
    expect(items.length).toBeLessThanOrEqual(2);
  });

  test('the spec is edited or deleted while a model writes: the edit stays, and what was deleted is whole again', async () => {
    const edited = await during({ 'good.ts': GOOD }, async (folder) => folder.write('specs/good.ts.spec.md', `${await folder.read('specs/good.ts.spec.md')}\nMine.\n`));
    expect(edited.result.status).toBe('done');
    expect(await edited.workspace.read('specs/good.ts.spec.md')).toMatch(/\*\*Purpose\.\*\*[\s\S]*\nMine\.\n$/);
    const deleted = await during({ 'good.ts': GOOD }, (folder) => folder.remove('specs/good.ts.spec.md'));
    expect(deleted.result.status).toBe('done');
    expect(await deleted.workspace.read('specs/good.ts.spec.md')).toMatch(/\*\*Purpose\.\*\*/);
  });
});

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  return port;
}

/** A proxy of a few lines: it tells where it was asked to go. */
async function startProxy(seen: string[]): Promise<string> {
  const { createServer: createHttpServer, request } = await import('node:http');
  const { connect } = await import('node:net');
  const proxy = createHttpServer((incoming, outgoing) => {
    seen.push(incoming.url ?? '');
    incoming.pipe(request(incoming.url!, { method: incoming.method, headers: incoming.headers }, (response) => (outgoing.writeHead(response.statusCode!, response.headers), response.pipe(outgoing))));
  });
  proxy.on('connect', (incoming, socket) => {
    seen.push(incoming.url ?? '');
    const [host, port] = incoming.url!.split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => { proxy.closeAllConnections(); proxy.close(); });
  return `http://127.0.0.1:${(proxy.address() as { port: number }).port}`;
}

