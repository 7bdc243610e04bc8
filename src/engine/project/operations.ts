import { plural, sameWords, singular, wordsOf } from './names';
import type { EntityView } from './project';
import type { Contract, FieldType, Parameter, Response } from './projectSpec';

/** One thing that a service does, and that a handler may offer. */
export interface Operation {
  /** Absent: the spec has no contracts at all, and the operation follows from its entity. */
  readonly contract?: Contract;
  /** Verb first: create, task. */
  readonly words: readonly string[];
  /** Without the name of its resource, where a verb is left: create. */
  readonly short: readonly string[];
  readonly pathParameters: readonly Parameter[];
  readonly queryParameters: readonly Parameter[];
  readonly request?: FieldType;
  readonly result?: FieldType;
  /** Status of its answer where all goes well. */
  readonly status: number;
  readonly failures: readonly Response[];
  /** A sentence without the full stop. */
  readonly purpose: string;
  /** `create(Entity): Entity`. */
  readonly shape: string;
}

export function operationOf(contract: Contract, resource: readonly string[], views: readonly EntityView[]): Operation {
  const words = operationWords(contract, resource, views);
  const success = contract.responses.find(({ status }) => status >= 200 && status < 300);
  // These have no body over HTTP, whatever a contract says.
  const result = success?.status === 204 || success?.status === 205 ? undefined : success?.body;
  const request = hasNoBody(contract) ? undefined : contract.request;
  const pathParameters = pathParametersOf(contract);
  const queryParameters = contract.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => ({ ...parameter, type: queryType(parameter.type) })).concat(fieldsOfQuery(contract));
  const short = shortened(words, resource);
  return {
    contract, words, short, pathParameters, queryParameters,
    ...(request && { request }),
    ...(result && { result }),
    status: success?.status ?? (result ? 200 : 204),
    failures: contract.responses.filter(({ status }) => status >= 400),
    purpose: sentence(contract.description) || purposeOf(words, contract),
    shape: shapeOf(alike(short, resource, views), [...pathParameters, ...queryParameters], request, result, resource),
  };
}

/** What one does with an entity that a spec without contracts only describes. */
export function operationsOfEntity(view: EntityView): Operation[] {
  const { words, entity, key } = view;
  const self: FieldType = { kind: 'entity', name: entity.name };
  const byKey: Parameter[] = key ? [{ ...key, in: 'path', isRequired: true }] : [];
  const make = (verb: string, noun: readonly string[], parameters: readonly Parameter[], purpose: string, rest: Pick<Operation, 'request' | 'result'>): Operation => ({
    words: [verb, ...noun], short: [verb], pathParameters: parameters, queryParameters: [], status: 200, failures: [], purpose, ...rest,
    shape: shapeOf([verb], parameters, rest.request, rest.result, words),
  });
  const one = words.join(' ');
  const many = plural(words);
  const list = make('list', many, [], `Returns all ${many.join(' ')}`, { result: { kind: 'list', of: self } });
  const create = make('create', words, [], `Keeps a new ${one}`, { request: self, result: self });
  if (!key) return [create, list];
  return [
    create,
    make('get', words, byKey, `Returns one ${one}`, { result: self }),
    list,
    make('update', words, byKey, `Changes one ${one}`, { request: self, result: self }),
    make('delete', words, byKey, `Removes one ${one}`, {}),
  ];
}

const DOES: Readonly<Record<string, string>> = { list: 'Lists', get: 'Returns one', create: 'Adds one', replace: 'Replaces one', update: 'Changes one', delete: 'Removes one' };

/** What the name of an operation says, where the spec says no more. */
function purposeOf([verb = '', ...nouns]: readonly string[], { method, path }: Contract): string {
  return Object.hasOwn(DOES, verb) && nouns.length > 0 ? `${DOES[verb]} ${nouns.join(' ')}` : `Answers ${method} ${path}`;
}

/** The words of an operation without the names of entities: `list Other Entity`. */
function alike(words: readonly string[], resource: readonly string[], views: readonly EntityView[]): string[] {
  const known = [{ words: resource, role: 'Entity' }, ...views.map((view) => ({ words: view.words, role: 'Other' }))];
  const said: string[] = [];
  for (let at = 0; at < words.length;) {
    const found = known.find((one) => [one.words, plural(one.words)].some((name) => sameWords(words.slice(at, at + name.length), name)));
    said.push(found?.role ?? words[at]!);
    at += found?.words.length ?? 1;
  }
  return said;
}

/** A name that a person gave is one of code (`createTask`, `create_task`), not a number in a list (`API-7`). */
const GIVEN_NAME = /^(?=.*[A-Z_-])[a-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+|-[A-Za-z][A-Za-z0-9]*)*$/;

const VERBS: Readonly<Record<Contract['method'], string>> = { GET: 'get', POST: 'create', PUT: 'replace', PATCH: 'update', DELETE: 'delete', HEAD: 'check', OPTIONS: 'describe' };

function operationWords(contract: Contract, resource: readonly string[], views: readonly EntityView[]): readonly string[] {
  if (GIVEN_NAME.test(contract.id)) return wordsOf(contract.id);
  const parts = contract.path.split('/').filter((part) => part !== '' && !/^(?:api|v\d+)$/i.test(part));
  const named = parts.filter((part) => !isParameter(part)).map(wordsOf);
  const last = parts.at(-1);
  const target = named.at(-1);
  if (last === undefined || target === undefined) return [VERBS[contract.method], ...resource];
  const parents = parts.slice(0, parts.findLastIndex((part) => !isParameter(part))).some(isParameter) ? named.slice(0, -1).slice(-1).flatMap(singular) : [];
  const verb = VERBS[contract.method];
  if (isParameter(last)) return [verb, ...parents, ...singular(target)];
  const isNoun = views.some(({ words }) => sameWords(words, singular(target))) || !sameWords(singular(target), target);
  if (contract.method === 'GET') {
    const isList = isNoun && (contract.responses.find(({ status }) => status < 300)?.body?.kind ?? 'list') !== 'entity' && !sameWords(singular(target), target);
    return [isList ? 'list' : verb, ...parents, ...target];
  }
  if (contract.method === 'POST' && isNoun) return [verb, ...parents, ...singular(target)];
  // `POST /tasks/{id}/complete`, `POST /auth/login`: the path says what is done.
  if (!isNoun && named.length > 1) return contract.method === 'POST' ? [...target, ...singular(named.at(-2)!)] : [verb, ...singular(named.at(-2)!), ...target];
  return [contract.method === 'POST' ? 'post' : verb, ...parents, ...target];
}

function isParameter(part: string): boolean {
  return part.includes('{');
}

function shortened(words: readonly string[], resource: readonly string[]): readonly string[] {
  for (const name of [resource, plural(resource)]) {
    const at = words.length - name.length;
    if (at === 1 && sameWords(words.slice(at), name)) return words.slice(0, at);
  }
  return words;
}

/** What asks for something without changing it has no body over HTTP: its fields are parameters of the query. */
function hasNoBody({ method }: Contract): boolean {
  return method === 'GET' || method === 'HEAD';
}

function fieldsOfQuery(contract: Contract): Parameter[] {
  if (!hasNoBody(contract) || contract.request?.kind !== 'object') return [];
  const known = new Set(contract.parameters.map(({ name }) => name));
  return contract.request.fields.filter(({ name }) => !known.has(name)).map((field) => ({ ...field, type: queryType(field.type), in: 'query' }));
}

/** In the order of the path; one that the contract does not describe is a string. */
function pathParametersOf({ path, parameters }: Contract): Parameter[] {
  const names = [...new Set([...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!.trim()))];
  return names.map((name) => {
    const described = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name);
    return described ? { ...described, type: textType(described.type), isRequired: true } : { name, in: 'path', type: { kind: 'scalar', scalar: 'string' }, description: '', isRequired: true, rest: {} };
  });
}

/** What a part of an address can hold. Anything else is a string there. */
function textType(type: FieldType): FieldType {
  const isText = (type.kind === 'scalar' && type.scalar !== 'json' && type.scalar !== 'bytes') || (type.kind === 'enum' && type.values.length > 0);
  return isText ? type : { kind: 'scalar', scalar: 'string' };
}

function queryType(type: FieldType): FieldType {
  return type.kind === 'list' ? { kind: 'list', of: textType(type.of) } : textType(type);
}

function shapeOf(verb: readonly string[], parameters: readonly Parameter[], request: FieldType | undefined, result: FieldType | undefined, resource: readonly string[]): string {
  const given = [...parameters.map(({ type }) => shapeOfType(type, resource)), ...(request ? [shapeOfType(request, resource)] : [])];
  return `${verb.join(' ')}(${given.join(', ')})${result ? `: ${shapeOfType(result, resource)}` : ''}`;
}

function shapeOfType(type: FieldType, resource: readonly string[]): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'enum':
      return 'enum';
    case 'list':
      return `${shapeOfType(type.of, resource)}[]`;
    case 'map':
      return `map of ${shapeOfType(type.of, resource)}`;
    case 'entity':
      return sameWords(wordsOf(type.name), resource) ? 'Entity' : 'Other';
    case 'object':
      return `{${type.fields.map((field) => shapeOfType(field.type, resource)).join(', ')}}`;
  }
}

/** Characters: what is longer is told elsewhere in full. */
const LONGEST_SENTENCE = 160;

/** The first sentence, on one line, without its full stop. */
export function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const first = (/^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line).replace(/\.$/, '');
  return first.length <= LONGEST_SENTENCE ? first : `${[...first].slice(0, LONGEST_SENTENCE - 1).join('').trimEnd()}…`;
}
