import { aboutResource } from '../../about';
import type { Failure } from '../../failures';
import { plural, Scope } from '../../names';
import { entitiesIn, type Project, type Resource } from '../../project';
import type { PlannedFile, Slot } from '../../projectPlan';
import { skeletonOf, type Hole } from '../../skeleton';
import { docstring, list, local, pyString } from './pyCode';
import { from, pyImports } from './pyImports';
import { errorClass, moduleOf, type PyNames } from './pyNames';
import type { PyOperation, PySchemas } from './pyOperations';

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

/** Models that the operations of a resource name, or that its service keeps. */
export function usedModels(resource: Resource, project: Project): Project['entities'] {
  const used = new Set(resource.stores.map(({ entity }) => entity.name));
  for (const { request, result } of resource.operations) for (const type of [request, result]) if (type) entitiesIn(type, used);
  return project.entities.filter(({ entity }) => used.has(entity.name));
}

function methodOf(slot: Slot, doc: string): { text: string; hole: Hole } {
  const fallback = { code: `raise NotImplementedError(${pyString(`not implemented: ${slot.id}`)})`, imports: [] };
  return { text: `    ${slot.signature}\n${doc}`, hole: { slot, indentation: '        ', fallback } };
}

function failuresText({ operation: { failures } }: PyOperation): string {
  return failures.length === 0 ? '' : ` Failures: ${failures.map(({ status, description }) => (description.trim() ? `${status} (${description.trim().replace(/\.$/, '')})` : String(status))).join(', ')}.`;
}
