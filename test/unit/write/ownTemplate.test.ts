import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { TEMPLATE_SOURCES } from '../../../src/engine/write/templates/builtInSources';
import { FIXTURES, workspaceOf } from '../engine/workspace';

const SOURCES = {
  'inventory.py': await readFile(path.join(FIXTURES, 'python/inventory.py'), 'utf8'),
  'throttle.ts': await readFile(path.join(FIXTURES, 'throttle/src/throttle.ts'), 'utf8'),
  'empty.ts': '',
};
const facts = (spec: string) => spec.replace(/^template: .*$/m, '');

describe('a template of the project’s own', () => {
  test.each(Object.keys(TEMPLATE_SOURCES))('copied from %s gives the same facts, byte by byte', async (name) => {
    const workspace = await workspaceOf({ ...SOURCES, '.specwright/templates/ours.eta': TEMPLATE_SOURCES[name]! });
    for (const language of ['en', 'ja']) {
      const builtIn = await workspace.run({ request: { template: name, language, outputFolder: 'a' } });
      const own = await workspace.run({ request: { template: 'ours', language, outputFolder: 'b', exclude: ['a', '.cache-of-the-test'] }, ports: { trusted: true } });
      expect([builtIn.errors, own.errors]).toEqual([[], []]);
      for (const file of Object.keys(SOURCES)) expect(facts(await workspace.read(`b/${file}.spec.md`))).toBe(facts(await workspace.read(`a/${file}.spec.md`)));
    }
  });

  test('says what it is told to say', async () => {
    const workspace = await workspaceOf({ ...SOURCES, '.specwright/templates/short.eta': '<%= it.section.kind === "symbol" ? `## ${it.section.symbol.name}` : it.parts.title ?? "" %>' });
    await workspace.run({ request: { template: 'short' }, ports: { trusted: true } });
    expect(await workspace.read('specs/throttle.ts.spec.md')).toMatch(/\n## take\n<!-- specwright:prose/);
  });

  test.each([
    ['is not there', 'nowhere', undefined, /There is no template "nowhere".*write \.specwright\/templates\/nowhere\.eta/],
    ['cannot be compiled', 'broken', '<% if ( { %>', /cannot be used: .*Mend it/],
    ['fails on a section', 'failing', '<%= it.nothing.at.all %>', /cannot be used: .*Mend it/],
    ['has an unknown base', 'based', '---\nbase: novel\n---\n', /based on "novel"/],
  ])('that %s: the message names the next step', async (_, name, source, message) => {
    const workspace = await workspaceOf({ ...SOURCES, ...(source === undefined ? {} : { [`.specwright/templates/${name}.eta`]: source }) });
    const result = await workspace.run({ request: { template: name }, ports: { trusted: true } });
    expect(result.errors.join('\n')).toMatch(message);
    expect(result.status).not.toBe('done');
  });

  test('is not run in a workspace that is not trusted', async () => {
    const workspace = await workspaceOf({ ...SOURCES, '.specwright/templates/ours.eta': '<% globalThis.ran = true %>' });
    const result = await workspace.run({ request: { template: 'ours' } });
    expect(result.errors.join()).toMatch(/not trusted/);
    expect(globalThis).not.toHaveProperty('ran');
  });
});
