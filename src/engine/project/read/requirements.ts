import type { Requirement } from '../projectSpec';
import { MapReader } from './mapReader';
import type { Problems } from './problems';
import { isEmpty, kindText, tokenOf, type Entry, type Span, type Tree } from './tree';
import { plainName } from './types';

type Kind = Requirement['kind'];

interface Found extends Omit<Requirement, 'id' | 'kind'> {
  readonly id?: string;
  readonly kind?: Kind;
  readonly span: Span;
}

const TEXT_KEYS = ['text', 'description', 'requirement', 'statement'];
const TITLE_KEYS = ['title', 'name', 'summary'];
const OWN_KEYS: ReadonlySet<string> = new Set([...TEXT_KEYS, ...TITLE_KEYS, 'id', 'priority', 'category', 'notes']);
const ID = /^[A-Za-z][A-Za-z_-]*[-_. ]?\d[\w.-]*$/;
/** `FR-1: The member can …` */
const ID_AND_TEXT = /^([A-Za-z][A-Za-z_-]*[-_]?\d[\w.-]*)\s*[:)]\s+(\S.*)$/s;

/** Requirements of all keys that hold some, in the order of the spec; those without an id get one. */
export function readRequirements(sources: readonly { readonly entry: Entry; readonly kind?: Kind }[], problems: Problems): { readonly requirements: Requirement[]; readonly spans: ReadonlyMap<string, Span> } {
  const found = sources.toSorted((a, b) => a.entry.keySpan.start - b.entry.keySpan.start).flatMap(({ entry, kind }) => inValue(entry.value, { key: entry.key, kind, problems }));
  const spans = new Map<string, Span>();
  for (const { id, span } of found) {
    if (id === undefined) continue;
    if (spans.has(id)) problems.error('duplicate-id', span, `Two requirements have the id "${id}". Give one of them another, since code and answers are kept by it.`);
    else spans.set(id, span);
  }
  const counts: Record<Kind, number> = { functional: 0, nonfunctional: 0 };
  const requirements = found.map(({ id: written, kind = 'functional', span, ...rest }): Requirement => {
    const id = written ?? nextId(kind, counts, spans);
    if (written === undefined) spans.set(id, span);
    return { id, kind, ...rest };
  });
  return { requirements, spans };
}

function nextId(kind: Kind, counts: Record<Kind, number>, taken: ReadonlyMap<string, Span>): string {
  for (;;) {
    const id = `${kind === 'functional' ? 'FR' : 'NFR'}-${++counts[kind]}`;
    if (!taken.has(id)) return id;
  }
}

interface Inherited {
  readonly key: string;
  readonly kind?: Kind;
  readonly category?: string;
  readonly problems: Problems;
}

function inValue(value: Tree, inherited: Inherited): Found[] {
  const { key, problems } = inherited;
  if (isEmpty(value)) return [];
  if (value.kind === 'list') return value.items.flatMap((item) => one(item, inherited));
  if (value.kind === 'map') return value.entries.flatMap((entry) => byKey(entry, inherited));
  problems.error('wrong-type', value, `"${key}" must be a list of requirements, but is ${kindText(value)}. Put each one on a line of its own, behind "- ".`);
  return [];
}

/** `functional: [...]`, `performance: …` (a category), `FR-1: …` (an id). */
function byKey({ key, keySpan, value }: Entry, inherited: Inherited): Found[] {
  const kind = kindOf(key);
  if (kind) return inValue(value, { ...inherited, key, kind });
  if (ID.test(key)) return one(value, inherited, { id: key, span: keySpan });
  return value.kind === 'list' ? inValue(value, { ...inherited, key, category: key }) : one(value, { ...inherited, category: key });
}

function one(item: Tree, { key, kind: inheritedKind, category, problems }: Inherited, named?: { readonly id: string; readonly span: Span }): Found[] {
  const found = (id: string | undefined, span: Span, rest: Omit<Found, 'id' | 'span' | 'kind'>, kind?: Kind): Found[] => {
    const known = kind ?? inheritedKind ?? (id && /^NFR/i.test(id) ? 'nonfunctional' : undefined);
    return [{ ...(id !== undefined && { id }), span, ...(known && { kind: known }), ...(category !== undefined && { category }), ...rest }];
  };
  if (item.kind === 'scalar' && !isEmpty(item)) {
    const match = named ? undefined : ID_AND_TEXT.exec(item.text.trim());
    return found(named?.id ?? match?.[1], named?.span ?? item, { text: match?.[2] ?? item.text.trim(), rest: {} });
  }
  if (item.kind !== 'map') {
    problems.error('wrong-type', isEmpty(item) && named ? named.span : tokenOf(item), `A requirement in "${key}" must be a text, or a map with "text", but is ${kindText(item)}.`);
    return [];
  }
  const only = item.entries[0];
  // YAML reads "- FR-1: The member can …" as a map of one key.
  if (!named && item.entries.length === 1 && only && only.value.kind === 'scalar' && !OWN_KEYS.has(plainName(only.key))) {
    if (ID.test(only.key)) return found(only.key, only.keySpan, { text: only.value.text.trim(), rest: {} });
    return found(undefined, only.keySpan, { text: `${only.key}: ${only.value.text.trim()}`, rest: {} });
  }
  return described(new MapReader(item, problems), tokenOf(item));

  function described(reader: MapReader, span: Span): Found[] {
    const id = reader.text('id', 'key', 'ref') || named?.id;
    const title = reader.text(...TITLE_KEYS);
    const text = reader.text(...TEXT_KEYS);
    const priority = reader.text('priority');
    const ownCategory = reader.text('category', 'area');
    const notes = reader.text('notes', 'note', 'rationale', 'comment');
    const kindEntry = reader.left.find((entry) => ['type', 'kind'].includes(plainName(entry.key)) && entry.value.kind === 'scalar' && kindOf(entry.value.text));
    const kind = kindEntry && kindOf(reader.text(kindEntry.key));
    if (!title && !text) problems.error('missing-text', span, `A requirement in "${key}" says nothing. Add "text: …".`);
    return found(id, span, { text: title && text && title !== text ? `${title}: ${text}` : text || title, ...(priority && { priority }), ...(ownCategory && { category: ownCategory }), ...(notes && { notes }), rest: reader.rest() }, kind);
  }
}

function kindOf(text: string): Kind | undefined {
  const word = plainName(text).replace(/requirements?$/, '');
  return word === 'functional' ? 'functional' : word === 'nonfunctional' ? 'nonfunctional' : undefined;
}
