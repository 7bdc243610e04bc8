import { plural, Scope } from '../../names';
import type { Failure } from '../../failures';
import type { Tell } from '../../planProblem';
import type { Operation } from '../../operations';
import type { EntityView, Project, Resource } from '../../project';
import { SharedEnums } from '../sharedEnums';
import { exported, fileName, local, member } from './goCode';

/** Names and places of all that a Go project declares in more than one file. */
export interface GoNames {
  /** Import path of the module. */
  readonly module: string;
  /** Names taken in the package `model`, and in `api`. */
  readonly model: Scope;
  readonly api: Scope;
  readonly dateType: string;
  type(view: EntityView): string;
  store(view: EntityView): StoreNames;
  /** Paths by layer. */
  file(layer: Layer, words: readonly string[]): string;
  /** Types of the model. */
  readonly enums: SharedEnums<string>;
  resource(resource: Resource): ResourceNames;
}

export interface StoreNames {
  /** The interface: `TaskStore`. */
  readonly store: string;
  /** What keeps them in memory: `MemoryTaskStore`. */
  readonly memory: string;
}

export interface ResourceNames {
  /** Task */
  readonly base: string;
  /** A field that holds its service or handler: `tasks`. */
  readonly field: string;
  operation(operation: Operation): OperationNames;
}

export interface OperationNames {
  /** Method of the service: `Create`. */
  readonly method: string;
  /** Method of the handler: `createTask`. */
  readonly handler: string;
  /** Prefix of its types: `CreateTask`. */
  readonly base: string;
}

export type Layer = 'model' | 'api' | 'storage' | 'service' | 'handler';

export function nameGo(project: Project, failures: readonly Failure[], tell: Tell): GoNames {
  const model = new Scope(['IsUUID', 'NewID', ...failures.map(errorName)]);
  const types = new Map(project.entities.map((view) => [view, model.claim(exported(view.words))]));
  const storage = new Scope();
  const stores = new Map(project.entities.map((view) => [view, { store: storage.claim(`${types.get(view)}Store`), memory: storage.claim(`Memory${types.get(view)}Store`) }]));
  const api = new Scope();
  const bases = new Scope();
  const operationBases = new Scope();
  const resources = new Map(project.resources.map((resource) => [resource, nameResource(resource, bases.claim(exported(resource.words)), operationBases)]));
  const dateType = model.claim('Date');
  if (dateType !== 'Date') tell({ severity: 'warning', code: 'name-taken', message: `An entity is called Date, so that the type of calendar days is ${dateType}.`, about: ['Date'] });
  return {
    module: modulePath(project.spec.module, tell), model, api, dateType, enums: new SharedEnums(),
    type: (view) => types.get(view)!,
    store: (view) => stores.get(view)!,
    file: (layer, words) => `internal/${layer}/${OWN_FILES.has(fileName(words)) ? `${fileName(words)}_type` : fileName(words)}.go`,
    resource: (resource) => resources.get(resource)!,
  };
}

/** Files of ours, in one of the packages. */
const OWN_FILES: ReadonlySet<string> = new Set(['errors', 'id', 'date', 'http', 'mux', 'router', 'scenarios']);

export function errorName({ words }: Failure): string {
  return `Err${exported(words)}`;
}

/** As https://go.dev/ref/mod#go-mod-file-ident allows it. */
export function modulePath(module: string, tell?: Tell): string {
  const path = module.normalize('NFKD').replace(/^https?:\/\//, '').replace(/[^\w.~/-]+/g, '-').split('/').map((part) => part.replace(/^[.-]+|[.-]+$/g, '')).filter(Boolean).join('/') || 'project';
  if (path !== module) tell?.({ severity: 'warning', code: 'module-name', message: `"${module}" is no module path of Go. It is taken as ${path}; write "module" as in example.com/project.`, about: [module] });
  return path;
}

function nameResource({ words, operations }: Resource, base: string, operationBases: Scope): ResourceNames {
  const methods = new Scope();
  const handlers = new Scope(['Register']);
  const named = new Map(operations.map((operation) => [operation, {
    method: methods.claim(exported(operation.short)),
    handler: handlers.claim(local(operation.words)),
    base: operationBases.claim(exported(operation.words)),
  }]));
  return { base, field: member(plural(words)), operation: (operation) => named.get(operation)! };
}

