import { ABOUT_NOTHING, joined } from '../../about';
import { plural, Scope } from '../../names';
import { mentions, type EntityView, type Project, type Resource } from '../../project';
import type { PlannedFile } from '../../projectPlan';
import { renderFile, type Binding } from '../../skeleton';
import { lineComment, list, local, tsString } from './tsCode';
import { named, tsImports, types as typesOf } from './tsImports';
import { schemaOf } from './tsModels';
import { modelFile, moduleFrom, routesFile, serviceFile, storageFile, type TsNames } from './tsNames';

export const CONFIG_FILE: PlannedFile = {
  path: 'src/config.ts', kind: 'configuration', purpose: 'Settings, from the environment.', from: 'declarations', needs: [], about: ABOUT_NOTHING,
  text: `/** The settings of the program. */
export interface Config {
  /** Where the server listens: HOST, or 0.0.0.0. */
  readonly host: string;
  /** PORT, or 3000. */
  readonly port: number;
  /** Level of the log, as pino names it: LOG_LEVEL, or info. */
  readonly logLevel: string;
}

/** @throws Error where a setting cannot be read */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(\`PORT is "\${env.PORT}": it has to be a number from 0 to 65535\`);
  }
  return { host: env.HOST ?? '0.0.0.0', port, logLevel: env.LOG_LEVEL ?? 'info' };
}
`,
};

interface Routed {
  readonly resource: Resource;
  readonly file: PlannedFile;
}

/** The application: all routes, and how errors are answered. It does not listen. */
export function appFile(routed: readonly Routed[], project: Project, names: TsNames): PlannedFile {
  const path = 'src/app.ts';
  const services = routed.map(({ resource }) => ({ ...names.resource(resource), resource }));
  const schemas = project.entities.map((view) => ({ view, name: schemaOf(names.type(view)) }));
  const hasHead = routed.some(({ resource }) => resource.operations.some(({ contract }) => contract?.method === 'HEAD'));
  const imports: Binding[] = [
    { module: 'fastify', name: 'default', local: 'Fastify' }, ...typesOf('fastify', 'FastifyError', 'FastifyInstance', 'FastifyServerOptions'),
    ...schemas.flatMap(({ view, name }) => named(moduleFrom(path, modelFile(view)), name)),
    ...services.flatMap(({ resource, routes, service }) => [...named(moduleFrom(path, routesFile(resource)), routes), ...typesOf(moduleFrom(path, serviceFile(resource)), service)]),
  ];
  const add = schemas.length === 0 ? '' : `${list('for (const schema of [', schemas.map(({ name }) => name), ']) {', '  ')}\n    app.addSchema(schema);\n  }\n`;
  const text = `/** What the routes leave the work to. */
export interface Services {
${services.map(({ field, service }) => `  readonly ${field}: ${service};\n`).join('')}}

/** An application that answers with the given services. It does not listen yet. */
export function buildApp(services: Services, options: FastifyServerOptions = {}): FastifyInstance {
  const app = Fastify(${hasHead ? '{ ...options, exposeHeadRoutes: false }' : 'options'});
${add}  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    // What an unexpected error says stays in the log.
    return reply
      .code(status)
      .send({ error: status >= 500 ? 'internal server error' : error.message });
  });
${services.map(({ field, routes }) => `  ${routes}(app, services.${field});\n`).join('')}  return app;
}
`;
  return {
    path, kind: 'wiring', purpose: 'The application: all routes, and how errors are answered.', from: 'declarations', about: joined(routed.map(({ file }) => file.about)),
    needs: [...project.entities.map(modelFile), ...routed.flatMap(({ resource }) => [routesFile(resource), serviceFile(resource)])].sort(),
    text: renderFile({ language: 'typescript', style: tsImports, head: '', imports, gap: '\n', pieces: [text] }),
  };
}

/** The program: every part is made and handed to those that need it. */
export function mainFile(routed: readonly Routed[], project: Project, names: TsNames): PlannedFile {
  const path = 'src/main.ts';
  const used = project.entities.filter((view) => routed.some(({ resource }) => resource.stores.includes(view)));
  const scope = new Scope(['app', 'config', 'services', 'signal']);
  const variables = new Map<EntityView, string>(used.map((view) => [view, scope.claim(`${local(view.words).replace(/Param$/, '')}Store`)]));
  const services = routed.map(({ resource }) => ({ ...names.resource(resource), resource }));
  const imports = [
    ...named('./app.js', 'buildApp'), ...named('./config.js', 'readConfig'),
    ...services.flatMap(({ resource, service }) => named(moduleFrom(path, serviceFile(resource)), service)),
    ...used.flatMap((view) => named(moduleFrom(path, storageFile(view)), names.store(view).memory)),
  ];
  const text = `const config = readConfig(process.env);
${used.map((view) => `const ${variables.get(view)} = new ${names.store(view).memory}();\n`).join('')}const app = buildApp(
  {
${services.map(({ field, service, resource }) => `${list(`${field}: new ${service}(`, resource.stores.map((view) => variables.get(view)!), '),', '    ')}\n`).join('')}  },
  { logger: { level: config.logLevel } },
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void app.close());
}

await app.listen({ host: config.host, port: config.port });
`;
  return {
    path, kind: 'wiring', purpose: 'The program: makes every part and serves until it is told to stop.', from: 'declarations', about: joined(routed.map(({ file }) => file.about)),
    needs: ['src/app.ts', 'src/config.ts', ...routed.map(({ resource }) => serviceFile(resource)), ...used.map(storageFile)].sort(),
    text: renderFile({ language: 'typescript', style: tsImports, head: '', imports, gap: '\n', pieces: [text] }),
  };
}

export interface TestedResource {
  readonly resource: Resource;
  readonly methods: readonly { readonly name: string; readonly purpose: string }[];
  readonly file: PlannedFile;
}

/** Outlines of tests: one for each operation and each scenario, skipped until somebody writes it. */
export function testFiles(project: Project, tested: readonly TestedResource[], names: TsNames): PlannedFile[] {
  const rest = new Set(project.spec.scenarios);
  const files = tested.map(({ resource, methods, file }): PlannedFile => {
    const own = [...rest].filter(({ title, steps }) => mentions([title, ...steps].join(' '), resource.words));
    for (const scenario of own) rest.delete(scenario);
    const { service } = names.resource(resource);
    const tests = [...methods.map(({ name, purpose }) => testText(`${service}.${name}: ${purpose}`, [])), ...scenarioTests(own)];
    return testFile(`test/${file.path.split('/').at(-1)!.replace(/\.ts$/, '.test.ts')}`, `Tests of the rules for ${plural(resource.words).join(' ')}.`, tests, [file]);
  });
  return rest.size === 0 ? files : [...files, testFile('test/scenarios.test.ts', 'Tests of scenarios.', scenarioTests([...rest]), tested.map(({ file }) => file))];
}

function scenarioTests(scenarios: readonly Project['spec']['scenarios'][number][]): string[] {
  return scenarios.map(({ id, title, steps }) => testText(`${id}: ${title}`, steps));
}

function testText(what: string, steps: readonly string[]): string {
  const name = tsString(what.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  const comments = steps.map((step) => lineComment(step, '  ')).join('');
  return comments === '' ? `${list('test.todo(', [name], ');')}\n` : `test.todo(${name}, () => {\n${comments}});\n`;
}

function testFile(path: string, purpose: string, tests: readonly string[], of: readonly PlannedFile[]): PlannedFile {
  return { path, kind: 'test', purpose, from: 'declarations', needs: of.map((file) => file.path).sort(), about: of.length === 1 ? of[0]!.about : ABOUT_NOTHING, text: `import { test } from 'node:test';\n\n${tests.join('\n')}` };
}


