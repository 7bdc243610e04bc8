import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from '../engine/commandLine';
import { serverOf } from '../engine/workspace';

const QUEUE = 'export function take(from: string[]): string | undefined {\n  return from.shift();\n}\n\nexport function size(of: string[]): number {\n  return of.length;\n}\n';

/** A folder with a source, and the built command line over it. */
async function sources(env: Readonly<Record<string, string>> = {}) {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-check-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  await write('src/queue.ts', QUEUE);
  return { root, write, run: (...args: string[]) => runCli(root, args, { env }), read: (file: string) => readFile(path.join(root, file), 'utf8') };
}

/** The same, with the spec. */
async function folder(env: Readonly<Record<string, string>> = {}) {
  const made = await sources(env);
  expect((await made.run('generate', '--yes')).code).toBe(0);
  return made;
}

interface Json {
  readonly status: string;
  readonly files: readonly { readonly path: string; readonly status: string }[];
  readonly findings: readonly { readonly kind: string; readonly severity: string; readonly path: string; readonly line?: number; readonly section?: string; readonly fails: boolean; readonly inBaseline: boolean }[];
  readonly failing: number;
  readonly fixed: readonly object[];
  readonly errors: readonly string[];
}
const json = (text: string) => JSON.parse(text) as Json;

describe('specwright check', () => {
  test('passes where nothing has drifted, and writes nothing', async () => {
    const { root, run } = await folder();
    const before = await readdir(root, { recursive: true });
    const { code, stdout } = await run('check', '--no-cache');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/1 spec checked: nothing has drifted\.\n$/)]);
    expect(await readdir(root, { recursive: true })).toEqual(before);
  });

  test('tells what drifted by file and line, the counts, and the next step: exit code 1', async () => {
    const { run, write } = await folder();
    await write('src/queue.ts', QUEUE.replace('take(from: string[])', 'take(from: string[], most = 1)'));
    await write('src/new.ts', 'export const a = 1;\n');
    const { code, stdout } = await run('check', 'src');
    expect(code).toBe(1);
    expect(stdout).toBe('src/new.ts  no spec yet\n\nsrc/queue.ts:1  overview  facts are not current\nsrc/queue.ts:1  take      signature changed\n\n3 sections without a text not shown: --fail-on unwritten lists them.\n2 specs checked: 1 signature changed, 1 section with old facts, 1 spec missing. Next: specwright generate src\n');
    expect((await run('generate', 'src')).code).toBe(0);
    expect((await run('check', 'src')).code).toBe(0);
  });

  test('fails on what is named alone', async () => {
    const { run, write } = await folder();
    await write('src/queue.ts', QUEUE.replace('return of.length', 'return of.length + 1'));
    const code = async (...kinds: string[]) => (await run('check', '--fail-on', kinds.join(','))).code;
    expect(await Promise.all([code('signature'), code('signature', 'missing'), code('body'), code('signature', ' body'), code('unwritten')])).toEqual([0, 0, 1, 1, 1]);
  });

  test('prints and keeps one JSON object', async () => {
    const { run, write, read } = await folder();
    await write('src/queue.ts', QUEUE.replace('return of.length', 'return of.length + 1'));
    const { code, stdout } = await run('check', '--json', '--report', 'report.json');
    expect([code, await read('report.json')]).toEqual([1, stdout]);
    const { status, files, findings, failing } = json(stdout);
    expect([status, failing, files]).toEqual(['done', 1, [{ path: 'src/queue.ts', status: 'facts', spec: 'specs/src/queue.ts.spec.md' }]]);
    expect(findings.filter(({ fails }) => fails)).toMatchObject([{ kind: 'body', severity: 'warning', path: 'src/queue.ts', line: 5, section: 'size', inBaseline: false }]);
  });

  test('has no page to write: a report that would be one is refused', async () => {
    const { run, read } = await folder();
    const { code, stderr } = await run('check', '--report', 'report.html');
    expect([code, stderr]).toEqual([2, expect.stringContaining('A check writes its findings as JSON, not as a page')]);
    await expect(read('report.html')).rejects.toThrow();
  });

  test('with texts of a model: what is stale stays a finding until it is asked for again', async () => {
    const server = await serverOf();
    const { run, write } = await folder({ ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url });
    await write('src/queue.ts', QUEUE.replace('return of.length', 'return of.length + 1'));
    const asked = server.ledger.length;
    expect((await run('generate', '--provider', 'outline')).code).toBe(0);
    expect(await run('check')).toMatchObject({ code: 1, stdout: expect.stringMatching(/size {2}body changed since the text was written[^]*with a model, for the texts/) as string });
    expect(server.ledger).toHaveLength(asked);
    expect((await run('generate', '--yes')).code).toBe(0);
    expect((await run('check')).code).toBe(0);
  });

  test('writes SARIF, relative to the repository', async () => {
    const { root, run, write, read } = await folder();
    await mkdir(path.join(root, '.git'));
    await write('packages/a/queue.ts', QUEUE);
    const { code } = await run('check', '--root', 'packages/a', '--sarif', 'check.sarif');
    const log = JSON.parse(await read('check.sarif')) as { runs: [{ results: { ruleId: string; locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }[] }] };
    expect([code, log.runs[0].results.map(({ ruleId, locations: [place] }) => `${ruleId} ${place.physicalLocation.artifactLocation.uri}`)]).toEqual([1, ['missing packages/a/queue.ts']]);
  });
});

describe('a baseline file', () => {
  test('lets an old code base pass, and fails for what comes on top', async () => {
    const { run, write, read } = await folder();
    await write('src/old.ts', 'export const a = 1;\n');
    expect((await run('check')).code).toBe(1);
    expect(await run('check', '--baseline', 'known.json', '--update-baseline')).toMatchObject({ code: 0, stdout: 'The baseline known.json is written.\n' });
    expect(await read('known.json')).toMatch(/\n {4}\{"source":"src\/old\.ts","kind":"missing"\}/);
    expect(await run('check', '--baseline', 'known.json')).toMatchObject({ code: 0, stdout: expect.stringMatching(/nothing new has drifted/) as string });
    await write('src/newer.ts', 'export const b = 1;\n');
    const { code, stdout } = await run('check', '--baseline', 'known.json', 'src', '--json');
    expect([code, json(stdout).findings.filter(({ fails }) => fails).map((one) => one.path)]).toEqual([1, ['src/newer.ts']]);
  });

  test('tells what is fixed, and forgets it only when told to', async () => {
    const { root, run, write, read } = await folder();
    await write('src/old.ts', 'export const a = 1;\n');
    await write('lib/old.ts', 'export const a = 1;\n');
    await run('check', '--baseline', 'known.json', '--update-baseline');
    await rm(path.join(root, 'src/old.ts'));
    const before = await read('known.json');
    const { code, stdout } = await run('check', '--baseline', 'known.json', 'src');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Fixed: 1 finding of the baseline\. Remove it with --update-baseline:\n {2}src\/old\.ts {2}missing\n/)]);
    expect(await read('known.json')).toBe(before);
    await run('check', '--baseline', 'known.json', '--update-baseline', 'src');
    // What was not looked at stays.
    expect(await read('known.json')).toBe(before.replace(/,?\n.*src\/old\.ts.*/, ''));
  });
});

describe('wrong usage: exit code 2 with the next step, and nothing is written', () => {
  test.each([
    ['an unknown kind', ['--fail-on', 'style'], /There is no "style"\. Choose of signature, body/],
    ['no kind', ['--fail-on', ','], /at least one/],
    ['an update of no file', ['--update-baseline'], /--baseline FILE/],
    ['a baseline that is not there', ['--baseline', 'nowhere.json'], /There is no baseline nowhere\.json\. Make it with --update-baseline/],
    ['a baseline that is a folder', ['--baseline', 'src'], /cannot be read/],
    ['a baseline that is none', ['--baseline', 'package.json'], /none that Specwright wrote/],
    ['an update of something that is no baseline', ['--baseline', 'package.json', '--update-baseline'], /none that Specwright wrote/],
    ['a place that cannot be written to', ['--sarif', 'no/such/folder/check.sarif'], /cannot be written.*--sarif/],
    ['a provider', ['--provider', 'anthropic'], /unknown option/],
    ['a budget', ['--budget', '1'], /unknown option/],
    ['a path that is not there', ['nowhere'], /There is no file or folder/],
  ])('%s', async (_, args, message) => {
    const { run, write, read } = await sources();
    await write('package.json', '{ "name": "a" }\n');
    const { code, stdout, stderr } = await run('check', ...args);
    expect([code, stdout + stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(await read('package.json')).toBe('{ "name": "a" }\n');
  });
});
