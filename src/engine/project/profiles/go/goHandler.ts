import { aboutResource } from '../../about';
import { plural, Scope } from '../../names';
import type { Project, Resource } from '../../project';
import type { DeclaredFile } from '../../projectPlan';
import type { FieldType } from '../../projectSpec';
import { renderFile } from '../../skeleton';
import { comment, goString, local, member } from './goCode';
import { goImports, pkg } from './goImports';
import { readOn } from './goService';
import type { GoNames } from './goNames';
import { argumentsOf, routeOf, type GoOperation } from './goOperations';
import type { GoRouting } from './goRouting';

/** The handler of one resource, whole: it reads and checks requests, has the service do what they ask for, and writes answers. Nothing in that is left to judge. */
export function goHandler(resource: Resource, operations: readonly GoOperation[], apiFile: string | undefined, project: Project, names: GoNames, routing: GoRouting): DeclaredFile {
  const { base } = names.resource(resource);
  const type = `${base}Handler`;
  const service = `service.${base}Service`;
  const what = plural(resource.words).join(' ');
  const scope = new Scope(['Register', ...operations.map(({ handler }) => handler)]);
  const [field, given] = [scope.claim(member(plural(resource.words))), local(plural(resource.words))];
  const head = `// ${type} answers requests about ${what}.\ntype ${type} struct {\n\t${field} *${service}\n}\n\n// New${type} returns a handler that leaves the work to a service.\nfunc New${type}(${given} *${service}) *${type} {\n\treturn &${type}{${field}: ${given}}\n}\n`;
  const routes = `\n// Register adds the routes of the handler.\nfunc (h *${type}) Register(mux *${routing.mux}) {\n${operations.map((made) => `\tmux.HandleFunc(${goString(patternOf(made))}, h.${made.handler})\n`).join('')}}\n`;
  return {
    path: names.file('handler', resource.words), kind: 'handler', purpose: `Answers requests about ${what}.`, from: 'declarations', about: aboutResource(resource, project.spec),
    needs: [names.file('service', resource.words), 'internal/handler/http.go', ...(apiFile ? [apiFile] : [])].sort(),
    text: renderFile({
      language: 'go', style: goImports, head: 'package handler\n\n', gap: '\n',
      imports: [...['net/http', 'net/url', 'time'].map(pkg), ...['api', 'model', 'service'].map((layer) => pkg(`${names.module}/internal/${layer}`))],
      pieces: [head, routes, ...operations.map((made) => `\n${handleText(made, type, field, routing)}`), ...operations.map(queryText)],
    }),
  };
}

/** As Go 1.22 writes patterns. A path that ends in a slash means that path alone. */
function patternOf({ operation, path }: GoOperation): string {
  const contract = operation.contract!;
  const names = new Map(path.map(({ wire, name }) => [wire, name]));
  const parts = contract.path.split('/').slice(1).map((part) => {
    const wire = /\{([^{}]*)\}/.exec(part)?.[1]?.trim();
    return wire === undefined ? encodeURI(part).replace(/[{}]/g, encodeURIComponent) : `{${names.get(wire) ?? 'x'}}`;
  });
  const written = `/${parts.join('/')}`;
  return `${contract.method} ${written.endsWith('/') ? `${written}{$}` : written}`;
}

/** Reads and checks the request, has the service do what it asks for, writes the answer. */
function handleText(made: GoOperation, type: string, field: string, routing: GoRouting): string {
  const { operation, handler, method, path, query, body, result } = made;
  const lines: string[] = [];
  const failing = (assign: string) => lines.push(`\t${assign}\n`, '\tif err != nil {\n\t\twriteError(w, err)\n\t\treturn\n\t}\n');
  for (const { name, wire, type: written, of } of path) {
    const value = routing.pathValue(name);
    const parse = parserOf(of, written);
    if (parse === undefined) lines.push(`\t${name} := ${value}\n`);
    else failing(`${name}, err := parsed(${goString(wire)}, ${value}, ${parse})`);
  }
  if (query) failing(`query, err := ${made.readQuery}(r.URL.Query())`);
  if (body) failing(`body, err := decode[${body}](w, r)`);
  const call = `h.${field}.${method}(${['r.Context()', argumentsOf(made)].filter(Boolean).join(', ')})`;
  if (result) {
    failing(`result, err := ${call}`);
    lines.push(`\twriteJSON(w, ${statusOf(operation.status)}, result)\n`);
  } else {
    lines.push(`\tif err := ${call}; err != nil {\n\t\twriteError(w, err)\n\t\treturn\n\t}\n\tw.WriteHeader(${statusOf(operation.status)})\n`);
  }
  return `${comment(`${handler} answers ${routeOf(operation)}${operation.purpose.startsWith('Answers ') ? '' : `: ${readOn(operation.purpose)}`}.`)}func (h *${type}) ${handler}(w http.ResponseWriter, r *http.Request) {\n${lines.join('')}}\n`;
}

/** Reads the parameters of a query. */
function queryText(made: GoOperation): string {
  const { query, operation } = made;
  if (!query) return '';
  const lines = query.fields.map(({ name, parameter, type }) => {
    const { type: of, isRequired } = parameter;
    const read = of.kind === 'list' ? 'listed' : isRequired ? 'required' : 'optional';
    return `\tif query.${name}, err = ${read}(values, ${goString(parameter.name)}, ${parserOf(of.kind === 'list' ? of.of : of, type) ?? 'parseText'}); err != nil {\n\t\treturn query, err\n\t}\n`;
  });
  return `\n${comment(`${made.readQuery} reads the parameters of ${routeOf(operation)}.`)}func ${made.readQuery}(values url.Values) (query ${query.type}, err error) {\n${lines.join('')}\treturn query, validated(query)\n}\n`;
}

/** Function that reads a parameter of a type. Absent: it is taken as it is. */
function parserOf(type: FieldType, written: string): string | undefined {
  if (type.kind === 'enum') return `parseEnum[${written}]`;
  if (type.kind !== 'scalar') return undefined;
  switch (type.scalar) {
    case 'integer':
      return type.format === 'int32' ? 'parseInt32' : 'parseInt64';
    case 'number':
      return 'parseFloat64';
    case 'boolean':
      return 'parseBool';
    case 'date':
      return 'parseDate';
    case 'datetime':
      return 'parseTime';
    case 'uuid':
      return 'parseUUID';
    case 'bytes':
      return 'parseBytes';
    case 'string':
    case 'json':
      return undefined;
  }
}

export function statusOf(status: number): string {
  return STATUS[status] ? `http.Status${STATUS[status]}` : String(status);
}

const STATUS: Readonly<Record<number, string>> = {
  200: 'OK', 201: 'Created', 202: 'Accepted', 203: 'NonAuthoritativeInfo', 204: 'NoContent', 205: 'ResetContent', 206: 'PartialContent',
  400: 'BadRequest', 401: 'Unauthorized', 402: 'PaymentRequired', 403: 'Forbidden', 404: 'NotFound', 406: 'NotAcceptable', 409: 'Conflict', 410: 'Gone', 412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge', 415: 'UnsupportedMediaType', 422: 'UnprocessableEntity', 423: 'Locked', 424: 'FailedDependency', 429: 'TooManyRequests', 501: 'NotImplemented', 502: 'BadGateway', 503: 'ServiceUnavailable', 504: 'GatewayTimeout',
};
