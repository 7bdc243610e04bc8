import { METHODS, type Contract, type Entity, type Field, type FieldType, type Parameter, type Response } from '../projectSpec';
import { keyFieldOf } from '../keyField';
import { entitiesOfAnswers, entityIn, entityOfPath, withSharedEntities, type ContractDraft } from './contractEntity';
import { parseEndpoint, type Endpoint } from './endpoint';
import { short, type TypedReader } from './fields';
import { MapReader } from './mapReader';
import type { Problems } from './problems';
import { isEmpty, kindText, tokenOf, tokenOfEntry, type Entry, type Span, type Tree } from './tree';
import { plainName, singular, STRING_TYPE } from './types';

export interface ContractReading {
  readonly types: TypedReader;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly suggest: (name: string) => string | undefined;
  readonly problems: Problems;
}

const ENDPOINT_KEYS = ['endpoint', 'route', 'url', 'path', 'uri'];
const RESPONSE_KEY = /^responses?[_ -]?(\d{3})$/i;
const STATUS = /^(\d{3})\b\s*(.*)$/;

export interface PlacedContract {
  readonly contract: Contract;
  readonly span: Span;
}

type Draft = ContractDraft<PlacedContract>;

export function readContracts(entries: readonly Entry[], reading: ContractReading): PlacedContract[] {
  const { problems } = reading;
  const found = entries.flatMap(({ key, keySpan, value }) => {
    if (value.kind === 'list') return value.items.flatMap((item) => listed(item, reading));
    if (value.kind === 'map') return value.entries.flatMap((entry) => byKey(entry, reading));
    problems.error('wrong-type', keySpan, `"${key}" must be a list of endpoints, or a map of them, but is ${kindText(value)}. Write, for example, "- endpoint: GET /books".`);
    return [];
  });
  return distinct(withSharedEntities(found), problems);
}

/** The first of several that would be one route. Ids of their own must differ. */
function distinct(found: readonly PlacedContract[], problems: Problems): PlacedContract[] {
  const routes = new Map<string, string>();
  const ids = new Set<string>();
  return found.filter(({ contract: { id, method, path }, span }) => {
    const route = `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
    const same = routes.get(route);
    if (same !== undefined) {
      problems.warning('duplicate-endpoint', span, `The endpoint ${method} ${path} is described already (${same}); this one is left out. Put both into one.`);
      return false;
    }
    routes.set(route, `${method} ${path}`);
    if (ids.has(id)) problems.error('duplicate-id', span, `Two endpoints have the id "${id}". Give one of them another.`);
    ids.add(id);
    return true;
  });
}

/** `"POST /books": …`, or an id with a map that holds the endpoint. */
function byKey({ key, keySpan, value }: Entry, reading: ContractReading): Draft[] {
  if (isEndpointText(key)) {
    if (value.kind === 'map') return contract(key, keySpan, new MapReader(value, reading.problems), reading);
    if (value.kind === 'scalar') return contract(key, keySpan, undefined, reading, value.text.trim());
  }
  if (value.kind === 'map') return described(new MapReader(value, reading.problems), keySpan, reading, key);
  reading.problems.error('invalid-endpoint', keySpan, `"${short(key)}" is no endpoint. ${EXPECTED}`);
  return [];
}

function listed(item: Tree, reading: ContractReading): Draft[] {
  if (item.kind === 'scalar' && !isEmpty(item)) return contract(item.text, item, undefined, reading);
  if (item.kind === 'map') {
    const only = item.entries[0];
    if (item.entries.length === 1 && only && isEndpointText(only.key)) return byKey(only, reading);
    return described(new MapReader(item, reading.problems), tokenOf(item), reading);
  }
  reading.problems.error('wrong-type', tokenOf(item), `An endpoint must be a map with "endpoint", but this is ${kindText(item)}. ${EXPECTED}`);
  return [];
}

function described(reader: MapReader, span: Span, reading: ContractReading, key?: string): Draft[] {
  const where = reader.take(...ENDPOINT_KEYS);
  const method = reader.take('method', 'verb', 'http_method');
  if (!where || where.value.kind !== 'scalar') {
    reading.problems.error('invalid-endpoint', where ? tokenOfEntry(where) : span, `An endpoint is missing here. ${EXPECTED}`);
    return [];
  }
  const text = method?.value.kind === 'scalar' ? `${method.value.text.trim()} ${where.value.text.trim()}` : where.value.text;
  return contract(text, tokenOfEntry(where), reader, reading, '', key);
}

const EXPECTED = `Write "endpoint: POST /books/{id}", with one of ${METHODS.join(', ')}.`;

function isEndpointText(text: string): boolean {
  return /^[A-Za-z]+\s+\//.test(text.trim());
}

function contract(text: string, span: Span, reader: MapReader | undefined, reading: ContractReading, description = '', key?: string): Draft[] {
  const { problems } = reading;
  const endpoint = parseEndpoint(text);
  if (typeof endpoint === 'string') {
    problems.error('invalid-endpoint', span, `"${short(text)}" cannot be read as an endpoint: ${endpoint} ${EXPECTED}`);
    return [];
  }
  if ('unsupported' in endpoint) {
    problems.warning('unsupported-endpoint', span, `"${short(text)}" is left out: ${endpoint.unsupported}. ${EXPECTED} What it is to do can be asked for under "files".`);
    return [];
  }
  const { method, path } = endpoint;
  const what = `${method} ${path}`;
  const id = (reader?.text('id', 'operation_id', 'name') || key?.trim()) ?? what;
  const said = reader?.text('description', 'summary', 'purpose') ?? description;
  const named = reader?.take('entity', 'resource');
  const request = reader && readRequest(reader, what, reading);
  const responses = reader ? readResponses(reader, method, what, reading) : [];
  if (responses.length === 0) problems.warning('missing-responses', span, `${what} has no responses. Add, for example, "response_200: Book" and "response_404: No such book".`);
  const bodies = [request?.type, ...responses.filter(({ status }) => status < 300).map(({ body }) => body)];
  const byName = named && entityNamed(named, what, reading);
  const inPath = entityOfPath(path, reading.types.findEntity);
  const inBodies = bodies.map(entityIn).find((name) => name !== undefined);
  // An answer that nothing identifies only tells of what the path names: `POST /pets/{id}/photo` gives an UploadResult.
  const guess = byName ?? (inBodies !== undefined && (inPath === undefined || keyFieldOf(reading.entities.get(inBodies)!, [path])) ? inBodies : inPath);
  const listedParameters = reader ? readParameters(reader, what, reading) : [];
  const asQuery = request?.type?.kind === 'object' && (method === 'GET' || method === 'HEAD');
  if (request?.type && !asQuery && (method === 'GET' || method === 'HEAD')) problems.warning('unexpected-body', span, `${what} has a request body, which servers and proxies may drop. Use "query" for its parameters, or another method.`);
  const query = asQuery && request.type?.kind === 'object' ? request.type.fields : [];
  const parametersFor = (entity: string | undefined) => arrange(endpoint, [...listedParameters, ...query.map((field) => ({ ...field, in: 'query' as const }))], entity, span, reading);
  const others = listedParameters.filter((parameter) => parameter.in === 'other').map(({ name, type, description: text, rest }) => ({ name, type: typeText(type), ...(text && { description: text }), ...rest }));
  const rest = { ...reader?.rest(), ...(request?.description && !request.type && { request_description: request.description }), ...(others.length > 0 && { parameters: others }) };
  return [{
    path, ...(guess !== undefined && { guess }), isNamed: byName !== undefined || inPath !== undefined, answers: entitiesOfAnswers(responses),
    finish: (entity) => ({ contract: { id, method, path, description: said, ...(entity !== undefined && { entity }), parameters: parametersFor(entity), ...(request?.type && !asQuery && { request: request.type }), responses, rest }, span }),
  }];
}

function readRequest(reader: MapReader, what: string, { types }: ContractReading): { readonly type?: FieldType; readonly description: string } | undefined {
  const entry = reader.take('request_body', 'request', 'body', 'input', 'payload');
  if (!entry || isNothing(entry.value)) return undefined;
  return types.body(entry.value, `The request body of ${what}`, { mayBeText: false });
}

/** `response_200: Book`, `responses: { 200: Book }`, `responses: [{ status: 200, body: Book }]`, `response: Book` */
function readResponses(reader: MapReader, method: Contract['method'], what: string, reading: ContractReading): Response[] {
  const { problems } = reading;
  const found: { response: Response; span: Span }[] = [];
  for (const { key, keySpan, value } of reader.takeWhere(({ key }) => RESPONSE_KEY.test(key))) found.push(...response(RESPONSE_KEY.exec(key)![1]!, value, keySpan, what, reading));
  for (const entry of reader.takeAll('responses', 'response', 'returns', 'output')) {
    const { value, keySpan } = entry;
    if (value.kind === 'map' && (value.entries.length > 0 || plainName(entry.key) === 'responses') && value.entries.every(({ key }) => STATUS.test(key.trim()))) {
      for (const { key, keySpan: at, value: body } of value.entries) found.push(...response(key.trim(), body, at, what, reading));
    } else if (value.kind === 'list') {
      for (const item of value.items) found.push(...listedResponse(item, what, reading));
    } else if (plainName(entry.key) === 'responses') {
      problems.error('wrong-type', tokenOfEntry(entry), `"responses" of ${what} must be a map of status codes, but is ${kindText(value)}. Write "200: Book" below it.`);
    } else {
      found.push(...response(method === 'DELETE' && isNothing(value) ? '204' : '200', value, keySpan, what, reading));
    }
  }
  const byStatus = new Map<number, Response>();
  for (const { response: one, span } of found) {
    if (byStatus.has(one.status)) problems.error('duplicate-response', span, `${what} has two responses with the status ${one.status}. Put both into one.`);
    else byStatus.set(one.status, one);
  }
  return [...byStatus.values()].toSorted((a, b) => a.status - b.status);
}

function listedResponse(item: Tree, what: string, reading: ContractReading): { response: Response; span: Span }[] {
  if (item.kind === 'map') {
    const reader = new MapReader(item, reading.problems);
    const status = reader.take('status', 'code', 'status_code');
    if (status?.value.kind === 'scalar') return response(status.value.text.trim(), { ...item, entries: reader.left }, tokenOfEntry(status), what, reading);
    const only = item.entries[0];
    if (item.entries.length === 1 && only && STATUS.test(only.key.trim())) return response(only.key.trim(), only.value, only.keySpan, what, reading);
  }
  if (item.kind === 'scalar' && STATUS.test(item.text.trim())) {
    const [, status, text] = STATUS.exec(item.text.trim())!;
    return response(status!, { kind: 'scalar', value: text!, text: text!, start: item.start, end: item.end }, item, what, reading);
  }
  reading.problems.error('wrong-type', tokenOf(item), `A response of ${what} must have a status. Write "{ status: 200, body: Book }", or "response_200: Book" beside the endpoint.`);
  return [];
}

function response(statusText: string, value: Tree, span: Span, what: string, { types, problems }: ContractReading): { response: Response; span: Span }[] {
  const status = Number(STATUS.exec(statusText)?.[1]);
  if (!(status >= 100 && status <= 599)) {
    problems.error('invalid-status', span, `"${short(statusText)}" is no HTTP status. Use a number from 100 to 599, such as 200, 201, 404.`);
    return [];
  }
  const hint = STATUS.exec(statusText)?.[2] ?? '';
  if (isNothing(value)) return [{ response: { status, description: hint }, span }];
  // These have no body, whatever is written there.
  const isBodiless = status < 200 || status === 204 || status === 304;
  if (isBodiless && value.kind === 'scalar') return [{ response: { status, description: value.text.trim() }, span }];
  const { type, description } = types.body(value, `The response ${status} of ${what}`, { mayBeText: status >= 300 });
  return [{ response: { status, description: description || hint, ...(type && { body: type }) }, span }];
}

function isNothing(value: Tree): boolean {
  if (value.kind !== 'scalar') return (value.kind === 'map' ? value.entries : value.items).length === 0;
  return isEmpty(value) || /^(none|null|nothing|empty|void|no body|no content|n\/a|-)$/i.test(value.text.trim());
}

type ListedParameter = Field & { readonly in: Parameter['in'] | 'other' | undefined };

function readParameters(reader: MapReader, what: string, { types, problems }: ContractReading): ListedParameter[] {
  const whose = `the parameters of ${what}`;
  const read = (keys: readonly string[], place: Parameter['in'] | undefined) =>
    reader.takeAll(...keys).flatMap(({ value }) =>
      types.fields(value, whose).map((field): ListedParameter => {
        const { in: written, ...rest } = field.rest;
        if (written === undefined) return { ...field, in: place };
        if (written === 'path' || written === 'query') return { ...field, rest, in: written };
        if (typeof written !== 'string') problems.error('wrong-type', types.typeSpans.get(field) ?? tokenOf(value), `"in" of the parameter "${field.name}" must be path or query.`);
        return { ...field, in: 'other' };
      }),
    );
  const parameters = [...read(['path_params', 'path_parameters'], 'path'), ...read(['query', 'query_params', 'query_parameters'], 'query'), ...read(['parameters', 'params'], undefined)];
  return parameters;
}

/** Those of the path in its order, then those of the query. */
function arrange({ path, pathNames, queryNames }: Endpoint, listed: readonly ListedParameter[], entity: string | undefined, span: Span, reading: ContractReading): Parameter[] {
  const find = (name: string) => listed.find((parameter) => parameter.in !== 'other' && plainName(parameter.name) === plainName(name));
  const ofPath = pathNames.map((name): Parameter => {
    const said = find(name);
    if (said) return { ...said, name, isRequired: true, in: 'path' };
    return { name, type: typeOfPathParameter(name, entity, reading), description: '', isRequired: true, rest: {}, in: 'path' };
  });
  const inPath = new Set(pathNames.map(plainName));
  const strays = listed.filter((parameter) => parameter.in === 'path' && !inPath.has(plainName(parameter.name)));
  for (const { name } of strays) reading.problems.warning('unknown-path-parameter', span, `The parameter "${name}" is said to be in the path ${path}, but is not there. Add "{${name}}" to the path, or say "in: query".`);
  const wanted = listed.filter((parameter) => (parameter.in === 'query' || parameter.in === undefined) && !inPath.has(plainName(parameter.name)));
  const inQuery = new Set<string>();
  const ofQuery = wanted.flatMap((parameter): Parameter[] => {
    const isNew = !inQuery.has(plainName(parameter.name));
    inQuery.add(plainName(parameter.name));
    if (isNew) return [{ ...parameter, in: 'query' }];
    reading.problems.warning('duplicate-parameter', span, `The parameter "${parameter.name}" of ${path} is described already; this one is left out. Keep one of them.`);
    return [];
  });
  const bare = queryNames.filter((name) => !inQuery.has(plainName(name))).map((name): Parameter => ({ name, type: STRING_TYPE, description: '', isRequired: false, rest: {}, in: 'query' }));
  return [...ofPath, ...ofQuery, ...bare];
}

/** `{id}` of an entity is its field `id`; `{bookId}` is the `id` of Book. */
function typeOfPathParameter(name: string, entity: string | undefined, { entities, types }: ContractReading): FieldType {
  const fieldType = (owner: Entity | undefined, field: string) => owner?.fields.find((one) => plainName(one.name) === field && one.type.kind === 'scalar')?.type;
  const own = fieldType(entity === undefined ? undefined : entities.get(entity), plainName(name));
  if (own) return own;
  const other = plainName(name).endsWith('id') ? types.findEntity(plainName(name).slice(0, -2)) : undefined;
  return fieldType(other === undefined ? undefined : entities.get(other), 'id') ?? STRING_TYPE;
}

function entityNamed(entry: Entry, what: string, { types, suggest, problems }: ContractReading): string | undefined {
  const name = entry.value.kind === 'scalar' ? entry.value.text.trim() : '';
  const found = types.findEntity(name) ?? types.findEntity(singular(name));
  if (found !== undefined) return found;
  const near = suggest(name);
  problems.warning('unknown-entity', tokenOfEntry(entry), `${what} names the entity "${short(name)}", which is not defined.${near ? ` Did you mean "${near}"?` : ' Define it under "entities".'}`);
  return undefined;
}

function typeText(type: FieldType): string {
  return type.kind === 'scalar' ? type.scalar : type.kind === 'entity' ? type.name : type.kind;
}
