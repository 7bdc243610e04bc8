import { expect, test } from 'vitest';
import { parseSpec } from '../../../src/engine/write/specDocument';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

const SOURCE = 'src/queue.ts';
const SPEC = 'specs/src/queue.ts.spec.md';
const QUEUE = 'export function take(from: string[]): string | undefined {\n  const first = from.shift();\n  return first;\n}\n\nexport function size(of: string[]): number {\n  const n = of.length;\n  return n;\n}\n';
const CHANGED = QUEUE.replace('take(from: string[])', 'take(from: string[], most = 1)').replace('of.length', 'of.length + 1');

async function stale(edit = (spec: string) => spec) {
  const workspace = await workspaceOf({ [SOURCE]: QUEUE });
  const server = await serverOf();
  const model = await modelAt(server);
  await workspace.run({ model });
  await workspace.write(SPEC, edit(await workspace.read(SPEC)));
  await workspace.write(SOURCE, CHANGED);
  const asked = server.ledger.length;
  return { ...workspace, model, asked: () => server.ledger.slice(asked).flatMap(({ items }) => items.map(({ symbol }) => symbol)) };
}

const proseOf = (spec: string, id: string) => parseSpec(spec).pieces.flatMap((piece) => (piece.type === 'section' && piece.id === id ? [piece.prose!] : []))[0]!;

test('asks for the sections that were chosen, and updates the facts of all', async () => {
  const { run, model, asked, read } = await stale();
  const { status } = await run({ model, request: { paths: [SOURCE], sections: [{ path: SOURCE, ids: ['take'] }] } });
  expect([status, asked()]).toEqual(['done', ['take']]);
  const spec = await read(SPEC);
  expect([proseOf(spec, 'take').stale, proseOf(spec, 'size').stale]).toEqual([undefined, 'body']);
});

test('a fresh section costs nothing, chosen or not', async () => {
  const { run, model, asked } = await stale();
  await run({ model, request: { sections: [{ path: SOURCE, ids: ['overview'] }] } });
  expect(asked()).toEqual([]);
});

test('prices the chosen sections alone, with no call', async () => {
  const { run, model, asked } = await stale();
  const items = async (ids: readonly string[]) => (await run({ model, plan: true, request: { sections: [{ path: SOURCE, ids }] } })).estimate!.items;
  expect([await items(['take']), await items(['take', 'size']), asked()]).toEqual([1, 2, []]);
});

test('a person’s text stays, and is told to be out of date, unless a new one is wanted', async () => {
  const { run, model, asked, read } = await stale((spec) => spec.replace('Describes `take`', 'I describe `take`'));
  const { warnings, offers } = await run({ model, request: { paths: [SOURCE] } });
  expect([asked(), offers]).toEqual([['size'], undefined]);
  expect(warnings.join()).toContain('was edited by a person and is kept');
  expect(proseOf(await read(SPEC), 'take').text).toContain('I describe');
});

test('a new text for a person’s section is handed back, and nothing of it is written', async () => {
  const { run, model, asked, read } = await stale((spec) => spec.replace('Describes `take`', 'I describe `take`'));
  const { status, offers, warnings } = await run({ model, request: { paths: [SOURCE], offerPersons: true } });
  expect([status, asked().sort(), warnings]).toEqual(['done', ['size', 'take'], []]);
  expect(offers).toEqual([{ source: SOURCE, specPath: SPEC, section: 'take', text: expect.stringContaining('`take`') as string, by: 'anthropic/claude-sonnet-5-5' }]);
  const spec = await read(SPEC);
  expect(spec).not.toContain(offers![0]!.text.trim().split('\n')[0]);
  expect(proseOf(spec, 'take')).toMatchObject({ text: expect.stringContaining('I describe') as string, stale: 'sig' });
});
