import type { Failure } from '../../failures';
import { kebabCase, pascalCase, plural, Scope } from '../../names';
import type { Operation } from '../../operations';
import type { Tell } from '../../planProblem';
import type { EntityView, Project, Resource } from '../../project';
import { SharedEnums } from '../sharedEnums';
import { local, member, typeName } from './tsCode';

/** Names and places of all that a TypeScript project declares in more than one file. */
export interface TsNames {
  /** Types and classes of the whole project. */
  readonly types: Scope;
  /** Of the models. */
  readonly enums: SharedEnums<TsEnum>;
  type(view: EntityView): string;
  store(view: EntityView): { readonly store: string; readonly memory: string };
  resource(resource: Resource): ResourceNames;
}

export interface TsEnum {
  readonly type: string;
  /** Constant with its values. */
  readonly values: string;
  /** Where both are declared. */
  readonly file: string;
}

export interface ResourceNames {
  readonly service: string;
  /** Function that adds its routes to an application. */
  readonly routes: string;
  /** What holds the service: `books`. */
  readonly field: string;
  operation(operation: Operation): { readonly method: string; readonly base: string };
}

export const ERRORS_FILE = 'src/errors.ts';

export function modelFile({ words }: EntityView): string {
  return `src/models/${fileName(words)}.ts`;
}

export function storageFile({ words }: EntityView): string {
  return `src/storage/${fileName(words)}-store.ts`;
}

export function serviceFile({ words }: Resource): string {
  return `src/services/${fileName(words)}-service.ts`;
}

export function routesFile({ words }: Resource): string {
  return `src/routes/${fileName(words)}-routes.ts`;
}

export function contractsFile({ words }: Resource): string {
  return `src/contracts/${fileName(words)}.ts`;
}

function fileName(words: readonly string[]): string {
  return kebabCase(words);
}

/** How one file of `src` or `test` names another. */
export function moduleFrom(file: string, to: string): string {
  const [from, target] = [file.split('/').slice(0, -1), to.split('/')];
  let shared = 0;
  while (shared < from.length && from[shared] === target[shared]) shared++;
  return `${from.length === shared ? './' : '../'.repeat(from.length - shared)}${target.slice(shared).join('/').replace(/\.ts$/, '.js')}`;
}

export function errorClass({ words }: Failure): string {
  return `${pascalCase(words)}Error`;
}

export function nameTs(project: Project, failures: readonly Failure[]): TsNames {
  const types = new Scope(failures.map(errorClass));
  const entities = new Map(project.entities.map((view) => [view, types.claim(typeName(view.words))]));
  const stores = new Map(project.entities.map((view) => [view, { store: types.claim(`${entities.get(view)}Store`), memory: types.claim(`Memory${entities.get(view)}Store`) }]));
  const bases = new Scope();
  const fields = new Scope();
  const functions = new Scope();
  const resources = new Map(project.resources.map((resource): [Resource, ResourceNames] => {
    const methods = new Scope(['constructor']);
    const operations = new Map(resource.operations.map((operation) => [operation, {
      method: methods.claim(member(operation.short)), base: bases.claim(typeName(operation.words)),
    }]));
    return [resource, {
      service: types.claim(typeName([...resource.words, 'service'])), routes: functions.claim(member(['add', ...resource.words, 'routes'])), field: fields.claim(local(plural(resource.words))),
      operation: (operation) => operations.get(operation)!,
    }];
  }));
  return { types, enums: new SharedEnums(), type: (view) => entities.get(view)!, store: (view) => stores.get(view)!, resource: (resource) => resources.get(resource)! };
}

/** As npm takes names: lower case, no characters with a meaning in addresses. */
export function packageName(module: string, tell?: Tell): string {
  const plain = (text: string) => text.normalize('NFKD').toLowerCase().replace(/[^a-z0-9._~-]+/g, '-').replace(/^[-._]+|-+$/g, '');
  const [, scope, rest] = /^@([^/]+)\/(.+)$/.exec(module) ?? [undefined, undefined, module];
  const name = (scope ? `@${plain(scope)}/` : '') + (plain(rest) || 'project');
  if (name !== module) tell?.({ severity: 'warning', code: 'module-name', message: `"${module}" is no name of an npm package. It is taken as ${name}; write "module" in lower case, with hyphens.`, about: [module] });
  return name;
}
