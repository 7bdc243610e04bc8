import { stringify } from 'yaml';
import type { About, PlannedFile, ProjectPlan } from './projectPlan';
import type { Contract, Entity, Field, FieldType, ProjectSpec, Requirement } from './projectSpec';

/** What the spec says of a file, as YAML: its own entities, contracts and requirements, and what a person said of the file. Follows from the spec alone. */
export function excerptOf({ path, about }: Pick<PlannedFile, 'path' | 'about'>, spec: ProjectSpec): string {
  const request = spec.files.find((file) => file.path === path);
  return yamlOf({
    ...(request && { file: { description: request.description, ...request.rest } }),
    ...partsOf(about, spec),
  });
}

/** Names of everything, so that nothing is made up beside it: the same text for every file of the project. */
export function indexOf(spec: ProjectSpec): string {
  const lines = [
    ['Entities', spec.entities.map(({ name }) => name)],
    ['Operations', spec.contracts.map(({ method, path }) => `${method} ${path}`)],
    ['Requirements', spec.requirements.map(({ id }) => id)],
  ] as const;
  return [`Project: ${spec.name}`, ...lines.filter(([, names]) => names.length > 0).map(([title, names]) => `${title}: ${names.join(', ')}`)].join('\n');
}

/** Requirements that are about no file in particular, as YAML: they hold for all that is written. Empty where there are none. */
export function sharedRequirements({ files }: Pick<ProjectPlan, 'files'>, spec: ProjectSpec): string {
  const placed = new Set(files.flatMap(({ about }) => about.requirements));
  const requirements = spec.requirements.filter(({ id }) => !placed.has(id)).map(requirement);
  return requirements.length === 0 ? '' : yamlOf({ requirements });
}

/** What every item is shown of the spec beside its own part: the names of everything, and what holds for all files. */
export function commonText(plan: Pick<ProjectPlan, 'files'>, spec: ProjectSpec): string {
  const shared = sharedRequirements(plan, spec);
  return shared === '' ? indexOf(spec) : `${indexOf(spec)}\n\nFor all files:\n${shared}`;
}

function partsOf(about: About, spec: ProjectSpec): Record<string, unknown> {
  const [entities, contracts, requirements] = [new Set(about.entities), new Set(about.contracts), new Set(about.requirements)];
  const parts = {
    entities: spec.entities.filter(({ name }) => entities.has(name)).map(entity),
    relationships: spec.relationships.filter(({ from, to }) => entities.has(from) && entities.has(to)).map(({ from, to, kind, description, rest }) => ({ from, to, kind, ...said(description), ...rest })),
    contracts: spec.contracts.filter(({ id }) => contracts.has(id)).map(contract),
    requirements: spec.requirements.filter(({ id }) => requirements.has(id)).map(requirement),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, list]) => list.length > 0));
}

function entity({ name, description, fields, rest }: Entity): object {
  return { name, ...said(description), fields: fieldsOf(fields), ...rest };
}

function contract({ id, method, path, description, parameters, request, responses, rest }: Contract): object {
  const endpoint = `${method} ${path}`;
  return {
    ...(id === endpoint ? {} : { id }),
    endpoint,
    ...said(description),
    ...(parameters.length > 0 && { parameters: parameters.map((one) => ({ in: one.in, ...field(one) })) }),
    ...(request && { request: typeOf(request) }),
    responses: responses.map(({ status, description: text, body }) => ({ status, ...said(text), ...(body && { body: typeOf(body) }) })),
    ...rest,
  };
}

function requirement({ id, text, kind, priority, category, notes, rest }: Requirement): object {
  return { id, text, ...(kind === 'nonfunctional' && { kind }), ...(priority !== undefined && { priority }), ...(category !== undefined && { category }), ...(notes !== undefined && { notes }), ...rest };
}

function fieldsOf(fields: readonly Field[]): object[] {
  return fields.map(field);
}

function field({ name, type, description, isRequired, rest }: Field): object {
  return { name, type: typeOf(type), ...(isRequired ? {} : { optional: true }), ...said(description), ...rest };
}

function typeOf(type: FieldType): unknown {
  switch (type.kind) {
    case 'scalar':
      return type.format === undefined ? type.scalar : `${type.scalar} (${type.format})`;
    case 'enum':
      return { enum: type.values };
    case 'list':
      return { list: typeOf(type.of) };
    case 'map':
      return { map: typeOf(type.of) };
    case 'entity':
      return type.name;
    case 'object':
      return { fields: fieldsOf(type.fields) };
  }
}

function said(description: string): { readonly description?: string } {
  return description.trim() === '' ? {} : { description: description.trim() };
}

/** Long lines stay lines: where one is broken must not depend on what stands before it. */
function yamlOf(value: Record<string, unknown>): string {
  return Object.keys(value).length === 0 ? '' : stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
