import { describe, expect, test } from 'vitest';
import { compareWithBaseline, printBaseline, readBaseline } from '../../../src/engine/drift/baseline';
import { FAIL_ON_DEFAULT, findingsOf } from '../../../src/engine/drift/findings';
import { modelAt, serverOf, workspaceOf, type RunOptions } from '../engine/workspace';

const QUEUE = `/** Takes the first. */
export function take(from: string[]): string | undefined {
  const first = from.shift();
  return first;
}

export function size(of: string[]): number {
  const n = of.length;
  return n;
}

export const most = 5;
`;
const USER = "import { take } from './queue';\n\nexport function drain(all: string[]): void {\n  while (take(all)) continue;\n}\n";

async function specs(withModel: boolean, sources: Readonly<Record<string, string>> = { 'src/queue.ts': QUEUE, 'src/user.ts': USER }) {
  const workspace = await workspaceOf(sources);
  const model = withModel ? await modelAt(await serverOf()) : undefined;
  // The folder of the cache is among what is left out from the second run on.
  for (let i = 0; i < 2; i++) await workspace.run({ model });
  const find = async (request: RunOptions['request'] = {}) => (await workspace.check(request)).files.flatMap(findingsOf);
  const told = async (request?: RunOptions['request']) => (await find(request)).filter(({ kind }) => kind !== 'unwritten').map(({ kind, source, section, line, message }) => [kind, `${source}${line === undefined ? '' : `:${line}`}`, ...(section === undefined ? [] : [section]), message].join(' '));
  return { ...workspace, model, find, told, generate: (options?: RunOptions) => workspace.run(options) };
}

describe.each([['with texts', true], ['with facts only', false]])('what a check finds, %s', (_, withModel) => {
  test('nothing where nothing has changed', async () => {
    const { told } = await specs(withModel);
    expect(await told()).toEqual([]);
  });

  test('a changed signature is breaking; what depends on it asks for a look', async () => {
    const { write, told } = await specs(withModel);
    await write('src/queue.ts', `// moved down\n${QUEUE.replace('take(from: string[])', 'take(from: string[], most = 1)')}`);
    expect((await told()).filter((one) => !one.startsWith('facts'))).toEqual(['signature src/queue.ts:3 take signature changed', 'body src/user.ts:3 drain signatures it depends on changed']);
  });

  test('a changed body, a changed doc comment, a constant, a new symbol and one that is gone', async () => {
    const { write, told } = await specs(withModel);
    await write('src/queue.ts', `${QUEUE.replace('first;\n}', "first ?? '';\n}").replace('Takes the first.', 'Takes the oldest.').replace('most = 5', 'most = 6').replace(/export function size[^]*?\n}\n/, '')}\nexport function fresh(): void {\n  take([]);\n}\n`);
    const found = await told();
    for (const expected of [/^body src\/queue.ts:2 take body and doc comment changed$/, /^facts src\/queue.ts:1 declarations facts are not current$/, /^facts src\/queue.ts:\d+ fresh not in the spec yet$/, /^signature src\/queue.ts size no longer in the source$/, /^body src\/queue.ts:1 overview make-up changed$/]) {
      expect(found).toContainEqual(expect.stringMatching(expected));
    }
  });

  test('a doc comment alone is of no concern to callers', async () => {
    const { write, told } = await specs(withModel);
    await write('src/queue.ts', QUEUE.replace('Takes the first.', 'Takes the oldest.'));
    expect((await told()).filter((one) => one.includes(' take '))).toEqual(['facts src/queue.ts:2 take doc comment changed']);
    expect((await told()).filter((one) => one.includes('user.ts'))).toEqual([]);
  });

  test('no spec, and a place that is taken: no more is said of these', async () => {
    const { write, find } = await specs(withModel);
    await write('src/new.ts', 'export function fresh(): void {\n  size();\n}\n');
    await write('specs/src/user.ts.spec.md', 'Notes of mine.\n');
    const found = await find();
    expect(found.filter(({ source }) => source === 'src/new.ts').map(({ kind, message }) => [kind, message])).toEqual([['missing', 'no spec yet']]);
    expect(found.filter(({ source }) => source === 'src/user.ts').map(({ kind, message }) => [kind, message])).toEqual([['blocked', expect.stringMatching(/did not write/)]]);
  });

  test('a source that was moved: its spec is to follow; with the spec of one that is gone there is nothing to compare', async () => {
    const { read, write, remove, find, check, generate } = await specs(withModel);
    await write('lib/queue.ts', await read('src/queue.ts'));
    await remove('src/queue.ts');
    await remove('src/user.ts');
    expect((await find()).filter(({ source, kind }) => source !== '.' && kind !== 'unwritten').map(({ source, kind, message }) => [source, kind, message])).toEqual([['lib/queue.ts', 'missing', 'moved from src/queue.ts, and its spec is still at specs/src/queue.ts.spec.md']]);
    expect((await check()).orphans.map(({ source }) => source)).toEqual(['src/user.ts']);
    await generate();
    expect((await find()).filter(({ source, kind }) => source !== '.' && kind !== 'unwritten')).toEqual([]);
  });

  test('another template or language is a matter of facts', async () => {
    const { told } = await specs(withModel);
    expect((await told({ language: 'ja' })).map((one) => one.split(' ')[0])).toEqual(expect.arrayContaining(['facts']));
    expect((await told({ language: 'ja' })).filter((one) => !one.startsWith('facts'))).toEqual([]);
    expect((await told({ language: 'ja' })).filter((one) => one.includes(' take '))).toEqual(['facts src/queue.ts:2 take language changed']);
  });

  test('a front matter that somebody changed', async () => {
    const { read, write, told } = await specs(withModel);
    await write('specs/src/user.ts.spec.md', (await read('specs/src/user.ts.spec.md')).replace('source: src/user.ts', 'source: src/other.ts'));
    expect(await told()).toEqual(['facts src/user.ts front matter or layout is not current']);
  });

  test('a check passes exactly where generate without a model changes nothing and no text is stale', async () => {
    const { write, find, generate, model } = await specs(withModel);
    const passes = async () => (await find()).every(({ kind }) => !FAIL_ON_DEFAULT.includes(kind));
    const changes = [QUEUE.replace('n;', 'n + 1;'), QUEUE.replace('take(', 'takeOne('), `${QUEUE}\nexport const more = 1;\n`, QUEUE.replace(' = 5', ' = 7'), `// a comment\n${QUEUE}`];
    for (const changed of changes) {
      await write('src/queue.ts', changed);
      const passed = await passes();
      const isUnchanged = (await generate()).files.every(({ status }) => status === 'unchanged');
      expect([changed, passed]).toEqual([changed, isUnchanged]);
      // What is left then is texts alone.
      expect((await find()).filter(({ kind }) => FAIL_ON_DEFAULT.includes(kind)).every(({ needsText }) => needsText)).toBe(true);
      await generate({ model });
      expect([changed, await passes()]).toEqual([changed, true]);
    }
  });
});

describe('texts', () => {
  test('that nobody wrote are notes', async () => {
    const { find } = await specs(false);
    expect((await find()).map(({ kind, source, section }) => `${kind} ${source} ${section}`)).toEqual(['unwritten src/queue.ts overview', 'unwritten src/queue.ts take', 'unwritten src/queue.ts size', 'unwritten src/user.ts overview', 'unwritten src/user.ts drain', 'unwritten . overview']);
  });

  test('that are stale stay findings after the facts are current, and are the same findings', async () => {
    const { write, find, generate } = await specs(true);
    await write('src/queue.ts', QUEUE.replace('n;', 'n + 1;'));
    const [before] = await find();
    await generate();
    const after = await find();
    expect(after).toMatchObject([{ kind: 'body', section: 'size', message: 'body changed since the text was written', needsText: true, to: before!.to }]);
    expect(before).toMatchObject({ kind: 'body', section: 'size', message: 'body changed' });
  });

  test('of a person stay: the facts are to be brought up to date, the text is to be looked at', async () => {
    const { read, write, find, generate } = await specs(true);
    await write('specs/src/queue.ts.spec.md', (await read('specs/src/queue.ts.spec.md')).replace('Describes `size`', 'I describe `size`'));
    expect(await find()).toEqual([]);
    await write('src/queue.ts', QUEUE.replace('size(of: string[])', 'size(of: readonly string[])'));
    expect((await find()).map(({ kind, section }) => `${kind} ${section}`)).toEqual(['signature size', 'person size']);
    await generate();
    expect((await find()).map(({ kind, section, message }) => [kind, section, message])).toEqual([['person', 'size', "a person's text may be out of date: signature changed"]]);
  });
});

describe('a baseline', () => {
  const all = () => true;

  test('is stable, sorted, one line a finding, and without lines of code', async () => {
    const { write, find } = await specs(false);
    await write('src/queue.ts', QUEUE.replace('n;', 'n + 1;').replace('take(', 'takeOne('));
    const text = printBaseline(await find());
    expect(printBaseline([...readBaseline(text, 'b.json')].reverse())).toBe(text);
    await write('src/queue.ts', `\n\n${QUEUE.replace('n;', 'n + 1;').replace('take(', 'takeOne(')}`);
    expect(printBaseline(await find())).toBe(text);
    const lines = text.split('\n').filter((line) => line.startsWith('    '));
    expect(lines).toEqual([...lines].sort());
    expect(lines).toHaveLength((await find()).length);
  });

  test('knows what was found; a further change of the same is a new finding; what is gone is fixed', async () => {
    const { write, find } = await specs(true);
    await write('src/queue.ts', QUEUE.replace('n;', 'n + 1;'));
    const baseline = readBaseline(printBaseline(await find()), 'b.json');
    const compare = async () => {
      const { added, known, fixed } = compareWithBaseline(await find(), baseline, all);
      return [added, known, fixed].map((ones) => ones.map(({ kind, section }) => `${kind} ${section}`));
    };
    expect(await compare()).toEqual([[], ['body size'], []]);
    await write('src/queue.ts', QUEUE.replace('n;', 'n + 2;'));
    expect(await compare()).toEqual([['body size'], [], ['body size']]);
    await write('src/queue.ts', QUEUE);
    expect(await compare()).toEqual([[], [], ['body size']]);
  });

  test('holds what was not looked at for neither fixed nor found', () => {
    const baseline = readBaseline('{ "specwright": 1, "findings": [{ "source": "a.ts", "kind": "missing" }, { "source": "b.ts", "kind": "missing" }] }', 'b.json');
    expect(compareWithBaseline([], baseline, (source) => source === 'a.ts').fixed).toEqual([{ source: 'a.ts', kind: 'missing', to: '' }]);
  });

  test.each([
    ['nothing', '', /is not JSON/],
    ['no JSON', '<<<<<<< ours', /is not JSON/],
    ['something else', '{ "name": "a package" }', /none that Specwright wrote/],
    ['a later format', '{ "specwright": 9, "findings": [] }', /later version.*Update Specwright/],
    ['no findings', '{ "specwright": 1, "findings": {} }', /none that Specwright wrote/],
    ['a finding without a source', '{ "specwright": 1, "findings": [{ "kind": "body" }] }', /place 1: "source"/],
    ['an unknown kind', '{ "specwright": 1, "findings": [{ "source": "a", "kind": "missing" }, { "source": "a", "kind": "style" }] }', /place 2: "kind" is none of signature, /],
    ['a number for a section', '{ "specwright": 1, "findings": [{ "source": "a", "section": 3, "kind": "body" }] }', /"section"/],
  ])('that is %s is refused with what is wrong', (_, text, message) => {
    expect(() => readBaseline(text, 'b.json')).toThrow(message);
    expect(() => readBaseline(text, 'b.json')).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});
