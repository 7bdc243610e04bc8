import { breathe } from '../../../breathe';
import { aboutResource } from '../../about';
import { failuresOf } from '../../failures';
import { entitiesIn, isServed, type Project, type Resource } from '../../project';
import type { PlannedFile } from '../../projectPlan';
import { renderFile } from '../../skeleton';
import type { LanguageProfile, ProfileSetting, ProjectWords } from '../profile';
import { tsBoilerplate } from './tsBoilerplate';
import { tsImports } from './tsImports';
import { errorsFile, tsModels, tsStorage } from './tsModels';
import { contractsFile, modelFile, nameTs, packageName } from './tsNames';
import { tsOperations, type TsContracts } from './tsOperations';
import { tsRoutes } from './tsRoutes';
import { tsService } from './tsServices';
import { appFile, CONFIG_FILE, mainFile, testFiles, type TestedResource } from './tsWiring';

/**
 * A package of ES modules on Fastify: `src/models`, `src/contracts` (what requests and answers hold), `src/storage`, `src/services`, `src/routes`. Fastify checks requests by the JSON
 * schemas that stand beside the types. Properties are called as in the spec, since that is how they are called in JSON.
 */
export const typescript: LanguageProfile = { language: 'typescript', frameworks: ['Fastify'], defaultVersion: '5.9', layOut, boilerplate: tsBoilerplate, describe };

async function layOut(project: Project, { tell }: ProfileSetting): Promise<PlannedFile[]> {
  packageName(project.spec.module, tell);
  const failures = failuresOf(project);
  const names = nameTs(project, failures);
  const files = [errorsFile(failures), ...(await tsModels(project, names)), ...(await tsStorage(project, names))];
  const routed: { readonly resource: Resource; readonly file: PlannedFile }[] = [];
  const tested: TestedResource[] = [];
  for (const resource of project.resources) {
    await breathe();
    const contracts = tsOperations(resource, project, names);
    const service = tsService(resource, contracts, project, names, failures);
    files.push(...(contracts.declarations.length > 0 ? [contractsOf(resource, contracts, project)] : []), service);
    tested.push({ resource, file: service, methods: contracts.operations.map(({ method, operation }) => ({ name: method, purpose: operation.purpose })) });
    if (!resource.operations.some(({ contract }) => contract)) continue;
    const file = tsRoutes(resource, contracts, project, names);
    files.push(file);
    routed.push({ resource, file });
  }
  files.push(...testFiles(project, tested, names));
  return routed.length === 0 ? files : [...files, CONFIG_FILE, appFile(routed, project, names), mainFile(routed, project, names)];
}

function contractsOf(resource: Resource, { declarations, signatures, imports }: TsContracts, project: Project): PlannedFile {
  const held = new Set<string>();
  for (const { request, result } of resource.operations) for (const type of [request, result]) if (type) entitiesIn(type, held);
  return {
    path: contractsFile(resource), kind: 'model', purpose: `What requests about ${resource.words.join(' ')} and their answers hold.`, from: 'declarations',
    needs: project.entities.filter(({ entity }) => held.has(entity.name)).map(modelFile).sort(), about: aboutResource(resource, project.spec),
    text: renderFile({ language: 'typescript', style: tsImports, head: '', imports, gap: '\n', pieces: [declarations.join('\n')] }),
    signatures: signatures.join('\n'),
  };
}

function describe(project: Project): ProjectWords {
  return { module: packageName(project.spec.module), command: isServed(project) ? 'dist/src/main.js' : '' };
}
