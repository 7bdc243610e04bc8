import { expect, test } from 'vitest';
import { watchMoves } from '../../../src/engine/drift/watchMoves';
import { watchOrphans } from '../../../src/engine/drift/watchOrphans';
import { REQUEST, workspaceOf } from '../engine/workspace';

const ONE = 'export function one(): number {\n  const n = Math.random();\n  return n;\n}\n';
const found = async (...args: Parameters<typeof watchOrphans>) => (await watchOrphans(...args))?.map(({ path, source }) => `${path} of ${source}`);

test('tells specs whose sources are gone from a folder that has none at all', async () => {
  const { run, remove, write, ports } = await workspaceOf({ 'src/one.ts': ONE, 'src/two.ts': ONE });
  expect(await found(REQUEST, ports)).toBeUndefined();
  await run();
  expect(await found(REQUEST, ports)).toEqual([]);
  await remove('src/two.ts');
  await write('specs/src/mine.ts.spec.md', 'Notes of mine.\n');
  expect(await found(REQUEST, ports)).toEqual(['specs/src/two.ts.spec.md of src/two.ts']);
});

test('also where specs lie beside their sources', async () => {
  const { run, remove, ports } = await workspaceOf({ 'src/one.ts': ONE, 'src/two.ts': ONE });
  const request = { outputFolder: '' };
  await run({ request });
  await remove('src/one.ts');
  expect(await found({ ...REQUEST, ...request }, ports)).toEqual(['src/one.ts.spec.md of src/one.ts']);
});

test('one whose source is at another place is told from one whose source is gone, without a run', async () => {
  const { run, read, remove, write, ports } = await workspaceOf({ 'src/one.ts': ONE, 'src/two.ts': ONE.replaceAll('one', 'two') });
  await run();
  await write('lib/uno.ts', await read('src/one.ts'));
  await write('lib/new.ts', ONE.replaceAll('one', 'fresh'));
  for (const file of ['src/one.ts', 'src/two.ts']) await remove(file);
  const orphans = (await watchOrphans(REQUEST, ports))!;
  const moves = await watchMoves(orphans, ['lib/new.ts', 'lib/uno.ts', 'lib/gone.ts'], REQUEST, ports);
  expect([...moves].map(([path, { source }]) => [path, source])).toEqual([['lib/uno.ts', 'src/one.ts']]);
  expect((await watchMoves([], ['lib/new.ts'], REQUEST, ports)).size).toBe(0);
});
