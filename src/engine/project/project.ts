import { breathe } from '../breathe';
import { withDistinctFields } from './distinctFields';
import { keyFieldOf } from './keyField';
import { plural, sameWords, singular, wordsOf } from './names';
import { operationOf, operationsOfEntity, type Operation } from './operations';
import type { Tell } from './planProblem';
import type { Contract, Entity, Field, FieldType, ProjectSpec } from './projectSpec';

/** A project spec as the language profiles look at it: what is kept, what is served, and under which names. */
export interface Project {
  readonly spec: ProjectSpec;
  /** In the order of the spec. */
  readonly entities: readonly EntityView[];
  /** What has operations, in the order of the spec: entities first, then what only paths name. */
  readonly resources: readonly Resource[];
  entity(name: string): EntityView | undefined;
}

export interface EntityView {
  readonly entity: Entity;
  readonly words: readonly string[];
  /** What identifies one of them. Absent: nothing does. */
  readonly key?: Field;
  /** The key, where the program gives it: callers may leave it out. */
  readonly generatedKey?: Field;
  /** Whether a storage keeps them; otherwise they only exist within others. */
  readonly isStored: boolean;
  /** Ids of the requirements that name it, sorted. */
  readonly requirements: readonly string[];
}

export interface Resource {
  readonly words: readonly string[];
  readonly view?: EntityView;
  readonly operations: readonly Operation[];
  /** Entities whose storages its service needs, its own first. */
  readonly stores: readonly EntityView[];
}

export async function viewProject(given: ProjectSpec, tell: Tell): Promise<Project> {
  const spec = withDistinctFields(given, tell);
  const contracts = withoutRepeatedRoutes(spec.contracts, tell);
  const views: EntityView[] = [];
  const referenced = namedByOthers(spec);
  for (const entity of spec.entities) {
    await breathe();
    const words = wordsOf(entity.name);
    const own = contracts.filter((contract) => contract.entity === entity.name);
    const key = keyFieldOf(entity, own.map(({ path }) => path));
    const isStored = own.length > 0 || key !== undefined || !referenced.has(entity.name);
    views.push({ entity, words, ...(key && { key: key.field, ...(key.isGenerated && { generatedKey: key.field }) }), isStored, requirements: requirementsAbout(words, spec) });
  }
  const byName = new Map(views.map((view) => [view.entity.name, view]));
  return {
    spec,
    entities: views,
    resources: await resourcesOf(spec, contracts, views, byName, tell),
    entity: (name) => byName.get(name),
  };
}

async function resourcesOf(spec: ProjectSpec, contracts: readonly Contract[], views: readonly EntityView[], byName: ReadonlyMap<string, EntityView>, tell: Tell): Promise<Resource[]> {
  const groups = new Map<string, { words: readonly string[]; view?: EntityView; contracts: Contract[] }>();
  for (const view of views) groups.set(view.words.join(' '), { words: view.words, view, contracts: [] });
  for (const contract of contracts) {
    const named = contract.entity === undefined ? undefined : byName.get(contract.entity);
    const words = named?.words ?? resourceWords(contract);
    const group = groups.get(words.join(' ')) ?? { words, contracts: [] };
    groups.set(words.join(' '), group);
    group.contracts.push(contract);
  }
  const resources: Resource[] = [];
  for (const { words, view, contracts: own } of groups.values()) {
    await breathe();
    const operations = own.length > 0 || spec.contracts.length > 0 || !view?.isStored ? own.map((contract) => operationOf(contract, words, views)) : operationsOfEntity(view);
    if (operations.length === 0) continue;
    resources.push({ words, ...(view && { view }), operations: withOwnNames(operations, tell), stores: storesFor(view, operations, spec, views) });
  }
  return resources;
}

/** Operations of one resource have names of their own: a repeated one gets a number. */
function withOwnNames(operations: readonly Operation[], tell: Tell): Operation[] {
  const seen = new Map<string, number>();
  return operations.map((operation) => {
    const name = operation.words.join(' ');
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count === 1) return operation;
    const id = operation.contract?.id ?? name;
    tell({ severity: 'warning', code: 'same-operation', message: `Two contracts would be the operation "${name}": the one of ${id} is called "${name} ${count}". Give it an id that names it, such as "${operation.words[0]}ByOther".`, about: [id] });
    return { ...operation, words: [...operation.words, String(count)], short: [...operation.short, String(count)] };
  });
}

function resourceWords({ path }: Contract): readonly string[] {
  const first = path.split('/').find((part) => part !== '' && !part.startsWith('{') && !/^(?:api|v\d+)$/i.test(part));
  return first === undefined ? ['root'] : singular(wordsOf(first));
}

const MOST_UNNAMED_STORES = 4;

function storesFor(view: EntityView | undefined, operations: readonly Operation[], spec: ProjectSpec, views: readonly EntityView[]): EntityView[] {
  const names = new Set<string>();
  if (view) {
    names.add(view.entity.name);
    for (const { from, to } of spec.relationships) {
      if (from === view.entity.name) names.add(to);
      if (to === view.entity.name) names.add(from);
    }
    for (const field of view.entity.fields) {
      entitiesIn(field.type, names);
      const words = wordsOf(field.name);
      if (words.length > 1 && /^(?:id|uuid|key)s?$/.test(words.at(-1)!)) for (const other of views) if (sameWords(other.words, words.slice(0, -1))) names.add(other.entity.name);
    }
  }
  for (const { contract, request, result } of operations) {
    if (request) entitiesIn(request, names);
    if (result) entitiesIn(result, names);
    for (const part of contract?.path.split('/') ?? []) {
      const said = part.startsWith('{') ? [] : singular(wordsOf(part));
      for (const other of views) if (sameWords(other.words, said)) names.add(other.entity.name);
    }
    // No entity of its own: what it works with is what its words name ("Returns pet inventories by status").
    if (!view && contract) for (const other of views) if (mentions(contract.description, other.words)) names.add(other.entity.name);
  }
  const takesInput = operations.some(({ request, pathParameters, queryParameters }) => request !== undefined || pathParameters.length + queryParameters.length > 0);
  const stored = views.filter(({ isStored }) => isStored);
  // Nothing says what it is about, yet it is told something: any data may be meant. Of many, none is more likely than another.
  const mayBeAny = names.size === 0 && takesInput && stored.length <= MOST_UNNAMED_STORES;
  const found = stored.filter((other) => names.has(other.entity.name) || mayBeAny);
  return found.sort((a, b) => Number(b === view) - Number(a === view));
}

/** Whether it answers requests, and so is a program; otherwise it is a library. */
export function isServed({ resources }: Project): boolean {
  return resources.some(({ operations }) => operations.some(({ contract }) => contract));
}

/** Names of the entities that a type holds. */
export function entitiesIn(type: FieldType, names = new Set<string>()): Set<string> {
  switch (type.kind) {
    case 'entity':
      return names.add(type.name);
    case 'list':
    case 'map':
      return entitiesIn(type.of, names);
    case 'object':
      for (const field of type.fields) entitiesIn(field.type, names);
      return names;
    case 'scalar':
    case 'enum':
      return names;
  }
}

/** Entities that one holds, apart from those that hold it in turn: what its file builds upon. */
export function heldBy(view: EntityView, project: Project): EntityView[] {
  return project.entities.filter((other) => other !== view && directly(view).has(other.entity.name) && !reaches(other, view, project));
}

/** Whether values of one entity may hold, at any depth, those of another. */
export function reaches(from: EntityView, to: EntityView, project: Project, seen = new Set<EntityView>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return [...directly(from)].some((name) => {
    const next = project.entity(name);
    return next !== undefined && (next === to || reaches(next, to, project, seen));
  });
}

function directly({ entity }: EntityView): Set<string> {
  const names = new Set<string>();
  for (const field of entity.fields) entitiesIn(field.type, names);
  return names;
}

/** By the fields of others, or as a part of what is sent. */
function namedByOthers(spec: ProjectSpec): Set<string> {
  const names = new Set<string>();
  for (const { request, responses } of spec.contracts) for (const type of [request, ...responses.map(({ body }) => body)]) if (type) entitiesIn(type, names);
  for (const entity of spec.entities) for (const field of entity.fields) for (const name of entitiesIn(field.type)) if (name !== entity.name) names.add(name);
  return names;
}

/** A requirement is about an entity whose name stands in it, in the singular or plural. */
function requirementsAbout(words: readonly string[], { requirements }: ProjectSpec): string[] {
  return requirements.filter(({ text, notes = '' }) => mentions(`${text} ${notes}`, words)).map(({ id }) => id).sort();
}

const SAID = new WeakMap<readonly string[], string>();

/** All words of a text, each between spaces. */
function saidBy(text: string): string {
  const words = wordsOf(text);
  const known = SAID.get(words);
  if (known !== undefined) return known;
  const said = ` ${words.join(' ')} `;
  SAID.set(words, said);
  return said;
}

export function mentions(text: string, words: readonly string[]): boolean {
  const said = saidBy(text);
  return said.includes(` ${words.join(' ')} `) || said.includes(` ${plural(words).join(' ')} `);
}

/** Two contracts of one method and path cannot both be answered, whatever their parameters are called. */
function withoutRepeatedRoutes(contracts: readonly Contract[], tell: Tell): Contract[] {
  const first = new Map<string, Contract>();
  return contracts.filter((contract) => {
    const route = `${contract.method} ${contract.path.replace(/\{[^}]*\}/g, '{}').replace(/(?<=.)\/$/, '')}`;
    const other = first.get(route);
    if (!other) first.set(route, contract);
    else tell({ severity: 'warning', code: 'same-route', message: `${contract.id} has the method and path of ${other.id} and is left out. Remove one of them, or give it another path.`, about: [contract.id, other.id] });
    return !other;
  });
}
