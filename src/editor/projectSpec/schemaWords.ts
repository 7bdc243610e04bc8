import schema from '../../../schemas/project-spec.schema.json';
import { METHODS, PROJECT_LANGUAGES, SCALARS } from '../../engine/project/projectSpec';
import { TYPE_NAMES } from '../../engine/project/read/types';
import { keyAt, yamlPosition, type Step } from './yamlPosition';

/** Something that may stand at the cursor. */
export interface SpecWord {
  readonly kind: 'key' | 'type' | 'entity' | 'value';
  readonly label: string;
  readonly description?: string;
  /** What is inserted, where it is not the label. */
  readonly insert?: string;
}

export interface SpecWords {
  readonly words: readonly SpecWord[];
  /** The column, from 0, where what they replace begins. */
  readonly start: number;
}

interface Node {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly patternProperties?: Readonly<Record<string, Node | boolean>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

const definitions = schema.definitions as unknown as Readonly<Record<string, Node>>;

/** Keys, types and names that may stand at a place of a spec in YAML. `withKeys`: false where another extension offers the keys of the schema. */
export function wordsAt(text: string, line: number, column: number, withKeys = true): SpecWords {
  const lines = text.split(/\r\n|\n|\r/);
  const position = yamlPosition(lines, line, column);
  if (!position) return { words: [], start: column };
  const { path, key, typed, start, siblings } = position;
  const holders = nodesAt(path);
  if (key === undefined) {
    const item = path.at(-1) === 'item' && typed !== '' ? valuesOf(holders, path, undefined, lines) : [];
    return { words: [...(withKeys ? keysOf(holders, siblings, typed) : []), ...item], start };
  }
  return { words: valuesOf(holders.flatMap((node) => inside(node, { key })), path, key, lines), start };
}

/** What the key at a place means. */
export function meaningAt(text: string, line: number, column: number): { readonly text: string; readonly start: number; readonly end: number } | undefined {
  const found = keyAt(text.split(/\r\n|\n|\r/), line, column);
  if (!found) return undefined;
  const description = nodesAt(found.path).flatMap((node) => [...inside(node, { key: found.key }, false)]).map((node) => node.description).find((said) => said !== undefined);
  return description === undefined ? undefined : { text: description, start: found.start, end: found.end };
}

function nodesAt(path: readonly Step[]): Node[] {
  return path.reduce<Node[]>((nodes, step) => unique(nodes.flatMap((node) => inside(node, step))), spread(schema as unknown as Node));
}

/** A node with everything that it says by reference or as one of several. */
function spread(node: Node): Node[] {
  const referred = node.$ref?.startsWith('#/definitions/') ? definitions[node.$ref.slice('#/definitions/'.length)] : node.$ref === '#/properties/language' ? (schema.properties.language as unknown as Node) : undefined;
  return [node, ...(referred ? spread(referred) : []), ...[...(node.anyOf ?? []), ...(node.allOf ?? [])].flatMap(spread)];
}

function inside(node: Node, step: Step, deeply = true): Node[] {
  const open = (next: Node | boolean | undefined) => (typeof next === 'object' ? (deeply ? spread(next) : [next]) : []);
  if (step === 'item') return open(node.items);
  const own = node.properties?.[step.key] ?? Object.entries(node.patternProperties ?? {}).find(([pattern]) => new RegExp(pattern).test(step.key))?.[1];
  return open(own ?? (node.properties && !node.additionalProperties ? undefined : node.additionalProperties));
}

function unique(nodes: readonly Node[]): Node[] {
  return [...new Set(nodes)];
}

function keysOf(holders: readonly Node[], siblings: readonly string[], typed: string): SpecWord[] {
  const found = new Map<string, SpecWord>();
  for (const { properties } of holders) {
    for (const [label, node] of Object.entries(properties ?? {})) {
      if (found.has(label) || !node.description || (siblings.includes(label) && label !== typed)) continue;
      found.set(label, { kind: 'key', label, description: node.description, insert: `${label}: ` });
    }
  }
  return [...found.values()];
}

function valuesOf(nodes: readonly Node[], path: readonly Step[], key: string | undefined, lines: readonly string[]): SpecWord[] {
  const is = (name: string) => nodes.includes(definitions[name]!);
  const value = (...labels: readonly string[]) => labels.map((label): SpecWord => ({ kind: 'value', label }));
  const entities = () => entityNames(lines).map((label): SpecWord => ({ kind: 'entity', label }));
  const about = key ?? (typeof path.at(-2) === 'object' ? (path.at(-2) as { key: string }).key : undefined);
  if (path.length === 0 && key === 'language') return value(...PROJECT_LANGUAGES);
  if (is('flag')) return value('true', 'false');
  if (is('type') || is('body')) return [...entities(), ...entities().map(({ label }): SpecWord => ({ kind: 'entity', label: `${label}[]` })), ...typeWords()];
  if (about === 'entity' || about === 'entities' || about === 'from' || about === 'to') return key === undefined && path.length < 3 ? [] : entities();
  if (key === 'endpoint' || key === 'method') return METHODS.map((label): SpecWord => ({ kind: 'value', label, ...(key === 'endpoint' && { insert: `${label} /` }) }));
  if (key === 'kind') return topKey(path) === 'files' ? value('model', 'storage', 'service', 'handler', 'wiring', 'configuration', 'test', 'documentation', 'boilerplate', 'none') : value('one-to-one', 'one-to-many', 'many-to-one', 'many-to-many');
  return [];
}

function topKey(path: readonly Step[]): string | undefined {
  const [first] = path;
  return typeof first === 'object' ? first.key : undefined;
}

/** The plain types first, then those that say more of a text or a number, then what is made of others. */
function typeWords(): SpecWord[] {
  const names = [...new Set<string>([...SCALARS, ...Object.entries(TYPE_NAMES).flatMap(([name, type]) => (type.kind === 'scalar' && type.format === name ? [name] : []))])];
  return [...names.map((label): SpecWord => ({ kind: 'type', label })), ...['list of ', 'map<string, string>', 'enum(, )'].map((insert): SpecWord => ({ kind: 'type', label: insert.trim(), insert }))];
}

/** By their lines: a text that is being typed is rarely YAML. */
export function entityNames(lines: readonly string[]): string[] {
  const names = new Set<string>();
  let isInside = false;
  let indent: number | undefined;
  for (const line of lines) {
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    if (/^\S/.test(line) && !/^- /.test(line)) {
      isInside = /^["']?(?:entities|models)["']?\s*:/i.test(line);
      indent = undefined;
      continue;
    }
    if (!isInside) continue;
    const at = /^\s*/.exec(line)![0].length;
    indent ??= at;
    const listed = /^\s*-\s+\{?\s*(?:name|entity)\s*:\s*["']?([A-Za-z][\w -]*\w|[A-Za-z])/.exec(line)?.[1];
    const keyed = at === indent ? /^\s*["']?([A-Za-z][\w -]*?)["']?\s*:/.exec(line)?.[1] : undefined;
    const name = listed !== undefined && at === indent ? listed : keyed;
    if (name !== undefined) names.add(name);
  }
  return [...names];
}
