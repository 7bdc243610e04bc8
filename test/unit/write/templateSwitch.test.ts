import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TEMPLATE_NAMES } from '../../../src/engine/write/templates/templates';
import { FIXTURES, workspaceOf } from '../engine/workspace';

const SOURCES = { 'throttle.ts': await readFile(path.join(FIXTURES, 'throttle/src/throttle.ts'), 'utf8'), 'inventory.py': await readFile(path.join(FIXTURES, 'python/inventory.py'), 'utf8') };
const KINDS = TEMPLATE_NAMES.flatMap((template) => ['en', 'ja'].map((language) => ({ template, language })));

test.each(KINDS.flatMap((from) => KINDS.filter((to) => to !== from).map((to) => [from, to] as const)))('a spec that was written by %o is, by %o, what it would have been from the start', async (from, to) => {
  const [changed, fresh] = [await workspaceOf(SOURCES), await workspaceOf(SOURCES)];
  await changed.run({ request: from });
  await changed.run({ request: to });
  await fresh.run({ request: to });
  for (const source of Object.keys(SOURCES)) expect(await changed.read(`specs/${source}.spec.md`)).toBe(await fresh.read(`specs/${source}.spec.md`));
});
