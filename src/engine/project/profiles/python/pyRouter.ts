import { aboutResource } from '../../about';
import { plural } from '../../names';
import type { Project, Resource } from '../../project';
import type { DeclaredFile } from '../../projectPlan';
import { byPrecedence, plainPart } from '../../routes';
import { renderFile } from '../../skeleton';
import { docstring, list, pyString } from './pyCode';
import { from, pyImports } from './pyImports';
import { moduleOf, type PyNames } from './pyNames';
import type { PyOperation, PySchemas } from './pyOperations';
import { usedModels } from './pyServices';

/**
 * The routes of one resource, whole: FastAPI reads and checks requests by the parameters' types, the service does what they ask for, errors have their statuses. Nothing in that is left to judge. Of two routes
 * that take a request FastAPI chooses the first.
 */
export function pyRouter(resource: Resource, { operations, shared, declarations }: PySchemas, project: Project, names: PyNames): DeclaredFile {
  const { service, provider, attribute } = names.resource(resource);
  const what = plural(resource.words).join(' ');
  const alias = `Given${service}`;
  const head = `router = APIRouter(tags=[${pyString(what)}])\n\n\ndef ${provider}(request: Request) -> ${service}:\n${docstring('Returns the service that the application keeps', '    ')}    return request.app.state.${attribute}\n\n\n${alias} = Annotated[${service}, Depends(${provider})]\n`;
  return {
    path: names.file('routers', resource.words), kind: 'handler', purpose: `Answers requests about ${what}.`, from: 'declarations', about: aboutResource(resource, project.spec),
    needs: [names.file('services', resource.words), ...(declarations.length > 0 ? [names.file('schemas', resource.words)] : [])].sort(),
    text: renderFile({
      language: 'python', style: pyImports, head: `${docstring(`Answers requests about ${what}`, '')}\n`, gap: '\n', pieces: [head, ...byPrecedence(operations, ({ operation }) => [operation.contract!]).map((made) => `\n\n${routeText(made, alias)}`)],
      imports: [
        ...shared, ...from('fastapi', 'APIRouter', 'Body', 'Depends', 'Query', 'Request'), ...from(moduleOf(names.file('services', resource.words)), service),
        ...usedModels(resource, project).flatMap((view) => from(moduleOf(names.file('models', view.words)), names.type(view))),
      ],
    }),
  };
}

function routeText(made: PyOperation, alias: string): string {
  const { operation, handler, method, path, query, body, isPlainBody, result } = made;
  const decorator = list(`@router.${operation.contract!.method.toLowerCase()}(`, [pyString(pathOf(made)), ...(operation.status === 200 ? [] : [`status_code=${operation.status}`])], ')');
  const parameters = [
    ...path.map(({ name, type }) => `${name}: ${type}`), ...(query ? [`query: Annotated[${query}, Query()]`] : []), ...(body ? [`body: ${isPlainBody ? `Annotated[${body}, Body()]` : body}`] : []), `service: ${alias}`,
  ];
  const passed = [...path.map(({ name }) => name), ...(query ? ['query'] : []), ...(body ? ['body'] : [])];
  const call = list(`${result === 'None' ? '' : 'return '}await service.${method}(`, passed, ')', '    ');
  return `${decorator}\n${list(`async def ${handler}(`, parameters, `) -> ${result}:`)}\n${docstring(`${operation.purpose}.`, '    ')}${call}\n`;
}

/** As FastAPI writes paths: the names of parameters are those of the function. */
function pathOf({ operation, path }: PyOperation): string {
  const names = new Map(path.map(({ wire, name }) => [wire, name]));
  return operation.contract!.path.split('/').map((part) => {
    const wire = /\{([^{}]*)\}/.exec(part)?.[1]?.trim();
    return wire === undefined ? plainPart(part).replace(/[{}]/g, encodeURIComponent) : `{${names.get(wire) ?? 'x'}}`;
  }).join('/') || '/';
}
