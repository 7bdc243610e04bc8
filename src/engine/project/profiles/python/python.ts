import { breathe } from '../../../breathe';
import { aboutResource } from '../../about';
import { failuresOf } from '../../failures';
import { entitiesIn, isServed, type Project, type Resource } from '../../project';
import type { PlannedFile } from '../../projectPlan';
import type { LanguageProfile, ProfileSetting, ProjectWords } from '../profile';
import { pyBoilerplate } from './pyBoilerplate';
import { errorsFile, pyFile, pyModels, pyStorage } from './pyModels';
import { namePy, packageName, type PyNames } from './pyNames';
import { pyOperations, type PySchemas } from './pyOperations';
import { pyRouter } from './pyRouter';
import { pyService } from './pyServices';
import { TYPE_IMPORTS } from './pyTypes';
import { appFile, configFile, mainFile, packageFile, testFiles, type Routed, type TestedResource } from './pyWiring';

/** A package on FastAPI and pydantic: `models`, `schemas` (what requests and answers hold), `storage`, `services`, `routers`. FastAPI reads and checks requests by these types. */
export const python: LanguageProfile = { language: 'python', frameworks: ['FastAPI'], defaultVersion: '3.12', layOut, boilerplate: pyBoilerplate, describe };

async function layOut(project: Project, { languageVersion, tell }: ProfileSetting): Promise<PlannedFile[]> {
  const failures = failuresOf(project);
  const names = namePy(project, failures, tell);
  const [major = 3, minor = 12] = languageVersion.split('.').map(Number);
  const hasStrEnum = major > 3 || minor >= 11;
  const files = [errorsFile(failures, names), ...(await pyModels(project, names, hasStrEnum)), ...(await pyStorage(project, names))];
  const routed: Routed[] = [];
  const tested: TestedResource[] = [];
  for (const resource of project.resources) {
    await breathe();
    const schemas = pyOperations(resource, project, names, hasStrEnum);
    const service = pyService(resource, schemas, project, names, failures);
    files.push(...(schemas.declarations.length > 0 ? [schemasFile(resource, schemas, project, names)] : []), service);
    tested.push({ resource, file: service, methods: schemas.operations.map(({ method, operation }) => ({ name: method, purpose: operation.purpose })) });
    if (!resource.operations.some(({ contract }) => contract)) continue;
    const file = pyRouter(resource, schemas, project, names);
    files.push(file);
    routed.push({ resource, file });
  }
  files.push(...testFiles(project, tested), packageFile(names.package, project.spec.description.trim() || `${project.spec.name}.`));
  for (const [folder, text] of Object.entries(FOLDERS)) if (files.some(({ path }) => path.startsWith(`${names.package}/${folder}/`))) files.push(packageFile(`${names.package}/${folder}`, text));
  return routed.length === 0 ? files : [...files, configFile(names), appFile(routed, project, names), mainFile(names, project)];
}

const FOLDERS: Readonly<Record<string, string>> = { schemas: 'What requests and answers hold.', storage: 'What is kept, and how.', services: 'The rules.', routers: 'The routes.' };

function schemasFile(resource: Resource, { declarations, imports }: PySchemas, project: Project, names: PyNames): PlannedFile {
  const held = new Set<string>();
  for (const { request, result } of resource.operations) for (const type of [request, result]) if (type) entitiesIn(type, held);
  const what = `What requests about ${resource.words.join(' ')} and their answers hold.`;
  return {
    path: names.file('schemas', resource.words), kind: 'model', purpose: what, from: 'declarations', needs: project.entities.filter(({ entity }) => held.has(entity.name)).map((view) => names.file('models', view.words)).sort(),
    about: aboutResource(resource, project.spec), text: pyFile(what, [...TYPE_IMPORTS, ...imports], declarations),
  };
}

function describe(project: Project): ProjectWords {
  const own = packageName(project.spec.module);
  return { module: own, command: isServed(project) ? own : '' };
}
