import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../../src/engine/project/writeProject';
import { MANIFEST_PATH } from '../../../src/engine/project/manifest';
import { defaultAnswer, skeletonOf } from '../../model-server/answers';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

const SPEC = 'notes.spec.yaml';
const NOTES = `name: Notes
description: Keeps notes.
language: go
module: example.com/notes
requirements:
  - { id: FR-1, text: A title has at most 80 characters. }
entities:
  - name: Note
    fields: [ { name: id, type: uuid }, { name: title, type: string }, { name: text, type: string } ]
  - name: Tag
    fields: [ { name: id, type: uuid }, { name: label, type: string } ]
api_contracts:
  - { endpoint: POST /notes, request_body: { title: string, text: string }, response_201: Note }
  - { endpoint: "GET /notes/{id}", response_200: Note, response_404: There is no such note. }
  - { endpoint: POST /tags, request_body: { label: string }, response_201: Tag }
`;

const service = 'internal/service/note.go';
const filesWith = (result: { readonly files: readonly { readonly path: string; readonly status: string }[] }, status: string) => result.files.filter((file) => file.status === status).map(({ path: one }) => one).sort();

describe('without a model', () => {
  test('the whole skeleton stands, its bodies say that they are not implemented, and a second run does nothing', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES });
    const first = await at.regenerate(SPEC);
    expect([first.status, first.errors]).toEqual(['done', []]);
    expect(filesWith(first, 'written')).toContain(service);
    expect(await at.read(service)).toContain('errors.New("not implemented: NoteService.Create")');
    const manifest = await at.read(MANIFEST_PATH);
    const again = await at.regenerate(SPEC);
    expect(filesWith(again, 'written')).toEqual([]);
    expect(await at.read(MANIFEST_PATH)).toBe(manifest);
  });

  test('a checkout with other line breaks is as fresh', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC);
    for (const file of [service, MANIFEST_PATH, SPEC]) await at.write(file, (await at.read(file)).replace(/\n/g, '\r\n'));
    expect(filesWith(await at.regenerate(SPEC), 'written')).toEqual([]);
  });

  test('a plan writes nothing', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES });
    const { planned = [], files } = await at.regenerate(SPEC, { plan: true });
    expect(planned.find((file) => file.path === service)).toMatchObject({ kind: 'service', from: 'bodies', bodies: 2, standing: 'missing' });
    expect(files.every(({ status }) => status === 'planned')).toBe(true);
    await expect(at.read(service)).rejects.toThrow();
  });
});

describe('with a model', () => {
  test('bodies are written, declarations stay; the rest needs no request', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    const result = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect([result.status, result.errors, result.warnings]).toEqual(['done', [], []]);
    expect(await at.read(service)).toMatch(/answered [0-9a-f]{10}: NoteService\.Create/);
    // Progress counts what is asked for, and no other file.
    const planned = result.events.reduce((sum, event) => (event.type === 'file-planned' ? sum + event.items : sum), 0);
    expect(planned).toBe(result.events.filter(({ type }) => type === 'item-done').length);
    expect(JSON.parse(await at.read(MANIFEST_PATH))).toMatchObject({ files: { [service]: { spec: SPEC } } });
    expect(await at.read(MANIFEST_PATH)).not.toContain('"open"');
    const asked = server.requests;
    const colleague = await at.clone();
    const again = await colleague.regenerate(SPEC, { model: await modelAt(server) });
    expect([server.requests, filesWith(again, 'written')]).toEqual([asked, []]);
  });

  test('a skeleton that was made without one gets its bodies, and nothing else is touched', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC);
    const result = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect(filesWith(result, 'written').every((file) => /internal\/service\/(note|tag)\.go/.test(file))).toBe(true);
    expect(filesWith(result, 'written')).toContain(service);
  });

  test('one entity edited: only what it is about is asked for', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC, { model: await modelAt(server) });
    await at.write(SPEC, NOTES.replace('{ name: label, type: string } ]', '{ name: label, type: string }, { name: color, type: string } ]'));
    const result = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect(result.status).toBe('done');
    expect(filesWith(result, 'written').filter((file) => file.includes('note'))).toEqual([]);
    expect(filesWith(result, 'written')).toContain('internal/model/tag.go');
    expect(result.events.filter(({ type }) => type === 'item-done').map((event) => ('path' in event ? event.path : '')).every((file) => file!.includes('tag'))).toBe(true);
  });

  test('a requirement that is about nothing in particular is shown with every file, and asks for all of them when it changes', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    const model = await modelAt(server);
    const files = async () => new Set((await at.regenerate(SPEC, { model, request: { batch: { strategy: 'latency', maxItems: 1, concurrency: 4 } } })).events.flatMap((event) => (event.type === 'item-done' ? [event.path] : [])));
    const all = await files();
    expect(server.ledger.every(({ body }) => JSON.stringify(body).includes('A title has at most 80 characters.'))).toBe(true);
    await at.write(SPEC, NOTES.replace('at most 80', 'at most 90'));
    expect(await files()).toEqual(all);
    expect(all.size).toBe(2);
  });

  test('what a provider answered before a run failed is not paid for again', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    server.set({ answer: (item) => (item.path === service ? 'no code at all {{{' : defaultAnswer(item)) });
    const first = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect([first.status, first.errors]).toEqual(['partial', [expect.stringMatching(/^internal\/service\/note\.go: its code cannot be taken: /)]]);
    expect(first.files.find((file) => file.path === service)).toMatchObject({ status: 'partial' });
    // It compiles all the same, and says what is missing.
    expect(await at.read(service)).toContain('not implemented');
    server.set({ answer: undefined });
    const second = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect([second.status, filesWith(second, 'written')]).toEqual(['done', [service]]);
  });
});

describe('an answer', () => {
  const answered = async (answer: (skeleton: string) => string) => {
    const server = await serverOf({ answer: (item) => (item.path === service ? answer(skeletonOf(item)) : defaultAnswer(item)) });
    const at = await workspaceOf({ [SPEC]: NOTES });
    const result = await at.regenerate(SPEC, { model: await modelAt(server) });
    return { at, result, server, text: await at.read(service) };
  };
  const bodies = (skeleton: string) => skeleton.replaceAll('not implemented', 'written');

  test('with a fence around it is taken', async () => {
    const { result, text } = await answered((skeleton) => `\`\`\`go\n${bodies(skeleton)}\n\`\`\``);
    expect([result.status, text.includes('errors.New("written: NoteService.Create")')]).toEqual(['done', true]);
  });

  test('brings the imports and the helpers that its bodies need, and no others', async () => {
    const { result, text } = await answered(() => [
      '"strings"', '"os"', '---',
      'func (s *NoteService) Create(ctx context.Context, body api.CreateNoteRequest) (model.Note, error) {', '\treturn model.Note{Title: tidy(body.Title)}, nil', '}', '',
      'func (s *NoteService) Get(ctx context.Context, id string) (model.Note, error) {', '\treturn s.notes.Get(ctx, id)', '}', '',
      '// tidy takes the spaces away.', 'func tidy(title string) string {', '\treturn strings.TrimSpace(title)', '}',
    ].join('\n'));
    expect(result.errors).toEqual([]);
    expect(text).toContain('"strings"');
    expect(text).not.toContain('"os"');
    expect(text).toContain('\treturn s.notes.Get(ctx, id)\n');
    expect(text.trimEnd().endsWith('// tidy takes the spaces away.\nfunc tidy(title string) string {\n\treturn strings.TrimSpace(title)\n}')).toBe(true);
  });

  test.each([
    ['changes a declaration', (skeleton: string) => bodies(skeleton).replace('id string) (model.Note', 'id int) (model.Note'), 'changes the declaration of NoteService.Get'],
    ['leaves a function out', (skeleton: string) => bodies(skeleton).replace(/func \(s \*NoteService\) Get[^]*$/, ''), 'does not hold NoteService.Get'],
    ['leaves a body unwritten', (skeleton: string) => bodies(skeleton).replace('written: NoteService.Get', 'not implemented: NoteService.Get'), 'NoteService.Get is still not implemented'],
    ['does not parse', (skeleton: string) => bodies(skeleton).replace('return model', 'return return model'), 'syntax error'],
    ['imports what does not exist', (skeleton: string) => `"github.com/someone/something"\n---\n${bodies(skeleton).replace('errors.New("written: NoteService.Get")', 'something.New()')}`, 'imports github.com/someone/something'],
  ])('that %s is asked for once more with the reason, then refused', async (_, answer, reason) => {
    const { result, server, text } = await answered(answer);
    expect(result.status).toBe('partial');
    expect(result.files.find((file) => file.path === service)?.problem).toContain(reason);
    expect(text).toContain('not implemented');
    expect(server.ledger.map(({ body }) => JSON.stringify(body)).some((prompt) => prompt.includes('Your last answer to this item could not be taken') && prompt.includes(reason))).toBe(true);
  });
});

describe('the language\'s own tools', () => {
  /** Finds the one word that they do not like. */
  const tools = (calls: string[][]) => (files: ReadonlyMap<string, string>) => {
    calls.push([...files.keys()]);
    return Promise.resolve({ problems: [...files].flatMap(([file, text]) => (text.includes('undefinedName') ? [{ path: file, message: 'line 25: undefined: undefinedName' }] : [])) });
  };
  const wrong = (skeleton: string) => `---\n${skeleton.replaceAll('errors.New("not implemented', 'undefinedName("written')}`;

  test('see the whole project; what they say goes back to the model once, for the files that it is about', async () => {
    let first = true;
    const server = await serverOf({ answer: (item) => {
      if (item.path !== service || !first) return defaultAnswer(item);
      first = false;
      return wrong(skeletonOf(item));
    } });
    const at = await workspaceOf({ [SPEC]: NOTES });
    const calls: string[][] = [];
    const result = await at.regenerate(SPEC, { model: await modelAt(server), ports: { checkTools: tools(calls) } });
    expect([result.status, result.errors]).toEqual(['done', []]);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toEqual(expect.arrayContaining(['go.mod', service, 'internal/model/note.go']));
    const last = server.ledger.at(-1)!;
    expect(last.items.map((item) => item.path)).toEqual([service]);
    expect(JSON.stringify(last.body)).toContain('the compiler says: line 25: undefined: undefinedName');
    expect(await at.read(service)).not.toContain('undefinedName');
    // The answer that stood it is the one that is kept.
    const colleague = await workspaceOf({ [SPEC]: NOTES });
    expect((await colleague.regenerate(SPEC)).status).toBe('done');
  });

  test('what they still complain about is not written: the file stands with its bodies missing, and the next run asks again', async () => {
    const server = await serverOf({ answer: (item) => (item.path === service ? wrong(skeletonOf(item)) : defaultAnswer(item)) });
    const at = await workspaceOf({ [SPEC]: NOTES });
    const calls: string[][] = [];
    const result = await at.regenerate(SPEC, { model: await modelAt(server), ports: { checkTools: tools(calls) } });
    expect(result.status).toBe('partial');
    expect(result.files.find((file) => file.path === service)).toMatchObject({ status: 'partial', problem: expect.stringContaining('undefined: undefinedName') as string });
    expect(await at.read(service)).toContain('not implemented: NoteService.Create');
    server.set({ answer: undefined });
    const again = await at.regenerate(SPEC, { model: await modelAt(server), request: {}, ports: { checkTools: tools([]) } });
    expect([again.status, filesWith(again, 'written')]).toEqual(['done', [service]]);
  });
});

describe('what the tools refuse to the end', () => {
  const refusing = () => (files: ReadonlyMap<string, string>) => Promise.resolve({ problems: [...files].flatMap(([file, text]) => (text.includes('undefinedName') ? [{ path: file, message: 'line 25: undefined: undefinedName' }] : [])) });
  const wrong = (skeleton: string) => `---\n${skeleton.replaceAll('errors.New("not implemented', 'undefinedName("written')}`;
  const set = async () => {
    const server = await serverOf({ answer: (item) => (item.path === service ? wrong(skeletonOf(item)) : defaultAnswer(item)) });
    return { server, at: await workspaceOf({ [SPEC]: NOTES }), model: await modelAt(server) };
  };
  const failing = { status: 'partial', isFailing: true, problem: 'the compiler says: line 25: undefined: undefinedName' };

  test('is written if the person says so beforehand, and listed; it is not asked for again', async () => {
    const { server, at, model } = await set();
    const run = () => at.regenerate(SPEC, { model, request: { writeFailing: true }, ports: { checkTools: refusing() } });
    const result = await run();
    expect(result.status).toBe('partial');
    expect(result.files.find((file) => file.path === service)).toMatchObject(failing);
    expect(await at.read(service)).toContain('undefinedName("written: NoteService.Create")');
    const asked = server.requests;
    const again = await run();
    expect([again.status, filesWith(again, 'unchanged').includes(service), server.requests]).toEqual(['done', true, asked]);
  });

  test('is shown after the rest stands, beside it and with what the compiler says, and written if they take it', async () => {
    const { at, model } = await set();
    const shown: (readonly FileChange[])[] = [];
    const standing: string[] = [];
    const result = await at.regenerate(SPEC, { model, ports: { checkTools: refusing(), reviewFiles: async (changes) => {
      shown.push(changes);
      if (shown.length === 2) standing.push(await at.read(service));
      return changes;
    } } });
    expect(shown[0]!.find((change) => change.path === service)).toMatchObject({ kind: 'new', text: expect.stringContaining('not implemented') as string });
    expect(shown[1]).toMatchObject([{ path: service, kind: 'failing', present: standing[0], text: expect.stringContaining('undefinedName') as string, origin: failing.problem }]);
    expect(shown).toHaveLength(2);
    expect(result.files.find((file) => file.path === service)).toMatchObject(failing);
    expect(await at.read(service)).toContain('undefinedName');
  });

  test('stays out of a file if they do not: bodies are missing, and are asked for again', async () => {
    const { server, at, model } = await set();
    const result = await at.regenerate(SPEC, { model, ports: { checkTools: refusing(), reviewFiles: (changes) => Promise.resolve(changes.some(({ kind }) => kind === 'failing') ? undefined : changes) } });
    expect([result.status, result.files.find((file) => file.path === service)?.isFailing]).toEqual(['partial', undefined]);
    expect(await at.read(service)).toContain('not implemented: NoteService.Create');
    server.set({ answer: undefined });
    expect(filesWith(await at.regenerate(SPEC, { model, ports: { checkTools: refusing() } }), 'written')).toEqual([service]);
  });

  test('is never written over what is a person\'s', async () => {
    const { server, at } = await set();
    const [other] = [await serverOf({})];
    await at.regenerate(SPEC, { model: await modelAt(other) });
    const mine = `${await at.read(service)}// mine\n`;
    await at.write(service, mine);
    await at.write(SPEC, NOTES.replace('There is no such note.', 'No such note.'));
    const result = await at.regenerate(SPEC, { model: await modelAt(server), request: { writeFailing: true, offerPersons: true }, ports: { checkTools: refusing() } });
    expect(result.files.find((file) => file.path === service)?.isFailing).toBe(undefined);
    expect(await at.read(service)).toBe(mine);
  });

  test('a skeleton whose bodies nobody wrote follows the spec all the same', async () => {
    const { at, model } = await set();
    await at.regenerate(SPEC);
    await at.write(SPEC, NOTES.replace('{ name: text, type: string }', '{ name: body, type: string }').replace('There is no such note.', 'No such note.'));
    const result = await at.regenerate(SPEC, { model, ports: { checkTools: refusing() } });
    expect(result.files.find((file) => file.path === service)?.status).toBe('partial');
    expect(await at.read(service)).toContain('No such note');
  });
});

describe('what a person wrote', () => {
  test('is left as it is, and told of; nothing is asked for it', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC, { model: await modelAt(server) });
    const mine = (await at.read(service)).replace('package service', '// mine\npackage service');
    await at.write(service, mine);
    await at.write(SPEC, NOTES.replace('at most 80', 'at most 90').replace('There is no such note.', 'No such note.'));
    const result = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect(await at.read(service)).toBe(mine);
    expect(result.files.find((file) => file.path === service)).toMatchObject({ status: 'kept', problem: expect.stringContaining('changed by hand') as string });
    expect(result.events.some((event) => event.type === 'item-done' && event.path === service)).toBe(false);
  });

  test('is fresh as long as the spec says the same', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC);
    await at.write(service, 'package service\n');
    const result = await at.regenerate(SPEC);
    expect([filesWith(result, 'kept'), await at.read(service)]).toEqual([[], 'package service\n']);
  });

  test('in place of a missing body is theirs when a model comes: left without a word of theirs, else offered', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC);
    const mine = (await at.read(service)).replace('errors.New("not implemented: NoteService.Create")', 's.notes.Add(ctx, body.Title)');
    await at.write(service, mine);
    expect(filesWith(await at.regenerate(SPEC), 'kept')).toEqual([]);
    const result = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect([filesWith(result, 'kept'), filesWith(result, 'written'), await at.read(service)]).toEqual([[service], ['internal/service/tag.go'], mine]);
    let shown: readonly FileChange[] = [];
    await at.regenerate(SPEC, { model: await modelAt(server), request: { offerPersons: true }, ports: { reviewFiles: (changes) => Promise.resolve((shown = changes)) } });
    expect(shown).toMatchObject([{ path: service, kind: 'offered', present: mine }]);
    expect(await at.read(service)).toMatch(/answered [0-9a-f]{10}: NoteService\.Create/);
  });

  test('is offered beside the new version, and replaced only if they take it', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES, 'go.mod': 'module mine\n' });
    let shown: readonly FileChange[] = [];
    const result = await at.regenerate(SPEC, { request: { offerPersons: true }, ports: { reviewFiles: (changes) => Promise.resolve((shown = changes)) } });
    expect(shown.find((change) => change.path === 'go.mod')).toMatchObject({ kind: 'offered', present: 'module mine\n' });
    expect(shown.find((change) => change.path === service)).toMatchObject({ kind: 'new' });
    expect([result.status, await at.read('go.mod')]).toEqual(['done', expect.stringContaining('example.com/notes')]);
  });

  test('and kept when they saw the new version is not offered again until the spec changes', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES, 'go.mod': 'module mine\n' });
    const shown: string[][] = [];
    const run = () => at.regenerate(SPEC, { request: { offerPersons: true }, ports: { reviewFiles: (changes) => {
      shown.push(changes.map((change) => change.path));
      return Promise.resolve(changes.filter(({ kind }) => kind !== 'offered'));
    } } });
    await run();
    await run();
    await at.write(SPEC, NOTES.replace('module: example.com/notes', 'module: example.com/memos'));
    await run();
    expect(shown.map((paths) => paths.includes('go.mod'))).toEqual([true, true]);
    expect(await at.read('go.mod')).toBe('module mine\n');
  });

  test('in .gitignore stays above the lines that are added', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES, '.gitignore': 'mine/\n' });
    const { planned = [] } = await at.regenerate(SPEC);
    expect(planned.map((file) => file.path)).toContain('.gitignore');
    const text = await at.read('.gitignore');
    expect(text.startsWith('mine/\n')).toBe(true);
    expect(filesWith(await at.regenerate(SPEC), 'written')).toEqual([]);
  });
});

describe('the review', () => {
  test('that is closed without a word writes nothing, and the next run pays nothing', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    const first = await at.regenerate(SPEC, { model: await modelAt(server), ports: { reviewFiles: () => Promise.resolve(undefined) } });
    expect(first.status).toBe('cancelled');
    await expect(at.read(service)).rejects.toThrow();
    const asked = server.requests;
    const second = await at.regenerate(SPEC, { model: await modelAt(server) });
    expect([second.status, server.requests]).toEqual(['done', asked]);
  });

  test('may take some files: the others are told of, and come again', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES });
    const first = await at.regenerate(SPEC, { ports: { reviewFiles: (changes) => Promise.resolve(changes.filter((change) => change.path !== service)) } });
    expect(filesWith(first, 'kept')).toEqual([service]);
    expect(filesWith(await at.regenerate(SPEC), 'written')).toEqual([service]);
  });
});

describe('what the spec names no more', () => {
  const withoutTag = NOTES.replace(/ {2}- name: Tag\n.*\n/, '').replace(/ {2}- \{ endpoint: POST \/tags.*\n/, '');

  test('is removed where it is as it was generated, and kept where a person changed it', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC);
    await at.write('internal/model/tag.go', 'package model // mine\n');
    await at.write(SPEC, withoutTag);
    const result = await at.regenerate(SPEC);
    await expect(at.read('internal/service/tag.go')).rejects.toThrow();
    expect(filesWith(result, 'removed')).toContain('internal/service/tag.go');
    expect(await at.read('internal/model/tag.go')).toBe('package model // mine\n');
    expect(result.warnings.join('\n')).toContain('internal/model/tag.go: Nothing in the spec makes this file any more');
  });
});

describe('the mark', () => {
  const line = '// Generated by Specwright from notes.spec.yaml.\n\n';
  const mark = { request: { mark: true } };

  test('stands on top of what is made, in the comments of each file; JSON and lists of lines carry none', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES.replace('language: go', 'language: typescript').replace('module: example.com/notes\n', '') });
    const { files } = await at.regenerate(SPEC, mark);
    const without: string[] = [];
    for (const { path: file } of files) if (!(await at.read(file)).includes('Generated by Specwright from notes.spec.yaml.')) without.push(file);
    expect(without).toEqual(['.gitignore', 'package.json', 'tsconfig.json']);
    expect((await at.read('src/models/note.ts')).startsWith(line)).toBe(true);
  });

  test('is no part of what a file follows from: asked for later it changes no byte and takes no request', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC, { model: await modelAt(server) });
    const [asked, before] = [server.requests, await at.read(service)];
    const again = await at.regenerate(SPEC, { ...mark, model: await modelAt(server) });
    expect([filesWith(again, 'written'), server.requests, await at.read(service)]).toEqual([[], asked, before]);
  });

  test('comes with what is made from then on, and a file that carries it is as it was generated', async () => {
    const server = await serverOf({});
    const at = await workspaceOf({ [SPEC]: NOTES });
    await at.regenerate(SPEC, { model: await modelAt(server) });
    await at.write(SPEC, NOTES.replace('label', 'caption'));
    const marked = filesWith(await at.regenerate(SPEC, { ...mark, model: await modelAt(server) }), 'written');
    expect(marked).toContain('internal/model/tag.go');
    for (const file of marked) expect((await at.read(file)).startsWith(line)).toBe(true);
    expect((await at.read('internal/model/note.go')).startsWith(line)).toBe(false);
    await at.write(SPEC, NOTES);
    const back = await at.regenerate(SPEC, { ...mark, model: await modelAt(server) });
    expect([filesWith(back, 'kept'), filesWith(back, 'written')]).toEqual([[], marked]);
  });
});

describe('bad input', () => {
  test.each([
    ['no such file', {}, 'There is no project spec notes.spec.yaml'],
    ['an unknown language', { [SPEC]: NOTES.replace('language: go', 'language: cobol') }, 'notes.spec.yaml:3:11:'],
    ['a file that leaves the folder', { [SPEC]: `${NOTES}files:\n  - path: ../outside.go\n` }, '../outside.go'],
    ['a broken record of what was generated', { [SPEC]: NOTES, [MANIFEST_PATH]: '<<<<<<< ours\n' }, 'Resolve a merge conflict'],
  ])('%s is a clear message, and nothing is written', async (_, sources, message) => {
    const at = await workspaceOf(sources);
    const result = await at.regenerate(SPEC);
    expect([result.status, result.errors.join('\n')]).toEqual(['failed', expect.stringContaining(message)]);
    await expect(at.read(service)).rejects.toThrow();
  });

  test('a file of another project spec is not taken away from it', async () => {
    const at = await workspaceOf({ [SPEC]: NOTES, 'other.spec.yaml': NOTES });
    await at.regenerate(SPEC);
    expect((await at.regenerate('other.spec.yaml')).errors.join()).toContain('is generated from notes.spec.yaml already');
  });
});

test('a secret in the spec reaches no prompt', async () => {
  const key = `AKIA${'IOSFODNN7'.padEnd(16, 'Q')}`;
  const server = await serverOf({});
  const at = await workspaceOf({ [SPEC]: NOTES.replace('at most 80 characters.', `at most 80 characters, key ${key}.`) });
  await at.regenerate(SPEC, { model: await modelAt(server) });
  expect(server.ledger.length).toBeGreaterThan(0);
  expect(server.ledger.some(({ body }) => JSON.stringify(body).includes(key))).toBe(false);
});

describe('the example of the documentation', () => {
  const languages = [['go', '1.22', 'example.com/library', 'internal/service/loan.go'], ['typescript', '5.9', 'library', 'src/services/loan-service.ts'], ['python', '3.11', 'library', 'library/services/loan_service.py']] as const;

  test.each(languages)('goes through in %s, and asks for nothing again', async (language, version, module, file) => {
    const example = await readFile(path.resolve(import.meta.dirname, '../../../docs/example-project.spec.yaml'), 'utf8');
    const server = await serverOf({});
    const at = await workspaceOf({ 'library.spec.yaml': example.replace('language: go', `language: ${language}`).replace('language_version: "1.22"', `language_version: "${version}"`).replace('example.com/library', module) });
    const result = await at.regenerate('library.spec.yaml', { model: await modelAt(server) });
    expect([result.status, result.errors, result.warnings]).toEqual(['done', [], []]);
    expect(filesWith(result, 'written')).toContain(file);
    expect((await at.read(file)).match(/answered [0-9a-f]{10}/g)).toHaveLength(3);
    expect(await at.read(file)).not.toContain('not implemented');
    const asked = server.requests;
    expect(filesWith(await (await at.clone()).regenerate('library.spec.yaml', { model: await modelAt(server) }), 'written')).toEqual([]);
    expect(server.requests).toBe(asked);
  });
});
