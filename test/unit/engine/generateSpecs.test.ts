import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPool } from '../../../src/engine/dispatch/pool';
import { FIXTURES, modelAt, serverOf, workspaceOf } from './workspace';

const INVENTORY = await readFile(path.join(FIXTURES, 'python/inventory.py'), 'utf8');
const SPEC = 'specs/inventory.py.spec.md';
const sectionsWithProse = (spec: string) => [...spec.matchAll(/<!-- specwright:prose hash="/g)].length;
/** Items as the server was asked for them, in the order of the requests. */
const asked = (server: { ledger: readonly { items: readonly { symbol?: string; kind: string }[] }[] }) => server.ledger.flatMap(({ items }) => items.map(({ symbol, kind }) => symbol ?? kind));

describe('with no model', () => {
  test('a spec holds the facts, and a second run changes no byte', async () => {
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const first = await workspace.run();
    expect(first).toMatchObject({ status: 'done', errors: [], files: [{ source: 'inventory.py', path: SPEC, status: 'written' }] });
    const spec = await workspace.read(SPEC);
    expect(spec).toContain('## `receive(index, sku, quantity, price)`');
    expect(spec).toContain('`StockError`');
    expect(spec).toContain('`LOW_STOCK`');
    expect(sectionsWithProse(spec)).toBe(0);
    expect(await workspace.run()).toMatchObject({ files: [{ status: 'unchanged' }] });
    expect(await workspace.read(SPEC)).toBe(spec);
  });
});

describe('with a model', () => {
  test('267 lines with 14 functions take at most half of the 14 + 1 requests, and all in one round', async () => {
    expect(INVENTORY.split('\n').length - 1).toBe(267);
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const result = await workspace.run({ model: await modelAt(server) });
    expect(result).toMatchObject({ status: 'done', errors: [] });
    expect(server.ledger.length).toBeLessThanOrEqual(7);
    // 14 functions, one class, the file as a whole: each asked for once.
    expect(asked(server)).toHaveLength(16);
    expect(new Set(asked(server)).size).toBe(16);
    expect(sectionsWithProse(await workspace.read(SPEC))).toBe(16);
  });

  test('a rerun asks nothing and changes no byte: here, in a fresh clone with an empty cache, with another model, with none', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    await workspace.run({ model: await modelAt(server) });
    const spec = await workspace.read(SPEC);
    const requests = server.ledger.length;
    const clone = await workspace.clone();
    for (const [where, model] of [[workspace, await modelAt(server)], [clone, await modelAt(server, 'claude-haiku-5-5')], [clone, undefined]] as const) {
      expect(await where.run({ model })).toMatchObject({ status: 'done', files: [{ status: 'unchanged' }] });
      expect(await where.read(SPEC)).toBe(spec);
    }
    expect(server.ledger.length).toBe(requests);
  });

  test('a changed body asks for that section alone; comments, formatting and moves for none', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const model = await modelAt(server);
    await workspace.run({ model });
    const before = asked(server).length;
    await workspace.write('inventory.py', INVENTORY.replace('    index = {}\n', '    index   =   {}  # by sku\n\n'));
    await workspace.run({ model });
    expect(asked(server)).toHaveLength(before);
    await workspace.write('inventory.py', INVENTORY.replace('released = 0', 'released = 1'));
    await workspace.run({ model });
    expect(asked(server).slice(before)).toEqual(['release_expired']);
  });

  test('a changed signature asks for that section and those that depend on it', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const model = await modelAt(server);
    await workspace.run({ model });
    const before = asked(server).length;
    await workspace.write('inventory.py', INVENTORY.replace('def pick(index, sku, quantity):', 'def pick(index, sku, quantity, force=False):'));
    await workspace.run({ model });
    expect(asked(server).slice(before).sort()).toEqual(['fulfil', 'pick']);
  });

  test('a method’s signature is its own section’s business, and that of who uses its class in another file; the class itself is not asked for', async () => {
    const server = await serverOf();
    const queue = (params: string) => `export class Queue {\n  #items: string[] = [];\n  add(${params}): number {\n    this.#items.push(item);\n    return this.#items.length;\n  }\n}\n`;
    const user = "import { Queue } from './queue';\nexport function fill(): number {\n  const queue = new Queue();\n  return queue.add('a');\n}\n";
    const workspace = await workspaceOf({ 'queue.ts': queue('item: string'), 'user.ts': user });
    const model = await modelAt(server);
    await workspace.run({ model });
    const before = asked(server).length;
    await workspace.write('queue.ts', queue('item: string, first = false'));
    await workspace.run({ model });
    expect(asked(server).slice(before).sort()).toEqual(['Queue.add', 'fill']);
  });

  test('what a dependency in another file looks like counts, wherever the command starts', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'src/clock.ts': 'export function now(): number {\n  return Date.now();\n}\n', 'src/a.ts': "import { now } from './clock';\nexport function stamp(): string {\n  const at = now();\n  return `at ${at}`;\n}\n" });
    const model = await modelAt(server);
    await workspace.run({ model });
    const requests = server.ledger.length;
    expect(await workspace.run({ model, request: { paths: ['src/a.ts'] } })).toMatchObject({ files: [{ status: 'unchanged' }] });
    expect(server.ledger.length).toBe(requests);
    await workspace.write('src/clock.ts', 'export function now(offset: number): number {\n  return Date.now() + offset;\n}\n');
    await workspace.run({ model, request: { paths: ['src/a.ts'] } });
    expect(asked(server).slice(-1)).toEqual(['stamp']);
  });

  test('prose that a person edited is not asked for again; it stays, under new facts', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const model = await modelAt(server);
    await workspace.run({ model });
    const before = asked(server).length;
    const spec = await workspace.read(SPEC);
    const section = /<!-- specwright:section id="pick"[\s\S]*?<!-- \/specwright:section -->/.exec(spec)![0];
    await workspace.write(SPEC, spec.replace(section, section.replace('<!-- /specwright:section -->', 'Ask Ops first.\n<!-- /specwright:section -->')));
    await workspace.write('inventory.py', INVENTORY.replace('def pick(index, sku, quantity):', 'def pick(index, sku, quantity, force=False):'));
    const result = await workspace.run({ model });
    expect(asked(server).slice(before)).toEqual(['fulfil']);
    const updated = await workspace.read(SPEC);
    expect(updated).toContain('Ask Ops first.');
    expect(updated).toContain('def pick(index, sku, quantity, force=False)');
    expect(result.warnings.join()).toMatch(/pick was edited by a person and is kept/);
  });

  test('an answer that was paid for is not paid for again after the spec is lost', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const model = await modelAt(server);
    await workspace.run({ model });
    const spec = await workspace.read(SPEC);
    const requests = server.ledger.length;
    await workspace.remove(SPEC);
    await workspace.run({ model });
    expect(server.ledger.length).toBe(requests);
    expect(await workspace.read(SPEC)).toBe(spec);
  });

  test('a file of a language without a grammar is described from plain parts, again when its text changes', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'notes.lisp': '(defun add (a b) (+ a b))\n' });
    const model = await modelAt(server);
    const run = () => workspace.run({ model, request: { paths: ['notes.lisp'] } });
    expect(await run()).toMatchObject({ status: 'done' });
    expect(asked(server)).toEqual(['overview']);
    await workspace.write('notes.lisp', '(defun add (a b)\n  (+ a b))\n');
    await run();
    expect(asked(server)).toEqual(['overview']);
    await workspace.write('notes.lisp', '(defun add (a b) (- a b))\n');
    await run();
    expect(asked(server)).toEqual(['overview', 'overview']);
  });

  test('a very large symbol is shown in parts, and their notes are combined', async () => {
    const body = Array.from({ length: 1_500 }, (_, i) => `    total += rows[${i}].amount * ${i + 1}`).join('\n');
    const server = await serverOf();
    const workspace = await workspaceOf({ 'big.py': `def total(rows):\n    total = 0\n${body}\n    return total\n` });
    expect(await workspace.run({ model: await modelAt(server) })).toMatchObject({ status: 'done' });
    const kinds = server.ledger.flatMap(({ items }) => items.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind === 'part').length).toBeGreaterThan(1);
    expect(kinds.filter((kind) => kind === 'combine')).toHaveLength(1);
    expect(sectionsWithProse(await workspace.read('specs/big.py.spec.md'))).toBe(2);
  });
});

describe('when something goes wrong', () => {
  test.each([
    ['a missing item', { kind: 'missing-item' }],
    ['a doubled item', { kind: 'doubled-item' }],
    ['an item that is not closed', { kind: 'unclosed-item' }],
    ['text around the items', { kind: 'text-around' }],
    ['a stream that drops', { kind: 'drop', afterItems: 2 }],
    ['an answer that is cut', { kind: 'length', afterItems: 1 }],
    ['a refusal in the middle', { kind: 'refusal', afterItems: 1 }],
  ] as const)('%s: the spec is complete, and what had closed is not asked for again', async (_, fault) => {
    const server = await serverOf();
    server.failNext(fault);
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const result = await workspace.run({ model: await modelAt(server) });
    expect(result).toMatchObject({ status: 'done', errors: [] });
    expect(sectionsWithProse(await workspace.read(SPEC))).toBe(16);
    const first = server.ledger.find(({ fault: had }) => had !== undefined)!;
    expect(asked(server).length).toBeLessThan(16 + first.items.length);
  });

  test('a wrong key: facts are written, the message says what to do, nothing is asked twice', async () => {
    const server = await serverOf({ key: 'right' });
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const result = await workspace.run({ model: await modelAt(server, undefined, 'wrong') });
    expect(result.status).toBe('failed');
    expect(result.errors.join('\n')).toMatch(/Set API Key/);
    expect(result.errors.join('\n')).not.toContain('wrong');
    expect(server.ledger.length).toBeLessThanOrEqual(6);
    expect(await workspace.read(SPEC)).toContain('No description yet');
  });

  test('a run that is cancelled keeps what is finished and goes on there the next time', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const cancel = new AbortController();
    const model = await modelAt(server);
    const result = await workspace.run({
      model,
      request: { batch: { strategy: 'latency', maxItems: 1, concurrency: 1 } },
      ports: { signal: cancel.signal, listeners: [(event) => event.type === 'item-done' && asked(server).length >= 3 && cancel.abort()] },
    });
    expect(result.status).toBe('cancelled');
    const paid = sectionsWithProse(await workspace.read(SPEC));
    expect(paid).toBeGreaterThanOrEqual(3);
    const before = asked(server).length;
    expect(await workspace.run({ model })).toMatchObject({ status: 'done' });
    expect(asked(server).length - before).toBeLessThanOrEqual(16 - paid);
  });

  test('a budget stops the run before it is overshot, with a valid partial spec', async () => {
    const server = await serverOf({ itemTokens: 300 });
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const usd = (await (await workspaceOf({ 'inventory.py': INVENTORY })).run({ model: await modelAt(server) })).figures.costUsd / 2;
    const result = await workspace.run({ model: await modelAt(server), request: { ceilings: { usd } } });
    expect(result.status).toBe('over-budget');
    expect(result.figures.costUsd).toBeLessThanOrEqual(usd);
    expect(sectionsWithProse(await workspace.read(SPEC))).toBeGreaterThan(0);
  });

  test('twelve runs at once share the places of one model: all are done, and the small ones do not wait for the large one', async () => {
    const server = await serverOf({ timeToFirstTokenMs: 20 });
    const model = await modelAt(server);
    const pool = createPool({ concurrency: 2 });
    const [large, ...small] = await Promise.all([workspaceOf({ 'inventory.py': INVENTORY }), ...Array.from({ length: 11 }, (_, i) => workspaceOf({ 'one.py': `def one${i}(a):\n    return a + ${i}\n` }))]);
    const order: string[] = [];
    const run = async (workspace: typeof large, name: string) => {
      const { status } = await workspace.run({ model, ports: { pool }, request: { batch: { strategy: 'latency', maxItems: 20, concurrency: 2 } } });
      order.push(name);
      return status;
    };
    const statuses = await Promise.all([run(large, 'large'), ...small.map((workspace) => run(workspace, 'small'))]);
    expect(new Set(statuses)).toEqual(new Set(['done']));
    expect(order.at(-1)).toBe('large');
    expect(server.peakConcurrency).toBe(2);
  });

  test('each kind of work may have a model of its own: both are asked side by side, and each signs what it wrote', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const roles = { overview: { model: await modelAt(server, 'claude-haiku-5-5') } };
    const result = await workspace.run({ model: await modelAt(server), ports: { roles } });
    expect(result.status).toBe('done');
    const kinds = (model: string) => new Set(server.ledger.filter((entry) => entry.model === model).flatMap(({ items }) => items.map(({ kind }) => kind)));
    expect(kinds('claude-haiku-5-5')).toEqual(new Set(['overview']));
    expect(kinds('claude-sonnet-5-5')).toEqual(new Set(['section']));
    const spec = await workspace.read(SPEC);
    expect(spec.match(/by="anthropic\/claude-haiku-5-5"/g)).toHaveLength(1);
  });

  test('what does not fit into the model’s context window is told in the spec and in the result; the rest is written', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY, 'long.py': `def long():\n${'    step("' + 'x'.repeat(60) + '")\n'}`.replace(/( {4}step.*\n)/, (line) => line.repeat(300)) });
    const sonnet = await modelAt(server);
    const small = { ...sonnet, limits: { ...sonnet.limits, contextTokens: 9_000 } };
    const result = await workspace.run({ model: small });
    expect(result.status).toBe('partial');
    expect(result.errors.join()).toMatch(/long\.py: it takes about [\d,]+ tokens, more than the 9,000 of the model's context window/);
    expect(await workspace.read('specs/long.py.spec.md')).toContain('context window');
    expect(result.files.find(({ source }) => source === 'inventory.py')?.status).toBe('written');
  });

  test('a secret in the source leaves neither in a request nor into the spec or an event', async () => {
    const secret = `sk-ant-api03-${'Qx7'.repeat(30)}`;
    const server = await serverOf();
    const workspace = await workspaceOf({ 'config.py': `KEY = "${secret}"\n\n\ndef connect(host):\n    token = "${secret}"\n    return open_connection(host, token)\n` });
    const result = await workspace.run({ model: await modelAt(server) });
    expect(result.status).toBe('done');
    expect(JSON.stringify(server.ledger)).not.toContain(secret);
    expect(await workspace.read('specs/config.py.spec.md')).not.toContain(secret);
    expect(JSON.stringify(result.events)).not.toContain(secret);
    expect(JSON.stringify(server.ledger)).toContain('SPECWRIGHT_SECRET_');
  });
});

describe('a plan', () => {
  test('tells what a run would cost, sends nothing and writes nothing', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const model = await modelAt(server);
    const plan = await workspace.run({ model, plan: true });
    expect(plan).toMatchObject({ status: 'done', files: [{ source: 'inventory.py', status: 'planned' }], estimate: { items: 16 } });
    expect(server.ledger).toHaveLength(0);
    await expect(workspace.read(SPEC)).rejects.toThrow();
    const { figures } = await workspace.run({ model });
    expect(figures.calls).toBe(plan.estimate!.calls);
    expect(await workspace.run({ model, plan: true })).toMatchObject({ files: [{ status: 'fresh' }], estimate: { calls: 0 } });
  });

  test('above the limits a person is asked, and a no ends the run before anything is sent', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'inventory.py': INVENTORY });
    const estimates: unknown[] = [];
    const result = await workspace.run({ model: await modelAt(server), request: { confirmAbove: { tokens: 100, usd: 0 }, confirm: async (estimate) => (estimates.push(estimate), false) } });
    expect(result.status).toBe('cancelled');
    expect(estimates).toHaveLength(1);
    expect(server.ledger).toHaveLength(0);
  });
});
