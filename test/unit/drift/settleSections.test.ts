import { expect, test } from 'vitest';
import { hasDrifted } from '../../../src/engine/drift/checkSpecs';
import { settleSections, specWithNewFacts, type Settlement } from '../../../src/engine/drift/settleSections';
import { parseSpec, type Section } from '../../../src/engine/write/specDocument';
import { modelAt, REQUEST, serverOf, workspaceOf } from '../engine/workspace';

const SOURCE = 'src/queue.ts';
const SPEC = 'specs/src/queue.ts.spec.md';
const QUEUE = 'export function take(from: string[]): string | undefined {\n  const first = from.shift();\n  return first;\n}\n\nexport function size(of: string[]): number {\n  const n = of.length;\n  return n;\n}\n';
const CHANGED = QUEUE.replace('take(from: string[])', 'take(from: string[], most = 1)').replace('of.length', 'of.length + 1');

async function stale(edit = (spec: string) => spec) {
  const workspace = await workspaceOf({ [SOURCE]: QUEUE });
  const model = await modelAt(await serverOf());
  await workspace.run({ model });
  await workspace.write(SPEC, edit(await workspace.read(SPEC)));
  await workspace.write(SOURCE, CHANGED);
  const section = async (id: string) => parseSpec(await workspace.read(SPEC)).pieces.find((piece): piece is Section => piece.type === 'section' && piece.id === id)!;
  const settle = (settlements: Readonly<Record<string, Settlement>>, request = {}) => settleSections(SOURCE, new Map(Object.entries(settlements)), { ...REQUEST, ...request }, workspace.ports);
  const drifted = async (request = {}) => (await workspace.check(request)).files.filter(({ source }) => source === SOURCE).flatMap((file) => [...(hasDrifted(file) ? [file.spec] : []), ...file.sections.filter(({ state }) => state === 'stale').map(({ id }) => id)]);
  return { ...workspace, model, section, settle, drifted };
}

test('what is still true is fresh from now on, and its text and author stay', async () => {
  const { section, settle, drifted, run, model, read } = await stale();
  const before = (await section('take')).prose!;
  expect(await drifted()).toEqual(['facts', 'take', 'size']);
  expect(await settle({ take: 'still-true' })).toBe('written');
  expect((await section('take')).prose).toEqual({ ...before, stale: undefined });
  expect((await section('take')).facts).toContain('most');
  expect((await section('size')).prose!.stale).toBe('body');
  expect(await drifted()).toEqual(['current', 'size']);
  const accepted = await read(SPEC);
  expect(await settle({ take: 'still-true' })).toBe('unchanged');
  await settle({ size: 'still-true' });
  expect(await drifted()).toEqual([]);
  const again = await run({ model });
  expect([again.figures.calls, (await read(SPEC)).includes('stale='), accepted.includes('stale=')]).toEqual([0, false, true]);
});

test('also where another template or language made it stale', async () => {
  const { settle, drifted } = await stale();
  const request = { language: 'ja' };
  await settle({ take: 'still-true' }, request);
  expect(await drifted(request)).toEqual(['current', 'overview', 'size']);
});

test('a person’s text that is still true stays the person’s', async () => {
  const { section, settle, check } = await stale((spec) => spec.replace('Describes `take`', 'I describe `take`'));
  await settle({ take: 'still-true' });
  expect((await section('take')).prose!.text).toContain('I describe `take`');
  const { sections } = (await check()).files[0]!;
  expect(sections.find(({ id }) => id === 'take')).toMatchObject({ state: 'fresh', isPersons: true });
});

test('an accepted text is the model’s where it is what the model wrote, and the person’s where they edited it', async () => {
  const { section, settle, check } = await stale((spec) => spec.replace('Describes `take`', 'I describe `take`').replace('Describes `size`', 'I describe `size`'));
  const written = { text: 'Takes the first, or nothing.\n', by: 'anthropic/claude' };
  await settle({ take: { text: written.text, written }, size: { text: 'Mine.\n<!-- /specwright:section -->', written } });
  expect((await section('take')).prose).toMatchObject({ text: 'Takes the first, or nothing.', by: 'anthropic/claude' });
  expect((await section('size')).prose!.text).toBe('Mine.\n <!-- /specwright:section -->');
  const { sections } = (await check()).files[0]!;
  expect(sections.filter(({ id }) => id !== 'overview').map(({ id, state, isPersons }) => [id, state, isPersons])).toEqual([['take', 'fresh', false], ['size', 'fresh', true]]);
});

test('a section without a text, or that is not there, is left as it is', async () => {
  const { settle, write, read, run } = await stale();
  await settle({ take: 'still-true', size: 'still-true' });
  const before = await read(SPEC);
  expect(await settle({ nowhere: 'still-true', declarations: 'still-true' })).toBe('unchanged');
  await write('src/plain.ts', QUEUE);
  await run();
  expect(await settle({ take: 'still-true' })).toBe('unchanged');
  expect(await read(SPEC)).toBe(before);
});

test('says what to do where there is no spec, no source, or something else in its place', async () => {
  const { ports, write, remove, settle } = await stale();
  await write(SPEC, 'Notes of mine.\n');
  await expect(settle({ take: 'still-true' })).rejects.toThrow(/did not write/);
  await remove(SPEC);
  await expect(settle({ take: 'still-true' })).rejects.toThrow('There is no spec of src/queue.ts. Run "Specwright: Generate Spec" first.');
  await expect(settleSections('src/gone.ts', new Map(), REQUEST, ports)).rejects.toThrow(/src\/gone\.ts/);
});

test('shows the spec beside what it would be with new facts, and writes nothing', async () => {
  const { ports, read, run } = await stale();
  const before = await read(SPEC);
  const { specPath, present, updated } = await specWithNewFacts(SOURCE, REQUEST, ports);
  expect([specPath, present, await read(SPEC)]).toEqual([SPEC, before, before]);
  await run();
  expect(await read(SPEC)).toBe(updated);
});
