import { describe, expect, test } from 'vitest';
import { allChangesSince, changesSince } from '../../../src/engine/drift/changesSince';
import { renderChanges } from '../../../src/engine/drift/renderChanges';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

const QUEUE = '/** Takes the first. */\nexport function take(from: string[]): string | undefined {\n  const first = from.shift();\n  return first;\n}\n\nexport function size(of: string[]): number {\n  const n = of.length;\n  return n;\n}\n';
const SPEC = 'specs/queue.ts.spec.md';

/** The spec before and after a change of the source, made with a model or without. */
async function since(change: (source: string) => string, { before = true, after = true } = {}) {
  const { read, write, run } = await workspaceOf({ 'queue.ts': QUEUE }).then((workspace) => ({ ...workspace, run: (options: Parameters<typeof workspace.run>[0]) => workspace.run(options) }));
  const model = before || after ? await modelAt(await serverOf()) : undefined;
  await run(before ? { model } : {});
  const then = await read(SPEC);
  await write('queue.ts', change(QUEUE));
  await run(after ? { model } : {});
  return { then, now: await read(SPEC) };
}
const told = ({ then, now }: { then: string; now: string }) => changesSince(SPEC, then, now)?.sections.map(({ id, how, changed }) => `${id} ${how} ${changed.join('+')}`.trim());

describe('what changed in a spec', () => {
  test.each([['with texts', true, true], ['with facts only', false, false], ['with a text that is out of date', true, false]])('is told by section, %s', async (_, before, after) => {
    const how = { before, after };
    expect(told(await since((source) => source, how))).toBeUndefined();
    expect(told(await since((source) => `\n${source.replace('first;\n}', "first ?? '';\n}")}`, how))).toEqual([before && after ? 'take changed body+text' : 'take changed body']);
    expect(told(await since((source) => source.replace('(from: string[])', '(from: readonly string[])'), how))).toContainEqual(expect.stringMatching(/^take changed signature\+facts/));
    expect(told(await since((source) => source.replace('Takes the first.', 'Takes the oldest.'), how))).toContainEqual(expect.stringMatching(/^take changed facts/));
    expect(told(await since((source) => source.replace('function size', 'function count'), how))).toEqual(expect.arrayContaining(['count new', 'size gone', expect.stringMatching(/^overview changed body/)]));
  });

  test('a person’s edit is a change of text alone; a formatter’s is none', async () => {
    const { now } = await since((source) => source);
    const edited = now.replace('Describes `size`', 'I describe `size`');
    expect(told({ then: now, now: edited })).toEqual(['size changed text']);
    expect(told({ then: now, now: now.replace(/^- /gm, '* ').replace(/\n\n/g, '\n\n\n') })).toBeUndefined();
  });

  test('a spec that came, that went, and what is none', async () => {
    const { now } = await since((source) => source);
    expect(changesSince(SPEC, undefined, now)).toMatchObject({ source: 'queue.ts', how: 'new' });
    expect(changesSince(SPEC, now, undefined)).toMatchObject({ source: 'queue.ts', how: 'gone' });
    expect(changesSince(SPEC, '# Notes\n', now)).toMatchObject({ how: 'new' });
    expect(changesSince(SPEC, '# Notes\n', '# Other notes\n')).toBeUndefined();
    expect((await allChangesSince(new Map([['b', now]]), new Map([['a', now]]))).map(({ specPath, how }) => [specPath, how])).toEqual([['a', 'new'], ['b', 'gone']]);
  });

  test('reads as Markdown, with the signature as it was', async () => {
    const { then, now } = await since((source) => source.replace('take(from: string[])', 'take(from: string[], most = 1)'), { before: false, after: false });
    const text = renderChanges([changesSince(SPEC, then, now)!], 'v1.0_rc');
    expect(text).toBe('# What changed since v1.0\\_rc\n\n1 spec: 1 changed.\n\n## queue.ts\n\n| Section | |\n|:---|:---|\n| overview | facts changed |\n| `take(from, most)` | signature and facts changed, was `take(from)` |\n');
    expect(renderChanges([], 'HEAD')).toBe('# What changed since HEAD\n\nNothing in the specs.\n');
  });
});
