import { expect, test } from 'vitest';
import { revisionOfSection, type Revision } from '../../../src/engine/drift/revisionOfSection';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

const take = (body: string) => `export function take(from: string[]): string | undefined {\n  const first = ${body};\n  return first;\n}\n`;

async function* newestFirst(...texts: readonly string[]): AsyncGenerator<Revision> {
  for (const [i, text] of texts.entries()) yield { name: `r${texts.length - i}`, text };
}

test('finds the newest code that the text of a section was written for', async () => {
  const { run, read, ports } = await workspaceOf({ 'src/queue.ts': `${take('from.shift()')}// with a key: "sk-ant-api03-${'a1B2'.repeat(24)}AA"\n` });
  await run({ model: await modelAt(await serverOf()) });
  const section = { path: 'src/queue.ts', id: 'take', spec: await read('specs/src/queue.ts.spec.md') };
  const older = take('from.pop()');
  const written = take('from.shift()');
  const find = async (...texts: readonly string[]) => (await revisionOfSection(section, newestFirst(...texts), ports.outliner))?.name;
  expect(await find(older, `// reformatted\n${written}`, written, older)).toBe('r3');
  expect(await find(older, older.replace('take', 'drop'))).toBeUndefined();
  expect(await revisionOfSection({ ...section, id: 'nowhere' }, newestFirst(written), ports.outliner)).toBeUndefined();
});
