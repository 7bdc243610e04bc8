import { expect, test } from 'vitest';
import { REVIEW_INSTRUCTIONS } from '../../../src/engine/prompt/reviewInstructions';
import type { ProjectPorts } from '../../../src/engine/project/writeProject';
import { openModel } from '../../../src/providers/openModel';
import { defaultAnswer, skeletonOf } from '../../model-server/answers';
import type { RequestedItem } from '../../model-server/items';
import type { ModelServer } from '../../model-server/modelServer';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

const SPEC = 'notes.spec.yaml';
const NOTES = `name: Notes
language: go
module: example.com/notes
requirements:
  - { id: FR-1, text: A title has at most 80 characters. }
entities:
  - name: Note
    fields: [ { name: id, type: uuid }, { name: title, type: string } ]
  - name: Tag
    fields: [ { name: id, type: uuid }, { name: label, type: string } ]
api_contracts:
  - { endpoint: POST /notes, request_body: { title: string }, response_201: Note }
  - { endpoint: POST /tags, request_body: { label: string }, response_201: Tag }
`;
const service = 'internal/service/note.go';
const FINDING = '- `NoteService.Create`: a title of 81 characters is taken; FR-1 asks for at most 80.';

/** Two providers, each on a server of its own: who writes, and who reviews. */
async function twoProviders(review: (item: RequestedItem) => string, write: (item: RequestedItem) => string = defaultAnswer) {
  const [author, reviewer] = [await serverOf({ answer: write }), await serverOf({ answer: review })];
  const roles: ProjectPorts['roles'] = { review: { model: await openModel({ provider: 'openai', apiKey: 'key', baseUrl: `${reviewer.url}/v1`, model: 'gpt-6.1-terra' }) } };
  return { author, reviewer, model: await modelAt(author), roles };
}

const asked = ({ ledger }: ModelServer) => ledger.map(({ items }) => items.map(({ kind, path }) => `${kind} ${path}`));
const bodiesOf = ({ ledger }: ModelServer) => ledger.map(({ user }) => user).join('\n');
/** It was answered before, and the answer came back. */
const isSentBack = ({ content }: RequestedItem) => content.includes('Your last answer to this item');
const better = (item: RequestedItem) => defaultAnswer(item).replaceAll('answered', 'bettered');

test('a second model reads each file with what it builds upon, and sends one back to its author, once, with what it found and with the answer that it is about', async () => {
  const { author, reviewer, model, roles } = await twoProviders((item) => (item.path === service ? FINDING : 'No findings.'), (item) => (isSentBack(item) ? better(item) : defaultAnswer(item)));
  const at = await workspaceOf({ [SPEC]: NOTES });
  const result = await at.regenerate(SPEC, { model, ports: { roles } });
  expect([result.status, result.errors, result.warnings, result.reviewed]).toEqual(['done', [], [], { files: new Set(asked(author).flat()).size, sentBack: 1 }]);
  expect(new Set(asked(reviewer).flat())).toEqual(new Set(asked(author).flat().map((item) => item.replace(/^\w+/, 'review'))));
  // Its own text with the bodies that were written, and the storage that it builds upon, whole.
  expect(bodiesOf(reviewer)).toMatch(/answered [0-9a-f]{10}: NoteService\.Create/);
  expect(bodiesOf(reviewer)).toContain('The file internal/storage/note.go:\npackage storage');
  expect(bodiesOf(reviewer)).toContain('A title has at most 80 characters.');
  expect(author.ledger.flatMap(({ items }) => items.filter(isSentBack)).map(({ path }) => path)).toEqual([service]);
  expect(bodiesOf(author)).toContain(FINDING);
  expect(bodiesOf(author)).toMatch(/Your last answer to this item was:\n---\n[^]*answered [0-9a-f]{10}: NoteService\.Create[^]*It could not be taken: a review found:/);
  expect(await at.read(service)).toMatch(/bettered [0-9a-f]{10}: NoteService\.Create/);
  expect(await at.read('internal/service/tag.go')).toMatch(/answered [0-9a-f]{10}: TagService\.Create/);
});

test('nobody reviews where no model is named for it', async () => {
  const server = await serverOf({});
  const at = await workspaceOf({ [SPEC]: NOTES });
  const result = await at.regenerate(SPEC, { model: await modelAt(server) });
  expect([result.reviewed, asked(server).flat().some((item) => item.startsWith('review'))]).toEqual([undefined, false]);
});

test('what was sent back is not reviewed again: whoever goes away before anything is written pays for nothing twice', async () => {
  const { author, reviewer, model, roles } = await twoProviders((item) => (item.path === service ? FINDING : 'No findings.'));
  const at = await workspaceOf({ [SPEC]: NOTES });
  const first = await at.regenerate(SPEC, { model, ports: { roles, reviewFiles: () => Promise.resolve(undefined) } });
  expect(first.status).toBe('cancelled');
  const before = [author.requests, reviewer.requests];
  const second = await at.regenerate(SPEC, { model, ports: { roles } });
  expect([second.status, [author.requests, reviewer.requests]]).toEqual(['done', before]);
});

test('a second answer that does not compile makes way for the first, which did; what was found is told', async () => {
  const { model, roles } = await twoProviders((item) => (item.path === service ? FINDING : 'No findings.'), (item) => (isSentBack(item) ? `---\n${skeletonOf(item).replaceAll('errors.New("not implemented', 'undefinedName("')}` : defaultAnswer(item)));
  const at = await workspaceOf({ [SPEC]: NOTES });
  const checkTools: ProjectPorts['checkTools'] = (files) => Promise.resolve({ problems: [...files].flatMap(([path, text]) => (text.includes('undefinedName') ? [{ path, message: 'undefined: undefinedName' }] : [])) });
  const result = await at.regenerate(SPEC, { model, ports: { roles, checkTools } });
  expect([result.status, result.errors]).toEqual(['done', []]);
  expect(result.warnings.join()).toContain('FR-1 asks for at most 80');
  expect(await at.read(service)).toMatch(/answered [0-9a-f]{10}: NoteService\.Create/);
  // The one that stands is the one that the cache has.
  const again = await at.regenerate(SPEC, { model, ports: { roles, checkTools } });
  expect(again.figures.calls).toBe(0);
});

test('what the compiler says and what was found go back together', async () => {
  const { author, model, roles } = await twoProviders((item) => (item.path === service ? FINDING : 'No findings.'), (item) => (isSentBack(item) ? defaultAnswer(item) : `---\n${skeletonOf(item).replaceAll('errors.New("not implemented', 'undefinedName("')}`));
  const at = await workspaceOf({ [SPEC]: NOTES });
  const checkTools: ProjectPorts['checkTools'] = (files) => Promise.resolve({ problems: [...files].flatMap(([path, text]) => (text.includes('undefinedName') ? [{ path, message: 'undefined: undefinedName' }] : [])) });
  const result = await at.regenerate(SPEC, { model, ports: { roles, checkTools } });
  expect(result.status).toBe('done');
  expect(bodiesOf(author)).toContain(`the compiler says: undefined: undefinedName; a review found:\n${FINDING}`);
});

test('a review that cannot be had is told of, and fails nothing', async () => {
  const { reviewer, model, roles } = await twoProviders(() => 'I would rather not say.');
  const at = await workspaceOf({ [SPEC]: NOTES });
  const result = await at.regenerate(SPEC, { model, ports: { roles } });
  expect([result.status, result.errors]).toEqual(['done', []]);
  expect(result.warnings.join()).toContain('It was not reviewed');
  expect(result.reviewed).toEqual({ files: 0, sentBack: 0 });
  expect(reviewer.requests).toBeGreaterThan(1);
});

test('the plan has the price of it', async () => {
  const { model, roles, author, reviewer } = await twoProviders(() => 'No findings.');
  const at = await workspaceOf({ [SPEC]: NOTES });
  const plan = async (ports: Partial<ProjectPorts>) => (await at.regenerate(SPEC, { model, plan: true, ports })).estimate!;
  const [without, with_] = [await plan({}), await plan({ roles })];
  expect(with_.items).toBe(2 * without.items);
  expect(with_.costUsd![0]).toBeGreaterThan(without.costUsd![0]);
  expect([author.requests, reviewer.requests]).toEqual([0, 0]);
});

test('its constant part is long enough for the prompt cache of the default model', () => {
  expect(REVIEW_INSTRUCTIONS.always.length).toBeGreaterThan(4 * 1_024);
});
