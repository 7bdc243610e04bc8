import { expect, test } from 'vitest';
import { dependentsOf, watchSources, type WatchedSource } from '../../../src/engine/drift/watchSources';
import { modelAt, REQUEST, serverOf, workspaceOf } from '../engine/workspace';

const QUEUE = 'export function take(from: string[]): string | undefined {\n  const first = from.shift();\n  return first;\n}\n';
const INDEX = "export { take } from './queue';\n";
const USER = "import { take } from './index';\n\nexport function drain(all: string[]): void {\n  while (take(all)) continue;\n}\n";
const ALONE = 'export function alone(): number {\n  const one = Math.random();\n  return one;\n}\n';

async function watch({ ports }: Awaited<ReturnType<typeof workspaceOf>>, paths: readonly string[] = [''], request = {}) {
  const seen = new Map<string, WatchedSource | undefined>();
  for await (const [path, watched] of watchSources(paths, { ...REQUEST, ...request }, ports)) seen.set(path, watched);
  return seen;
}

const known = (seen: ReadonlyMap<string, WatchedSource | undefined>) => new Map([...seen].flatMap(([path, watched]) => (watched ? [[path, watched] as const] : [])));

test('says of every source what check says of it', async () => {
  const workspace = await workspaceOf({ 'src/queue.ts': QUEUE, 'src/index.ts': INDEX, 'src/user.ts': USER, 'src/alone.ts': ALONE });
  await workspace.run({ model: await modelAt(await serverOf()) });
  await workspace.write('src/queue.ts', QUEUE.replace('from: string[]', 'from: string[], most = 1'));
  const { files } = await workspace.check();
  const seen = await watch(workspace);
  expect([...seen.values()].map((watched) => watched!.drift)).toEqual(files.filter(({ source }) => source !== '.'));
  expect(seen.get('src/user.ts')!.drift.sections.find(({ id }) => id === 'drain')!.changed).toEqual(['deps']);
});

test('says the same of a source alone, with the lines of its symbols', async () => {
  const workspace = await workspaceOf({ 'src/queue.ts': QUEUE, 'src/index.ts': INDEX, 'src/user.ts': USER });
  await workspace.run({ model: await modelAt(await serverOf()) });
  await workspace.write('src/queue.ts', `\n${QUEUE.replace('from: string[]', 'from: string[], most = 1')}`);
  const all = await watch(workspace);
  expect(await watch(workspace, ['src/user.ts', 'src/queue.ts'])).toEqual(new Map([...all].filter(([path]) => path !== 'src/index.ts').reverse()));
  expect(all.get('src/queue.ts')!.symbols).toEqual([{ id: 'take', name: 'take', line: 2, endLine: 5 }]);
});

test('of what a walk would not take it says that there is nothing', async () => {
  const workspace = await workspaceOf({ 'src/queue.ts': QUEUE, 'src/alone.ts': ALONE, 'notes.txt': 'hello', 'made/out.ts': ALONE, '.gitignore': 'made/\n' });
  const paths = ['src/queue.ts', 'src/gone.ts', 'notes.txt', 'made/out.ts', 'specs/src/queue.ts.spec.md', 'src/alone.ts'];
  expect([...known(await watch(workspace, paths, { include: ['src/q*'] })).keys()]).toEqual(['src/queue.ts']);
  expect([...known(await watch(workspace, paths, { exclude: ['src/q*'] })).keys()]).toEqual(['src/alone.ts']);
});

test('is given up with the reason of its signal', async () => {
  const workspace = await workspaceOf({ 'src/queue.ts': QUEUE, 'src/alone.ts': ALONE });
  const giveUp = new AbortController();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const [path] of watchSources([''], REQUEST, workspace.ports, giveUp.signal)) {
      seen.push(path);
      giveUp.abort(new Error('somebody types'));
    }
  })();
  await expect(reading).rejects.toThrow('somebody types');
  expect(seen).toEqual(['src/alone.ts']);
});

test('a signature is of concern to those who import it, through others too; a body is not', async () => {
  const workspace = await workspaceOf({ 'src/queue.ts': QUEUE, 'src/index.ts': INDEX, 'src/user.ts': USER, 'src/alone.ts': ALONE });
  const before = known(await watch(workspace));
  expect(dependentsOf('src/queue.ts', before)).toEqual(['src/index.ts', 'src/user.ts']);
  expect(dependentsOf('src/user.ts', before)).toEqual([]);
  const offers = async (text: string) => {
    await workspace.write('src/queue.ts', text);
    return (await watch(workspace, ['src/queue.ts'])).get('src/queue.ts')!.offers;
  };
  const now = before.get('src/queue.ts')!.offers;
  expect(await offers(QUEUE.replace('return first', 'return first ?? undefined'))).toBe(now);
  expect(await offers(QUEUE.replace('from: string[]', 'from: readonly string[]'))).not.toBe(now);
});

test('where files share names without an import, to all of their language', async () => {
  const go = (name: string) => `package queue\n\nfunc ${name}(n int) int {\n\tm := n + 1\n\treturn m\n}\n`;
  const workspace = await workspaceOf({ 'a.go': go('A'), 'b.go': go('B'), 'c.ts': ALONE });
  expect(dependentsOf('a.go', known(await watch(workspace)))).toEqual(['b.go']);
});
