import type { Contract, Entity, Field, FieldType, Parameter, ProjectLanguage, ProjectSpec, Response, Scenario } from '../../../src/engine/project/projectSpec';

/** Project specs as values, made in a few words. */
export function specOf(given: Partial<ProjectSpec> = {}): ProjectSpec {
  return { name: 'Sample', description: '', language: 'go', module: 'example.com/sample', requirements: [], entities: [], relationships: [], contracts: [], scenarios: [], build: { dependencies: [], rest: {} }, files: [], rest: {}, ...given };
}

export const text: FieldType = { kind: 'scalar', scalar: 'string' };
export const uuid: FieldType = { kind: 'scalar', scalar: 'uuid' };
export const integer: FieldType = { kind: 'scalar', scalar: 'integer' };
export const number: FieldType = { kind: 'scalar', scalar: 'number' };
export const boolean: FieldType = { kind: 'scalar', scalar: 'boolean' };
export const date: FieldType = { kind: 'scalar', scalar: 'date' };
export const datetime: FieldType = { kind: 'scalar', scalar: 'datetime' };
export const bytes: FieldType = { kind: 'scalar', scalar: 'bytes' };
export const json: FieldType = { kind: 'scalar', scalar: 'json' };
export const email: FieldType = { kind: 'scalar', scalar: 'string', format: 'email' };
export const listOf = (of: FieldType): FieldType => ({ kind: 'list', of });
export const mapOf = (of: FieldType): FieldType => ({ kind: 'map', of });
export const oneOf = (...values: string[]): FieldType => ({ kind: 'enum', values });
export const entityType = (name: string): FieldType => ({ kind: 'entity', name });
export const object = (fields: readonly Field[]): FieldType => ({ kind: 'object', fields });

/** `title?` is optional. */
export function field(name: string, type: FieldType, description = ''): Field {
  return { name: name.replace(/\?$/, ''), type, description, isRequired: !name.endsWith('?'), rest: {} };
}

export function entity(name: string, description: string, ...fields: Field[]): Entity {
  return { name, description, fields, rest: {} };
}

export function parameter(place: 'path' | 'query', name: string, type: FieldType, description = ''): Parameter {
  return { ...field(name, type, description), in: place };
}

export function answer(status: number, body?: FieldType, description = ''): Response {
  return { status, description, ...(body && { body }) };
}

type Method = Contract['method'];

export function contract(endpoint: string, description: string, given: Partial<Contract>): Contract {
  const [method, path] = endpoint.split(' ') as [Method, string];
  return { id: endpoint, method, path, description, parameters: [], responses: [], rest: {}, ...given };
}

const id = parameter('path', 'id', uuid);

/** Five entities, eight endpoints. */
export function library(language: ProjectLanguage, given: Partial<ProjectSpec> = {}): ProjectSpec {
  return specOf({
    name: 'Library Lending',
    description: 'Lends the books of a town library to its members.',
    language,
    module: { go: 'example.com/library', typescript: 'library-lending', python: 'library_lending' }[language],
    requirements: [
      { id: 'FR-1', kind: 'functional', text: 'A member borrows at most five copies at a time.', rest: {} },
      { id: 'FR-2', kind: 'functional', text: 'A loan ends when its copy is returned.', rest: {} },
      { id: 'NFR-1', kind: 'nonfunctional', text: 'Requests are answered within 200 ms.', rest: {} },
    ],
    entities: [
      entity('Book', 'A title that the library has.', field('id', uuid), field('isbn', text, 'ISBN-13, digits only.'), field('title', text), field('authors', listOf(text)), field('published_on?', date), field('cover_url?', { kind: 'scalar', scalar: 'string', format: 'url' })),
      entity('Copy', 'One volume of a book.', field('id', uuid), field('book_id', uuid), field('shelf', text), field('condition', oneOf('new', 'good', 'worn'))),
      entity('Member', 'A person who may borrow.', field('id', uuid), field('name', text), field('email', email), field('address', entityType('Address')), field('tags?', mapOf(text))),
      entity('Address', 'Where a member lives.', field('street', text), field('zip', text), field('city', text)),
      entity('Loan', 'That a member has a copy.', field('id', uuid), field('copy_id', uuid), field('member_id', uuid), field('lent_at', datetime), field('due_on', date, 'Last day on which the copy may be returned without a fee.'), field('returned_at?', datetime), field('fee?', number, 'In euros.')),
    ],
    relationships: [
      { from: 'Book', to: 'Copy', kind: 'one-to-many', description: '', rest: {} },
      { from: 'Loan', to: 'Copy', kind: 'many-to-one', description: '', rest: {} },
      { from: 'Loan', to: 'Member', kind: 'many-to-one', description: '', rest: {} },
    ],
    contracts: [
      contract('GET /books', 'Lists books, those of an author if one is given.', { entity: 'Book', parameters: [parameter('query', 'author?', text), parameter('query', 'limit?', integer)], responses: [answer(200, listOf(entityType('Book')))] }),
      contract('POST /books', 'Adds a book.', { entity: 'Book', request: object([field('isbn', text), field('title', text), field('authors', listOf(text))]), responses: [answer(201, entityType('Book')), answer(400), answer(409, undefined, 'The ISBN is known already.')] }),
      contract('GET /books/{id}', 'Returns one book.', { entity: 'Book', parameters: [id], responses: [answer(200, entityType('Book')), answer(404)] }),
      contract('POST /members', 'Registers a member.', { entity: 'Member', request: object([field('name', text), field('email', email), field('address', entityType('Address'))]), responses: [answer(201, entityType('Member')), answer(422)] }),
      contract('GET /members/{id}/loans', 'Lists the loans of a member.', { entity: 'Loan', parameters: [id, parameter('query', 'state?', oneOf('open', 'returned'))], responses: [answer(200, object([field('loans', listOf(entityType('Loan'))), field('total', integer)]))] }),
      contract('POST /loans', 'Lends a copy to a member.', { entity: 'Loan', request: object([field('copy_id', uuid), field('member_id', uuid)]), responses: [answer(201, entityType('Loan')), answer(409, undefined, 'The copy is lent already.')] }),
      contract('POST /loans/{id}/return', 'Ends a loan. A late return costs a fee.', { entity: 'Loan', parameters: [id], request: object([field('condition', oneOf('new', 'good', 'worn'))]), responses: [answer(200, entityType('Loan')), answer(404)] }),
      contract('DELETE /copies/{id}', 'Takes a copy out of the library.', { entity: 'Copy', parameters: [id], responses: [answer(204), answer(404)] }),
    ],
    scenarios: [
      { id: 'S-1', title: 'A copy is lent once', steps: ['Given a copy that is lent', 'When another member borrows the copy', 'Then the loan is refused with 409'], rest: {} },
      { id: 'S-2', title: 'Night', steps: [], rest: {} },
    ],
    ...given,
  });
}

export function scenario(id: string, title: string, ...steps: string[]): Scenario {
  return { id, title, steps, rest: {} };
}
