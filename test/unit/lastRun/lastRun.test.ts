import { appendFile, chmod, cp, mkdtemp, readdir, readFile, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRunRecords, RECORDS_FOLDER } from '../../../src/engine/cache/runRecords';
import type { RunEvent } from '../../../src/engine/events';
import type { RunRecords } from '../../../src/engine/lastRun/lastRun';
import type { Files } from '../../../src/engine/ports';
import type { GenerateRequest } from '../../../src/engine/request';
import { createNodeFiles } from '../../../src/node/nodeFiles';
import { modelAt, serverOf, workspaceOf, type RunOptions } from '../engine/workspace';

const SOURCES = {
  'src/queue.ts': "import { now } from './clock';\n/** Holds tasks. */\nexport class Queue {\n  add(task: string): number {\n    return now() + task.length;\n  }\n}\n",
  'src/clock.ts': 'export function now(): number {\n  return Date.now();\n}\n',
  'src/deep/util.ts': "export { now } from '../clock';\nexport const LIMIT = 3;\n",
  'lib/tool.py': 'def run(path, times=1):\n    """Runs it."""\n    if not path:\n        raise ValueError(path)\n',
  '.gitignore': 'ignored.ts\n',
};
const FILES = Object.keys(SOURCES).filter((file) => !file.startsWith('.'));

async function folderOf(sources: Readonly<Record<string, string>>) {
  const workspace = await workspaceOf(sources);
  return { root: workspace.root, run: (options?: RunOptions) => workspace.run(options), clone: () => workspace.clone() };
}

/** Records as a run a minute later would see them: every stamp has settled, and nobody has to wait for it. */
async function recordsLater(version = 'v1', now: (() => number) | undefined = () => Date.now() + 60_000): Promise<RunRecords & { dir: string }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'specwright-records-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return { ...createRunRecords({ dir, version, now }), dir };
}

/** Files that count how often one of them is read. */
function counting(root: string): Files & { reads: string[] } {
  const files = createNodeFiles(root);
  const reads: string[] = [];
  return { ...files, reads, read: (file) => (reads.push(file), files.read(file)) };
}

/** What happened, without when. Sources are read several at a time: their order says nothing. */
function happened(events: readonly RunEvent[]): string[] {
  return events.filter(({ type }) => !/^(run|stage)-/.test(type)).map(({ at: _at, run: _run, ...event }) => JSON.stringify(event)).sort();
}

async function bytesOf(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const place = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !place.includes('.cache-of-the-test')) found[path.relative(root, place)] = await readFile(place, 'latin1');
  }
  return found;
}

describe('a run after which nothing changed', () => {
  test('reads no source, tells the same, and changes nothing', async () => {
    const { root, run } = await folderOf(SOURCES);
    const records = await recordsLater();
    const first = await run({ ports: { records } });
    const before = await bytesOf(root);
    const full = await run();
    const files = counting(root);
    const again = await run({ ports: { records, files } });
    expect(files.reads).toEqual([]);
    expect(first.files.every(({ status }) => status === 'written')).toBe(true);
    expect(again).toMatchObject({ status: 'done', files: full.files, leftOut: full.leftOut, warnings: full.warnings, errors: [], estimate: full.estimate });
    expect(happened(again.events)).toEqual(happened(full.events));
    expect(await bytesOf(root)).toEqual(before);
  });

  test('tells of orphaned specs again, until they are gone', async () => {
    const { root, run } = await folderOf(SOURCES);
    const records = await recordsLater();
    await run();
    await rm(path.join(root, 'lib/tool.py'));
    const first = await run({ ports: { records } });
    const files = counting(root);
    const again = await run({ ports: { records, files } });
    expect(files.reads).toEqual([]);
    expect([again.warnings, again.orphans]).toEqual([first.warnings, [{ source: 'lib/tool.py', path: 'specs/lib/tool.py.spec.md', isRemoved: false }]]);
    await rm(path.join(root, 'specs/lib/tool.py.spec.md'));
    expect(await run({ ports: { records } })).toMatchObject({ warnings: [], orphans: [] });
  });

  test('says nothing of moves that the run before made', async () => {
    const { root, run } = await folderOf(SOURCES);
    const records = await recordsLater();
    await run();
    await rename(path.join(root, 'lib/tool.py'), path.join(root, 'lib/other.py'));
    expect((await run({ ports: { records } })).files.map(({ status }) => status)).toContain('moved');
    const files = counting(root);
    expect((await run({ ports: { records, files } })).files.filter(({ from, status }) => from !== undefined || status !== 'unchanged')).toEqual([]);
    expect(files.reads).toEqual([]);
  });

  test('is found by another process, and by plan', async () => {
    const { root, run } = await folderOf(SOURCES);
    const { dir, ...records } = await recordsLater();
    await run({ ports: { records } });
    const files = counting(root);
    const other = createRunRecords({ dir, version: 'v1', now: () => Date.now() + 60_000 });
    expect((await run({ ports: { records: other, files }, plan: true })).files.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'fresh'));
    expect(files.reads).toEqual([]);
  });

  test('reads what was touched, and once only', async () => {
    const { root, run } = await folderOf(SOURCES);
    const records = await recordsLater();
    await run({ ports: { records } });
    await utimes(path.join(root, 'src/queue.ts'), 1, 1);
    const files = counting(root);
    await run({ ports: { records, files } });
    expect(files.reads).toEqual(['src/queue.ts']);
    await run({ ports: { records, files } });
    expect(files.reads).toEqual(['src/queue.ts']);
  });

  test('reads everything that was changed within a tick of the clock of its stamp', async () => {
    const { root, run } = await folderOf(SOURCES);
    // By this clock all files were written in the moment in which the run looked at them.
    const records = await recordsLater('v1', () => 0);
    await run({ ports: { records } });
    const files = counting(root);
    await run({ ports: { records, files } });
    expect(files.reads.sort()).toEqual(['.gitignore', ...FILES].sort());
  });

  test('of another build, request or folder looks at everything', async () => {
    const { root, run, clone } = await folderOf(SOURCES);
    const { dir, ...records } = await recordsLater();
    await run({ ports: { records } });
    const newer = createRunRecords({ dir, version: 'v2' });
    const cloned = await clone();
    const runs = [
      (files: Files) => run({ ports: { records: newer, files } }),
      (files: Files) => run({ ports: { records, files }, request: { exclude: ['lib', '.cache-of-the-test'] } }),
      (files: Files) => run({ ports: { records, files }, request: { paths: ['src'] } }),
      (files: Files) => run({ ports: { records, files, trusted: true } }),
    ];
    for (const each of runs) {
      const files = counting(root);
      await each(files);
      expect(files.reads).toContain('src/queue.ts');
    }
    const files = counting(cloned.root);
    await cloned.run({ ports: { records, files } });
    expect(files.reads).toContain('src/queue.ts');
  });

  test('does not forget what a person typed and did not save', async () => {
    const { root, run } = await folderOf(SOURCES);
    const records = await recordsLater();
    await run({ ports: { records } });
    const stored = createNodeFiles(root);
    const typed = (text: string): Files => ({
      ...stored,
      read: async (file) => (file === 'src/clock.ts' ? new TextEncoder().encode(text) : stored.read(file)),
      async survey(places) {
        const found = await stored.survey!(places);
        return { ...found, stamps: found.stamps.map((value, i) => (places.files[Math.floor(i / 4)] === 'src/clock.ts' ? NaN : value)) };
      },
    });
    const files = typed('export function later(): number {\n  return 1;\n}\n');
    expect((await run({ ports: { records, files } })).files.find(({ source }) => source === 'src/clock.ts')?.status).toBe('written');
    // It was not saved: the file says the old thing again.
    expect((await run({ ports: { records } })).files.find(({ source }) => source === 'src/clock.ts')?.status).toBe('written');
    expect((await run({ ports: { records, files: typed(SOURCES['src/clock.ts']) } })).files.every(({ status }) => status === 'unchanged')).toBe(true);
  });

  test('with a model asks for what has no prose yet, whatever runs without one found', async () => {
    const server = await serverOf({});
    const { run } = await folderOf({ 'a.ts': SOURCES['src/clock.ts'] });
    const records = await recordsLater();
    const model = await modelAt(server);
    await run({ ports: { records } });
    await run({ ports: { records } });
    const first = await run({ ports: { records }, model });
    expect(first.figures.calls).toBeGreaterThan(0);
    const [second, third, full] = [await run({ ports: { records }, model }), await run({ ports: { records }, model }), await run({ model })];
    for (const again of [second, third]) {
      expect(again.figures.calls).toBe(0);
      expect(again.files).toEqual(full.files);
      expect(again.estimate).toEqual(full.estimate);
      expect(happened(again.events)).toEqual(happened(full.events));
    }
    expect(JSON.stringify(third.events)).toContain('nothing has changed since the last run');
    expect((await run({ ports: { records } })).files.every(({ status }) => status === 'unchanged')).toBe(true);
  });

  test('holds no source text and no secret', async () => {
    const secret = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
    const { run } = await folderOf({ 'a.ts': `/** Very telling words. */\nexport const token = '${secret}';\n` });
    const records = await recordsLater();
    await run({ ports: { records } });
    const [file] = await readdir(path.join(records.dir, RECORDS_FOLDER));
    const text = await readFile(path.join(records.dir, RECORDS_FOLDER, file!), 'utf8');
    expect(text).toContain('a.ts');
    expect(text).not.toMatch(/telling|ghp_|SPECWRIGHT_SECRET/);
  });
});

describe('a record that is not as it was written', () => {
  test.each([
    ['cut', (file: string) => truncate(file, 700)],
    ['altered', async (file: string) => writeFile(file, (await readFile(file, 'utf8')).replace('src/clock.ts', 'src/clocc.ts'))],
    ['empty', (file: string) => truncate(file, 0)],
    ['of something else', (file: string) => writeFile(file, '{}')],
    ['gone', (file: string) => rm(file)],
  ])('%s: the run looks at everything', async (_name, spoil) => {
    const { root, run } = await folderOf(SOURCES);
    const { dir, ...records } = await recordsLater();
    await run({ ports: { records } });
    const before = await bytesOf(root);
    const [file] = await readdir(path.join(dir, RECORDS_FOLDER));
    await spoil(path.join(dir, RECORDS_FOLDER, file!));
    const files = counting(root);
    const again = await run({ ports: { records: createRunRecords({ dir, version: 'v1' }), files } });
    expect(files.reads).toContain('src/queue.ts');
    expect(again.files.every(({ status }) => status === 'unchanged')).toBe(true);
    expect(await bytesOf(root)).toEqual(before);
  });

  test('a folder that cannot be written is told once, and the run goes on', async () => {
    const { root, run } = await folderOf(SOURCES);
    const warnings: string[] = [];
    await writeFile(path.join(root, '.file'), '');
    const records = createRunRecords({ dir: path.join(root, '.file'), version: 'v1', onWarning: (message) => warnings.push(message) });
    expect((await run({ ports: { records } })).status).toBe('done');
    await run({ ports: { records }, request: { language: 'ja' } });
    expect(warnings).toEqual([expect.stringMatching(/cannot be kept in .*\(ENOTDIR\)/)]);
  });

  test('the oldest records go first', async () => {
    const { run } = await folderOf(SOURCES);
    const dir = await mkdtemp(path.join(tmpdir(), 'specwright-records-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const records = createRunRecords({ dir, version: 'v1', maxBytes: 8_000 });
    for (const language of ['en', 'ja', 'de', 'fr', 'it']) await run({ ports: { records }, request: { language } });
    const folder = path.join(dir, RECORDS_FOLDER);
    const sizes = await Promise.all((await readdir(folder)).map(async (file) => (await stat(path.join(folder, file))).size));
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(8_000);
  });

  test('two runs at once over one folder, with one record', async () => {
    const { root, run } = await folderOf(SOURCES);
    const { dir, ...records } = await recordsLater();
    const other = createRunRecords({ dir, version: 'v1', now: () => Date.now() + 60_000 });
    await Promise.all([run({ ports: { records } }), run({ ports: { records: other } })]);
    const before = await bytesOf(root);
    await appendFile(path.join(root, 'src/clock.ts'), 'export const NOON = 12;\n');
    await Promise.all([run({ ports: { records } }), run({ ports: { records: other } })]);
    const after = await bytesOf(root);
    expect(after['specs/src/clock.ts.spec.md']).toContain('NOON');
    await rm(path.join(root, 'specs'), { recursive: true });
    await run();
    expect(await bytesOf(root)).toEqual(after);
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });
});

interface State {
  readonly root: string;
  request: Partial<GenerateRequest>;
}

/** What people, editors, formatters and version control do between two runs. Each leaves alone what it does not find. */
const EDITS: Readonly<Record<string, (state: State, file: string) => Promise<unknown>>> = {
  nothing: async () => {},
  touch: ({ root }, file) => utimes(path.join(root, file), 1_000, 1_000),
  editToTheSameSize: ({ root }, file) => replaceIn(path.join(root, file), /return|path|LIMIT/, (word) => word.toUpperCase()),
  addAFunction: ({ root }, file) => appendFile(path.join(root, file), file.endsWith('.py') ? 'def more():\n    pass\n' : 'export function more(): void {}\n'),
  breakTheSyntax: ({ root }, file) => appendFile(path.join(root, file), 'export class {{{\n'),
  editAndRestoreTheTime: async ({ root }, file) => {
    const { mtime } = await stat(path.join(root, file));
    await replaceIn(path.join(root, file), /run|now|more/, (word) => word.split('').reverse().join(''));
    await utimes(path.join(root, file), mtime, mtime);
  },
  rename: ({ root }, file) => rename(path.join(root, file), path.join(root, file.replace(/(\w+)(\.\w+)$/, '$1Moved$2'))),
  remove: ({ root }, file) => rm(path.join(root, file)),
  bringBack: ({ root }, file) => writeFile(path.join(root, file), SOURCES[file as keyof typeof SOURCES]),
  protect: ({ root }, file) => chmod(path.join(root, file), 0o600),
  replaceByALink: async ({ root }, file) => {
    await rename(path.join(root, file), path.join(root, `${file}.real.ts`));
    await symlink(`${path.basename(file)}.real.ts`, path.join(root, file));
  },
  addAFile: ({ root }, file) => writeFile(path.join(root, path.dirname(file), 'added.ts'), "import { now } from './clock';\nexport const added = now();\n"),
  addSomethingElse: ({ root }, file) => writeFile(path.join(root, path.dirname(file), 'notes.txt'), 'notes'),
  ignoreIt: ({ root }, file) => appendFile(path.join(root, '.gitignore'), `${path.basename(file)}\n`),
  ignoreNothing: ({ root }) => rm(path.join(root, '.gitignore')),
  hideIt: ({ root }, file) => writeFile(path.join(root, '.specwrightignore'), `${file}\n`),
  writeProse: ({ root }, file) => replaceIn(path.join(root, `specs/${file}.spec.md`), '<!-- specwright:prose -->\n', (mark) => `${mark}Told by a person.\n`),
  writeAmongFacts: ({ root }, file) => replaceIn(path.join(root, `specs/${file}.spec.md`), '<!-- specwright:prose', (mark) => `Mine.\n${mark}`),
  writeOutside: ({ root }, file) => appendFile(path.join(root, `specs/${file}.spec.md`), '\nA note below.\n'),
  editTheSpecToTheSameSize: ({ root }, file) => replaceIn(path.join(root, `specs/${file}.spec.md`), /function|class/, (word) => word.toUpperCase()),
  formatTheSpec: ({ root }, file) => replaceIn(path.join(root, `specs/${file}.spec.md`), /\n\n/, () => '\n\n\n'),
  removeTheSpec: ({ root }, file) => rm(path.join(root, `specs/${file}.spec.md`)),
  removeAllSpecs: ({ root }) => rm(path.join(root, 'specs'), { recursive: true }),
  takeTheSpecsPlace: ({ root }, file) => writeFile(path.join(root, `specs/${file}.spec.md`), 'Something else.\n'),
  otherTemplate: async (state) => (state.request = { ...state.request, template: state.request.template === 'detailed-design' ? 'reference' : 'detailed-design' }),
  otherLanguage: async (state) => (state.request = { ...state.request, language: state.request.language === 'ja' ? 'en' : 'ja' }),
  onlyOneFolder: async (state) => (state.request = { ...state.request, paths: state.request.paths ? undefined : ['src'] }),
};

async function replaceIn(file: string, what: string | RegExp, by: (found: string) => string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(what, by));
}

test('whatever happens between runs, a run that remembers the last one does what one does that looks at everything', async () => {
  const edit = fc.record({ what: fc.constantFrom(...Object.keys(EDITS)), file: fc.constantFrom(...FILES), plan: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0) });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 8 }), fc.boolean(), async (edits, isLater) => {
      const { root, run } = await folderOf(SOURCES);
      const records = await recordsLater('v1', isLater ? undefined : Date.now);
      const state: State = { root, request: {} };
      await run({ ports: { records } });
      for (const { what, file, plan } of [{ what: 'nothing', file: 'src/clock.ts', plan: false }, ...edits]) {
        await EDITS[what]!(state, file).catch((error: NodeJS.ErrnoException) => expect(['ENOENT', 'EEXIST', 'ELOOP']).toContain(error.code));
        const twin = await folderOf({});
        await cp(root, twin.root, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
        const request = Object.fromEntries(Object.entries(state.request).filter(([, value]) => value !== undefined));
        const remembering = await run({ ports: { records }, request, plan });
        const looking = await twin.run({ request, plan });
        const told = ({ status, files, leftOut, warnings, errors, events }: typeof looking) => ({ status, files, leftOut, warnings: [...warnings].sort(), errors, events: happened(events) });
        const withoutRoots = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(twin.root, root)) as unknown;
        expect(told(remembering), what).toEqual(withoutRoots(told(looking)));
        expect(await bytesOf(root), what).toEqual(await bytesOf(twin.root));
        await rm(twin.root, { recursive: true, force: true });
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
