import fc from 'fast-check';
import type { Contract, Entity, Field, FieldType, Parameter, ProjectLanguage, ProjectSpec, Response } from '../../../src/engine/project/projectSpec';
import { METHODS, SCALARS } from '../../../src/engine/project/projectSpec';
import { wordsOf } from '../../../src/engine/project/names';

/** Names that are words of a language, names of its library, none at all, or that break out of where they are put. */
const NASTY = ['$ref', '@type', 'first.name', 'com.example.Book', 'Page<Book>', 'Page«Book»', '2nd Edition', '+1', 'urls', 'type', 'class', 'def', 'func', 'import', 'None', 'Date', 'Map', 'Error', 'list', 'self', 'id', 'ID', 'uuid', 'key', 'model', 'service', 'constructor', '__proto__', 'toString', '2fa', 'due-date', 'due date', 'dueDate', 'Größe', '名前', 'タスク', 'é', '!!!', '', 'a"b', "a'b", 'a`b', '*/ x', '"""', '\\', '${x}', '%d', 'a\nb', 'errors', 'test', 'x_test', 'index', 'copy', 'json', 'model_config', 'validate', 'Validate', 'Memory Book', 'Book', 'Book Store', 'Err Not Found', 'datetime', 'date', 'IsUUID', 'data', 'news', 'status', 'http', 'router', 'query', 'body', 'result', 'err', 'string', 'any', 'object', 'Promise', 'Record', 'BaseModel', 'int', 'main', 'init', 'ctx', 'true', 'null', 'new', 'delete', 'return', 'default', 'in', 'of', 'is', 'lambda', 'async', 'ΣΑΣ', 'İstanbul', 'ﬁeld', 'ǅ', 'हिन्दी', '👍', 'very long name that goes on and on and on until no line can hold all of its many words any more'];
const TEXTS = ['', 'A thing.', 'Keeps what it is told', '*/ end', '""" end', "it's \"quoted\"", '\\', '${injected}', '<%= it %>', 'Two\nlines', '# heading', '- item', '//go:build ignore', '+build x', '`tick`', '``x\'\'', '%s %d', 'x'.repeat(300), 'word '.repeat(60), '[a]: http://x', '日本語の説明。', '\u2028'];

const text = fc.constantFrom(...TEXTS);
const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NASTY) }, fc.string({ maxLength: 8 }));

function typesOver(entities: readonly string[]): fc.Arbitrary<FieldType> {
  const scalar = fc.record({ scalar: fc.constantFrom(...SCALARS), format: fc.constantFrom(undefined, 'email', 'url', 'uri', 'decimal', 'int32', 'x"y') })
    .map(({ scalar: one, format }): FieldType => ({ kind: 'scalar', scalar: one, ...(format && { format }) }));
  const enumeration = fc.array(name, { maxLength: 4 }).map((values): FieldType => ({ kind: 'enum', values }));
  const entity = fc.constantFrom(...entities, 'Nowhere').map((one): FieldType => ({ kind: 'entity', name: one }));
  return fc.letrec<{ type: FieldType }>((tie) => ({
    type: fc.oneof({ maxDepth: 2, depthSize: 'small' }, { weight: 5, arbitrary: scalar }, { weight: 2, arbitrary: enumeration }, { weight: 3, arbitrary: entity },
      tie('type').map((of): FieldType => ({ kind: 'list', of })), tie('type').map((of): FieldType => ({ kind: 'map', of })),
      fc.array(fieldsOf(tie('type')), { maxLength: 3 }).map((fields): FieldType => ({ kind: 'object', fields }))),
  })).type;
}

function fieldsOf(type: fc.Arbitrary<FieldType>): fc.Arbitrary<Field> {
  return fc.record({ name, type, description: text, isRequired: fc.boolean(), rest: fc.constant({}) });
}

const PART = fc.oneof(fc.constantFrom('books', 'book', 'complete', 'api', 'v1', '{id}', '{book-id}', '{class}', '{query}', 'a b', '{x}.json', '{pet.id}', '{$ref}', '{größe}', 'größen', '%C3%A9', 'search', ':x', '*', 'status', 'users', '{', ''), name.map((one) => one.replace(/\//g, '')));

function contractsOver(entities: readonly string[]): fc.Arbitrary<Contract> {
  const type = typesOver(entities);
  const response = fc.record({ status: fc.constantFrom(200, 201, 204, 206, 299, 400, 404, 409, 410, 418, 422, 500, 503), description: text, body: fc.option(type, { nil: undefined }) })
    .map(({ body, ...rest }): Response => ({ ...rest, ...(body && { body }) }));
  const parameter: fc.Arbitrary<Parameter> = fc.record({ name, type, description: text, isRequired: fc.boolean(), rest: fc.constant({}), in: fc.constantFrom<'path' | 'query'>('query', 'path') });
  return fc.record({
    method: fc.constantFrom(...METHODS), parts: fc.array(PART, { maxLength: 4 }), description: text, entity: fc.option(fc.constantFrom(...entities, 'Nowhere'), { nil: undefined }),
    parameters: fc.array(parameter, { maxLength: 3 }), request: fc.option(type, { nil: undefined }), responses: fc.array(response, { maxLength: 3 }), id: fc.option(name, { nil: undefined }),
  }).map(({ parts, entity, request, id, method, ...rest }): Contract => {
    const path = `/${parts.join('/')}`;
    return { ...rest, id: id ?? `${method} ${path}`, method, path, rest: {}, ...(entity !== undefined && { entity }), ...(request && { request }) };
  });
}

/** Names that a spec as text can have: of entities, fields and parameters. */
const WRITTEN = NASTY.filter((one) => /[\p{L}\p{Nd}]/u.test(one) && !/[\p{Cc}?]|^\s|\s$|^__proto__$/u.test(one));

/** A spec as JSON, its names whatever letters and signs a person may write, with the names that have to be found in it. */
export function writtenSpecs(language: ProjectLanguage): fc.Arbitrary<{ readonly text: string; readonly entities: readonly string[]; readonly fields: readonly string[] }> {
  const distinct = (maxLength: number) => fc.uniqueArray(fc.constantFrom(...WRITTEN), { minLength: 1, maxLength, selector: (one) => wordsOf(one).join('') });
  const parameter = fc.constantFrom(...WRITTEN.filter((one) => !/[\s/?#&={}<>:]/.test(one)));
  return fc.tuple(distinct(3), distinct(5), parameter).map(([entities, fields, asked]) => ({
    entities, fields,
    text: JSON.stringify({
      name: 'Written', language,
      entities: entities.map((one) => ({ name: one, fields: fields.map((field, i) => ({ name: field, type: i === 1 ? `${entities[0]!}[]` : i === 2 ? `${entities[0]!}?` : 'string' })) })),
      api_contracts: [
        { endpoint: `GET /things/{${asked}}`, responses: { 200: entities[0], 404: 'There is none.' } },
        { endpoint: 'POST /things', request_body: { fields: Object.fromEntries(fields.map((field) => [field, 'string'])) }, responses: { 201: { $ref: entities[0] } } },
        { endpoint: 'GET /things', query: Object.fromEntries(fields.map((field) => [field, 'integer?'])), responses: { 200: { type: 'array', items: entities[0] } } },
      ],
    }),
  }));
}

/** Any spec whose entities are told apart by their words. */
export function specs(language: ProjectLanguage): fc.Arbitrary<ProjectSpec> {
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4, selector: (one) => wordsOf(one).join(' ') });
  return names.chain((entities) => {
    const fields = fc.array(fieldsOf(typesOver(entities)), { maxLength: 5 });
    return fc.record({
      name, description: text, module: fc.constantFrom('example.com/x', 'x', 'Some Thing', '', 'queue', '../y', '@scope/pkg', '123'), language: fc.constant(language),
      requirements: fc.constant([]), relationships: fc.constant([]), files: fc.constant([]), rest: fc.constant({}),
      entities: fc.tuple(...entities.map((one): fc.Arbitrary<Entity> => fc.record({ name: fc.constant(one), description: text, fields, rest: fc.constant({}) }))),
      contracts: fc.array(contractsOver(entities), { maxLength: 5 }),
      scenarios: fc.array(fc.record({ id: name, title: text, steps: fc.array(text, { maxLength: 2 }), rest: fc.constant({}) }), { maxLength: 2 }),
      build: fc.constant({ dependencies: [], rest: {} }),
    });
  });
}
