import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNodeStore } from '../../../src/node/nodeStore';
import { FIXTURES, modelAt, serverOf, workspaceOf } from './workspace';

const INVENTORY = await readFile(path.join(FIXTURES, 'python/inventory.py'), 'utf8');
const CLOCK = 'export function now(offset: number): number {\n  return Date.now() + offset;\n}\nexport function later(ms: number): number {\n  return now(0) + ms;\n}\n';
const QUEUE = "import { now } from './clock';\nexport function stamp(task: string): string {\n  return `${task} ${now(1)}`;\n}\nexport function drain(tasks: string[]): number {\n  return tasks.splice(0).length;\n}\n";

type Workspace = Awaited<ReturnType<typeof workspaceOf>>;

async function move({ root }: Workspace, from: string, to: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, to)), { recursive: true });
  await rename(path.join(root, from), path.join(root, to));
}

async function specsIn({ root }: Workspace): Promise<string[]> {
  return (await readdir(path.join(root, 'specs'), { recursive: true })).sort();
}

/** Prose of each section, whoever wrote it. */
function prosesOf(spec: string): string[] {
  return [...spec.matchAll(/<!-- specwright:prose[^\n]*\n[^]*?<!-- \/specwright:section -->/g)].map(([prose]) => prose);
}

async function generated(sources: Readonly<Record<string, string>>) {
  const server = await serverOf();
  const workspace = await workspaceOf(sources);
  const model = await modelAt(server);
  await workspace.run({ model });
  const requests = server.ledger.length;
  return { workspace, model, newRequests: () => server.ledger.slice(requests), asked: () => server.ledger.slice(requests).flatMap(({ items }) => items.map(({ symbol, kind, path: file }) => `${file}#${symbol ?? kind}`)).sort() };
}

describe('a source that was moved', () => {
  test('takes its spec along: no request, the same prose, and nothing is left behind', async () => {
    const { workspace, model, newRequests } = await generated({ 'inventory.py': INVENTORY, 'other.ts': CLOCK });
    const before = await workspace.read('specs/inventory.py.spec.md');
    await move(workspace, 'inventory.py', 'stock/rooms.py');
    const result = await workspace.run({ model });
    expect(result).toMatchObject({ status: 'done', warnings: [], orphans: [] });
    expect(result.files.filter(({ from }) => from)).toEqual([{ source: 'stock/rooms.py', path: 'specs/stock/rooms.py.spec.md', status: 'moved', from: 'inventory.py' }]);
    expect(newRequests()).toEqual([]);
    const after = await workspace.read('specs/stock/rooms.py.spec.md');
    expect(prosesOf(after)).toEqual(prosesOf(before));
    expect(after).toContain('source: stock/rooms.py\n');
    expect(await specsIn(workspace)).toEqual(['README.md', 'other.ts.spec.md', 'stock', 'stock/rooms.py.spec.md']);
    expect(await workspace.run({ model })).toMatchObject({ files: [{ status: 'unchanged' }, { status: 'unchanged' }, { status: 'unchanged' }] });
    expect(newRequests()).toEqual([]);
  });

  test('keeps what a person wrote: edited prose, text outside of the sections, keys of the front matter', async () => {
    const { workspace, model } = await generated({ 'clock.ts': CLOCK });
    const spec = await workspace.read('specs/clock.ts.spec.md');
    const edited = spec.replace('language: en\n', 'language: en\nowner: ops\n').replace('<!-- /specwright:section -->', 'Ask first.\n<!-- /specwright:section -->') + '\n## My own\n\nSee the wiki.\n';
    await workspace.write('specs/clock.ts.spec.md', edited);
    await move(workspace, 'clock.ts', 'time.ts');
    await workspace.run({ model });
    const after = await workspace.read('specs/time.ts.spec.md');
    for (const text of ['owner: ops', 'Ask first.', '## My own\n\nSee the wiki.\n']) expect(after).toContain(text);
  });

  test('with its whole folder, together with what imports it: no request, whatever the folders are called', async () => {
    const { workspace, model, newRequests } = await generated({ 'src/clock.ts': CLOCK, 'src/queue.ts': QUEUE, 'src/index.ts': "export { now } from './clock';\nexport * from './queue';\n", 'app.ts': "import { stamp } from './src/queue';\nexport function run(): string {\n  return stamp('a');\n}\n" });
    await move(workspace, 'src', 'lib/core');
    await workspace.write('app.ts', (await workspace.read('app.ts')).replace('./src/queue', './lib/core/queue'));
    const result = await workspace.run({ model });
    expect(result.files.filter(({ status }) => status === 'moved').map(({ source, from }) => `${from} → ${source}`).sort()).toEqual(['src/clock.ts → lib/core/clock.ts', 'src/index.ts → lib/core/index.ts', 'src/queue.ts → lib/core/queue.ts']);
    expect(newRequests()).toEqual([]);
    expect(await specsIn(workspace)).not.toContain('src');
    expect(await workspace.read('specs/README.md')).toContain('lib/core');
    expect(await workspace.run({ model })).toMatchObject({ status: 'done' });
    expect(newRequests()).toEqual([]);
  });

  test('and renamed alone, with the imports that lead to it changed: neither its importers nor a barrel are asked for', async () => {
    const { workspace, model, newRequests } = await generated({ 'clock.ts': CLOCK, 'queue.ts': QUEUE, 'index.ts': "export { now } from './clock';\nexport * from './queue';\n" });
    await move(workspace, 'clock.ts', 'time.ts');
    for (const file of ['queue.ts', 'index.ts']) await workspace.write(file, (await workspace.read(file)).replace('./clock', './time'));
    expect(await workspace.run({ model })).toMatchObject({ status: 'done' });
    expect(newRequests()).toEqual([]);
  });

  test('and edited on the way is asked for where it was edited', async () => {
    const { workspace, model, asked } = await generated({ 'inventory.py': INVENTORY });
    await move(workspace, 'inventory.py', 'rooms.py');
    await workspace.write('rooms.py', INVENTORY.replace('released = 0', 'released = 1'));
    const result = await workspace.run({ model });
    expect(asked()).toEqual(['rooms.py#release_expired']);
    expect(result.files).toEqual([{ source: 'rooms.py', path: 'specs/rooms.py.spec.md', status: 'moved', from: 'inventory.py' }]);
  });

  test('is planned as moved; a plan moves nothing', async () => {
    const { workspace, model } = await generated({ 'clock.ts': CLOCK });
    await move(workspace, 'clock.ts', 'time.ts');
    expect(await workspace.run({ model, plan: true })).toMatchObject({ files: [{ source: 'time.ts', status: 'moved', from: 'clock.ts' }], estimate: { calls: 0 } });
    expect(await specsIn(workspace)).toEqual(['clock.ts.spec.md']);
  });

  test('is followed where it alone is named, and with no model', async () => {
    const { workspace } = await generated({ 'clock.ts': CLOCK, 'queue.ts': QUEUE });
    const before = prosesOf(await workspace.read('specs/clock.ts.spec.md'));
    await move(workspace, 'clock.ts', 'time.ts');
    expect(await workspace.run({ request: { paths: ['time.ts'] } })).toMatchObject({ files: [{ source: 'time.ts', status: 'moved' }] });
    expect(prosesOf(await workspace.read('specs/time.ts.spec.md'))).toEqual(before);
  });

  test('whose old place still has a source is a copy, and is asked for', async () => {
    const { workspace, model, asked } = await generated({ 'clock.ts': CLOCK });
    await workspace.write('copy.ts', CLOCK);
    const result = await workspace.run({ model });
    expect(result.files.some(({ from }) => from)).toBe(false);
    expect(asked()).toEqual(['.#workspace', 'copy.ts#later', 'copy.ts#now', 'copy.ts#overview']);
  });

  test('of two places the one with more of its sections has it; of equal ones the first', async () => {
    const { workspace, model } = await generated({ 'clock.ts': CLOCK });
    await workspace.remove('clock.ts');
    await workspace.write('a.ts', CLOCK.replace('now(0) + ms', 'now(0) - ms'));
    await workspace.write('b.ts', CLOCK);
    await workspace.write('c.ts', CLOCK);
    const result = await workspace.run({ model, plan: true });
    expect(result.files.filter(({ from }) => from).map(({ source }) => source)).toEqual(['b.ts']);
  });

  test('most of whose code is another is no move: the old spec is orphaned', async () => {
    const { workspace, model } = await generated({ 'clock.ts': CLOCK });
    await workspace.remove('clock.ts');
    await workspace.write('time.ts', CLOCK.replace('Date.now() + offset', 'offset').replace('now(0) + ms', 'ms'));
    const result = await workspace.run({ model });
    expect(result).toMatchObject({ status: 'done', files: [{ source: 'time.ts', status: 'written' }], orphans: [{ source: 'clock.ts', path: 'specs/clock.ts.spec.md', isRemoved: false }] });
  });

  test('leaves its old spec where somebody is typing in it, and says so', async () => {
    const { workspace, model } = await generated({ 'clock.ts': CLOCK });
    await move(workspace, 'clock.ts', 'time.ts');
    const store = createNodeStore(workspace.root);
    const typing = { ...store, remove: async () => 'refused' as const };
    const result = await workspace.run({ model, ports: { store: typing } });
    expect(result.warnings).toEqual([expect.stringMatching(/^specs\/clock\.ts\.spec\.md: Its source is time\.ts now.*it was kept/)]);
    expect(await specsIn(workspace)).toEqual(['clock.ts.spec.md', 'time.ts.spec.md']);
  });
});

describe('a spec whose source is gone', () => {
  test('is told of once, with the next step; a command that is about other folders says nothing', async () => {
    const { workspace, model } = await generated({ 'a/clock.ts': CLOCK, 'b/queue.ts': QUEUE, 'c.ts': CLOCK });
    await workspace.remove('a/clock.ts');
    const { warnings, orphans } = await workspace.run({ model });
    expect(warnings).toEqual(['1 spec belongs to sources that are gone (specs/a/clock.ts.spec.md). Delete it, or run "specwright generate --remove-orphans".']);
    expect(orphans).toEqual([{ source: 'a/clock.ts', path: 'specs/a/clock.ts.spec.md', isRemoved: false }]);
    expect(await workspace.run({ model, request: { paths: ['b'] } })).toMatchObject({ warnings: [], orphans: [] });
  });

  test('is removed on demand, with the folder that it leaves empty; one with a person’s text only by force', async () => {
    const { workspace } = await generated({ 'a/clock.ts': CLOCK, 'b/queue.ts': QUEUE, 'c.ts': CLOCK });
    await workspace.write('specs/b/queue.ts.spec.md', `${await workspace.read('specs/b/queue.ts.spec.md')}\nMine.\n`);
    for (const file of ['a/clock.ts', 'b/queue.ts']) await workspace.remove(file);
    const first = await workspace.run({ request: { removeOrphans: { force: false } } });
    expect(first.orphans.map(({ path: spec, isRemoved }) => [spec, isRemoved])).toEqual([['specs/a/clock.ts.spec.md', true], ['specs/b/queue.ts.spec.md', false]]);
    expect(first.warnings).toEqual([expect.stringMatching(/b\/queue\.ts\.spec\.md.*--force/)]);
    expect(await specsIn(workspace)).toEqual(['README.md', 'b', 'b/queue.ts.spec.md', 'c.ts.spec.md']);
    await workspace.run({ request: { removeOrphans: { force: true } } });
    expect(await specsIn(workspace)).toEqual(['README.md', 'c.ts.spec.md']);
  });

  test('stays where the person says no, and where nobody asked a plan to remove it', async () => {
    const { workspace } = await generated({ 'a.ts': CLOCK, 'c.ts': QUEUE });
    await workspace.remove('a.ts');
    const asked: (readonly string[])[] = [];
    await workspace.run({ request: { removeOrphans: { force: false, confirm: async (specs) => (asked.push(specs), false) } } });
    await workspace.run({ plan: true, request: { removeOrphans: { force: true } } });
    expect(asked).toEqual([['specs/a.ts.spec.md']]);
    expect(await specsIn(workspace)).toContain('a.ts.spec.md');
  });

  test('is left alone where it is not ours: a file that only has the name, or a spec that somebody put elsewhere', async () => {
    const { workspace } = await generated({ 'clock.ts': CLOCK });
    await workspace.write('specs/notes.spec.md', '# Notes\n');
    await workspace.write('specs/kept/clock.ts.spec.md', await workspace.read('specs/clock.ts.spec.md'));
    const { orphans, warnings } = await workspace.run({ request: { removeOrphans: { force: true } } });
    expect([orphans, warnings]).toEqual([[], []]);
    expect(await specsIn(workspace)).toEqual(['clock.ts.spec.md', 'kept', 'kept/clock.ts.spec.md', 'notes.spec.md']);
  });

  test('is found beside the sources too, where the specs lie there', async () => {
    const workspace = await workspaceOf({ 'a/clock.ts': CLOCK, 'b/queue.ts': QUEUE });
    const request = { outputFolder: '' };
    await workspace.run({ request });
    await move(workspace, 'a/clock.ts', 'b/time.ts');
    await workspace.remove('b/queue.ts');
    const { files, orphans } = await workspace.run({ request });
    expect(files.filter(({ from }) => from)).toEqual([{ source: 'b/time.ts', path: 'b/time.ts.spec.md', status: 'moved', from: 'a/clock.ts' }]);
    expect(orphans).toEqual([{ source: 'b/queue.ts', path: 'b/queue.ts.spec.md', isRemoved: false }]);
  });
});
