import { describe, expect, test } from 'vitest';
import { findUnverified } from '../../../src/engine/verify/markUnverified';
import { defaultAnswer } from '../../model-server/answers';
import { answerWithNearMisses, misspell, plantKey, type NearMiss } from '../../model-server/nearMisses';
import { seededRandom } from '../../model-server/random';
import { modelAt, serverOf, workspaceOf, type RunOptions } from '../engine/workspace';

const SOURCE = `class Store:
    def write(self, key):
        return key.strip()


class Queue:
    def add(self, task):
        self.items.append(task)
        return len(self.items)

    def drop(self, task):
        self.items.remove(task)
        return task
`;
const MISSES = new Map<string, NearMiss>([
  [plantKey({ path: 'q.py', symbol: 'Queue.add' }), { kind: 'member of another class', name: 'Queue.write' }],
  [plantKey({ path: 'q.py', symbol: 'Queue.drop' }), { kind: 'parameter of the neighbour', name: 'key' }],
]);

async function runWith(insisting: boolean, options: RunOptions = {}) {
  const server = await serverOf({ answer: answerWithNearMisses(MISSES, insisting) });
  const workspace = await workspaceOf({ 'q.py': SOURCE });
  const run = async (more: RunOptions = {}) => workspace.run({ model: await modelAt(server), ...options, ...more });
  return { server, workspace, run, result: await run(), spec: await workspace.read('specs/q.py.spec.md') };
}

describe('an answer that names what the code does not have', () => {
  test('is asked for once more: all of a batch in one request, which says what was wrong and which names there are', async () => {
    const { server, result, spec } = await runWith(false);
    expect(server.requests).toBe(2);
    const [, repair] = server.ledger;
    expect(repair!.items.map(({ symbol }) => symbol)).toEqual(['Queue.add', 'Queue.drop']);
    expect(repair!.items[0]!.content).toMatch(/^An earlier answer to this item named what the code does not have:\n- `Queue\.write`\n/);
    expect(repair!.items[0]!.content).toContain('`add`, `drop`');
    expect(repair!.items[1]!.content).toContain('- `key`\n');
    expect(result.figures.namesUnverified).toBe(0);
    expect(result.status).toBe('done');
    expect(spec).not.toContain('Queue.write');
  });

  test('is marked where the second is no better, and counted; nothing is asked for again by another run', async () => {
    const { server, run, result, spec } = await runWith(true);
    expect(server.requests).toBe(2);
    expect(spec).toContain('- Without `Queue.write` (*unverified*) the call fails.');
    expect(findUnverified(spec).map(({ name }) => name).sort()).toEqual(['Queue.write', 'key']);
    expect(result.figures.namesUnverified).toBe(2);
    expect(result.events).toContainEqual(expect.objectContaining({ type: 'names-checked', path: 'q.py', section: 'Queue.add', unverified: ['Queue.write'] }));
    expect((await run()).files).toEqual([expect.objectContaining({ status: 'unchanged' })]);
    expect(server.requests).toBe(2);
  });

  test('has a line through the name, if that is wished', async () => {
    const { spec } = await runWith(true, { request: { unverified: 'strike' } });
    expect(spec).toContain('- Without ~~`Queue.write`~~ the call fails.');
    expect(findUnverified(spec)).toHaveLength(2);
  });

  test('is marked in the language of the spec', async () => {
    const { spec } = await runWith(true, { request: { language: 'ja' } });
    expect(spec).toContain('- Without `Queue.write`（*未確認*） the call fails.');
    expect(findUnverified(spec)).toHaveLength(2);
  });

  test('comes from the cache as it was given, and is marked anew', async () => {
    const { server, run, workspace, spec } = await runWith(true);
    await workspace.remove('specs/q.py.spec.md');
    const { figures } = await run();
    expect(server.requests).toBe(2);
    expect(figures.namesUnverified).toBe(2);
    expect(await workspace.read('specs/q.py.spec.md')).toBe(spec);
  });

  test('is kept where no second comes: the provider refuses it', async () => {
    const server = await serverOf({ answer: answerWithNearMisses(MISSES, false), faults: [{ fault: { kind: 'http', status: 400 }, when: ({ number }) => number === 2 }] });
    const workspace = await workspaceOf({ 'q.py': SOURCE });
    const result = await workspace.run({ model: await modelAt(server) });
    expect(server.requests).toBe(2);
    expect(result.status).toBe('done');
    expect(findUnverified(await workspace.read('specs/q.py.spec.md'))).toHaveLength(2);
  });

  test('is kept where there is no money for a second', async () => {
    const { server, result: first } = await runWith(true);
    const spent = server.ledger[0]!.billed;
    const tokens = spent.inputTokens + spent.cacheReadTokens + spent.cacheWrite5mTokens + spent.outputTokens;
    expect(first.figures.calls).toBe(2);
    const poor = await runWith(true, { request: { ceilings: { tokens: Math.round(tokens * 1.9) } } });
    expect(poor.server.requests).toBe(1);
    expect(findUnverified(poor.spec)).toHaveLength(2);
  });

  test('is followed by the worse of two nowhere: the first stays where the second has more of them', async () => {
    let asked = 0;
    const server = await serverOf({ answer: (item) => (item.symbol === 'Queue.add' ? `${defaultAnswer(item)}\n\n${++asked === 1 ? '`Queue.write`' : '`Queue.write`, `Queue.flush`, `deadline`'}` : defaultAnswer(item)) });
    const workspace = await workspaceOf({ 'q.py': SOURCE });
    await workspace.run({ model: await modelAt(server) });
    expect(asked).toBe(2);
    expect(findUnverified(await workspace.read('specs/q.py.spec.md')).map(({ name }) => name)).toEqual(['Queue.write']);
  });
});

test('a misspelt name differs in one or two letters, and begins with the same one', () => {
  const random = seededRandom(3);
  for (let i = 0; i < 200; i++) {
    const name = misspell('retryDelay', random);
    expect(name[0]).toBe('r');
    expect(Math.abs(name.length - 'retryDelay'.length)).toBeLessThanOrEqual(2);
  }
});
