import { aboutResource } from '../../about';
import type { Failure } from '../../failures';
import { plural, Scope } from '../../names';
import { entitiesIn, type Project, type Resource } from '../../project';
import type { PlannedFile, Slot } from '../../projectPlan';
import { skeletonOf, type Hole } from '../../skeleton';
import { docstring, list, local, pyString } from './pyCode';
import { from, pyImports } from './pyImports';
import { errorClass, moduleOf, type PyNames } from './pyNames';
import { routeOf, type PyOperation, type PySchemas } from './pyOperations';

/** The service of one resource: a class with its stores, and a method for each operation, whose body is to be written. */
export function pyService(resource: Resource, { operations, declarations, shared }: PySchemas, project: Project, names: PyNames, failures: readonly Failure[]): PlannedFile {
  const { service } = names.resource(resource);
  const what = plural(resource.words).join(' ');
  const scope = new Scope();
  const stores = resource.stores.map((view) => ({ view, name: scope.claim(local(plural(view.words))), type: names.store(view).store }));
  const constructor = stores.length === 0 ? '' : `\n${list('def __init__(', ['self', ...stores.map(({ name, type }) => `${name}: ${type}`)], ') -> None:', '    ')}\n${stores.map(({ name }) => `        self._${name} = ${name}\n`).join('')}`;
  const head = `class ${service}:\n${docstring(`Holds the rules for ${what}`, '    ')}${constructor}`;
  const methods = operations.map((made) => {
    const { operation, method, path, query, body, result } = made;
    const id = `${service}.${method}`;
    const parameters = ['self', ...path.map(({ name, type }) => `${name}: ${type}`), ...(query ? [`query: ${query}`] : []), ...(body ? [`body: ${body}`] : [])];
    const failing = failuresText(made);
    const slot: Slot = {
      id, signature: list(`async def ${method}(`, parameters, `) -> ${result}:`, '    ').slice(4), shape: operation.shape,
      purpose: `${operation.contract?.description.trim() || `${operation.purpose}.`}${failing}`,
    };
    return methodOf(slot, docstring(`${operation.purpose}.${failing}`, '        '));
  });
  const used = usedModels(resource, project);
  return {
    path: names.file('services', resource.words), kind: 'service', purpose: `The rules for ${what}.`, from: 'bodies', about: aboutResource(resource, project.spec),
    needs: [...new Set([...used.map((view) => names.file('models', view.words)), `${names.package}/errors.py`, ...resource.stores.map((view) => names.file('storage', view.words)), ...(declarations.length > 0 ? [names.file('schemas', resource.words)] : [])])].sort(),
    skeleton: skeletonOf({
      language: 'python', style: pyImports, head: `${docstring(`The rules for ${what}`, '')}\n`, gap: '\n\n', pieces: [head, ...methods.flatMap(({ text, hole }) => [`\n${text}`, hole])],
      imports: [
        ...shared, ...stores.flatMap(({ view, type }) => from(moduleOf(names.file('storage', view.words)), type)), ...used.flatMap((view) => from(moduleOf(names.file('models', view.words)), names.type(view))),
        ...from(`${names.package}.errors`, ...failures.map(errorClass)),
      ],
    }, `${head}${methods.map(({ text }) => `\n${text}        ...\n`).join('')}`),
  };
}

/** The routes of one resource: FastAPI reads and checks requests by the parameters' types; what stands between request and answer is to be written. */
export function pyRouter(resource: Resource, { operations, shared, declarations }: PySchemas, project: Project, names: PyNames, failures: readonly Failure[]): PlannedFile {
  const { service, provider, attribute } = names.resource(resource);
  const what = plural(resource.words).join(' ');
  const alias = `Given${service}`;
  const head = `router = APIRouter(tags=[${pyString(what)}])\n\n\ndef ${provider}(request: Request) -> ${service}:\n${docstring('Returns the service that the application keeps', '    ')}    return request.app.state.${attribute}\n\n\n${alias} = Annotated[${service}, Depends(${provider})]\n`;
  const routes = operations.map((made) => {
    const { operation, handler, method, path, query, body, isPlainBody, result } = made;
    const parameters = [
      ...path.map(({ name, type }) => `${name}: ${type}`), ...(query ? [`query: Annotated[${query}, Query()]`] : []), ...(body ? [`body: ${isPlainBody ? `Annotated[${body}, Body()]` : body}`] : []), `service: ${alias}`,
    ];
    const known = operation.failures.map(({ status }) => failures.find((failure) => failure.status === status)).filter((failure) => failure !== undefined);
    const decorator = list(`@router.${operation.contract!.method.toLowerCase()}(`, [pyString(pathOf(made)), ...(operation.status === 200 ? [] : [`status_code=${operation.status}`])], ')');
    const slot: Slot = {
      id: handler, signature: list(`async def ${handler}(`, parameters, `) -> ${result}:`), shape: `handle ${operation.shape}`,
      purpose: `Answers ${routeOf(operation)} by service.${method}: ${operation.purpose}. The request is read and checked already, and what is returned is sent; an AppError becomes its status${known.length > 0 ? ` (${known.map(errorClass).join(', ')})` : ''}.`,
    };
    const { text, hole } = functionOf(slot, docstring(`${operation.purpose}.`, '    '));
    return { text: `${decorator}\n${text}`, hole };
  });
  return {
    path: names.file('routers', resource.words), kind: 'handler', purpose: `Answers requests about ${what}.`, from: 'bodies', about: aboutResource(resource, project.spec),
    needs: [`${names.package}/errors.py`, names.file('services', resource.words), ...(declarations.length > 0 ? [names.file('schemas', resource.words)] : [])].sort(),
    skeleton: skeletonOf({
      language: 'python', style: pyImports, head: `${docstring(`Answers requests about ${what}`, '')}\n`, gap: '\n', pieces: [head, ...routes.flatMap(({ text, hole }) => [`\n\n${text}`, hole])],
      imports: [
        ...shared, ...from('fastapi', 'APIRouter', 'Body', 'Depends', 'Query', 'Request'), ...from(moduleOf(names.file('services', resource.words)), service),
        ...usedModels(resource, project).flatMap((view) => from(moduleOf(names.file('models', view.words)), names.type(view))), ...from(`${names.package}.errors`, ...failures.map(errorClass)),
      ],
    }, head),
  };
}

function usedModels(resource: Resource, project: Project): Project['entities'] {
  const used = new Set(resource.stores.map(({ entity }) => entity.name));
  for (const { request, result } of resource.operations) for (const type of [request, result]) if (type) entitiesIn(type, used);
  return project.entities.filter(({ entity }) => used.has(entity.name));
}

function methodOf(slot: Slot, doc: string): { text: string; hole: Hole } {
  return { text: `    ${slot.signature}\n${doc}`, hole: holeOf(slot, '        ') };
}

function functionOf(slot: Slot, doc: string): { text: string; hole: Hole } {
  return { text: `${slot.signature}\n${doc}`, hole: holeOf(slot, '    ') };
}

function holeOf(slot: Slot, indentation: string): Hole {
  return { slot, indentation, fallback: { code: `raise NotImplementedError(${pyString(`not implemented: ${slot.id}`)})`, imports: [] } };
}

function failuresText({ operation: { failures } }: PyOperation): string {
  return failures.length === 0 ? '' : ` Failures: ${failures.map(({ status, description }) => (description.trim() ? `${status} (${description.trim().replace(/\.$/, '')})` : String(status))).join(', ')}.`;
}

/** As FastAPI writes paths: the names of parameters are those of the function. */
function pathOf({ operation, path }: PyOperation): string {
  const names = new Map(path.map(({ wire, name }) => [wire, name]));
  return operation.contract!.path.split('/').map((part) => {
    const wire = /\{([^{}]*)\}/.exec(part)?.[1]?.trim();
    return wire === undefined ? part.replace(/[{}]/g, encodeURIComponent) : `{${names.get(wire) ?? 'x'}}`;
  }).join('/') || '/';
}
