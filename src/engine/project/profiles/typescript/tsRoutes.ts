import { aboutResource } from '../../about';
import { plural } from '../../names';
import type { Project, Resource } from '../../project';
import type { DeclaredFile } from '../../projectPlan';
import { plainPart } from '../../routes';
import { renderFile } from '../../skeleton';
import { doc, lineComment, list, local, tsString, WIDTH } from './tsCode';
import { tsImports, types as typesOf } from './tsImports';
import { contractsFile, moduleFrom, routesFile, serviceFile, type TsNames } from './tsNames';
import type { TsContracts, TsOperation } from './tsOperations';

/** The routes of one resource, whole: Fastify reads and checks requests by the schemas, the service does what they ask for, errors have their statuses. Nothing in that is left to judge. */
export function tsRoutes(resource: Resource, { operations, shared, declarations }: TsContracts, project: Project, names: TsNames): DeclaredFile {
  const path = routesFile(resource);
  const { service, routes } = names.resource(resource);
  const what = plural(resource.words).join(' ');
  const given = local(plural(resource.words));
  const text = `${doc(`Adds the routes that answer requests about ${what}.`)}${list(`export function ${routes}(`, ['app: FastifyInstance', `${given}: ${service}`], '): void {')}\n${operations.map((made) => routeText(made, given)).join('\n')}}\n`;
  return {
    path, kind: 'handler', purpose: `Answers requests about ${what}.`, from: 'declarations', about: aboutResource(resource, project.spec),
    needs: [serviceFile(resource), ...(declarations.length > 0 ? [contractsFile(resource)] : [])].sort(),
    text: renderFile({
      language: 'typescript', style: tsImports, head: '', gap: '\n', pieces: [text],
      imports: [...shared, ...typesOf('fastify', 'FastifyInstance'), ...typesOf(moduleFrom(path, serviceFile(resource)), service)],
    }),
  };
}

function routeText(made: TsOperation, given: string): string {
  const { operation, path, query, body, result, schema } = made;
  const generics = [
    ...(path.length > 0 ? [`Params: { ${path.map(({ name, type }) => `${name}: ${type}`).join('; ')} }`] : []),
    ...(query ? [`Querystring: ${query}`] : []),
    ...(body ? [`Body: ${body}`] : []),
  ];
  const verb = operation.contract!.method.toLowerCase();
  const types = generics.length > 0 ? `<{ ${generics.join('; ')} }>` : '';
  const passed = [...path.map(({ name }) => `request.params.${name}`), ...(query ? ['request.query'] : []), ...(body ? ['request.body'] : [])];
  const hasReply = operation.status !== 200 || result === 'void';
  const parameters = passed.length === 0 ? (hasReply ? '(_request, reply)' : '()') : `(request${hasReply ? ', reply' : ''})`;
  const options = schema ? `{ schema: ${schema} }, ` : '';
  const url = tsString(urlOf(made));
  const line = `  app.${verb}${types}(${url}, ${options}async ${parameters} => {`;
  const comment = lineComment(`${operation.purpose}.`, '  ');
  if (line.length <= WIDTH) return `${comment}${line}\n${answerText(made, given, passed, '    ')}  });\n`;
  // Longer than a line: prettier gives each argument its own.
  return `${comment}  app.${verb}${brokenTypes(types, generics, verb)}(\n    ${url},\n${schema ? `    { schema: ${schema} },\n` : ''}    async ${parameters} => {\n${answerText(made, given, passed, '      ')}    },\n  );\n`;
}

function answerText({ operation, method, result }: TsOperation, given: string, passed: readonly string[], indentation: string): string {
  const call = `${given}.${method}(`;
  if (result === 'void') return `${list(`await ${call}`, passed, ');', indentation)}\n${indentation}return reply.code(${operation.status}).send();\n`;
  if (operation.status === 200) return `${list(`return ${call}`, passed, ');', indentation)}\n`;
  const line = `${indentation}return reply.code(${operation.status}).send(await ${call}${passed.join(', ')}));\n`;
  if (line.length <= WIDTH + 1) return line;
  return `${list(`const result = await ${call}`, passed, ');', indentation)}\n${indentation}return reply.code(${operation.status}).send(result);\n`;
}

function brokenTypes(types: string, generics: readonly string[], verb: string): string {
  return `  app.${verb}${types}(`.length <= WIDTH ? types : `<{\n${generics.map((one) => `    ${one};\n`).join('')}  }>`;
}

/** As Fastify writes addresses: `/books/:id`, without escapes. */
function urlOf({ operation, path }: TsOperation): string {
  const names = new Map(path.map(({ wire, name }) => [wire, name]));
  return operation.contract!.path.split('/').map((part) => {
    const wire = /\{([^{}]*)\}/.exec(part)?.[1]?.trim();
    return wire === undefined ? plainPart(part).replace(/:/g, '::').replace(/\*/g, '%2A') : `:${names.get(wire) ?? 'x'}`;
  }).join('/') || '/';
}
