import { expect, test } from 'vitest';
import { pack } from '../../../src/engine/packed';
import { modelAt, serverOf, workspaceOf } from './workspace';

test('a spec is finished with its last answer, while the server still owes the others', async () => {
  const workspace = await workspaceOf({ 'a.ts': 'export function a(): void {\n  b();\n  c();\n}\n', 'b.ts': 'export function b(): void {\n  c();\n  d();\n}\n' });
  const server = await serverOf({ faults: [{ fault: { kind: 'hang-before-headers' }, when: ({ items }) => items.some(({ path }) => path !== 'a.ts') }] });
  const finished = new AbortController();
  const { status } = await workspace.run({
    model: await modelAt(server),
    request: { batch: { strategy: 'latency', maxItems: 1, concurrency: 8 } },
    ports: { signal: finished.signal, listeners: [(event) => void (event.type === 'file-written' && event.path === 'specs/a.ts.spec.md' && event.complete && finished.abort())] },
  });
  expect(status).toBe('cancelled');
  expect(await workspace.read('specs/a.ts.spec.md')).toMatch(/Describes `a`/);
});

test('what is put aside comes back as it was', () => {
  const value = { text: 'line\nline 日本語 \ud83d\ude00', list: ['a', null, { deep: 1 }] };
  const read = pack(structuredClone(value));
  for (let i = 0; i < 2; i++) expect(read()).toEqual(value);
});
