import { PROJECT_LANGUAGES, type ProjectLanguage, type ProjectSpec, type SpecProblem } from '../projectSpec';
import { tellCycles } from './cycles';
import { readBuild } from './build';
import { readContracts } from './contracts';
import { distinctEntities, entityHeads, readEntity } from './entities';
import { short, TypedReader } from './fields';
import { readFiles } from './files';
import { readTree } from './formats';
import { TOP_KEYS } from './keys';
import { MapReader } from './mapReader';
import { readModule } from './moduleName';
import { nearest } from './nearest';
import { lineStarts, placeOf, Problems } from './problems';
import { readRelationships } from './relationships';
import { readRequirements } from './requirements';
import { readScenarios } from './scenarios';
import { tokenOfEntry, type Entry, type MapTree, type Span } from './tree';
import { plainName } from './types';

export interface ReadSpec {
  /** Absent where there is an error among the problems. */
  readonly spec?: ProjectSpec;
  readonly problems: readonly SpecProblem[];
  /** Where its parts stand, as far as they could be read. */
  readonly places: readonly SpecPlace[];
}

export interface SpecPlace {
  readonly kind: 'entity' | 'contract';
  /** Name of the entity, id of the contract. */
  readonly id: string;
  /** From 1. */
  readonly line: number;
}

const LANGUAGE_NAMES: Readonly<Record<string, ProjectLanguage>> = { go: 'go', golang: 'go', typescript: 'typescript', ts: 'typescript', python: 'python', py: 'python' };

const MOST_SUGGESTIONS = 50;

/** Reads a project spec as YAML, JSON or Markdown, by the ending of its path. Never throws: what cannot be read is a problem with its place. */
export function readProjectSpec(path: string, text: string): ReadSpec {
  const problems = new Problems();
  // A carriage return alone ends a line for editors, but not for YAML.
  const body = text.replace(/^\uFEFF/, '').replace(/\r(?!\n)/g, '\n');
  const tree = readTree(path, body, problems);
  // What follows from half a text is nobody's mistake; where its parts stand is known all the same.
  const read = tree && readTop(tree, problems.isUnreadable ? new Problems() : problems);
  const lines = lineStarts(body);
  return {
    ...(read && !problems.hasErrors && { spec: read.spec }),
    problems: problems.list(body, lines),
    places: (read?.places ?? []).map(({ kind, id, span }) => ({ kind, id, line: placeOf(lines, span.start).line })),
  };
}

interface ReadTop {
  readonly spec: ProjectSpec;
  readonly places: readonly { readonly kind: SpecPlace['kind']; readonly id: string; readonly span: Span }[];
}

function readTop(tree: MapTree, problems: Problems): ReadTop {
  const top = new MapReader(hoisted(tree), problems);
  const heads = entityHeads(top.takeAll(...TOP_KEYS.entities), problems);
  const names = new Map(heads.map(({ name }) => [plainName(name), name] as const).reverse());
  const findEntity = (name: string) => names.get(plainName(name));
  let suggestions = 0;
  // Each compares with every name: of a spec full of unknown ones the first are enough.
  const suggest = (name: string) => (++suggestions > MOST_SUGGESTIONS ? undefined : nearest(name, [...names.values()]));
  const types = new TypedReader(problems, findEntity, suggest);
  const distinct = distinctEntities(heads, types, problems);
  const entities = distinct.map((head) => readEntity(head, types, problems));
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  tellCycles(entities, types.typeSpans, problems);

  const { requirements, spans } = readRequirements(
    [
      ...top.takeAll(...TOP_KEYS.requirements).map((entry) => ({ entry })),
      ...top.takeAll(...TOP_KEYS.functional).map((entry) => ({ entry, kind: 'functional' as const })),
      ...top.takeAll(...TOP_KEYS.nonfunctional).map((entry) => ({ entry, kind: 'nonfunctional' as const })),
    ],
    problems,
  );
  const contracts = readContracts(top.takeAll(...TOP_KEYS.contracts), { types, entities: byName, suggest, problems });
  const { relationships, unread } = readRelationships(top.takeAll(...TOP_KEYS.relationships), { findEntity, suggest, problems });
  const scenarios = readScenarios(top.takeAll(...TOP_KEYS.scenarios), problems);
  const contractIds = new Map(contracts.flatMap(({ contract: { id, method, path } }) => [[`${method} ${path}`, id], [id, id]]));
  const files = readFiles(top.takeAll(...TOP_KEYS.files), { findEntity, findContract: (name) => contractIds.get(name.trim()), hasRequirement: (id) => spans.has(id), problems });

  // For editors alone.
  top.take('$schema');
  const buildReader = buildOf(top, problems);
  const moduleEntry = top.take(...TOP_KEYS.module) ?? buildReader?.take('module', 'package');
  const name = readName(top, tree, moduleEntry !== undefined, problems);
  const description = top.text(...TOP_KEYS.description);
  const language = readLanguage(top.take(...TOP_KEYS.language) ?? buildReader?.take('language'), tree, problems);
  const module = readModule(moduleEntry, name, language?.name, problems);
  const framework = top.text(...TOP_KEYS.framework) || buildReader?.text('framework');
  const build = { ...(language?.version !== undefined && { languageVersion: language.version }), ...readBuild(buildReader, problems) };
  tellUnlikelyKeys(top.left, problems);
  return {
    spec: {
      name, description, language: language?.name ?? 'go', module, ...(framework && { framework }), requirements, entities, relationships,
      contracts: contracts.map(({ contract }) => contract), scenarios, build, files,
      rest: { ...top.rest(), ...(unread.length > 0 && { relationships: unread }) },
    },
    places: [...distinct.map(({ name: id, span }) => ({ kind: 'entity' as const, id, span })), ...contracts.map(({ contract: { id }, span }) => ({ kind: 'contract' as const, id, span }))],
  };
}

/** `project: { name: …, language: … }`: what it says counts as if it stood at the top. */
function hoisted(tree: MapTree): MapTree {
  return { ...tree, entries: tree.entries.flatMap((entry) => (['project', 'metadata'].includes(plainName(entry.key)) && entry.value.kind === 'map' ? entry.value.entries : [entry])) };
}

/** Several keys may say something of it. */
function buildOf(top: MapReader, problems: Problems): MapReader | undefined {
  const entries = top.takeAll(...TOP_KEYS.build).flatMap((entry) => {
    if (entry.value.kind === 'map') return entry.value.entries;
    problems.error('wrong-type', tokenOfEntry(entry), `"${entry.key}" must be a map, for example of "language_version" and "dependencies".`);
    return [];
  });
  return entries.length > 0 ? new MapReader({ kind: 'map', entries, start: entries[0]!.keySpan.start, end: entries.at(-1)!.value.end }, problems) : undefined;
}

/** @param hasModule a name for code is said besides */
function readName(top: MapReader, tree: MapTree, hasModule: boolean, problems: Problems): string {
  const entry = top.take(...TOP_KEYS.name);
  const name = entry?.value.kind === 'scalar' ? entry.value.text.trim() : '';
  if (!entry) problems.error('missing-name', beginningOf(tree), 'The project has no name. Add "name: …" at the top.');
  else if (entry.value.kind !== 'scalar') problems.error('wrong-type', tokenOfEntry(entry), `"${entry.key}" must be a text: the name of the project.`);
  else if (!hasModule && !/[A-Za-z]/.test(name)) problems.error('invalid-name', tokenOfEntry(entry), `The name "${short(name)}" has no letter from a to z, so that no package can be called after it. Add "module: …", or choose another name.`);
  return name;
}

/** `go`, `Python 3.12` */
function readLanguage(entry: Entry | undefined, tree: MapTree, problems: Problems): { readonly name: ProjectLanguage; readonly version?: string } | undefined {
  const text = entry?.value.kind === 'scalar' ? entry.value.text.trim() : '';
  const [, word = '', version] = /^([A-Za-z]+)\s*v?(\d[\d.]{0,20})?$/.exec(text) ?? [];
  const name = LANGUAGE_NAMES[word.toLowerCase()];
  if (name) return { name, ...(version !== undefined && version !== '3' && { version }) };
  const three = PROJECT_LANGUAGES.join(', ');
  if (!entry) problems.error('missing-language', beginningOf(tree), `The spec names no language. Add "language: …" with one of ${three}.`);
  else problems.error('unknown-language', tokenOfEntry(entry), `${text ? `"${short(text)}" is no language that projects can be made in` : '"language" must be a text'}. Use one of ${three}.`);
  return undefined;
}

function beginningOf(tree: MapTree): Span {
  return tree.entries[0]?.keySpan ?? { start: tree.start, end: tree.start };
}

/** `entites`: kept and shown to the model like any unknown key, but hardly what was meant. */
function tellUnlikelyKeys(left: readonly Entry[], problems: Problems): void {
  const known = Object.values(TOP_KEYS).flat();
  for (const { key, keySpan } of left.slice(0, MOST_SUGGESTIONS)) {
    const near = nearest(key, known);
    if (near !== undefined) problems.warning('unlikely-key', keySpan, `"${key}" is no key of a project spec, and is only shown to the model. Did you mean "${near}"?`);
  }
}
