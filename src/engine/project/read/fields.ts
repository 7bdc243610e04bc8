import type { Field, FieldType } from '../projectSpec';
import { MapReader, textOf } from './mapReader';
import type { Problems } from './problems';
import { isEmpty, kindText, tokenOf, tokenOfEntry, valueOf, type Entry, type ListTree, type MapTree, type ScalarTree, type Span, type Tree } from './tree';
import { JSON_TYPE, parseType, plainName, STRING_TYPE, type FindEntity, type ReadType } from './types';

export const FIELD_KEYS = {
  name: ['name', 'attribute', 'field', 'property', 'key'],
  type: ['type', 'data_type'],
  description: ['description', 'desc', 'notes', 'comment', 'summary'],
  fields: ['fields', 'attributes', 'properties'],
  items: ['items'],
  entries: ['additional_properties'],
  values: ['enum', 'values', 'choices'],
  required: ['required', 'is_required', 'mandatory'],
  optional: ['optional', 'nullable'],
  format: ['format'],
} as const;

/** Keys that make a map the description of one field, and no object with fields of these names. */
const TYPE_KEYS: ReadonlySet<string> = new Set([...FIELD_KEYS.type, ...FIELD_KEYS.fields, ...FIELD_KEYS.items, ...FIELD_KEYS.entries, ...FIELD_KEYS.values].map(plainName));
/** Keys that say more of a field: a map of these alone describes one as well. */
const DETAIL_KEYS: ReadonlySet<string> = new Set([...FIELD_KEYS.description, ...FIELD_KEYS.required, ...FIELD_KEYS.optional, ...FIELD_KEYS.format].map(plainName));
const NAME_KEYS: ReadonlySet<string> = new Set(FIELD_KEYS.name.map(plainName));

/** A name that every language can make an identifier of: its letters and digits, of any script, are its words. */
const NAME = /^(?=.*[\p{L}\p{Nd}])[^\p{Cc}]+$/u;

/** Reads fields, types and bodies. */
export class TypedReader {
  /** Where the type of each field that was read stands. */
  readonly typeSpans = new WeakMap<Field, Span>();

  constructor(
    private readonly problems: Problems,
    readonly findEntity: FindEntity,
    private readonly suggest: (name: string) => string | undefined,
  ) {}

  /** `attributes` or `fields`, as a list or as a map by name. `whose` names their owner in messages. */
  fields(value: Tree, whose: string): Field[] {
    if (value.kind === 'scalar') {
      if (!isEmpty(value)) this.problems.error('wrong-type', value, `The fields of ${whose} must be a list, or a map of names and types, but this is ${kindText(value)}. Write, for example, "- { name: title, type: string }".`);
      return [];
    }
    const read = value.kind === 'list' ? this.#listed(value, whose) : value.entries.flatMap((entry) => this.#entry(entry, whose));
    const byName = new Map<string, Field>();
    for (const { field, span } of read) {
      const same = byName.get(plainName(field.name));
      if (same) this.problems.error('duplicate-field', span, `${upper(whose)} has two fields that would be one: "${same.name}" and "${field.name}". Rename one of them.`);
      else byName.set(plainName(field.name), field);
    }
    return [...byName.values()];
  }

  #listed(list: ListTree, whose: string): { field: Field; span: Span }[] {
    return list.items.flatMap((item) => {
      if (item.kind === 'map') {
        if (item.entries.length === 1 && !NAME_KEYS.has(plainName(item.entries[0]!.key))) return this.#entry(item.entries[0]!, whose);
        return this.#described(item, whose);
      }
      if (item.kind === 'scalar' && !isEmpty(item)) return this.#named(item, undefined, item, whose);
      this.problems.error('wrong-type', tokenOf(item), `A field of ${whose} must have a name and a type, but this is ${kindText(item)}. Write "{ name: title, type: string }".`);
      return [];
    });
  }

  /** `{ name: title, type: string, description: … }` */
  #described(map: MapTree, whose: string): { field: Field; span: Span }[] {
    const reader = new MapReader(map, this.problems);
    const name = reader.take(...FIELD_KEYS.name);
    if (!name || name.value.kind !== 'scalar') {
      this.problems.error('missing-name', tokenOf(map), `A field of ${whose} has no name. Add "name: …" (or "attribute: …").`);
      return [];
    }
    return this.#named(name.value, reader, tokenOfEntry(name), whose);
  }

  /** `title: string`, `title: { type: string }`, `address: { street: string }` */
  #entry({ key, keySpan, value }: Entry, whose: string): { field: Field; span: Span }[] {
    const name = { text: key, start: keySpan.start, end: keySpan.end };
    if (value.kind === 'map' && isDescription(value)) return this.#named(name, new MapReader(value, this.problems), keySpan, whose);
    return this.#named(name, value, keySpan, whose);
  }

  #named(written: Pick<ScalarTree, 'text'> & Span, how: MapReader | Tree | undefined, span: Span, whose: string): { field: Field; span: Span }[] {
    const isMarked = written.text.trim().endsWith('?');
    const name = written.text.trim().replace(/\?$/, '').trim();
    if (!this.#isName(name, span, `A field of ${whose}`)) return [];
    const what = `The field "${name}" of ${whose}`;
    const reader = how instanceof MapReader ? how : undefined;
    const description = reader?.text(...FIELD_KEYS.description) ?? '';
    const { type, isOptional, notes, typeSpan } = reader ? this.#typeIn(reader, what, span) : this.#type(how instanceof MapReader ? undefined : how, what, span);
    const required = reader?.flag(...FIELD_KEYS.required);
    const optional = reader?.flag(...FIELD_KEYS.optional);
    const isRequired = required ?? (optional === undefined ? !isOptional && !isMarked : !optional);
    const field: Field = { name, type, description, isRequired, rest: { ...reader?.rest(), ...(notes.length > 0 && { constraints: notes.join(', ') }) } };
    this.typeSpans.set(field, typeSpan);
    return [{ field, span }];
  }

  /** The type that the keys of a field or body say. */
  #typeIn(reader: MapReader, what: string, span: Span): TypeHere {
    // JSON Schema lists the fields of an object that must be there.
    const [required] = reader.takeWhere(({ key, value }) => plainName(key) === 'required' && value.kind === 'list');
    const requiredNames = required && valueOf(required.value);
    const values = reader.take(...FIELD_KEYS.values);
    const format = reader.text(...FIELD_KEYS.format);
    const fields = reader.take(...FIELD_KEYS.fields);
    const items = reader.take(...FIELD_KEYS.items);
    const type = reader.take(...FIELD_KEYS.type);
    if (values) return this.#oneOf(values, type, what);
    if (fields) return { ...NOTHING, type: { kind: 'object', fields: onlyRequired(this.fields(fields.value, what.replace(/^The/, 'the')), requiredNames) }, typeSpan: fields.keySpan };
    const outer = type ? this.#type(type.value, what, tokenOfEntry(type)) : undefined;
    // Whether there may be others, as JSON Schema says with `true`, is no type.
    const [entries] = reader.takeWhere(({ key, value }) => FIELD_KEYS.entries.some((one) => plainName(one) === plainName(key)) && !(value.kind === 'scalar' && typeof value.value === 'boolean'));
    if (entries && (!outer || outer.type.kind === 'map' || (outer.type.kind === 'scalar' && outer.type.scalar === 'json'))) {
      const inner = this.#inner(entries, what);
      return { ...NOTHING, ...outer, type: { kind: 'map', of: inner.type }, typeSpan: inner.typeSpan };
    }
    if (items && (!outer || outer.type.kind === 'list')) {
      const inner = this.#inner(items, what);
      return { ...NOTHING, ...outer, type: { kind: 'list', of: inner.type }, typeSpan: inner.typeSpan };
    }
    if (!outer) return this.#type(undefined, what, span);
    return format && outer.type.kind === 'scalar' ? { ...outer, type: this.#formatted(outer.type, format) } : outer;
  }

  /** The type of what a list or map holds. */
  #inner(entry: Entry, what: string): TypeHere {
    const { value, keySpan } = entry;
    return value.kind === 'map' && isDescription(value) ? this.#typeIn(new MapReader(value, this.problems), what, keySpan) : this.#type(value, what, tokenOfEntry(entry));
  }

  /** Values to choose from. Those of a number stay numbers: which they are is told, but makes no type of its own. */
  #oneOf(values: Entry, written: Entry | undefined, what: string): TypeHere {
    const outer = written && this.#type(written.value, what, tokenOfEntry(written));
    const items = values.value.kind === 'list' ? values.value.items : [];
    const isOptional = outer?.isOptional === true || items.some(isNull);
    const typeSpan = tokenOfEntry(values);
    if (outer?.type.kind === 'scalar' && (outer.type.scalar === 'integer' || outer.type.scalar === 'number' || outer.type.scalar === 'boolean')) {
      return { type: outer.type, isOptional, notes: [`one of ${items.flatMap((item) => (item.kind === 'scalar' && !isNull(item) ? [item.text] : [])).join(', ')}`], typeSpan };
    }
    return { type: this.#enum(values, what), isOptional, notes: outer?.notes ?? [], typeSpan };
  }

  /** `type: string, format: date-time`, as in JSON Schema. */
  #formatted(type: FieldType & { kind: 'scalar' }, format: string): FieldType {
    const named = parseType(format, () => undefined);
    const isTypeOfItsOwn = type.scalar === 'string' && named?.unknown.length === 0 && named.type.kind === 'scalar' && named.type.scalar !== 'string';
    return isTypeOfItsOwn ? named.type : { ...type, format };
  }

  /** A type as text, as a list (`[Book]`, or the values of an enum), or as an object with fields. */
  #type(value: Tree | undefined, what: string, span: Span): TypeHere {
    if (!value || isEmpty(value)) {
      this.problems.warning('missing-type', span, `${what} has no type and is read as text. Add one, such as "string".`);
      return { ...NOTHING, type: STRING_TYPE, typeSpan: span };
    }
    if (value.kind === 'map') {
      const reference = value.entries.find(({ key }) => key === '$ref')?.value;
      // `#/components/schemas/Book`, as in OpenAPI
      if (reference?.kind === 'scalar') return this.#text({ ...reference, text: reference.text.slice(reference.text.lastIndexOf('/') + 1), textStart: undefined }, what);
      return { ...NOTHING, type: { kind: 'object', fields: this.fields(value, what.replace(/^The/, 'the')) }, typeSpan: span };
    }
    if (value.kind === 'list') {
      if (value.items.length === 1) {
        const inner = this.#type(value.items[0], what, tokenOf(value));
        return { ...inner, type: { kind: 'list', of: inner.type } };
      }
      // `[string, "null"]`, as in JSON Schema.
      const texts = value.items.map((item) => (item.kind === 'scalar' ? item.text : ''));
      const united = texts.includes('null') ? parseType(texts.join(' | '), this.findEntity) : undefined;
      if (united?.unknown.length === 0) return { ...united, typeSpan: tokenOf(value) };
      return { ...NOTHING, type: this.#enumOf(value, what), typeSpan: tokenOf(value) };
    }
    return this.#text(value, what);
  }

  #text(value: ScalarTree, what: string): TypeHere {
    const read = parseType(value.text, this.findEntity);
    if (!read) {
      this.problems.warning('unknown-type', value, `${what} has the type "${short(value.text)}", which cannot be read; it is taken as JSON. Write a type such as "string", "list of Book" or "enum(open, done)", ${/\([^)]*$/.test(value.text) ? 'and quotes around it where it holds a comma in braces' : 'and put what is no type into "description"'}.`);
      return { ...NOTHING, type: JSON_TYPE, notes: [value.text.trim()], typeSpan: value };
    }
    this.#tellUnknown(read, value, what);
    return { ...read, typeSpan: value };
  }

  #tellUnknown({ unknown }: ReadType, value: ScalarTree, what: string): void {
    for (const { name, at } of unknown) {
      const span = value.textStart === undefined ? value : { start: value.textStart + at, end: value.textStart + at + name.length };
      const near = this.suggest(name);
      const hint = near ? ` Did you mean "${near}"?` : ' Define it under "entities", or write one of the types (string, integer, number, boolean, date, datetime, uuid, …).';
      this.problems.warning(/^[A-Z]/.test(name) ? 'unknown-entity' : 'unknown-type', span, `${what} names "${name}", which is neither an entity of this spec nor a type; it is taken as JSON.${hint}`);
    }
  }

  #enum(entry: Entry, what: string): FieldType {
    if (entry.value.kind === 'list') return this.#enumOf(entry.value, what);
    const text = textOf(entry, this.problems);
    return { kind: 'enum', values: [...new Set(text.split(/[,|]/).map((part) => part.trim()).filter(Boolean))] };
  }

  #enumOf(list: ListTree, what: string): FieldType {
    const values = list.items.flatMap((item) => {
      if (isNull(item)) return [];
      if (item.kind === 'scalar' && (item.text !== '' || item.value === '')) return [item.text];
      this.problems.error('wrong-type', tokenOf(item), `${what} must have texts as its values, but this is ${kindText(item)}.`);
      return [];
    });
    if (list.items.length === 0) this.problems.error('missing-values', list, `${what} has no values to choose from. List them: "[open, done]".`);
    return { kind: 'enum', values: [...new Set(values)] };
  }

  /** A body of a request or response: a type, an object of fields, a description with a type; or text that is no type, kept as `description`. */
  body(value: Tree, what: string, options: { readonly mayBeText: boolean }): { readonly type?: FieldType; readonly description: string } {
    if (value.kind === 'scalar') return this.#bodyText(value, what, options);
    const only = value.kind === 'map' && value.entries.length === 1 ? value.entries[0] : undefined;
    if (only && MEDIA_TYPE.test(only.key)) return this.body(only.value, what, options);
    if (value.kind === 'list' || !this.#isBodyDescription(value)) return { type: this.#type(value, what, tokenOf(value)).type, description: '' };
    const reader = new MapReader(value, this.problems);
    const description = reader.text(...FIELD_KEYS.description);
    const inner = reader.take(...BODY_KEYS);
    if (inner) return { ...this.body(inner.value, what, options), ...(description && { description }) };
    const hasType = reader.left.some(({ key }) => TYPE_KEYS.has(plainName(key)));
    return { ...(hasType && { type: this.#typeIn(reader, what, tokenOf(value)).type }), description };
  }

  #bodyText(value: ScalarTree, what: string, { mayBeText }: { readonly mayBeText: boolean }): { readonly type?: FieldType; readonly description: string } {
    const read = parseType(value.text, this.findEntity);
    if (read && read.unknown.length === 0) return { type: read.type, description: '' };
    // `NotFound` may be either; `ErrorList[]` can only be meant as a type.
    if (mayBeText && !(read && /^[A-Z][a-z]+[A-Z]|\[\]|<|^(list|array) of/.test(value.text))) return { description: value.text.trim() };
    if (read) {
      this.#tellUnknown(read, value, what);
      return { type: read.type, description: '' };
    }
    this.problems.warning('unknown-type', value, `${what} is "${short(value.text)}", which is no type; it is kept as its description, and the body is taken as JSON. Name an entity ("Book"), a list of one ("Book[]"), or list the fields.`);
    return { type: JSON_TYPE, description: value.text.trim() };
  }

  /** Whether a map describes a body (`{ description: The book., body: Book }`) rather than listing its fields (`{ body: string, description: string }`). */
  #isBodyDescription({ entries }: MapTree): boolean {
    if (entries.length === 0 || !entries.every(({ key }) => BODY_DESCRIPTION_KEYS.has(plainName(key)))) return false;
    const isType = ({ value }: Entry) => value.kind === 'scalar' && parseType(value.text, this.findEntity)?.unknown.length === 0;
    const find = (keys: readonly string[]) => entries.find(({ key }) => keys.map(plainName).includes(plainName(key)));
    const description = find(FIELD_KEYS.description);
    if (description && isType(description)) return false;
    if (find(['schema']) || find([...FIELD_KEYS.fields, ...FIELD_KEYS.items, ...FIELD_KEYS.type])) return true;
    const inner = find(BODY_KEYS);
    if (!inner) return description !== undefined && entries.length === 1;
    // `{ content: string }` is a note; `{ content: Note }` is its description.
    return description !== undefined || inner.value.kind !== 'scalar' || this.findEntity(inner.value.text.trim()) !== undefined;
  }

  /** Whether it can be the name of a type or value; else a problem. */
  isEntityName(name: string, span: Span): boolean {
    return this.#isName(name, span, 'An entity');
  }

  #isName(name: string, span: Span, what: string): boolean {
    if (name === '') this.problems.error('missing-name', span, `${what} has no name. Add one.`);
    else if (NAME.test(name) && name.length <= 100) return true;
    else this.problems.error('invalid-name', span, `${what} is called "${short(name)}", which no language can make a name of. Use letters and digits, at most 100 characters, and put anything else into "description".`);
    return false;
  }
}

interface TypeHere extends Pick<ReadType, 'type' | 'isOptional' | 'notes'> {
  readonly typeSpan: Span;
}

const NOTHING = { isOptional: false, notes: [] } as const;
const BODY_KEYS = ['schema', 'body', 'content'];
/** Keys of a map that describes a body. Any other makes it an object of fields. */
const BODY_DESCRIPTION_KEYS: ReadonlySet<string> = new Set([...FIELD_KEYS.description, ...BODY_KEYS, ...FIELD_KEYS.type, ...FIELD_KEYS.fields, ...FIELD_KEYS.items, ...FIELD_KEYS.required, 'example', 'examples', 'content_type', 'status', 'code', 'title'].map(plainName));
/** `application/json` */
const MEDIA_TYPE = /^[\w.+*-]+\/[\w.+*-]+$/;

/** Whether a map describes one field (`{ type: string }`) rather than listing fields. */
function isDescription({ entries }: MapTree): boolean {
  return entries.some(({ key, value }) => TYPE_KEYS.has(plainName(key)) && (plainName(key) !== 'type' || value.kind !== 'map')) || (entries.length > 0 && entries.every(({ key }) => DETAIL_KEYS.has(plainName(key))));
}

/** Said, not left empty. */
function isNull(item: Tree): boolean {
  return item.kind === 'scalar' && item.value === null && item.text !== '';
}

export function short(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function onlyRequired(fields: readonly Field[], names: unknown): readonly Field[] {
  return Array.isArray(names) ? fields.map((field) => ({ ...field, isRequired: field.isRequired && names.includes(field.name) })) : fields;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
