import { Scope, wordsOf } from '../../names';
import type { Operation } from '../../operations';
import type { Project, Resource } from '../../project';
import type { FieldType } from '../../projectSpec';
import type { Binding } from '../../skeleton';
import { local, type Value } from './tsCode';
import { contractsFile, moduleFrom, type TsNames } from './tsNames';
import { TsTypes } from './tsTypes';

/** What one operation takes and gives, as TypeScript writes it. */
export interface TsOperation {
  readonly operation: Operation;
  readonly method: string;
  readonly path: readonly PathArgument[];
  readonly query?: string;
  readonly body?: string;
  /** `void` where there is nothing to give. */
  readonly result: string;
  /** Constant with the schemas of its route. Absent: it takes nothing. */
  readonly schema?: string;
}

export interface PathArgument {
  readonly name: string;
  readonly wire: string;
  readonly type: string;
}

export interface TsContracts {
  readonly operations: readonly TsOperation[];
  /** Of the resource's own file of contracts. */
  readonly declarations: readonly string[];
  readonly signatures: readonly string[];
  readonly imports: readonly Binding[];
  /** What services and routes, which lie as deep, may need for the types of the operations. */
  readonly shared: readonly Binding[];
}

export function tsOperations(resource: Resource, project: Project, names: TsNames): TsContracts {
  const file = contractsFile(resource);
  const types = new TsTypes(project, names, file, resource.view?.entity.name);
  const operations = resource.operations.map((operation): TsOperation => {
    const { method, base } = names.resource(resource).operation(operation);
    const { pathParameters, queryParameters, request } = operation;
    const scope = new Scope();
    const path = pathParameters.map((parameter) => ({ name: scope.claim(local(wordsOf(parameter.name))), wire: parameter.name, type: types.type(parameter.type, `${base}Parameter`), parameter }));
    const query = queryParameters.length > 0 ? declare(`${base}Query`, `Parameters of ${routeOf(operation)}.`, { kind: 'object', fields: queryParameters }) : undefined;
    const body = request && declare(`${base}Request`, `Body of ${routeOf(operation)}.`, request);
    const result = operation.result ? declare(`${base}Response`, `Answer to ${routeOf(operation)}.`, operation.result) : 'void';
    const schema: Record<string, Value> = {
      ...(path.length > 0 && { params: types.objectSchema(path.map(({ parameter, name }) => ({ ...parameter, name }))) }),
      ...(query && { querystring: types.objectSchema(queryParameters) }),
      ...(request && { body: types.schema(request) }),
    };
    const schemaName = operation.contract && Object.keys(schema).length > 0 ? names.types.claim(`${base[0]!.toLowerCase()}${base.slice(1)}Schema`) : undefined;
    if (schemaName) types.declareSchema(schemaName, `What ${routeOf(operation)} takes.`, schema);
    return { operation, method, path, ...(query && { query }), ...(body && { body }), result, ...(schemaName && { schema: schemaName }) };
  });

  /** Objects get types of their own. */
  function declare(name: string, text: string, type: FieldType): string {
    if (type.kind !== 'object' || type.fields.length === 0) return types.type(type, name);
    const own = names.types.claim(name);
    types.declareInterface(own, text, type.fields);
    return own;
  }

  const module = moduleFrom('src/services/any.ts', file);
  const exported = types.declarations.flatMap((text) => [...text.matchAll(/^export (const|type|interface) ([\p{L}\p{Nd}\p{M}_$]+)/gmu)]);
  return {
    operations, declarations: types.declarations, signatures: types.signatures, imports: types.imports,
    shared: [...exported.map(([, what, name]): Binding => ({ module, name: name!, local: name!, ...(what !== 'const' && { isType: true }) })), ...types.imports],
  };
}

export function routeOf({ contract, words }: Operation): string {
  return contract ? `${contract.method} ${contract.path}` : words.join(' ');
}

export function parametersOf({ path, query, body }: TsOperation): string[] {
  return [...path.map(({ name, type }) => `${name}: ${type}`), ...(query ? [`query: ${query}`] : []), ...(body ? [`body: ${body}`] : [])];
}

/** The declaration of a method, up to its brace. */
export function returning({ result }: TsOperation): string {
  return `): Promise<${result}> {`;
}
