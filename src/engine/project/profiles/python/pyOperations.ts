import { Scope, wordsOf } from '../../names';
import type { Operation } from '../../operations';
import type { Project, Resource } from '../../project';
import type { FieldType } from '../../projectSpec';
import type { Binding } from '../../skeleton';
import { local } from './pyCode';
import { from } from './pyImports';
import { moduleOf, type PyNames } from './pyNames';
import { PyTypes, TYPE_IMPORTS } from './pyTypes';

/** What one operation takes and gives, as Python writes it. */
export interface PyOperation {
  readonly operation: Operation;
  readonly method: string;
  readonly handler: string;
  readonly path: readonly PathArgument[];
  readonly query?: string;
  readonly body?: string;
  /** Whether FastAPI has to be told that it is a body. */
  readonly isPlainBody: boolean;
  /** `None` where there is nothing to give. */
  readonly result: string;
}

export interface PathArgument {
  readonly name: string;
  readonly wire: string;
  readonly type: string;
}

export interface PySchemas {
  readonly operations: readonly PyOperation[];
  /** Of the resource's own file of schemas. */
  readonly declarations: readonly string[];
  readonly imports: readonly Binding[];
  /** What services and routers may need for the types of the operations. */
  readonly shared: readonly Binding[];
}

export function pyOperations(resource: Resource, project: Project, names: PyNames, hasStrEnum: boolean): PySchemas {
  const file = names.file('schemas', resource.words);
  const types = new PyTypes(project, names, file, resource.view?.entity.name, hasStrEnum);
  const operations = resource.operations.map((operation): PyOperation => {
    const { method, handler, base } = names.resource(resource).operation(operation);
    const { pathParameters, queryParameters, request } = operation;
    const scope = new Scope();
    const path = pathParameters.map((parameter) => ({ name: scope.claim(local(wordsOf(parameter.name))), wire: parameter.name, type: types.type(parameter.type, `${base}Parameter`) }));
    const query = queryParameters.length > 0 ? declare(`${base}Query`, `Parameters of ${routeOf(operation)}.`, { kind: 'object', fields: queryParameters }) : undefined;
    const body = request && declare(`${base}Request`, `Body of ${routeOf(operation)}.`, request);
    const result = operation.result ? declare(`${base}Response`, `Answer to ${routeOf(operation)}.`, operation.result) : 'None';
    return { operation, method, handler, path, ...(query && { query }), ...(body && { body }), isPlainBody: request !== undefined && (request.kind === 'scalar' || request.kind === 'enum' || body === 'Any'), result };
  });

  /** Objects get types of their own. */
  function declare(name: string, text: string, type: FieldType): string {
    if (type.kind !== 'object' || type.fields.length === 0) return types.type(type, name);
    const own = names.types.claim(name);
    types.declareModel(own, text, type.fields);
    return own;
  }

  const declared = types.declarations.flatMap((text) => /^class ([\p{L}\p{Nd}\p{M}_]+)/u.exec(text)?.[1] ?? []);
  return { operations, declarations: types.declarations, imports: types.imports, shared: [...TYPE_IMPORTS, ...from(moduleOf(file), ...declared), ...types.imports] };
}

export function routeOf({ contract, words }: Operation): string {
  return contract ? `${contract.method} ${contract.path}` : words.join(' ');
}
