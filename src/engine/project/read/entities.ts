import type { Entity } from '../projectSpec';
import { FIELD_KEYS, type TypedReader } from './fields';
import { MapReader } from './mapReader';
import type { Problems } from './problems';
import { kindText, tokenOf, tokenOfEntry, type Entry, type Span, type Tree } from './tree';
import { parseType, plainName } from './types';

const NAME_KEYS = ['name', 'entity', 'title', 'model'];

const LIST_KEYS: ReadonlySet<string> = new Set(FIELD_KEYS.fields.map(plainName));

/** An entity whose fields have not been read: their types may name entities that come later. */
export interface EntityHead {
  readonly name: string;
  readonly span: Span;
  readonly body: Tree;
  /** It is the key of a map, not the name in a list. */
  readonly isByName?: boolean;
  /** What is left of it once its name has been taken. */
  readonly reader?: MapReader;
}

/** The entities by name, from a list or from a map. */
export function entityHeads(entries: readonly Entry[], problems: Problems): EntityHead[] {
  return entries.flatMap(({ key, keySpan, value }) => {
    if (value.kind === 'list') return value.items.flatMap((item) => listedHead(item, problems));
    if (value.kind === 'map') return value.entries.map((entry) => headByName(entry, problems));
    problems.error('wrong-type', keySpan, `"${key}" must be a list of entities, or a map of them by name, but is ${kindText(value)}. Write, for example, "${key}:" and below it "  - name: Book".`);
    return [];
  });
}

function headByName({ key, keySpan, value }: Entry, problems: Problems): EntityHead {
  return { name: key.trim(), span: keySpan, body: value, ...(value.kind === 'map' && { isByName: true, reader: new MapReader(value, problems) }) };
}

function listedHead(item: Tree, problems: Problems): EntityHead[] {
  if (item.kind === 'map') {
    const reader = new MapReader(item, problems);
    const name = reader.take(...NAME_KEYS);
    if (name && name.value.kind === 'scalar') return [{ name: name.value.text.trim(), span: tokenOfEntry(name), body: item, reader }];
    const only = item.entries[0];
    if (item.entries.length === 1 && only && only.value.kind !== 'scalar' && !LIST_KEYS.has(plainName(only.key))) return [headByName(only, problems)];
  }
  problems.error('missing-name', tokenOf(item), `An entity must be a map with a name, but this is ${item.kind === 'map' ? 'a map without one' : kindText(item)}. Add "name: …".`);
  return [];
}

/** Those whose name can be used and is nobody else's. */
export function distinctEntities(heads: readonly EntityHead[], types: Pick<TypedReader, 'isEntityName'>, problems: Problems): EntityHead[] {
  const byName = new Map<string, EntityHead>();
  for (const head of heads) {
    if (!types.isEntityName(head.name, head.span)) continue;
    const same = byName.get(plainName(head.name));
    if (same) problems.error('duplicate-entity', head.span, same.name === head.name ? `The entity "${head.name}" is here twice. Put both into one.` : `The entities "${same.name}" and "${head.name}" would be one type in code. Rename one of them.`);
    else byName.set(plainName(head.name), head);
  }
  return [...byName.values()];
}

export function readEntity({ name, span, body, reader, isByName }: EntityHead, types: TypedReader, problems: Problems): Entity {
  const whose = `the entity "${name}"`;
  const tellNoFields = () => problems.warning('missing-fields', span, `The entity "${name}" has no fields. List them under "fields", for example "- { name: title, type: string }".`);
  if (!reader) {
    if (body.kind === 'scalar') tellNoFields();
    return { name, description: body.kind === 'scalar' ? body.text.trim() : '', fields: body.kind === 'list' ? types.fields(body, whose) : [], rest: {} };
  }
  const listed = reader.take(...FIELD_KEYS.fields);
  if (!listed && isByName) return { name, ...looseFields(reader, whose, types), rest: {} };
  const description = reader.text('description', 'desc', 'summary', 'purpose');
  if (!listed) tellNoFields();
  return { name, description, fields: listed ? types.fields(listed.value, whose) : [], rest: reader.rest() };
}

/** `Book: { title: string }`: in a map by name, the fields may stand right below it. A description is one unless it says a type. */
function looseFields(reader: MapReader, whose: string, types: TypedReader): Pick<Entity, 'description' | 'fields'> {
  const isType = ({ value }: Entry) => value.kind !== 'scalar' || parseType(value.text, types.findEntity)?.unknown.length === 0;
  const description = reader.left.find((entry) => plainName(entry.key) === 'description' && !isType(entry));
  const text = description ? reader.text('description') : '';
  return { description: text, fields: types.fields({ ...reader.map, entries: reader.left }, whose) };
}
