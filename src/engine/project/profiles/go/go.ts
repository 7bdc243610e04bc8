import { breathe } from '../../../breathe';
import { aboutResource } from '../../about';
import { failuresOf } from '../../failures';
import { entitiesIn, isServed, type Project, type Resource } from '../../project';
import type { DeclaredFile, PlannedFile } from '../../projectPlan';
import { renderFile } from '../../skeleton';
import type { LanguageProfile, ProfileSetting, ProjectWords } from '../profile';
import { goBoilerplate } from './goBoilerplate';
import { goHandler } from './goHandler';
import { goImports, pkg } from './goImports';
import { goModel, MODEL_IMPORTS } from './goModel';
import { modulePath, nameGo, type GoNames } from './goNames';
import { goOperations } from './goOperations';
import { httpFile, routerFile, routingFor, type RoutedHandler } from './goRouting';
import { goService } from './goService';
import { goStorage } from './goStorage';
import { commandName, configFile, mainFile, testFiles, type TestedResource } from './goWiring';

/**
 * A Go module: `internal/model`, `internal/api` (bodies of requests and answers), `internal/storage`, `internal/service`, `internal/handler` and a command, on
 * `net/http` alone. Before Go 1.22, and for routes that overlap, a mux of its own takes the patterns.
 */
export const go: LanguageProfile = { language: 'go', frameworks: ['net/http'], defaultVersion: '1.22', layOut, boilerplate: goBoilerplate, describe };

async function layOut(project: Project, { languageVersion, tell }: ProfileSetting): Promise<PlannedFile[]> {
  const failures = failuresOf(project);
  const names = nameGo(project, failures, tell);
  const routing = routingFor(languageVersion, project.resources.flatMap(({ operations }) => operations.flatMap(({ contract }) => contract ?? [])));
  const files = [...(await goModel(project, names, failures)), ...(await goStorage(project, names))];
  const handlers: (RoutedHandler & { readonly resource: Resource; readonly file: DeclaredFile })[] = [];
  const tested: TestedResource[] = [];
  for (const resource of project.resources) {
    await breathe();
    const own = names.resource(resource);
    const { operations, declarations } = goOperations(resource, project, names);
    const api = declarations === '' ? undefined : apiFile(resource, declarations, project, names);
    const service = goService(resource, operations, api?.path, project, names);
    files.push(...(api ? [api] : []), service);
    tested.push({ resource, base: own.base, file: service, methods: operations.map(({ method, operation }) => ({ name: method, purpose: operation.purpose })) });
    if (!resource.operations.some(({ contract }) => contract)) continue;
    const handler = goHandler(resource, operations, api?.path, project, names, routing);
    files.push(handler);
    handlers.push({ ...own, file: handler, resource });
  }
  files.push(...testFiles(project, tested));
  if (handlers.length === 0) return files;
  const uses = handlers.map(({ file }) => file.text).join('\n');
  return [...files, ...(routing.ownFile ? [routing.ownFile] : []), httpFile(uses, failures, names), routerFile(handlers, routing), configFile(), mainFile(project, names, handlers)];
}

function describe(project: Project): ProjectWords {
  return { module: modulePath(project.spec.module), command: isServed(project) ? `cmd/${commandName(project)}` : '' };
}

function apiFile(resource: Resource, declarations: string, project: Project, names: GoNames): PlannedFile {
  const held = new Set<string>();
  for (const { request, result } of resource.operations) for (const type of [request, result]) if (type) entitiesIn(type, held);
  const text = renderFile({ language: 'go', style: goImports, head: 'package api\n\n', imports: [...MODEL_IMPORTS, pkg(`${names.module}/internal/model`)], gap: '', pieces: [declarations] });
  return {
    path: names.file('api', resource.words), kind: 'model', purpose: `What requests about ${resource.words.join(' ')} and their answers hold.`, from: 'declarations',
    needs: [...project.entities.filter(({ entity }) => held.has(entity.name)).map((view) => names.file('model', view.words)), 'internal/model/errors.go'].sort(),
    about: aboutResource(resource, project.spec), text: text.replace(/^package api\n\n\n/, 'package api\n\n'),
  };
}
