import { aboutResource } from '../../about';
import type { Failure } from '../../failures';
import { plural, Scope } from '../../names';
import type { Project, Resource } from '../../project';
import type { PlannedFile, Slot } from '../../projectPlan';
import { skeletonOf, type Hole } from '../../skeleton';
import { doc, list, member, tsString } from './tsCode';
import { named, tsImports, types as typesOf } from './tsImports';
import { contractsFile, ERRORS_FILE, errorClass, modelFile, moduleFrom, routesFile, serviceFile, storageFile, type TsNames } from './tsNames';
import { parametersOf, returning, routeOf, type TsContracts, type TsOperation } from './tsOperations';

/** The service of one resource: a class with its stores, and a method for each operation, whose body is to be written. */
export function tsService(resource: Resource, { operations, declarations, shared }: TsContracts, project: Project, names: TsNames, failures: readonly Failure[]): PlannedFile {
  const path = serviceFile(resource);
  const { service } = names.resource(resource);
  const what = plural(resource.words).join(' ');
  const scope = new Scope(operations.map(({ method }) => method));
  const stores = resource.stores.map((view) => ({ view, name: scope.claim(member(plural(view.words))), type: names.store(view).store }));
  const constructor = stores.length === 0 ? '' : `${constructorOf(stores.map((store) => `private readonly ${store.name}: ${store.type}`))}\n\n`;
  const head = `${doc(`Holds the rules for ${what}.`)}export class ${service} {\n${constructor}`;
  const methods = operations.map((made) => methodOf(made, service, made.method, serviceText(made), servicePurpose(made), made.operation.shape));
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

/** The routes of one resource: schemas, parameters and statuses are rendered; what stands between request and answer is to be written. */
export function tsRoutes(resource: Resource, { operations, shared, declarations }: TsContracts, project: Project, names: TsNames, failures: readonly Failure[]): PlannedFile {
  const path = routesFile(resource);
  const { service, routes, field } = names.resource(resource);
  const what = plural(resource.words).join(' ');
  const scope = new Scope(['register', ...operations.map(({ handler }) => handler)]);
  const own = scope.claim(field);
  const head = `${doc(`Answers requests about ${what}.`)}export class ${routes} {\n${constructorOf([`private readonly ${own}: ${service}`])}\n\n`
    + `  /** Adds the routes to an application. */\n  register(app: FastifyInstance): void {\n${operations.map(routeText).join('')}  }\n\n`;
  const methods = operations.map((made) => {
    const { operation, method, handler } = made;
    const known = operation.failures.map(({ status }) => failures.find((failure) => failure.status === status)).filter((failure) => failure !== undefined);
    const purpose = `Answers ${routeOf(operation)} by this.${own}.${method}: ${operation.purpose}. The request is read and checked already, and the caller sends the answer; an AppError becomes its status${known.length > 0 ? ` (${known.map(errorClass).join(', ')})` : ''}.`;
    return methodOf(made, routes, handler, `Answers ${routeOf(operation)} by ${service}.${method}.`, purpose, `handle ${operation.shape}`);
  });
  return {
    path, kind: 'handler', purpose: `Answers requests about ${what}.`, from: 'bodies', about: aboutResource(resource, project.spec),
    needs: [ERRORS_FILE, serviceFile(resource), ...(declarations.length > 0 ? [contractsFile(resource)] : [])].sort(),
    skeleton: skeletonOf({
      language: 'typescript', style: tsImports, head: '', gap: '\n', pieces: [head, ...joinedMethods(methods), '}\n'],
      imports: [...shared, ...typesOf('fastify', 'FastifyInstance'), ...typesOf(moduleFrom(path, serviceFile(resource)), service), ...named(moduleFrom(path, ERRORS_FILE), ...failures.map(errorClass))],
    }, `${head.slice(0, head.indexOf('\n  /** Adds'))}\n  register(app: FastifyInstance): void;\n}\n`),
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

function methodOf(made: TsOperation, owner: string, name: string, text: string, purpose: string, shape: string): Method {
  const id = `${owner}.${name}`;
  const open = list(`async ${name}(`, parametersOf(made), returning(made), '  ');
  const slot: Slot = { id, signature: open.slice(2), purpose, shape };
  return { above: doc(text, '  '), open, hole: { slot, indentation: '    ', fallback: { code: `throw new Error(${tsString(`not implemented: ${id}`)});`, imports: [] } } };
}

function serviceText({ operation }: TsOperation): string {
  return `${operation.purpose}.${failuresText(operation)}`;
}

function servicePurpose({ operation }: TsOperation): string {
  return `${operation.contract?.description.trim() || `${operation.purpose}.`}${failuresText(operation)}`;
}

function failuresText({ failures }: TsOperation['operation']): string {
  return failures.length === 0 ? '' : ` Failures: ${failures.map(({ status, description }) => (description.trim() ? `${status} (${description.trim().replace(/\.$/, '')})` : String(status))).join(', ')}.`;
}

/** Reads the request, has the operation done, sends the answer. */
function routeText(made: TsOperation): string {
  const { operation, handler, path, query, body, result, schema } = made;
  const generics = [
    ...(path.length > 0 ? [`Params: { ${path.map(({ name, type }) => `${name}: ${type}`).join('; ')} }`] : []),
    ...(query ? [`Querystring: ${query}`] : []),
    ...(body ? [`Body: ${body}`] : []),
  ];
  const method = operation.contract!.method.toLowerCase();
  const types = generics.length > 0 ? `<{ ${generics.join('; ')} }>` : '';
  const given = [...path.map(({ name }) => `request.params.${name}`), ...(query ? ['request.query'] : []), ...(body ? ['request.body'] : [])];
  const call = `await this.${handler}(${given.join(', ')})`;
  const request = given.length > 0 ? 'request' : '_request';
  const reply = operation.status === 200 && result !== 'void' ? '' : ', reply';
  const body_ = result === 'void'
    ? `      ${call};\n      return reply.code(${operation.status}).send();\n`
    : reply === '' ? `      return ${call.slice(6)};\n` : `      return reply.code(${operation.status}).send(${call});\n`;
  const parameters = reply === '' && given.length === 0 ? '()' : `(${request}${reply})`;
  const options = schema ? `{ schema: ${schema} }, ` : '';
  const url = tsString(urlOf(made));
  const line = `    app.${method}${types}(${url}, ${options}async ${parameters} => {\n`;
  if (line.length <= 101) return `${line}${body_}    });\n`;
  // Longer than a line: prettier gives each argument its own.
  const broken = `    app.${method}${brokenTypes(types, generics, method)}(\n      ${url},\n${schema ? `      { schema: ${schema} },\n` : ''}      async ${parameters} => {\n${body_.replace(/^/gm, '  ').replace(/ +$/gm, '')}      },\n    );\n`;
  return broken;
}

function brokenTypes(types: string, generics: readonly string[], method: string): string {
  return `    app.${method}${types}(`.length <= 100 ? types : `<{\n${generics.map((one) => `      ${one};\n`).join('')}    }>`;
}

/** As Fastify writes addresses: `/books/:id`. */
function urlOf({ operation, path }: TsOperation): string {
  const names = new Map(path.map(({ wire, name }) => [wire, name]));
  return operation.contract!.path.split('/').map((part) => {
    const wire = /\{([^{}]*)\}/.exec(part)?.[1]?.trim();
    return wire === undefined ? encodeURI(part).replace(/:/g, '::').replace(/\*/g, '%2A') : `:${names.get(wire) ?? 'x'}`;
  }).join('/') || '/';
}
