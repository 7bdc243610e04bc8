import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES, modelAt, serverOf, workspaceOf } from '../engine/workspace';

const OUTLINES = path.join(FIXTURES, 'outline');
const sources = (await readdir(OUTLINES, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.relative(OUTLINES, path.join(parentPath, name)));

test.each(sources)('an answer about %s that names what the code names is left as it is', async (source) => {
  const workspace = await workspaceOf({ [source]: await readFile(path.join(OUTLINES, source), 'utf8') });
  const server = await serverOf();
  const { events, figures } = await workspace.run({ model: await modelAt(server) });
  const unverified = events.flatMap((event) => (event.type === 'names-checked' && event.unverified.length > 0 ? [event] : []));
  expect(unverified).toEqual([]);
  expect(figures.namesChecked).toBeGreaterThan(0);
});
