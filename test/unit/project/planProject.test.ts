import { expect, test } from 'vitest';
import { phasesOf } from '../../../src/engine/project/phases';
import { planProject, type PlanOptions } from '../../../src/engine/project/planProject';
import type { PlannedFile, ProjectPlan } from '../../../src/engine/project/projectPlan';
import type { FileRequest, ProjectSpec } from '../../../src/engine/project/projectSpec';
import { answer, contract, entity, entityType, field, library, listOf, object, parameter, scenario, specOf, text, uuid } from './samples';

async function planOf(spec: ProjectSpec, options?: PlanOptions): Promise<ProjectPlan> {
  const { plan, problems } = await planProject(spec, options);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan!;
}

async function problemsOf(spec: ProjectSpec): Promise<string[]> {
  return (await planProject(spec)).problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

function fileAt(plan: ProjectPlan, path: string): PlannedFile {
  return plan.files.find((file) => file.path === path)!;
}

function textAt(plan: ProjectPlan, path: string): string {
  const file = fileAt(plan, path);
  return file.from === 'bodies' ? file.skeleton.render(new Map()) : file.from === 'whole' ? '' : file.text;
}

function request(path: string, given: Partial<FileRequest> = {}): FileRequest {
  return { path, description: '', entities: [], contracts: [], requirements: [], needs: [], rest: {}, ...given };
}

test('two entities of one name are told apart by nothing but their spelling: that is an error, and nothing is planned', async () => {
  const spec = specOf({ entities: [entity('DueDate', ''), entity('due date', '')] });
  expect((await planProject(spec)).plan).toBeUndefined();
  expect(await problemsOf(spec)).toEqual(['error same-file: The entities "DueDate" and "due date" would be written to one file. Rename one of them, or join them.']);
});

test('a framework that is not known is told, and the default is planned', async () => {
  expect(await problemsOf(library('typescript', { framework: 'fastify' }))).toEqual([]);
  expect(await problemsOf(library('go', { framework: 'Gin' }))).toEqual(['warning unknown-framework: The framework "Gin" is not known for go. The files are planned for net/http; "framework" may be net/http.']);
});

test('of two contracts with one method and path the first is answered, whatever their parameters are called', async () => {
  const spec = library('go', { contracts: [contract('GET /books/{id}', '', { entity: 'Book' }), contract('GET /books/{bookId}', '', { entity: 'Book' })] });
  expect(await problemsOf(spec)).toEqual(['warning same-route: GET /books/{bookId} has the method and path of GET /books/{id} and is left out. Remove one of them, or give it another path.']);
  expect(textAt(await planOf(spec), 'internal/handler/book.go').match(/mux\.HandleFunc/g)).toHaveLength(1);
});

test('operations are named by what their contracts do', async () => {
  const made = (...endpoints: string[]) => planOf(library('typescript', { contracts: endpoints.map((endpoint) => contract(endpoint, '', { entity: 'Book', responses: [answer(200)] })) }))
    .then((plan) => fileAt(plan, 'src/services/book-service.ts'))
    .then((file) => (file.from === 'bodies' ? file.skeleton.slots.map(({ id }) => id.replace('BookService.', '')) : []));
  expect(await made('GET /books', 'POST /books', 'GET /api/v1/books/{id}', 'PUT /books/{id}', 'PATCH /books/{id}', 'DELETE /books/{id}')).toEqual(['list', 'create', 'get', 'replace', 'update', 'delete']);
  expect(await made('POST /books/{id}/archive', 'GET /members/{id}/books', 'GET /books/{id}/status')).toEqual(['archive', 'listMemberBooks', 'getBookStatus']);
});

test('what a GET would have as its body is asked for in the query', async () => {
  const plan = await planOf(library('python', { contracts: [contract('GET /books', '', { entity: 'Book', request: object([field('title', text)]), responses: [answer(200, listOf(entityType('Book')))] })] }));
  expect(textAt(plan, 'library_lending/schemas/book.py')).toContain('class ListBooksQuery(BaseModel):');
});

test('an entity that only stands within others is not kept; one that nothing identifies is found by looking at all of them', async () => {
  const plan = await planOf(specOf({ entities: [entity('Order', '', field('id', uuid), field('lines', listOf(entityType('Line')))), entity('Line', '', field('text', text)), entity('Reading', '', field('value', text))] }));
  const stores = plan.files.filter(({ kind }) => kind === 'storage').map(({ path }) => path);
  expect(stores).toEqual(['internal/storage/order.go', 'internal/storage/reading.go']);
  expect(textAt(plan, 'internal/storage/reading.go')).toContain('Add(ctx context.Context, reading model.Reading) error');
});

test('without contracts there are services and no program', async () => {
  const plan = await planOf(library('go', { contracts: [] }));
  expect(plan.files.map(({ kind }) => kind)).not.toContain('handler');
  expect(textAt(plan, 'internal/service/book.go')).toContain('func (s *BookService) Update(ctx context.Context, id string, body model.Book) (model.Book, error) {');
  expect(plan.files.map(({ path }) => path)).not.toContain('Dockerfile');
});

test('a file is about the entities, contracts and requirements that it follows from', async () => {
  expect(fileAt(await planOf(library('go')), 'internal/service/loan.go').about).toEqual({ entities: ['Loan'], contracts: ['GET /members/{id}/loans', 'POST /loans', 'POST /loans/{id}/return'], requirements: ['FR-1', 'FR-2'] });
});

test('a scenario stands in the tests of what it names, else in a file of its own', async () => {
  const plan = await planOf(library('typescript', { scenarios: [scenario('S-1', 'Two members', 'Given a loan'), scenario('S-2', 'At night')] }));
  expect(textAt(plan, 'test/member-service.test.ts')).toContain("test.todo('S-1: Two members', () => {\n  // Given a loan\n});");
  expect(textAt(plan, 'test/scenarios.test.ts')).toContain('S-2: At night');
});

test('similar entities have slots of the same shapes', async () => {
  const named = (name: string) => [contract(`GET /${name}s/{id}`, '', { entity: name, parameters: [parameter('path', 'id', uuid)], responses: [answer(200, entityType(name))] })];
  const plan = await planOf(specOf({ entities: ['User', 'Team'].map((name) => entity(name, '', field('id', uuid))), contracts: [...named('User'), ...named('Team')] }));
  const shapes = plan.files.filter((file) => file.kind === 'service' && file.from === 'bodies').map((file) => (file.from === 'bodies' ? file.skeleton.slots.map(({ shape }) => shape) : []));
  expect(shapes).toEqual([['get(uuid): Entity'], ['get(uuid): Entity']]);
});

test('signatures show what others may call, without bodies', async () => {
  const file = fileAt(await planOf(library('typescript')), 'src/services/copy-service.ts');
  expect(file.from === 'bodies' && file.skeleton.signatures).toBe(`/** Holds the rules for copies. */
export class CopyService {
  constructor(
    private readonly copies: CopyStore,
    private readonly books: BookStore,
    private readonly loans: LoanStore,
  ) {}

  /** Takes a copy out of the library. Failures: 404. */
  async delete(id: string): Promise<void>;
}
`);
});

test('a requested file that nothing plans is written whole by a model', async () => {
  const plan = await planOf(library('go', { files: [request('docs/fees.md', { description: 'How fees are computed.', entities: ['Loan'], needs: ['internal/service/loan.go'] })] }));
  expect(fileAt(plan, 'docs/fees.md')).toEqual({ path: 'docs/fees.md', kind: 'custom', from: 'whole', purpose: 'How fees are computed.', needs: ['internal/service/loan.go'], about: { entities: ['Loan'], contracts: [], requirements: [] } });
  expect(phasesOf(plan).findIndex((files) => files.some(({ path }) => path === 'docs/fees.md'))).toBeGreaterThan(2);
});

test('a request for a planned file adds to it, replaces it, or takes it away', async () => {
  const path = 'internal/service/loan.go';
  const added = fileAt(await planOf(library('go', { files: [request(path, { description: 'Lends and takes back.', requirements: ['NFR-1'] })] })), path);
  expect([added.from, added.purpose, added.about.requirements]).toEqual(['bodies', 'Lends and takes back.', ['FR-1', 'FR-2', 'NFR-1']]);
  const replaced = fileAt(await planOf(library('go', { files: [request('internal/config/config.go', { description: 'Settings from a file.' })] })), 'internal/config/config.go');
  expect([replaced.from, replaced.kind]).toEqual(['whole', 'configuration']);
  const handler = fileAt(await planOf(library('go', { files: [request('internal/handler/loan.go', { description: 'Sends a Location header as well.' })] })), 'internal/handler/loan.go');
  expect([handler.from, handler.kind, handler.needs.includes('internal/service/loan.go'), handler.from === 'whole' && handler.instead?.includes('func (h *LoanHandler) createLoan(')]).toEqual(['whole', 'handler', true, true]);
  const without = await planOf(library('go', { files: [request('Dockerfile', { kind: 'none' }), request('internal/config/config.go', { kind: 'none' })] }));
  expect(without.files.map((file) => file.path)).not.toContain('Dockerfile');
  expect(fileAt(without, 'cmd/library-lending/main.go').needs).not.toContain('internal/config/config.go');
});

test('requests that cannot be met are told', async () => {
  expect(await problemsOf(library('go', { files: [request('a.md', { needs: ['b.md'] }), request('c.md', { kind: 'none' }), request('d.md'), request('d.md')] }))).toEqual([
    'warning no-such-file: No file c.md is planned, so that there is none to leave out. Remove the request, or mend its path.',
    'error same-path: The file d.md is requested twice. Join the two requests.',
    'warning unknown-need: a.md needs b.md, which nothing plans. Mend the path, or request that file as well.',
  ]);
});

test('files that need each other are told with their path', async () => {
  const files = [request('a.md', { needs: ['b.md'] }), request('b.md', { needs: ['c.md'] }), request('c.md', { needs: ['a.md'] })];
  expect(await problemsOf(library('go', { files }))).toEqual(['error file-cycle: Files need each other: a.md → b.md → c.md → a.md. Remove one of these from the "needs" of the file before it.']);
});

test('paths that differ in case alone are one file on some machines', async () => {
  expect(await problemsOf(library('go', { files: [request('readme.md', { description: 'Mine.' })] }))).toEqual([expect.stringContaining('error same-path: Two files would be README.md and readme.md, which are one where case does not count')]);
});

test('boilerplate comes from templates, and one of the project itself stands in place of ours', async () => {
  const plan = await planOf(library('go'), { templates: new Map([['Makefile', 'all: <%= it.operations.length %> endpoints of <%= it.slug %>\n']]) });
  const templates = plan.files.filter((file) => file.from === 'template');
  expect(templates.map(({ path }) => path)).toEqual(['.editorconfig', '.github/workflows/ci.yml', '.gitignore', 'Dockerfile', 'Makefile', 'README.md', 'go.mod']);
  expect(templates.filter(({ merge }) => merge).map(({ path }) => path)).toEqual(['.gitignore']);
  expect(textAt(plan, 'Makefile')).toBe('all: 8 endpoints of library-lending\n');
});

test('a template may be called as its file is', async () => {
  const plan = await planOf(library('go'), { templates: new Map([['.gitignore', '/own/\n']]) });
  expect(fileAt(plan, '.gitignore')).toMatchObject({ text: '/own/\n', merge: 'lines' });
});

test('a template that breaks is named', async () => {
  await expect(planProject(library('go'), { templates: new Map([['README.md', '<%= it.nothing.here %>']]) })).rejects.toThrow('The template .specwright/templates/README.md.eta cannot be used: ');
  await expect(planProject(library('go'), { templates: new Map([['README.md', '<% if ( %>']]) })).rejects.toThrow('Mend it, or remove it to have the built-in one.');
});

test('declared dependencies stand in the package file', async () => {
  const build = (name: string, version?: string) => ({ dependencies: [{ name, ...(version && { version }) }], rest: {} });
  expect(textAt(await planOf(library('go', { build: build('github.com/google/uuid', '1.6.0') })), 'go.mod')).toBe('module example.com/library\n\ngo 1.22\n\nrequire (\n\tgithub.com/google/uuid v1.6.0\n)\n');
  expect(JSON.parse(textAt(await planOf(library('typescript', { build: build('zod', '^4.0.0') })), 'package.json'))).toMatchObject({ dependencies: { fastify: '5.12.8', zod: '^4.0.0' } });
  expect(textAt(await planOf(library('python', { build: build('SQLAlchemy', '2.0.36') })), 'pyproject.toml')).toContain('    "SQLAlchemy==2.0.36",\n');
});

test('before Go 1.22 a mux of the project itself takes the patterns', async () => {
  const [old, present] = [await planOf(library('go', { build: { languageVersion: 'go1.21', dependencies: [], rest: {} } })), await planOf(library('go'))];
  expect(textAt(old, 'go.mod')).toContain('go 1.21\n');
  expect(old.files.map(({ path }) => path)).toContain('internal/handler/mux.go');
  expect(present.files.map(({ path }) => path)).not.toContain('internal/handler/mux.go');
  expect(textAt(present, 'internal/handler/book.go')).toContain('r.PathValue("id")');
});

test('services are shown what they may call of a storage, and types without their schemas', async () => {
  const shown = async (language: 'go' | 'typescript' | 'python', path: string) => {
    const file = fileAt(await planOf(library(language)), path);
    return file.from === 'declarations' ? file.signatures : undefined;
  };
  expect(await shown('go', 'internal/storage/copy.go')).toMatch(/^\/\/ CopyStore keeps copies[^]*\n}\n\nfunc NewMemoryCopyStore\(\) \*MemoryCopyStore\n$/);
  expect(await shown('python', 'library_lending/storage/copy_store.py')).toMatch(/^class CopyStore\(Protocol\):[^]*\n\nclass MemoryCopyStore: \.\.\.\n$/);
  expect(await shown('typescript', 'src/storage/copy-store.ts')).toMatch(/^\/\*\* Keeps copies\. \*\/\nexport interface CopyStore[^]*\n}\n\nexport class MemoryCopyStore implements CopyStore {}\n$/);
  expect(await shown('typescript', 'src/models/address.ts')).toBe('/** Where a member lives. */\nexport interface Address {\n  street: string;\n  zip: string;\n  city: string;\n}\n\nexport const addressSchema: object;\n');
});

test('in Go what holds itself does so by pointer, inside of an object as well', async () => {
  const plan = await planOf(specOf({ entities: [entity('Tree', '', field('id', uuid), field('crown', object([field('of', entityType('Tree'))])))] }));
  expect(textAt(plan, 'internal/model/tree.go')).toMatch(/Of +\*Tree `json:"of"`/);
});

test('a routing that net/http would not start with is done by a mux of the project', async () => {
  const plan = await planOf(library('go', { contracts: [contract('GET /books/{id}/copies', '', { entity: 'Book' }), contract('GET /books/mine/{part}', '', { entity: 'Book' })] }));
  expect(plan.files.map(({ path }) => path)).toContain('internal/handler/mux.go');
});
