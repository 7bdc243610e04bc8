import type { Failure } from '../../failures';
import { pascalCase, Scope, snakeCase, wordsOf } from '../../names';
import type { Operation } from '../../operations';
import type { Tell } from '../../planProblem';
import type { EntityView, Project, Resource } from '../../project';
import type { Field } from '../../projectSpec';
import { SharedEnums } from '../sharedEnums';
import { fieldName, functionName, typeName } from './pyCode';

/** Names and places of all that a Python project declares in more than one file. */
export interface PyNames {
  /** The import package, which is also its folder. */
  readonly package: string;
  /** Classes of the whole project. */
  readonly types: Scope;
  /** Of the models: class and module. */
  readonly enums: SharedEnums<PyEnum>;
  type(view: EntityView): string;
  store(view: EntityView): { readonly store: string; readonly memory: string };
  resource(resource: Resource): ResourceNames;
  /** Path of a file of the package: `models/book.py`. */
  file(folder: Folder, words: readonly string[]): string;
}

export interface PyEnum {
  readonly type: string;
  readonly module: string;
}

export interface ResourceNames {
  readonly service: string;
  /** Function that gives a route its service. */
  readonly provider: string;
  /** Under which the application keeps the service. */
  readonly attribute: string;
  operation(operation: Operation): { readonly method: string; readonly handler: string; readonly base: string };
}

export type Folder = 'models' | 'schemas' | 'storage' | 'services' | 'routers';

const ENDINGS: Readonly<Record<Folder, string>> = { models: '', schemas: '', storage: '_store', services: '_service', routers: '_router' };

export function namePy(project: Project, failures: readonly Failure[], tell: Tell): PyNames {
  const types = new Scope(failures.map(errorClass));
  const entities = new Map(project.entities.map((view) => [view, types.claim(typeName(view.words))]));
  const stores = new Map(project.entities.map((view) => [view, { store: types.claim(`${entities.get(view)}Store`), memory: types.claim(`Memory${entities.get(view)}Store`) }]));
  const bases = new Scope();
  const own = packageName(project.spec.module, tell);
  const resources = new Map(project.resources.map((resource): [Resource, ResourceNames] => {
    const [methods, handlers] = [new Scope(['__init__']), new Scope(['router', `get_${functionName(resource.words)}_service`])];
    const operations = new Map(resource.operations.map((operation) => [operation, {
      method: methods.claim(functionName(operation.words)), handler: handlers.claim(functionName(operation.words)), base: bases.claim(typeName(operation.words)),
    }]));
    const name = functionName(resource.words);
    return [resource, {
      service: types.claim(typeName([...resource.words, 'service'])), provider: `get_${name}_service`, attribute: `${name}_service`,
      operation: (operation) => operations.get(operation)!,
    }];
  }));
  return {
    package: own, types, enums: new SharedEnums(), type: (view) => entities.get(view)!, store: (view) => stores.get(view)!, resource: (resource) => resources.get(resource)!,
    file: (folder, words) => `${own}/${folder}/${functionName(words)}${ENDINGS[folder]}.py`,
  };
}

/** How a file is imported: `library/models/book.py` as `library.models.book`. */
export function moduleOf(path: string): string {
  return path.replace(/\.py$/, '').replace(/\/__init__$/, '').replaceAll('/', '.');
}

export function errorClass({ words }: Failure): string {
  return `${pascalCase(words)}Error`;
}

/** Names of a model's fields. */
export function fieldNames(fields: readonly Field[]): ReadonlyMap<Field, string> {
  const scope = new Scope();
  return new Map(fields.map((field) => [field, scope.claim(fieldName(wordsOf(field.name)))]));
}

/** Packages that the project itself imports. */
const IMPORTED: ReadonlySet<string> = new Set(['datetime', 'dataclasses', 'decimal', 'enum', 'fastapi', 'logging', 'os', 'pydantic', 'pytest', 'tests', 'typing', 'uuid', 'uvicorn']);

export function packageName(module: string, tell?: Tell): string {
  const plain = snakeCase(wordsOf(module.normalize('NFKD').replace(/[^\w\s]/g, ' '))).replace(/[^a-z0-9_]/g, '');
  const name = functionName(/^[a-z]/.test(plain) ? [plain] : ['app', plain]);
  const free = IMPORTED.has(name) ? `${name}_app` : name;
  if (free !== module) tell?.({ severity: 'warning', code: 'module-name', message: `"${module}" is no name that a package of Python can have here. It is taken as ${free}; write "module" in lower case, with underscores.`, about: [module] });
  return free;
}

