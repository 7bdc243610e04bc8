import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../../src/engine/batch/estimate';
import type { Confirmed } from '../../../src/engine/request';
import { parseSpec } from '../../../src/engine/write/specDocument';
import { modelAt, serverOf, workspaceOf } from './workspace';

const QUEUE = 'export function take(from: string[]): string | undefined {\n  const first = from.shift();\n  return first;\n}\n\nexport function size(of: string[]): number {\n  const n = of.length;\n  return n;\n}\n';
const SPEC = 'specs/queue.ts.spec.md';

async function described() {
  const workspace = await workspaceOf({ 'queue.ts': QUEUE });
  const server = await serverOf();
  const model = await modelAt(server);
  await workspace.run({ model });
  const sections = async () => parseSpec(await workspace.read(SPEC)).pieces.flatMap((piece) => (piece.type === 'section' && piece.prose?.text ? [piece] : []));
  const written = async () => Object.fromEntries((await sections()).map(({ id, prose }) => [id, prose!.by]));
  const stale = async () => Object.fromEntries((await sections()).map(({ id, prose }) => [id, prose!.stale ?? '']));
  const asked = async (work: () => Promise<unknown>) => {
    const before = server.ledger.length;
    await work();
    return server.ledger.slice(before).flatMap(({ items }) => items.map(({ symbol, kind }) => symbol ?? kind)).sort();
  };
  return { ...workspace, server, model, written, stale, asked, generate: (options: Parameters<typeof workspace.run>[0]) => workspace.run(options) };
}

describe('another template or language', () => {
  test('asks for every text again, and the plan tells what of it is only for that', async () => {
    const { write, generate, model, asked, stale } = await described();
    await write('queue.ts', QUEUE.replace('return n;', 'return n + 1;'));
    const { estimate } = await generate({ model, plan: true, request: { language: 'ja' } });
    expect(estimate!.renewals).toMatchObject({ template: { sections: 2 } });
    expect(estimate!.renewals!.template!.inputTokens).toBeLessThan(estimate!.inputTokens);
    expect(estimate!.renewals!.template!.costUsd![1]).toBeLessThan(estimate!.costUsd![1]);
    expect(await asked(() => generate({ model, request: { language: 'ja' } }))).toEqual(['overview', 'size', 'take']);
    expect(await stale()).toEqual({ overview: '', take: '', size: '' });
  });

  test('asks only where the code changed, if a person wants no more; the rest is marked, and may be renewed later', async () => {
    const { write, generate, model, asked, stale } = await described();
    await write('queue.ts', QUEUE.replace('return n;', 'return n + 1;'));
    const request = { language: 'ja', renew: 'code' } as const;
    expect((await generate({ model, plan: true, request })).estimate!.renewals).toBeUndefined();
    expect(await asked(() => generate({ model, request }))).toEqual(['size']);
    expect(await stale()).toEqual({ overview: 'language', take: 'language', size: '' });
    expect(await asked(() => generate({ model, request }))).toEqual([]);
    expect(await asked(() => generate({ model, request: { language: 'ja' } }))).toEqual(['overview', 'take']);
    expect(await stale()).toEqual({ overview: '', take: '', size: '' });
  });

  test.each<readonly [string, Confirmed, readonly string[]]>([
    ['yes asks for all', true, ['overview', 'size', 'take']],
    ['code only for what the code changed', 'code', ['size']],
    ['no for nothing', false, []],
  ])('the answer to the question: %s', async (_, answer, expected) => {
    const { write, generate, model, asked } = await described();
    await write('queue.ts', QUEUE.replace('return n;', 'return n + 1;'));
    let shown: Estimate | undefined;
    const confirm = async (estimate: Estimate) => {
      shown = estimate;
      return answer;
    };
    const results: string[] = [];
    const request = { language: 'ja', confirmAbove: { tokens: 0, usd: 0 }, confirm };
    expect(await asked(async () => results.push((await generate({ model, request })).status))).toEqual(expected);
    expect(shown!.renewals!.template!.sections).toBe(2);
    expect(results).toEqual([answer === false ? 'cancelled' : 'done']);
  });
});

describe('another model', () => {
  test('changes nothing by itself', async () => {
    const { server, generate, asked } = await described();
    const other = await modelAt(server, 'claude-haiku-5-5');
    expect(await asked(() => generate({ model: other }))).toEqual([]);
  });

  test('writes everything anew where a person asks for that, at a price that is told before; never a person’s text', async () => {
    const { server, model, read, write, generate, asked, written } = await described();
    await write(SPEC, (await read(SPEC)).replace('Describes `size`', 'I describe `size`'));
    const other = await modelAt(server, 'claude-haiku-5-5');
    const request = { renew: 'model' } as const;
    expect((await generate({ model: other, plan: true, request })).estimate!.renewals).toMatchObject({ model: { sections: 2 } });
    expect(await asked(() => generate({ model: other, request }))).toEqual(['overview', 'take']);
    const by = (id: string) => `anthropic/${id}`;
    expect(await written()).toEqual({ overview: by('claude-haiku-5-5'), take: by('claude-haiku-5-5'), size: by(model.id) });
    expect(await read(SPEC)).toContain('I describe `size`');
    expect(await asked(() => generate({ model: other, request }))).toEqual([]);
  });

  test('of a role counts for its own texts alone', async () => {
    const { server, model, generate, asked, written } = await described();
    const overview = await modelAt(server, 'claude-haiku-5-5');
    expect(await asked(() => generate({ model, request: { renew: 'model' }, ports: { roles: { overview: { model: overview } } } }))).toEqual(['overview']);
    expect((await written()).take).toBe(`anthropic/${model.id}`);
  });
});
