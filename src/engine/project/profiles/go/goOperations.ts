import { Scope, wordsOf } from '../../names';
import type { Operation } from '../../operations';
import type { Project, Resource } from '../../project';
import type { FieldType, Parameter } from '../../projectSpec';
import { fieldNames, local } from './goCode';
import type { GoNames } from './goNames';
import { GoTypes } from './goTypes';

/** What one operation takes and gives, as Go writes it outside of the package `api`. */
export interface GoOperation {
  readonly operation: Operation;
  readonly method: string;
  readonly handler: string;
  /** Function that reads the parameters of the query. */
  readonly readQuery: string;
  readonly path: readonly PathArgument[];
  /** Struct of the query's parameters. */
  readonly query?: QueryStruct;
  readonly body?: string;
  readonly result?: string;
}

export interface QueryStruct {
  readonly type: string;
  readonly fields: readonly QueryField[];
}

export interface QueryField {
  readonly name: string;
  readonly parameter: Parameter;
  /** Of the value, or of one of its elements. */
  readonly type: string;
}

export interface PathArgument {
  /** In the pattern of the route, and as the local variable. */
  readonly name: string;
  readonly wire: string;
  readonly type: string;
  readonly of: FieldType;
}

/** Types of the operations of one resource, and the file of the package `api` that declares those that the model does not have. */
export function goOperations(resource: Resource, project: Project, names: GoNames): { readonly operations: GoOperation[]; readonly declarations: string } {
  const types = new GoTypes(project, names, 'api', resource.view?.entity.name);
  const own = names.resource(resource);
  const made = resource.operations.map((operation): GoOperation => {
    const { method, handler, base } = own.operation(operation);
    const scope = new Scope();
    const path = operation.pathParameters.map((parameter) => ({ name: scope.claim(local(wordsOf(parameter.name))), wire: parameter.name, type: outside(types, parameter.type, `${base}Param`), of: parameter.type }));
    const query = operation.queryParameters.length > 0 ? queryOf(operation, base, types, names) : undefined;
    const body = operation.request && declare(types, names, `${base}Request`, `is the body of ${routeOf(operation)}`, operation.request);
    const result = operation.result && types.unchecked(() => declare(types, names, `${base}Response`, `answers ${routeOf(operation)}`, operation.result!));
    return { operation, method, handler, readQuery: `read${base}Query`, path, ...(query && { query }), ...(body !== undefined && { body }), ...(result !== undefined && { result }) };
  });
  return { operations: made, declarations: types.declarations };
}

function queryOf(operation: Operation, base: string, types: GoTypes, names: GoNames): QueryStruct {
  const own = names.api.claim(`${base}Query`);
  const typed = types.declareStruct(own, `has the parameters of ${routeOf(operation)}`, operation.queryParameters, { hasTags: false });
  const named = fieldNames(operation.queryParameters);
  return { type: `api.${own}`, fields: operation.queryParameters.map((parameter) => ({ name: named.get(parameter)!, parameter, type: qualified(typed.get(parameter)!.replace(/^(?:\*|\[\])/, '')) })) };
}

/** Objects, and lists whose elements have rules, get types of their own. */
function declare(types: GoTypes, names: GoNames, name: string, text: string, type: FieldType): string {
  if (type.kind === 'object' && type.fields.length > 0) {
    const own = names.api.claim(name);
    types.declareStruct(own, text, type.fields);
    return `api.${own}`;
  }
  if ((type.kind === 'list' || type.kind === 'map') && name.endsWith('Request') && types.hasRules(type)) {
    const own = names.api.claim(name);
    types.declareAlias(own, text, type);
    return `api.${own}`;
  }
  return outside(types, type, name);
}

/** A type of this package, as other packages write it. */
function outside(types: GoTypes, type: FieldType, name: string): string {
  return qualified(types.type(type, name));
}

function qualified(type: string): string {
  return type.replace(/(?<=^|[\]*])(?=\p{Lu})/u, 'api.');
}

export function routeOf({ contract, words }: Operation): string {
  return contract ? `${contract.method} ${contract.path}` : words.join(' ');
}

/** Parameters of a method that does the operation. */
export function parametersOf({ path, query, body }: GoOperation): string {
  return ['ctx context.Context', ...path.map(({ name, type }) => `${name} ${type}`), ...(query ? [`query ${query.type}`] : []), ...(body ? [`body ${body}`] : [])].join(', ');
}

export function argumentsOf({ path, query, body }: GoOperation): string {
  return [...path.map(({ name }) => name), ...(query ? ['query'] : []), ...(body ? ['body'] : [])].join(', ');
}

export function resultsOf({ result }: GoOperation): string {
  return result ? `(${result}, error)` : 'error';
}

/** What stands beside the error where an operation fails. */
export function zeroOf(result: string, type: FieldType): string {
  if (/^(?:\[\]|map\[|any$)/.test(result)) return 'nil';
  if (result === 'string' || type.kind === 'enum') return '""';
  if (result === 'bool') return 'false';
  return /^(?:int32|int64|float64)$/.test(result) ? '0' : `${result}{}`;
}
