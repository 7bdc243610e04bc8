import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { commitAll, git } from '../support/repository';
import { FIXTURES, modelAt, serverOf, workspaceOf, type RunOptions } from './workspace';

const CLI = path.resolve(import.meta.dirname, '../../../dist/cli.js');
const INVENTORY = await readFile(path.join(FIXTURES, 'python/inventory.py'), 'utf8');

/** A workspace whose specs are written; `update` runs again and names what was asked for. */
async function described(sources: Readonly<Record<string, string>>) {
  const server = await serverOf();
  const workspace = await workspaceOf(sources);
  const model = await modelAt(server);
  await workspace.run({ model });
  return {
    ...workspace,
    run: (options?: RunOptions) => workspace.run(options),
    update: async (strategy: 'latency' | 'balanced' | 'cost' = 'balanced') => {
      const before = server.ledger.length;
      await workspace.run({ model, request: { batch: { strategy, maxItems: 20, concurrency: 6, effort: 'low' } } });
      const requests = server.ledger.slice(before);
      return { requests: requests.length, items: requests.flatMap(({ items }) => items.map(({ path: file, symbol, kind }) => `${file}#${symbol ?? kind}`)).sort() };
    },
  };
}

describe('an update', () => {
  test('of one signature with 12 dependents in 12 files asks for 13 items, in at most 3 requests where the strategy is cost', async () => {
    const price = (params: string) => `export function price(${params}): number {\n  return items.length * 7;\n}\n\nexport function other(): string {\n  return ['a'].join('-');\n}\n`;
    const shops = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`shop${i}.ts`, `import { price } from './price';\n\nexport function total${i}(items: string[]): number {\n  return price(items) + ${i};\n}\n\nexport function name${i}(): string {\n  return ['shop', ${i}].join(' ');\n}\n`]));
    const { write, update } = await described({ 'price.ts': price('items: string[]'), ...shops });
    await write('price.ts', price('items: string[], discount = 0'));
    const { requests, items } = await update('cost');
    expect(items).toEqual(['price.ts#price', ...Array.from({ length: 12 }, (_, i) => `shop${i}.ts#total${i}`)].sort());
    expect(requests).toBeLessThanOrEqual(3);
  });

  test('of the order of functions asks for nothing and changes no byte', async () => {
    const { write, read, update } = await described({ 'inventory.py': INVENTORY });
    const before = await read('specs/inventory.py.spec.md');
    const [head = '', ...functions] = INVENTORY.split(/\n\n\n(?=def )/);
    expect(functions.length).toBeGreaterThan(10);
    await write('inventory.py', [head, ...functions.map((one) => one.trimEnd()).reverse()].join('\n\n\n') + '\n');
    expect((await update()).items).toEqual([]);
    expect(await read('specs/inventory.py.spec.md')).toBe(before);
  });

  test('of a file with a name that has a line break in it asks for nothing', async () => {
    const { update } = await described({ 'rules.ts': "export const rules = {\n  '\\n': (text: string) => {\n    return text.trim().length > 0;\n  },\n};\n" });
    expect((await update()).items).toEqual([]);
  });

  test('of a method of Go asks for it, and for none of the other methods of its type', async () => {
    const queue = (params: string) => `package a\n\ntype Queue struct{ n int }\n\nfunc (q *Queue) Add(${params}) int {\n\tq.n++\n\treturn q.n\n}\n\nfunc (q *Queue) Size() int {\n\treturn q.n + 0\n}\n`;
    const { write, update } = await described({ 'queue.go': queue('task string') });
    await write('queue.go', queue('task string, first bool'));
    expect((await update()).items).toEqual(['queue.go#Queue.Add']);
    await write('queue.go', queue('task string, first bool').replace('n int', 'n int64'));
    expect((await update()).items).toEqual(['queue.go#Queue', 'queue.go#Queue.Add', 'queue.go#Queue.Size']);
  });

  test('with no key loses no text: facts are current, and what was written for something else is marked', async () => {
    const { write, read, run } = await described({ 'inventory.py': INVENTORY });
    const texts = (spec: string) => [...spec.matchAll(/<!-- specwright:prose hash="(\w+)"/g)].map(([, hash]) => hash);
    const before = texts(await read('specs/inventory.py.spec.md'));
    await write('inventory.py', INVENTORY.replace('def pick(index, sku, quantity):', 'def pick(index, sku, quantity, force=False):'));
    await run();
    const after = await read('specs/inventory.py.spec.md');
    expect(texts(after)).toEqual(before);
    expect(after).toContain('def pick(index, sku, quantity, force=False)');
    expect(after.match(/<!-- specwright:section id="(\w+)"(?:(?!<!-- \/)[^])*? stale="\w+"/g)?.map((section) => /id="(\w+)"/.exec(section)![1])).toEqual(['pick', 'fulfil']);
  });

  test('in two branches, of neighbouring functions of one file, merges without a conflict', async () => {
    const { root, write, update, run } = await described({ 'inventory.py': INVENTORY, '.gitignore': '.cache-of-the-test\n' });
    git(root, 'init', '-q', '-b', 'main');
    commitAll(root);
    for (const [branch, from, to] of [['one', 'index = {}', 'index = dict()'], ['two', 'released = 0', 'released = 1']] as const) {
      git(root, 'checkout', '-q', '-b', branch, 'main');
      await write('inventory.py', INVENTORY.replace(from, to));
      expect((await update()).items).toHaveLength(1);
      commitAll(root);
    }
    git(root, 'merge', '-q', '--no-edit', 'one');
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(await run({ plan: true })).toMatchObject({ files: [{ status: 'fresh' }] });
    expect((await update()).items).toEqual([]);
  });
});

test('a process that was killed has every answer that came, and the next one asks for the others alone', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const server = await serverOf({ beforeFirstByte: ({ number }) => (number === 2 ? held : Promise.resolve()) });
  const workspace = await workspaceOf({ 'a.ts': 'export function first(a: string): string {\n  return a.trim();\n}\n', 'b.ts': 'export function second(b: string): string {\n  return b.trim();\n}\n' });
  const env = { PATH: process.env.PATH, HOME: path.join(workspace.root, '.home'), ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url };
  const start = () => spawn(process.execPath, [CLI, 'generate', 'a.ts', 'b.ts', '--yes', '--concurrency', '1', '--batch-strategy', 'latency', '--log-file', 'log.jsonl'], { cwd: workspace.root, env, stdio: 'ignore' });
  const ended = (child: ReturnType<typeof start>) => new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  const child = start();
  await server.whenever('received', 2);
  // An item is told as done once its answer is stored.
  await vi.waitFor(async () => expect(await workspace.read('log.jsonl')).toContain('"item-done"'), { timeout: 10_000 });
  const killed = ended(child);
  child.kill('SIGKILL');
  expect(await killed).toBe('SIGKILL');
  release();
  const before = server.ledger.length;
  expect(await ended(start())).toBe(0);
  const names = (requests: typeof server.ledger) => requests.flatMap(({ items }) => items.map(({ path: file, symbol, kind }) => `${file}#${symbol ?? kind}`)).sort();
  const all = ['a.ts#first', 'a.ts#overview', 'b.ts#overview', 'b.ts#second'];
  const [answered] = server.ledger;
  expect(before).toBe(2);
  expect(names(server.ledger.slice(before))).toEqual(all.filter((name) => !names([answered!]).includes(name)));
  for (const file of ['a', 'b']) expect((await workspace.read(`specs/${file}.ts.spec.md`)).match(/specwright:prose hash/g)).toHaveLength(2);
});
