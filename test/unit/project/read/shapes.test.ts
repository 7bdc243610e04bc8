import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Field, FieldType } from '../../../../src/engine/project/projectSpec';
import { readProjectSpec } from '../../../../src/engine/project/read/readProjectSpec';
import { HEAD, specOf } from './specOf';

const example = path.join(import.meta.dirname, '../../../../docs/example-project.spec.yaml');

const scalar = (name: string, format?: string): FieldType => ({ kind: 'scalar', scalar: name as 'string', ...(format && { format }) });
const types = (fields: readonly Field[]) => Object.fromEntries(fields.map(({ name, type }) => [name, type]));
const inner = (type: FieldType | undefined) => (type?.kind === 'object' ? types(type.fields) : undefined);
const entity = (body: string) => specOf(`${HEAD}entities:\n${body}`).entities[0]!;
const contract = (body: string) => specOf(`${HEAD}entities:\n  Book: { id: uuid, title: string }\napi_contracts:\n${body}`).contracts[0]!;

describe('the example', () => {
  const spec = specOf(readFileSync(example, 'utf8'));

  test('is read whole', () => {
    expect(spec.entities.map(({ name }) => name)).toEqual(['Author', 'Book', 'Copy', 'Member', 'Loan']);
    expect(spec.contracts.map(({ id, entity: about }) => [id, about])).toEqual([
      ['GET /books', 'Book'], ['POST /books', 'Book'], ['GET /books/{id}', 'Book'], ['GET /books/{bookId}/copies', 'Copy'],
      ['POST /members', 'Member'], ['GET /members/{memberId}/loans', 'Loan'], ['POST /loans', 'Loan'], ['POST /loans/{id}/return', 'Loan'],
    ]);
    expect(spec.requirements.map(({ id, kind }) => [id, kind])).toEqual([['FR-1', 'functional'], ['FR-2', 'functional'], ['FR-3', 'functional'], ['FR-4', 'functional'], ['NFR-1', 'nonfunctional'], ['NFR-2', 'nonfunctional']]);
    expect(spec.rest).toEqual({});
  });

  test('says the same with Windows line ends, with a byte order mark, and as JSON', () => {
    const text = readFileSync(example, 'utf8');
    expect(specOf(`\uFEFF${text.replace(/\n/g, '\r\n')}`)).toEqual(spec);
    expect(specOf(JSON.stringify({ name: 'Library', language: 'go', entities: { Book: { fields: { title: 'string' } } } }), 'library.spec.json').entities).toEqual(specOf(`${HEAD}entities: { Book: { fields: { title: string } } }`).entities);
  });

  test('tells where entities and endpoints stand', () => {
    const text = readFileSync(example, 'utf8');
    const { places } = readProjectSpec(example, text);
    const lines = text.split('\n');
    expect(places.map(({ kind, id, line }) => [kind, id, lines[line - 1]!.includes(id.split(' ').at(-1)!)])).toEqual([
      ...spec.entities.map(({ name }) => ['entity', name, true]),
      ...spec.contracts.map(({ id }) => ['contract', id, true]),
    ]);
  });
});

describe('entities', () => {
  test.each([
    ['a list with attributes', '  - name: Book\n    attributes:\n      - { attribute: title, type: string, description: On the cover. }\n      - { name: pages, type: int }'],
    ['a list with fields by name', '  - name: Book\n    fields:\n      title: { type: string, description: On the cover. }\n      pages: int'],
    ['a map by name, with fields', '  Book:\n    fields:\n      - title: { type: string, description: On the cover. }\n      - pages: int'],
    ['a map by name that holds the fields', '  Book:\n    title: { type: string, description: On the cover. }\n    pages: int'],
    ['a list of one key each', '  - Book:\n      title: { type: string, description: On the cover. }\n      pages: int'],
  ])('as %s', (_, body) => {
    expect(entity(body)).toEqual({
      name: 'Book', description: '', rest: {},
      fields: [
        { name: 'title', type: scalar('string'), description: 'On the cover.', isRequired: true, rest: {} },
        { name: 'pages', type: scalar('integer'), description: '', isRequired: true, rest: {} },
      ],
    });
  });

  test('keep what nothing here knows, at each level', () => {
    const spec = specOf(`${HEAD}owner: Facilities\nentities:\n  - name: Book\n    table: books\n    fields:\n      - { name: title, type: string, maximum: 200 }`);
    expect([spec.rest, spec.entities[0]!.rest, spec.entities[0]!.fields[0]!.rest]).toEqual([{ owner: 'Facilities' }, { table: 'books' }, { maximum: 200 }]);
  });

  test('a description in a map by name is one, unless it says a type', () => {
    expect(entity('  Book: { description: Something to read., title: string }').description).toBe('Something to read.');
    expect(entity('  Book: { description: string, title: string }').fields.map(({ name }) => name)).toEqual(['description', 'title']);
  });

  test('fields that may be absent', () => {
    const { fields } = entity('  Book:\n    fields:\n      a: string?\n      b: string | null\n      c: optional string\n      d?: string\n      e: { type: string, required: false }\n      f: { type: string, nullable: true }\n      g: Optional[str]\n      h: string (optional)\n      i: { type: "string?", required: true }\n      j: "string[]"');
    expect(fields.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(['i', 'j']);
    expect(fields.map(({ name }) => name)).toContain('d');
  });

  test('fields of more than one name', () => {
    const fields = types(entity('  Book:\n    fields:\n      state: { enum: [open, done] }\n      kind: [a, b]\n      tags: [string]\n      size: { fields: { width: int, height: int } }\n      place: { room: string, shelf: string }\n      more: { type: array, items: { type: integer } }\n      mail: { type: string, format: email }\n      at: { type: string, format: date-time }').fields);
    expect(fields.state).toEqual({ kind: 'enum', values: ['open', 'done'] });
    expect(fields.kind).toEqual({ kind: 'enum', values: ['a', 'b'] });
    expect(fields.tags).toEqual({ kind: 'list', of: scalar('string') });
    expect(inner(fields.size)).toEqual({ width: scalar('integer'), height: scalar('integer') });
    expect(inner(fields.place)).toEqual({ room: scalar('string'), shelf: scalar('string') });
    expect(fields.more).toEqual({ kind: 'list', of: scalar('integer') });
    expect([fields.mail, fields.at]).toEqual([scalar('string', 'email'), scalar('datetime')]);
  });

  test('may be named before they are defined, in other spellings, and in the plural of a list', () => {
    const spec = specOf(`${HEAD}entities:\n  Shelf: { books: list of books, first: line_item }\n  Book: { title: string }\n  LineItem: { title: string }`);
    expect(types(spec.entities[0]!.fields)).toEqual({ books: { kind: 'list', of: { kind: 'entity', name: 'Book' } }, first: { kind: 'entity', name: 'LineItem' } });
  });

  test('one of the name of a type is meant where it is spelled as it is defined', () => {
    const spec = specOf(`${HEAD}entities:\n  Date: { day: integer }\n  Page: { a: Date, b: date }`);
    expect(types(spec.entities[1]!.fields)).toEqual({ a: { kind: 'entity', name: 'Date' }, b: scalar('date') });
  });

  test('what a schema of OpenAPI says of a field', () => {
    const { fields } = entity('  Book:\n    fields:\n      kind: { type: string, enum: ["", added, "fixed", null] }\n      level: { type: integer, enum: [1, 2, 3] }\n      note: { type: [string, "null"] }\n      counts: { type: object, additionalProperties: { type: integer, format: int32 } }\n      pages: { type: object, additionalProperties: { $ref: "#/components/schemas/Book" } }\n      open: { type: object, additionalProperties: true }');
    expect(types(fields)).toEqual({
      kind: { kind: 'enum', values: ['', 'added', 'fixed'] }, level: scalar('integer'), note: scalar('string'),
      counts: { kind: 'map', of: { kind: 'scalar', scalar: 'integer', format: 'int32' } }, pages: { kind: 'map', of: { kind: 'entity', name: 'Book' } }, open: scalar('json'),
    });
    expect(fields.map(({ isRequired }) => isRequired)).toEqual([false, true, false, true, true, true]);
    expect(fields[1]!.rest).toEqual({ constraints: 'one of 1, 2, 3' });
  });

  test('names of any script, and with signs in them, are names', () => {
    const spec = specOf(`${HEAD}entities:\n  com.example.Book:\n    fields: { $id: uuid, "@type": string, first.name: string, 書名: string?, 2nd: "list of Page<Book>", größe: "com.example.Book?" }\n  Page<Book>:\n    fields: { of: "2nd Edition[]?", next: "$Ref | null" }\n  2nd Edition: { größe: integer }\n  $Ref: { id: uuid }`);
    expect(spec.entities.map(({ name }) => name)).toEqual(['com.example.Book', 'Page<Book>', '2nd Edition', '$Ref']);
    const [book, page] = spec.entities;
    expect(book!.fields.map(({ name, isRequired }) => (isRequired ? name : `${name}?`))).toEqual(['$id', '@type', 'first.name', '書名?', '2nd', 'größe?']);
    expect([types(book!.fields)['2nd'], types(book!.fields).größe]).toEqual([{ kind: 'list', of: { kind: 'entity', name: 'Page<Book>' } }, { kind: 'entity', name: 'com.example.Book' }]);
    expect([types(page!.fields).of, types(page!.fields).next]).toEqual([{ kind: 'list', of: { kind: 'entity', name: '2nd Edition' } }, { kind: 'entity', name: '$Ref' }]);
  });

  test('aliases and merge keys say what they stand for', () => {
    const spec = specOf(`${HEAD}entities:\n  Base: &base\n    fields: &fields { id: uuid }\n  Book:\n    <<: *base\n    table: books\n  Page:\n    fields: *fields`);
    expect(spec.entities.map(({ fields, rest }) => [types(fields), rest])).toEqual([[{ id: scalar('uuid') }, {}], [{ id: scalar('uuid') }, { table: 'books' }], [{ id: scalar('uuid') }, {}]]);
  });
});

describe('requirements', () => {
  const of = (body: string) => specOf(HEAD + body).requirements.map(({ id, kind, text, category }) => [id, kind, text, category].filter(Boolean).join(' | '));

  test.each([
    ['texts', 'requirements:\n  - It lends.\n  - "R-7: It counts."', ['FR-1 | functional | It lends.', 'R-7 | functional | It counts.']],
    ['texts with an id in front, which YAML takes for keys', 'requirements:\n  - FR-2: It lends.\n  - It counts.\n  - It ends.', ['FR-2 | functional | It lends.', 'FR-1 | functional | It counts.', 'FR-3 | functional | It ends.']],
    ['texts with a colon', 'requirements:\n  - Lending: up to five books.', ['FR-1 | functional | Lending: up to five books.']],
    ['objects', 'requirements:\n  - { id: A, title: Lend, description: It lends. }\n  - { name: Count, type: non-functional }', ['A | functional | Lend: It lends.', 'NFR-1 | nonfunctional | Count']],
    ['a map of both kinds', 'requirements:\n  functional: [It lends.]\n  non-functional: [It is fast.]', ['FR-1 | functional | It lends.', 'NFR-1 | nonfunctional | It is fast.']],
    ['keys for each kind', 'functional_requirements: [It lends.]\nnonfunctional_requirements:\n  performance: It is fast.\n  security: [It is safe., It is closed.]', ['FR-1 | functional | It lends.', 'NFR-1 | nonfunctional | It is fast. | performance', 'NFR-2 | nonfunctional | It is safe. | security', 'NFR-3 | nonfunctional | It is closed. | security']],
    ['a map by id', 'requirements:\n  FR-9: It lends.\n  NFR-1: { text: It is fast., category: speed }', ['FR-9 | functional | It lends.', 'NFR-1 | nonfunctional | It is fast. | speed']],
  ])('as %s', (_, body, expected) => expect(of(body)).toEqual(expected));

  test('with priority, category and notes, and what else they say', () => {
    expect(specOf(`${HEAD}requirements:\n  - { id: A, text: It lends., priority: 1, category: lending, notes: Soon., source: interview }`).requirements).toEqual([
      { id: 'A', kind: 'functional', text: 'It lends.', priority: '1', category: 'lending', notes: 'Soon.', rest: { source: 'interview' } },
    ]);
  });
});

describe('endpoints', () => {
  test.each([
    ['an endpoint', '  - endpoint: GET /books/{id}\n    response_200: Book'],
    ['a method and a path', '  - method: get\n    path: /books/:id\n    responses: { 200: Book }'],
    ['a map by endpoint', '  GET /books/{id}:\n    responses:\n      - { status: 200, body: Book }'],
    ['a list of one key each', '  - GET /books/<id>:\n      response: Book'],
    ['another key', '  - route: GET /books/{id}/\n    responses: { "200": { schema: Book } }'],
  ])('as %s', (_, body) => {
    expect(contract(body)).toEqual({
      id: 'GET /books/{id}', method: 'GET', path: '/books/{id}', description: '', entity: 'Book', rest: {},
      parameters: [{ in: 'path', name: 'id', type: scalar('uuid'), description: '', isRequired: true, rest: {} }],
      responses: [{ status: 200, description: '', body: { kind: 'entity', name: 'Book' } }],
    });
  });

  test.each<[string, string, FieldType | undefined, string]>([
    ['an entity', 'Book', { kind: 'entity', name: 'Book' }, ''],
    ['a list of one', 'Book[]', { kind: 'list', of: { kind: 'entity', name: 'Book' } }, ''],
    ['a list of one in words', 'list of books', { kind: 'list', of: { kind: 'entity', name: 'Book' } }, ''],
    ['a list of one in brackets', '[Book]', { kind: 'list', of: { kind: 'entity', name: 'Book' } }, ''],
    ['described', '{ description: The book., body: Book }', { kind: 'entity', name: 'Book' }, 'The book.'],
    ['nothing', 'none', undefined, ''],
    ['an empty object', '{}', undefined, ''],
  ])('a body that is %s', (_, body, type, description) => {
    expect(contract(`  - endpoint: GET /books\n    response_200: ${body}`).responses).toEqual([{ status: 200, description, ...(type && { body: type }) }]);
  });

  test('a page of entities is about them', () => {
    expect(contract('  - endpoint: GET /search\n    response_200: { items: "Book[]", total: integer }').entity).toBe('Book');
  });

  test('what is told of an error is a description; an entity is its body', () => {
    expect(contract('  - endpoint: DELETE /books/{id}\n    response_404: Not found\n    response_204: Gone.\n    response_400: { error: string }\n    response_422: Book').responses).toMatchObject([
      { status: 204, description: 'Gone.' },
      { status: 400, body: { kind: 'object' } },
      { status: 404, description: 'Not found' },
      { status: 422, body: { kind: 'entity', name: 'Book' } },
    ]);
  });

  test('parameters: of the path in its order, then of the query', () => {
    const read = contract('  - endpoint: GET /shelves/{shelf}/books/{bookId}?sort&limit={limit}\n    query: { limit: integer? }\n    parameters:\n      - { name: shelf, in: path, type: integer }\n      - { name: full, in: query, type: boolean, required: false }\n      - { name: X-Trace, in: header, type: string }\n    response_200: string');
    expect(read.parameters.map((one) => [one.in, one.name, one.type, one.isRequired])).toEqual([
      ['path', 'shelf', scalar('integer'), true],
      ['path', 'bookId', scalar('uuid'), true],
      ['query', 'limit', scalar('integer'), false],
      ['query', 'full', scalar('boolean'), false],
      ['query', 'sort', scalar('string'), false],
    ]);
    expect(read.rest).toEqual({ parameters: [{ name: 'X-Trace', type: 'string', in: 'header' }] });
  });

  test('paths and parameters of any script, and with signs in them', () => {
    const read = contract('  - endpoint: GET /größen/{pet.id}/{größe}/{$ref}\n    query: { $filter: string?, "@page": integer? }\n    response_200: string');
    expect([read.path, read.parameters.map(({ name }) => name)]).toEqual(['/größen/{pet.id}/{größe}/{$ref}', ['pet.id', 'größe', '$ref', '$filter', '@page']]);
  });

  test('fields of the body of a GET are parameters of the query', () => {
    const read = contract('  - endpoint: GET /books\n    request_body: { author: string? }\n    response_200: Book[]');
    expect(read).not.toHaveProperty('request');
    expect(read.parameters.map((one) => [one.in, one.name, one.isRequired])).toEqual([['query', 'author', false]]);
  });

  test('ids of their own are kept', () => {
    expect(contract('  - id: findBooks\n    endpoint: GET /books\n    response_200: Book[]').id).toBe('findBooks');
    expect(contract('  findBooks:\n    endpoint: GET /books\n    response_200: Book[]').id).toBe('findBooks');
  });
});

describe('relationships', () => {
  const of = (body: string) => specOf(`${HEAD}entities:\n  Author: { id: uuid }\n  Book: { id: uuid }\nrelationships:\n${body}`).relationships.map(({ from, to, kind, description }) => [from, kind, to, description].filter(Boolean).join(' | '));

  test.each([
    ['Author 1:N Book', 'Author | one-to-many | Book'],
    ['Author 1..* Book', 'Author | one-to-many | Book'],
    ['Author N:M Book (at least one)', 'Author | many-to-many | Book | at least one'],
    ['"Book N:1 Author: the first of them"', 'Book | many-to-one | Author | the first of them'],
    ['Author has many Books', 'Author | one-to-many | Book'],
    ['Book belongs to an Author', 'Book | many-to-one | Author'],
    ['Book has one Author', 'Book | one-to-one | Author'],
    ['Author one-to-many Book', 'Author | one-to-many | Book'],
    ['Author 1:N Book: those in print', 'Author | one-to-many | Book | those in print'],
    ['An author writes books', 'Author | other | Book | An author writes books'],
    ['{ from: Author, to: Book, type: one_to_many, description: Written }', 'Author | one-to-many | Book | Written'],
    ['{ source: Author, target: Book, kind: writes }', 'Author | other | Book | writes'],
  ])('%s', (text, expected) => expect(of(`  - ${text}`)).toEqual([expected]));

  test('as a map by entity', () => expect(of('  Author: [has many Books]\n  Book: belongs to Author')).toEqual(['Author | one-to-many | Book', 'Book | many-to-one | Author']));
});

test('scenarios as texts, with words, with steps, by title', () => {
  expect(specOf(`${HEAD}scenarios:\n  - A late return\n  - |\n    Two at once\n    Given a copy\n    When two ask\n  - { id: X, title: Third, given: [a, b], when: c, then: d }\n  - { name: Fourth, description: Why., steps: [e, given: f] }\n  - Fifth: [g, h]`).scenarios).toEqual([
    { id: 'S-1', title: 'A late return', steps: [], rest: {} },
    { id: 'S-2', title: 'Two at once', steps: ['Given a copy', 'When two ask'], rest: {} },
    { id: 'X', title: 'Third', steps: ['Given a', 'And b', 'When c', 'Then d'], rest: {} },
    { id: 'S-3', title: 'Fourth', steps: ['Why.', 'e', 'Given f'], rest: {} },
    { id: 'S-4', title: 'Fifth', steps: ['g', 'h'], rest: {} },
  ]);
});

describe('the project', () => {
  test.each([
    ['go', 'Library Lending', 'library-lending'],
    ['typescript', 'Library Lending', 'library-lending'],
    ['python', 'Library Lending', 'library_lending'],
    ['py', '3D Library', 'project_3d_library'],
  ])('in %s has a module made of its name', (language, name, module) => {
    expect(specOf(`name: ${name}\nlanguage: ${language}\n`).module).toBe(module);
  });

  test('may be described under a key of its own, and under build_config', () => {
    expect(specOf('project:\n  name: Library\n  description: Lends books.\nbuild_config:\n  language: python\n  framework: flask\n  python_version: 3.10\n  dependencies: [httpx, "fastapi>=0.115", { name: rich, version: 13 }]\n  target: server')).toMatchObject({
      name: 'Library', description: 'Lends books.', language: 'python', framework: 'flask',
      build: { languageVersion: '3.10', dependencies: [{ name: 'httpx' }, { name: 'fastapi', version: '>=0.115' }, { name: 'rich', version: '13' }], rest: { target: 'server' } },
    });
  });

  test('keys are known in other spellings', () => {
    expect(specOf(`${HEAD}apiContracts:\n  - endpoint: GET /health\n    response_200: string`).contracts).toHaveLength(1);
    expect(specOf(`${HEAD}API Contracts:\n  - endpoint: GET /health\n    response_200: string`).contracts).toHaveLength(1);
  });

  test('dependencies in the spelling of each language', () => {
    const of = (text: string) => specOf(`${HEAD}build_config:\n  dependencies:\n${text}`).build.dependencies;
    expect(of('    - github.com/google/uuid v1.6.0\n    - "@fastify/cors@^10.0.0"\n    - "uvicorn[standard]~=0.30"')).toEqual([{ name: 'github.com/google/uuid', version: 'v1.6.0' }, { name: '@fastify/cors', version: '^10.0.0' }, { name: 'uvicorn[standard]', version: '~=0.30' }]);
    expect(of('    chi: 5.10\n    rich: "*"')).toEqual([{ name: 'chi', version: '5.10' }, { name: 'rich' }]);
  });
});

test('files with what they are about', () => {
  const spec = specOf(`${HEAD}requirements: ["FR-1: It lends."]\nentities:\n  Book: { id: uuid }\napi_contracts:\n  - endpoint: GET /books\n    id: findBooks\n    response_200: Book[]\nfiles:\n  - internal/mail/sender.go\n  - path: ./internal/late//count.go\n    purpose: Counts what is late.\n    kind: service\n    entities: [books]\n    endpoints: [GET /books]\n    requirements: FR-1\n    depends_on: [internal/mail/sender.go]\n    owner: desk\n  - { path: internal/book/service.go, kind: none }`);
  expect(spec.files).toEqual([
    { path: 'internal/mail/sender.go', description: '', entities: [], contracts: [], requirements: [], needs: [], rest: {} },
    { path: 'internal/late/count.go', description: 'Counts what is late.', kind: 'service', entities: ['Book'], contracts: ['findBooks'], requirements: ['FR-1'], needs: ['internal/mail/sender.go'], rest: { owner: 'desk' } },
    { path: 'internal/book/service.go', description: '', kind: 'none', entities: [], contracts: [], requirements: [], needs: [], rest: {} },
  ]);
});

describe('Markdown', () => {
  const front = `---\n${HEAD}entities:\n  Book: { title: string }\n---\n`;

  test('front matter holds the keys; other text is kept by its heading, the first one describes', () => {
    const spec = specOf(`${front}# Library\n\nLends books.\n\n## Notes\n\nAsk the *desk*.\n\n- one\n\n### More\n\nText.\n`, 'library.spec.md');
    expect(spec.entities[0]!.name).toBe('Book');
    expect(spec.description).toBe('Lends books.');
    expect(spec.rest).toEqual({ Notes: 'Ask the *desk*.\n\n- one', More: 'Text.' });
  });

  test('sections that name a key hold its value in a fenced block', () => {
    const spec = specOf(`---\n${HEAD}---\n## Entities\n\nAll of them:\n\n\`\`\`yaml\nBook: { title: string }\n\`\`\`\n\n## 2. API Contracts\n\n\`\`\`json\n[{ "endpoint": "GET /books", "response_200": "Book[]" }]\n\`\`\`\n\n## Everything else\n\n\`\`\`yaml\nrelationships: [Book 1:N Book]\nscenarios: [Lend]\n\`\`\`\n\n\`\`\`yaml\nnot: a key of ours\n\`\`\`\n`, 'library.spec.md');
    expect([spec.entities.length, spec.contracts.length, spec.relationships.length, spec.scenarios.length]).toEqual([1, 1, 1, 1]);
    expect(spec.rest).toEqual({ 'Entities (text)': 'All of them:', 'Everything else': 'not: a key of ours' });
  });

  test('lists below requirements, scenarios and relationships hold these', () => {
    const spec = specOf(`${front}## Requirements\n\n- **FR-7**: It lends\n  up to five.\n- [ ] It counts.\n\n## Non-functional requirements\n\n1. It is fast.\n`, 'library.spec.md');
    expect(spec.requirements.map(({ id, kind, text }) => [id, kind, text])).toEqual([['FR-7', 'functional', 'It lends\nup to five.'], ['FR-1', 'functional', 'It counts.'], ['NFR-1', 'nonfunctional', 'It is fast.']]);
  });

  test('a fenced block of something else, with headings in it, is text', () => {
    expect(specOf(`${front}## Notes\n\n\`\`\`sh\n# Entities\nls\n\`\`\`\n`, 'library.spec.md').rest).toEqual({ Notes: '```sh\n# Entities\nls\n```' });
  });
});

describe('specs of other makes', () => {
  const bodyOf = (body: string) => contract(`  - endpoint: POST /books\n    request_body: ${body}\n    response_204: Done.`).request;

  test.each<[string, readonly string[]]>([
    ['{ message: string }', ['message']],
    ['{ content: string }', ['content']],
    ['{ body: string, description: string }', ['body', 'description']],
    ['{ description: string }', ['description']],
    ['{ code: integer, message: string }', ['code', 'message']],
    ['{ type: string, description: string, title: string }', ['type', 'description', 'title']],
  ])('%s is an object of fields', (body, names) => {
    const type = bodyOf(body);
    expect(type?.kind === 'object' && type.fields.map(({ name }) => name)).toEqual(names);
  });

  test.each<[string, FieldType]>([
    ['{ schema: Book }', { kind: 'entity', name: 'Book' }],
    ['{ content: Book }', { kind: 'entity', name: 'Book' }],
    ['{ type: string, description: The token. }', scalar('string')],
    ['{ type: array, items: Book }', { kind: 'list', of: { kind: 'entity', name: 'Book' } }],
    ['{ content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } }', { kind: 'entity', name: 'Book' }],
    ['{ type: array, items: { $ref: "#/definitions/Book" } }', { kind: 'list', of: { kind: 'entity', name: 'Book' } }],
  ])('%s describes a type', (body, type) => expect(bodyOf(body)).toEqual(type));

  test('JSON Schema says of an object which of its fields must be there', () => {
    const type = bodyOf('{ type: object, required: [title], properties: { title: { type: string }, pages: { type: integer } } }');
    expect(type?.kind === 'object' && type.fields.map(({ name, isRequired }) => [name, isRequired])).toEqual([['title', true], ['pages', false]]);
    const field = entity('  Book:\n    fields:\n      size: { type: object, required: [width], properties: { width: { type: integer }, height: { type: integer } } }').fields[0]!;
    expect([field.isRequired, field.type.kind === 'object' && field.type.fields.map(({ isRequired }) => isRequired)]).toEqual([true, [true, false]]);
  });

  test('types with what a database says of them', () => {
    const fields = entity('  - entity: User\n    attributes:\n      - { attribute: user_id, type: UUID (Primary Key) }\n      - { attribute: email, type: "String, unique" }\n      - attribute: role\n        type: Enum (admin, user)\n      - attribute: price\n        type: DECIMAL(10, 2)\n      - attribute: tags\n        type: array of strings').fields;
    expect(fields.map(({ type, rest }) => [type, rest])).toEqual([
      [scalar('uuid'), { constraints: 'Primary Key' }],
      [scalar('string'), { constraints: 'unique' }],
      [{ kind: 'enum', values: ['admin', 'user'] }, {}],
      [scalar('number', 'decimal'), { constraints: '10, 2' }],
      [{ kind: 'list', of: scalar('string') }, {}],
    ]);
  });

  test('a language with its version, and where the technology stands', () => {
    expect(specOf('name: L\nlanguage: Go 1.22').build.languageVersion).toBe('1.22');
    expect(specOf('name: L\ntech_stack: { language: Python 3.12, framework: FastAPI }')).toMatchObject({ language: 'python', framework: 'FastAPI', build: { languageVersion: '3.12' } });
    expect(specOf('name: L\nlanguage: python3').build).not.toHaveProperty('languageVersion');
  });

  test('the address of the schema is for editors', () => {
    expect(specOf('{ "$schema": "./schemas/project-spec.schema.json", "name": "L", "language": "go" }', 'a.spec.json').rest).toEqual({});
  });
});

test('of several keys that say the same, one is read and the others are kept', () => {
  const spec = specOf(`${HEAD}description: It lends.\noverview: For the town.\nbuild_config: { target: server }\ntech_stack: { database: sqlite }\nrequirements:\n  - { id: A, text: It lends., description: To members. }\n`);
  expect([spec.description, spec.rest, spec.build.rest, spec.requirements[0]!.rest]).toEqual(['It lends.', { overview: 'For the town.' }, { target: 'server', database: 'sqlite' }, { description: 'To members.' }]);
  const markdown = specOf(`---\n${HEAD}description: It lends.\n---\n# The Library\n\nFor the town.\n`, 'library.spec.md');
  expect([markdown.name, markdown.description, markdown.rest]).toEqual(['Library', 'It lends.', { 'The Library': 'For the town.' }]);
  expect(specOf('---\nlanguage: go\n---\n# The Library\n\nFor the town.\n', 'library.spec.md')).toMatchObject({ name: 'The Library', description: 'For the town.', rest: {} });
});
