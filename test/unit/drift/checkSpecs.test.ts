import { expect, test } from 'vitest';
import { hasDrifted, type checkSpecs } from '../../../src/engine/drift/checkSpecs';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

const QUEUE = 'export function take(from: string[]): string | undefined {\n  const first = from.shift();\n  return first;\n}\n\nexport function size(of: string[]): number {\n  const n = of.length;\n  return n;\n}\n';
const USER = "import { take } from './queue';\n\nexport function drain(all: string[]): void {\n  while (take(all)) continue;\n}\n";

async function described(sources: Readonly<Record<string, string>> = { 'src/queue.ts': QUEUE, 'src/user.ts': USER }) {
  const workspace = await workspaceOf(sources);
  const model = await modelAt(await serverOf());
  // The folder of the cache is among what is left out from the second run on.
  for (let i = 0; i < 2; i++) await workspace.run({ model });
  return { ...workspace, model };
}

const states = ({ files }: Awaited<ReturnType<typeof checkSpecs>>) =>
  files.flatMap(({ source, spec, sections }) => [...(spec === 'current' ? [] : [`${source}: ${spec}`]), ...sections.filter(({ state }) => state !== 'fresh').map(({ id, state, changed, line }) => `${source}:${line} ${id} ${state} ${changed.join(' ')}`.trim())]);

test('finds nothing where generate would do nothing', async () => {
  const { check } = await described();
  const result = await check();
  expect([result.status, states(result), result.files.filter(hasDrifted)]).toEqual(['done', [], []]);
});

test('tells a changed signature, and those who depend on it, at their present lines', async () => {
  const { write, check } = await described();
  await write('src/queue.ts', `// moved down\n${QUEUE.replace('take(from: string[])', 'take(from: string[], most = 1)')}`);
  expect(states(await check())).toEqual(['src/queue.ts: facts', 'src/queue.ts:2 take stale sig', 'src/user.ts: facts', 'src/user.ts:3 drain stale deps']);
});

test('a changed body is of no concern to others', async () => {
  const { write, check } = await described();
  await write('src/queue.ts', QUEUE.replace('of.length', 'of.length + 1'));
  expect(states(await check())).toEqual(['src/queue.ts: facts', 'src/queue.ts:6 size stale body']);
});

test('a text that nobody wrote, a spec that is not there, a place that is taken', async () => {
  const { write, remove, read, check } = await described();
  await write('src/new.ts', 'export function fresh(): void {\n  size();\n}\n');
  await write('specs/src/user.ts.spec.md', 'Notes of mine.\n');
  await write('specs/src/queue.ts.spec.md', (await read('specs/src/queue.ts.spec.md')).replace(/(id="size"[\s\S]*?specwright:prose)[^]*?(<!-- \/)/, '$1 -->\n$2'));
  const result = await check();
  expect(states(result)).toEqual(['src/new.ts: missing', 'src/new.ts:1 overview missing', 'src/new.ts:1 fresh missing', 'src/queue.ts:6 size missing', 'src/user.ts: blocked', 'src/user.ts:1 overview missing', 'src/user.ts:3 drain missing', '.: facts', '.:1 overview stale sig']);
  expect(result.files.find(({ spec }) => spec === 'blocked')?.problem).toMatch(/did not write/);
  await remove('specs/src/user.ts.spec.md');
});

test('what a person edited is told as theirs, with its line in the spec', async () => {
  const { write, read, check } = await described();
  const spec = await read('specs/src/queue.ts.spec.md');
  await write('specs/src/queue.ts.spec.md', spec.replace('Describes `size`', 'I describe `size`'));
  const drift = (await check()).files.find(({ source }) => source === 'src/queue.ts')!;
  expect(drift.spec).toBe('current');
  expect(drift.sections.filter(({ isPersons }) => isPersons).map(({ id, state }) => `${id} ${state}`)).toEqual(['size fresh']);
  const { specLine } = drift.sections.find(({ id }) => id === 'size')!;
  expect(spec.split('\n')[specLine! - 1]).toMatch(/^<!-- specwright:section id="size"/);
});
