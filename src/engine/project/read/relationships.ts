import type { Relationship } from '../projectSpec';
import { short } from './fields';
import { MapReader } from './mapReader';
import type { Problems } from './problems';
import { isEmpty, kindText, tokenOf, tokenOfEntry, type Entry, type Span, type Tree } from './tree';
import { singular, type FindEntity } from './types';

type Kind = Relationship['kind'];

/** What people write between two entities. The first that fits is taken. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:(?:many[ -]to[ -]many|m2m)\b|[nm*]\s*(?::|-|to|\.\.)\s*[nm*](?![\w.])|(?:has and belongs to many)\b)/i, 'many-to-many'],
  [/^(?:one[ -]to[ -]many\b|1\s*(?::|-|to|\.\.)\s*(?:0\.\.)?[nm*](?![\w.])|has[ _]many\b|has (?:zero|one) or more\b|(?:contains|owns) many\b)/i, 'one-to-many'],
  [/^(?:many[ -]to[ -]one\b|[nm*]\s*(?::|-|to|\.\.)\s*1(?!\w)|belongs[ _]to\b)/i, 'many-to-one'],
  [/^(?:one[ -]to[ -]one\b|1\s*(?::|-|to|\.\.)\s*1(?!\w)|has[ _](?:one|a|an)\b)/i, 'one-to-one'],
];

interface Reading {
  readonly findEntity: FindEntity;
  readonly suggest: (name: string) => string | undefined;
  readonly problems: Problems;
}

/** Texts that say no relationship are handed back, to be shown to the model as they are. */
export function readRelationships(entries: readonly Entry[], reading: Reading): { readonly relationships: Relationship[]; readonly unread: string[] } {
  const unread: string[] = [];
  const relationships = entries.flatMap(({ key, keySpan, value }) => {
    if (value.kind === 'list') return value.items.flatMap((item) => one(item, reading, unread));
    if (value.kind === 'map') return value.entries.flatMap((entry) => ofEntity(entry, reading, unread));
    reading.problems.error('wrong-type', keySpan, `"${key}" must be a list of relationships, but is ${kindText(value)}. Write, for example, "- Author 1:N Book".`);
    return [];
  });
  return { relationships, unread };
}

/** `Author: [has many Books]` */
function ofEntity({ key, keySpan, value }: Entry, reading: Reading, unread: string[]): Relationship[] {
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => (item.kind === 'scalar' ? inText(`${key} ${item.text.trim()}`, '', item.text ? item : keySpan, reading, unread, item.textStart === undefined ? undefined : item.textStart - key.length - 1) : one(item, reading, unread)));
}

function one(item: Tree, reading: Reading, unread: string[]): Relationship[] {
  if (item.kind === 'scalar' && !isEmpty(item)) return inText(item.text.trim(), '', item, reading, unread, item.textStart);
  if (item.kind === 'map') {
    const only = item.entries[0];
    // YAML reads "- Author 1:N Book: of which …" as a map of one key.
    if (item.entries.length === 1 && only && only.value.kind === 'scalar' && /\s/.test(only.key.trim())) return inText(only.key.trim(), only.value.text.trim(), only.keySpan, reading, unread, only.keySpan.start);
    return inMap(new MapReader(item, reading.problems), tokenOf(item), reading);
  }
  reading.problems.error('wrong-type', tokenOf(item), `A relationship must be a text such as "Author 1:N Book", or a map with "from", "to" and "kind", but is ${kindText(item)}.`);
  return [];
}

function inMap(reader: MapReader, span: Span, reading: Reading): Relationship[] {
  const from = reader.take('from', 'source', 'entity', 'left', 'entity1', 'parent');
  const to = reader.take('to', 'target', 'related', 'right', 'entity2', 'child');
  const kind = reader.text('kind', 'type', 'cardinality', 'relationship', 'relation');
  const description = reader.text('description', 'notes', 'comment', 'label');
  if (!from || !to || from.value.kind !== 'scalar' || to.value.kind !== 'scalar') {
    reading.problems.error('missing-name', span, 'A relationship must name two entities. Write "from: Author" and "to: Book" (and "kind: one-to-many"), or a text such as "Author 1:N Book".');
    return [];
  }
  const named = [from, to].map((entry) => entityNamed(entry.value.kind === 'scalar' ? entry.value.text.trim() : '', tokenOfEntry(entry), reading));
  const known = kindOf(kind);
  return [{ from: named[0]!, to: named[1]!, kind: known ?? 'other', description: known || !kind ? description : [kind, description].filter(Boolean).join(': '), rest: reader.rest() }];
}

/** `Author 1:N Book`, `Author has many Books (each …)`, `Loan -> Book: …`; `textStart`: where the text stands, where it stands in the file as it is. */
function inText(text: string, description: string, span: Span, reading: Reading, unread: string[], textStart?: number): Relationship[] {
  const match = /^([A-Za-z][\w-]*)\s+(.+)$/s.exec(text);
  const from = match?.[1];
  const kind = match && KINDS.find(([pattern]) => pattern.test(match[2]!));
  const tail = match && (kind ? match[2]!.replace(kind[0], '') : match[2]!);
  const to = tail && /^\W*(?:(?:one|many|an?|the|to|with|and|of)\s+)*([A-Za-z][\w-]*)\s*(.*)$/is.exec(tail);
  const spanOf = (name: string, at: number): Span => (textStart === undefined || textStart + at < span.start ? span : { start: textStart + at, end: textStart + at + name.length });
  if (match && kind && from && to) return [{ from: entityNamed(from, spanOf(from, 0), reading), to: entityNamed(to[1]!, spanOf(to[1]!, text.length - tail.length + tail.indexOf(to[1]!)), reading), kind: kind[1], description: [trimmed(to[2]!), description].filter(Boolean).join(' '), rest: {} }];
  // Neither says how many; which two they are is known all the same.
  const named = [...new Set([...text.matchAll(/[A-Za-z][\w-]*/g)].flatMap(([word]) => reading.findEntity(word) ?? reading.findEntity(singular(word)) ?? []))];
  if (named.length === 2) return [{ from: named[0]!, to: named[1]!, kind: 'other', description: [text, description].filter(Boolean).join(': '), rest: {} }];
  reading.problems.warning('unreadable-relationship', span, `"${short(text)}" cannot be read as a relationship of two entities; it is shown to the model as it stands. Write, for example, "Author 1:N Book".`);
  unread.push([text, description].filter(Boolean).join(': '));
  return [];
}

function entityNamed(name: string, span: Span, { findEntity, suggest, problems }: Reading): string {
  const found = findEntity(name) ?? findEntity(singular(name));
  if (found !== undefined) return found;
  const near = suggest(name);
  problems.warning('unknown-entity', span, `A relationship names the entity "${short(name)}", which is not defined.${near ? ` Did you mean "${near}"?` : ' Define it under "entities".'}`);
  return name;
}

function kindOf(text: string): Kind | undefined {
  return KINDS.find(([pattern]) => pattern.test(text.trim().replace(/_/g, '-')))?.[1];
}

function trimmed(text: string): string {
  return text.replace(/^[\s:,;–—-]+/, '').replace(/^\((.*)\)$/s, '$1').trim();
}
