import { aboutResource } from '../../about';
import type { Failure } from '../../failures';
import { plural, Scope } from '../../names';
import type { Project, Resource } from '../../project';
import type { PlannedFile, Slot } from '../../projectPlan';
import { skeletonOf, type Hole } from '../../skeleton';
import { doc, list, member, tsString } from './tsCode';
import { named, tsImports, types as typesOf } from './tsImports';
import { contractsFile, ERRORS_FILE, errorClass, modelFile, moduleFrom, serviceFile, storageFile, type TsNames } from './tsNames';
import { parametersOf, returning, type TsContracts, type TsOperation } from './tsOperations';

/** The service of one resource: a class with its stores, and a method for each operation, whose body is to be written. */
export function tsService(resource: Resource, { operations, declarations, shared }: TsContracts, project: Project, names: TsNames, failures: readonly Failure[]): PlannedFile {
  const path = serviceFile(resource);
  const { service } = names.resource(resource);
  const what = plural(resource.words).join(' ');
  const scope = new Scope(operations.map(({ method }) => method));
  const stores = resource.stores.map((view) => ({ view, name: scope.claim(member(plural(view.words))), type: names.store(view).store }));
  const constructor = stores.length === 0 ? '' : `${constructorOf(stores.map((store) => `private readonly ${store.name}: ${store.type}`))}\n\n`;
  const head = `${doc(`Holds the rules for ${what}.`)}export class ${service} {\n${constructor}`;
  const methods = operations.map((made) => methodOf(made, service));
  const used = project.entities.filter((view) => shared.some(({ local }) => local === names.type(view)) || resource.stores.includes(view));
  return {
    path, kind: 'service', purpose: `The rules for ${what}.`, from: 'bodies', about: aboutResource(resource, project.spec),
    needs: [...new Set([...used.map(modelFile), ERRORS_FILE, ...resource.stores.map(storageFile), ...(declarations.length > 0 ? [contractsFile(resource)] : [])])].sort(),
    skeleton: skeletonOf({
      language: 'typescript', style: tsImports, head: '', gap: '\n', pieces: [head, ...joinedMethods(methods), '}\n'],
      imports: [
        ...shared, ...stores.flatMap(({ view, type }) => typesOf(moduleFrom(path, storageFile(view)), type)), ...used.flatMap((view) => typesOf(moduleFrom(path, modelFile(view)), names.type(view))),
        ...named(moduleFrom(path, ERRORS_FILE), ...failures.map(errorClass)),
      ],
    }, `${head}${methods.map(({ above, hole }) => `${above}  ${hole.slot.signature.replace(/ \{$/, ';')}\n`).join('\n')}}\n`),
  };
}

/** Prettier breaks the parameters of a constructor where they declare members and are several. */
function constructorOf(parameters: readonly string[]): string {
  if (parameters.length === 1) return list('constructor(', parameters, ') {}', '  ');
  return `  constructor(\n${parameters.map((parameter) => `    ${parameter},\n`).join('')}  ) {}`;
}

interface Method {
  readonly above: string;
  readonly open: string;
  readonly hole: Hole;
}

function joinedMethods(methods: readonly Method[]): (string | Hole)[] {
  return methods.flatMap(({ above, open, hole }, i) => [`${i === 0 ? '' : '\n'}${above}${open}\n`, hole, '  }\n']);
}

function methodOf(made: TsOperation, service: string): Method {
  const { operation, method } = made;
  const id = `${service}.${method}`;
  const open = list(`async ${method}(`, parametersOf(made), returning(made), '  ');
  const failures = failuresText(operation);
  const slot: Slot = { id, signature: open.slice(2), purpose: `${operation.contract?.description.trim() || `${operation.purpose}.`}${failures}`, shape: operation.shape };
  return { above: doc(`${operation.purpose}.${failures}`, '  '), open, hole: { slot, indentation: '    ', fallback: { code: `throw new Error(${tsString(`not implemented: ${id}`)});`, imports: [] } } };
}

function failuresText({ failures }: TsOperation['operation']): string {
  return failures.length === 0 ? '' : ` Failures: ${failures.map(({ status, description }) => (description.trim() ? `${status} (${description.trim().replace(/\.$/, '')})` : String(status))).join(', ')}.`;
}
