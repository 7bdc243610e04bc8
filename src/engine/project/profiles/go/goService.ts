import { aboutResource } from '../../about';
import { plural, Scope } from '../../names';
import { entitiesIn, type Project, type Resource } from '../../project';
import type { PlannedFile, Slot } from '../../projectPlan';
import { skeletonOf, type Hole } from '../../skeleton';
import { comment, doc, goString, local, member, pad } from './goCode';
import { goImports, pkg } from './goImports';
import type { GoNames } from './goNames';
import { parametersOf, resultsOf, routeOf, zeroOf, type GoOperation } from './goOperations';

/** The service of one resource: a type with its stores, and a method for each operation, whose body is to be written. */
export function goService(resource: Resource, operations: readonly GoOperation[], apiFile: string | undefined, project: Project, names: GoNames): PlannedFile {
  const { base } = names.resource(resource);
  const type = `${base}Service`;
  const what = plural(resource.words).join(' ');
  const scope = new Scope(operations.map(({ method }) => method));
  const stores = resource.stores.map((view) => ({ name: scope.claim(member(plural(view.words))), parameter: local(plural(view.words)), type: `storage.${names.store(view).store}`, view }));
  const width = Math.max(0, ...stores.map(({ name }) => [...name].length));
  const fields = stores.map((store) => `\t${pad(store.name, width)} ${store.type}\n`).join('');
  const head = `${doc(type, `holds the rules for ${what}`)}type ${type} struct${fields === '' ? '{}' : ` {\n${fields}}`}\n\n`
    + `// New${type} returns a service${stores.length > 0 ? ' that keeps its data in the given stores' : ''}.\nfunc New${type}(${stores.map((store) => `${store.parameter} ${store.type}`).join(', ')}) *${type} {\n\treturn &${type}{${stores.map((store) => `${store.name}: ${store.parameter}`).join(', ')}}\n}\n`;
  const holes = operations.map((operation) => methodOf(operation, type));
  const used = new Set(resource.stores.map(({ entity }) => entity.name));
  for (const { operation } of operations) for (const body of [operation.request, operation.result]) if (body) entitiesIn(body, used);
  const views = project.entities.filter(({ entity }) => used.has(entity.name));
  return {
    path: names.file('service', resource.words), kind: 'service', purpose: `The rules for ${what}.`, from: 'bodies', about: aboutResource(resource, project.spec),
    needs: [...new Set([...views.map((view) => names.file('model', view.words)), 'internal/model/errors.go', 'internal/model/id.go', ...resource.stores.map((view) => names.file('storage', view.words)), ...(apiFile ? [apiFile] : [])])].sort(),
    skeleton: skeletonOf({
      language: 'go', style: goImports, head: 'package service\n\n', gap: '\n',
      imports: [...['context', 'errors', 'fmt', 'strings', 'time'].map(pkg), ...['api', 'model', 'storage'].map((layer) => pkg(`${names.module}/internal/${layer}`))],
      pieces: [head, ...holes.flatMap(({ hole, above, open }) => [`\n${above}${open}`, hole, '}\n'])],
    }, `${head}${holes.map(({ above, hole }) => `\n${above}${hole.slot.signature}\n`).join('')}`),
  };
}

/** A sentence behind the name of a function: `Lends a copy.` reads on from it, others need words between. */
export function readOn(text: string, between = ''): string {
  return /^[A-Z][a-z]+s\s/.test(text) && !/^(?:This|Its|Always)\s/.test(text) ? `${text[0]!.toLowerCase()}${text.slice(1)}` : `${between}${text}`;
}

function methodOf(made: GoOperation, type: string): { above: string; open: string; hole: Hole } {
  const { operation, method, result } = made;
  const id = `${type}.${method}`;
  const signature = `func (s *${type}) ${method}(${parametersOf(made)}) ${resultsOf(made)}`;
  const failures = operation.failures.length > 0 ? ` Failures: ${operation.failures.map(({ status, description }) => (description.trim() ? `${status} (${description.trim().replace(/\.$/, '')})` : String(status))).join(', ')}.` : '';
  const text = `${readOn(operation.purpose, `answers ${routeOf(operation)}: `)}.${failures}`;
  const slot: Slot = { id, signature, purpose: `${operation.contract?.description.trim() || `${operation.purpose}.`}${failures}`, shape: operation.shape };
  const error = `errors.New(${goString(`not implemented: ${id}`)})`;
  const code = result && operation.result ? `return ${zeroOf(result, operation.result)}, ${error}` : `return ${error}`;
  return { above: comment(`${method} ${text}`), open: `${signature} {\n`, hole: { slot, indentation: '\t', fallback: { code, imports: ['"errors"'] } } };
}
