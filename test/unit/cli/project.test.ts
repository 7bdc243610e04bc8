import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { skeletonOf, defaultAnswer } from '../../model-server/answers';
import { runCli } from '../engine/commandLine';
import { serverOf } from '../engine/workspace';

const SPEC = 'kiln.spec.yaml';
const KILN = (language: string) => `name: Kiln Club
language: ${language}
requirements:
  - "FR-1: A firing that is started takes no more pieces."
entities:
  Kiln: { id: uuid, name: string, shelf_area: number }
  Firing: { id: uuid, kiln_id: uuid, starts_at: datetime }
  Visitor: { id: uuid, name: string }
api_contracts:
  - { endpoint: GET /kilns, response_200: "Kiln[]" }
  - { endpoint: POST /firings, request_body: { kiln_id: uuid, starts_at: datetime }, response_201: Firing }
  - { endpoint: GET /visitors, response_200: "Visitor[]" }
`;

/** Files of a project in each language: one that follows from an entity alone, one with bodies, one about the entity that is removed. */
const LANGUAGES = [
  ['go', 'internal/model/kiln.go', 'internal/service/kiln.go', 'internal/service/visitor.go'],
  ['typescript', 'src/models/kiln.ts', 'src/services/kiln-service.ts', 'src/services/visitor-service.ts'],
  ['python', 'kiln_club/models/kiln.py', 'kiln_club/services/kiln_service.py', 'kiln_club/services/visitor_service.py'],
] as const;

async function folderWith(text: string, file = SPEC) {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-cli-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const at = (one: string) => path.join(root, one);
  const write = async (one: string, content: string) => {
    await mkdir(path.dirname(at(one)), { recursive: true });
    await writeFile(at(one), content);
  };
  await write(file, text);
  return {
    root, write,
    read: (one: string) => readFile(at(one), 'utf8'),
    exists: (one: string) => stat(at(one)).then(() => true, () => false),
    run: (args: readonly string[], env: Readonly<Record<string, string>> = {}) => runCli(root, args, { env }),
  };
}

const keyFor = (server: { url: string }) => ({ ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url });

describe('specwright regenerate of a project spec', () => {
  test.each(LANGUAGES)('in %s: from nothing, then another name of a field and an entity less, beside a file that is a person\'s', async (language, model, service, removed) => {
    const server = await serverOf({ key: 'key' });
    const { run, read, write, exists } = await folderWith(KILN(language));
    const regenerate = ['regenerate', SPEC, '--out', 'out', '--yes', '--no-tools'];
    const file = (one: string) => `out/${one}`;

    const first = await run(regenerate, keyFor(server));
    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/^Done\. \d+ files: \d+ written, in .* s\.\n\$0\.\d+ for \d requests? .*\nFrom templates: \.editorconfig, .*\n/)]);
    expect(await read(file(service))).toMatch(/answered [0-9a-f]{10}/);

    expect(await exists(file(removed))).toBe(true);
    await write(SPEC, KILN(language).replace('shelf_area', 'shelf_room').replace(/ {2}Visitor: .*\n/, '').replace(/.*GET \/visitors.*\n/, ''));
    await write(file(service), `${await read(file(service))}\n`);
    const edited = await run(regenerate, keyFor(server));
    expect(edited.code).toBe(0);
    expect(edited.stdout).toContain(`Changed by hand, and left as they are:\n  out/${service}\nWhat you changed is yours. To see the new version beside it, and to take it if you like, run this in a terminal without --yes.\n`);
    expect(await read(file(model))).toMatch(/shelf_?room/i);
    expect(await exists(file(removed))).toBe(false);

    const asked = server.requests;
    const again = await run(regenerate, keyFor(server));
    expect([again.code, again.stdout, server.requests]).toEqual([0, expect.stringMatching(/^Done\. \d+ files: \d+ unchanged, 1 kept, in .* s\.\nChanged by hand/), asked]);
  });

  test('tells what a model could not do, once, and how to go on', async () => {
    const [, , service] = LANGUAGES[0];
    const server = await serverOf({ key: 'key', answer: (item) => (item.path === service ? `---\n${skeletonOf(item)} {{{` : defaultAnswer(item)) });
    const { run } = await folderWith(KILN('go'));
    const { code, stdout } = await run(['regenerate', SPEC, '--yes', '--no-tools'], keyFor(server));
    expect(code).toBe(3);
    expect(stdout.split(`${service}: `)).toHaveLength(2);
    expect(stdout).toMatch(/\nWritten with bodies missing:\n {2}internal\/service\/kiln\.go: .*\nRun this again to go on: only what is missing is asked for, and nothing is paid for twice\.\n$/);
  });

  test.skipIf(spawnSync('python3', ['--version']).status !== 0)('what the compiler refuses is written with --write-failing alone, and listed', async () => {
    const [, , service] = LANGUAGES[2];
    // It parses, but nothing is there to break out of.
    const server = await serverOf({ key: 'key', answer: (item) => (item.path === service ? `---\n${skeletonOf(item).replace(/raise NotImplementedError\(.*\)/g, 'break')}` : defaultAnswer(item)) });
    const { run, read } = await folderWith(KILN('python'));
    const first = await run(['regenerate', SPEC, '--yes'], keyFor(server));
    expect([first.code, first.stdout]).toEqual([3, expect.stringMatching(/\nWritten with bodies missing:\n {2}kiln_club\/services\/kiln_service\.py: the compiler says: line \d+: SyntaxError: 'break' outside loop\nTo have what the model answered all the same, and mend it by hand, add --write-failing\.\n/)]);
    expect(await read(service)).toContain('not implemented');
    const second = await run(['regenerate', SPEC, '--yes', '--write-failing'], keyFor(server));
    expect([second.code, second.stdout]).toEqual([3, expect.stringContaining(`Written as the model answered, although it fails:\n  ${service}: the compiler says`)]);
    expect(await read(service)).toContain('break');
  });

  test('a file that only a model can write waits for one, and says so', async () => {
    const { run } = await folderWith(`${KILN('go')}files:\n  - { path: internal/mail/sender.go, description: Sends mail. }\n`);
    const { code, stdout } = await run(['regenerate', SPEC, '--yes']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Waiting for a model:\n  internal/mail/sender.go: A model writes this file, and none is set.')]);
    expect(stdout).not.toContain('Warnings');
  });

  test('without a terminal and without --yes sends nothing: exit code 2', async () => {
    const { run, exists } = await folderWith(KILN('go'));
    const { code, stderr } = await run(['regenerate', SPEC]);
    expect([code, stderr, await exists('go.mod')]).toEqual([2, 'specwright: This writes files, and there is nobody to show them to. Add --yes to write them, or --dry-run to see the plan.\n', false]);
  });

  test.each([
    ['front matter is missing', 'plain.spec.md', '# Kiln Club\n\nBooks kilns.\n', 'plain.spec.md is neither a project spec nor the spec of a source. A project spec in Markdown begins with front matter:'],
    ['it is another format', 'api.spec.yaml', 'openapi: 3.1.0\npaths: {}\n', 'api.spec.yaml is no project spec: at its top there are the keys of another format'],
    ['it names nothing of a project', 'settings.json', '{ "editor": true }\n', 'settings.json is no project spec'],
  ])('%s: a clear message, exit code 2', async (_, file, text, message) => {
    const { run } = await folderWith(text, file);
    const { code, stderr } = await run(['regenerate', file, '--yes']);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('a mistake in the spec is told with its place, and nothing is written', async () => {
    const { run, exists } = await folderWith(KILN('cobol'));
    const { code, stdout } = await run(['regenerate', SPEC, '--yes']);
    expect([code, stdout, await exists('go.mod')]).toEqual([2, 'Not done. Nothing was written.\nErrors:\n  kiln.spec.yaml:2:11: "cobol" is no language that projects can be made in. Use one of go, typescript, python.\n', false]);
  });
});

describe('specwright plan of a project spec', () => {
  test('tells file by file what it is made of, what it spares and what it would take; nothing is sent', async () => {
    const server = await serverOf({ key: 'key' });
    const { run, exists } = await folderWith(KILN('go'));
    const { code, stdout } = await run(['plan', SPEC], keyFor(server));
    expect([code, server.requests, await exists('go.mod')]).toEqual([0, 0, false]);
    expect(stdout).toMatch(/^Phase 1\n {2}\.editorconfig {2}template editorconfig, new\n/);
    expect(stdout).toMatch(/ {2}internal\/service\/kiln\.go {2}1 body, new, request \d, about [\d,]+ input and \d+ to \d+ output tokens, \$0\.\d+ to \$0\.\d+\n/);
    expect(stdout).toMatch(/\n\d+ files: 7 from templates, \d+ from the spec alone, \d+ with bodies to write\.\nFrom templates: .*\. That spares about \d requests? and at least \$0\.\d+\.\n/);
    expect(stdout).toMatch(/\nIt would take \d requests?, .*\nWhat is shown: .*\nNo call was made and nothing was written\.\n$/);
  });

  test('without a model tells which bodies stay missing, as the run that left them did; a model writes them into the same files', async () => {
    const server = await serverOf({ key: 'key' });
    const { run, read } = await folderWith(KILN('go'));
    const skeleton = await run(['regenerate', SPEC, '--yes', '--no-tools']);
    expect([skeleton.code, skeleton.stdout]).toEqual([0, expect.stringMatching(/^Done\. \d+ files: \d+ written, in .* s\.\nFrom templates: \.editorconfig, .*\. That spared about \d requests?\.\nFrom the spec alone: \d+ files\. That spared about \d+ requests\.\n\d+ bodies are not written yet, and fail with "not implemented"\. To have a model write them into these files, set its key .*\nRead README\.md: .*\n$/)]);
    expect(await read('internal/service/kiln.go')).toContain('not implemented');
    const { stdout } = await run(['plan', SPEC]);
    expect(stdout).toContain('  internal/service/kiln.go  1 body, 1 still missing\n');
    expect(stdout).toContain('No model is set, so bodies would fail with "not implemented".');
    expect(stdout).not.toContain('That spares');
    const filled = await run(['regenerate', SPEC, '--yes', '--no-tools'], keyFor(server));
    expect([filled.code, filled.stdout]).toEqual([0, expect.stringMatching(/^Done\. \d+ files: \d+ written, \d+ unchanged, in .* s\.\n\$0\.\d+ for \d requests? .*\n$/)]);
    expect(await read('internal/service/kiln.go')).toMatch(/answered [0-9a-f]{10}/);
  });
});
