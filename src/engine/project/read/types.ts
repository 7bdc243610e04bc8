import type { FieldType, Scalar } from '../projectSpec';

/** Names of types that a spec may use beside those of its entities, without regard to case, `_`, `-` and spaces; with what each is read as. */
export const TYPE_NAMES: Readonly<Record<string, FieldType>> = {
  ...scalars('string', { string: '', str: '', text: '', varchar: '', char: '', email: 'email', url: 'url', uri: 'uri', phone: 'phone', password: 'password', slug: 'slug', hostname: 'hostname', ip: 'ip', time: 'time', duration: 'duration' }),
  ...scalars('integer', { integer: '', int: '', int32: 'int32', int64: 'int64', long: 'int64', bigint: 'int64', uint: 'uint' }),
  ...scalars('number', { number: '', float: 'float', float32: 'float', float64: 'double', double: 'double', decimal: 'decimal', numeric: 'decimal', money: 'decimal' }),
  ...scalars('boolean', { boolean: '', bool: '' }),
  ...scalars('date', { date: '' }),
  ...scalars('datetime', { datetime: '', timestamp: '', instant: '' }),
  ...scalars('uuid', { uuid: '', guid: '' }),
  ...scalars('bytes', { bytes: '', binary: '', blob: '' }),
  ...scalars('json', { json: '', object: '', any: '' }),
  array: { kind: 'list', of: { kind: 'scalar', scalar: 'json' } },
  list: { kind: 'list', of: { kind: 'scalar', scalar: 'json' } },
  map: { kind: 'map', of: { kind: 'scalar', scalar: 'json' } },
  dict: { kind: 'map', of: { kind: 'scalar', scalar: 'json' } },
};

function scalars(scalar: Scalar, formats: Readonly<Record<string, string>>): Record<string, FieldType> {
  return Object.fromEntries(Object.entries(formats).map(([name, format]) => [name, { kind: 'scalar', scalar, ...(format && { format }) }]));
}

export const JSON_TYPE: FieldType = { kind: 'scalar', scalar: 'json' };
export const STRING_TYPE: FieldType = { kind: 'scalar', scalar: 'string' };

/** A name without case, `_`, `-` and spaces: two names with the same one would be one in some language. */
export function plainName(name: string): string {
  const known = plainNames.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replace(/[\s_-]/g, '');
  if (plainNames.size < MOST_PLAIN_NAMES) plainNames.set(name, plain);
  return plain;
}

/** The same few hundred names are asked for over and over: every key of a spec is compared with every key that is known. */
const plainNames = new Map<string, string>();
const MOST_PLAIN_NAMES = 2_000;

/** `books` → `book`, for the few endings that English has. */
export function singular(name: string): string {
  if (/ies$/i.test(name)) return `${name.slice(0, -3)}y`;
  if (/(ss|us|is)$/i.test(name)) return name;
  return /(ches|shes|xes|sses|zes)$/i.test(name) ? name.slice(0, -2) : name.replace(/s$/i, '');
}

/** Finds the entity that a name means, as its definition spells it. */
export type FindEntity = (name: string) => string | undefined;

export interface ReadType {
  readonly type: FieldType;
  /** It may be absent or null. */
  readonly isOptional: boolean;
  /** What stands in parentheses or behind a comma and is no type: `primary key`, `255`, `unique`. */
  readonly notes: readonly string[];
  /** Names that are neither types nor entities, with where each begins in the text. They are read as JSON. */
  readonly unknown: readonly { readonly name: string; readonly at: number }[];
}

/** Reads a type as a person writes it: `list of Book`, `string?`, `map<string, int>`, `enum(a, b)`. Nothing for a text that has not the form of a type. */
export function parseType(text: string, findEntity: FindEntity): ReadType | undefined {
  // Names of entities may hold spaces.
  const whole = findEntity(text.trim());
  if (whole !== undefined && (whole === text.trim() || !Object.hasOwn(TYPE_NAMES, plainName(text)))) return { type: { kind: 'entity', name: whole }, isOptional: false, notes: [], unknown: [] };
  const signed = ofSignedName(text.trim(), findEntity);
  if (signed) return signed;
  try {
    return new TypeReader(text, findEntity).read();
  } catch (error) {
    if (error instanceof NoType) return undefined;
    throw error;
  }
}

/** `Page<Book>[]`, `list of 2nd Edition?` where an entity is called so: its name holds what would be signs of a type. */
function ofSignedName(text: string, findEntity: FindEntity): ReadType | undefined {
  const optional = /^(.+)\?$/.exec(text)?.[1];
  const of = /^(?:(?:list|array) of (.+)|(.+)\[\])$/i.exec(text)?.slice(1).find((one) => one !== undefined);
  const inner = optional ?? of;
  if (inner === undefined) {
    const name = findEntity(text);
    return name === text && !PLAIN_TOKEN.test(text) ? { type: { kind: 'entity', name }, isOptional: false, notes: [], unknown: [] } : undefined;
  }
  const read = ofSignedName(inner.trim(), findEntity);
  if (!read) return undefined;
  return optional === undefined ? { ...read, type: { kind: 'list', of: read.type }, isOptional: false } : { ...read, isOptional: true };
}

class NoType extends Error {}

const PLAIN_TOKEN = /^[\p{L}_$@][\p{L}\p{M}\p{Nd}_.$@-]*$/u;
const TOKEN = /\s*(?:([\p{L}_$@][\p{L}\p{M}\p{Nd}_.$@-]*)|("[^"]*"|'[^']*')|(-?\d[\d.]*)|(\[\]|[[\]<>(){}|?,*]))/uy;
const NULL_WORDS = new Set(['null', 'none', 'nil', 'undefined']);
const OPTIONAL_WORDS = new Set(['optional', 'nullable', 'maybe']);
const LIST_WORDS = new Set(['list', 'array', 'set', 'sequence', 'collection']);
const MAP_WORDS = new Set(['map', 'dict', 'dictionary', 'record', 'hash']);
const ENUM_WORDS = new Set(['enum', 'oneof', 'literal', 'choice']);
const MAX_TYPE_DEPTH = 20;

interface Token {
  readonly kind: 'name' | 'literal' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

class TypeReader {
  #token!: Token;
  #next = 0;
  #isOptional = false;
  #depth = 0;
  readonly #notes: string[] = [];
  readonly #unknown: { name: string; at: number }[] = [];

  constructor(
    private readonly text: string,
    private readonly findEntity: FindEntity,
  ) {
    this.#step();
  }

  read(): ReadType {
    const type = this.#union(true);
    if (this.#token.text === ',' && this.#unknown.length === 0) this.#addNote(this.text.slice(this.#token.at + 1), true);
    else if (this.#token.kind !== 'end') throw new NoType();
    return { type, isOptional: this.#isOptional, notes: this.#notes, unknown: this.#unknown };
  }

  /** `A | null`, `'a' | 'b'`, `A or null`. Of several types none can be said, so it is JSON. */
  #union(isOuter: boolean): FieldType {
    if (++this.#depth > MAX_TYPE_DEPTH) throw new NoType();
    const types: FieldType[] = [];
    const literals: string[] = [];
    do {
      if (this.#token.kind === 'literal') literals.push(this.#take().text.slice(1, -1));
      else if (this.#token.kind === 'name' && NULL_WORDS.has(this.#token.text.toLowerCase())) {
        this.#take();
        if (isOuter) this.#isOptional = true;
      } else types.push(this.#postfix(isOuter));
    } while (this.#accept('|') || this.#acceptWord('or'));
    this.#depth--;
    if (literals.length > 0 && types.length === 0) return { kind: 'enum', values: literals };
    if (types.length === 0) throw new NoType();
    return types.length === 1 && literals.length === 0 ? types[0]! : JSON_TYPE;
  }

  #postfix(isOuter: boolean): FieldType {
    let type = this.#primary(isOuter);
    for (;;) {
      if (this.#accept('[]')) type = { kind: 'list', of: type };
      else if (this.#accept('?')) this.#isOptional ||= isOuter;
      else if (this.#token.kind === 'name' && OPTIONAL_WORDS.has(this.#token.text.toLowerCase())) {
        this.#take();
        this.#isOptional ||= isOuter;
      } else return type;
    }
  }

  #primary(isOuter: boolean): FieldType {
    if (this.#accept('[]')) return { kind: 'list', of: this.#postfix(false) };
    if (this.#accept('[')) return { kind: 'list', of: this.#closed(']') };
    if (this.#accept('(')) return this.#closed(')', isOuter);
    if (this.#accept('*')) return this.#postfix(isOuter);
    if (this.#token.kind !== 'name') throw new NoType();
    const name = this.#take();
    const word = plainName(name.text);
    if (this.findEntity(name.text) !== name.text) {
      if (OPTIONAL_WORDS.has(word)) return this.#optional(isOuter);
      if (LIST_WORDS.has(word)) return this.#list(word);
      if (MAP_WORDS.has(word)) return this.#map(word);
      if (ENUM_WORDS.has(word)) return this.#enum();
    }
    return this.#named(name, isOuter);
  }

  #optional(isOuter: boolean): FieldType {
    this.#isOptional ||= isOuter;
    if (this.#accept('[')) return this.#closed(']');
    return this.#accept('<') ? this.#closed('>') : this.#postfix(isOuter);
  }

  #list(word: string): FieldType {
    if (this.#accept('<')) return { kind: 'list', of: this.#closed('>') };
    if (this.#accept('[')) return { kind: 'list', of: this.#closed(']') };
    if (this.#accept('(')) return { kind: 'list', of: this.#closed(')') };
    return this.#acceptWord('of') ? { kind: 'list', of: this.#postfix(false) } : (TYPE_NAMES[word] ?? { kind: 'list', of: JSON_TYPE });
  }

  /** The keys are texts, whatever the spec says: those of JSON are. */
  #map(word: string): FieldType {
    const end = this.#accept('<') ? '>' : this.#accept('[') ? ']' : undefined;
    if (end === undefined) return this.#acceptWord('of') ? { kind: 'map', of: this.#postfix(false) } : (TYPE_NAMES[word] ?? { kind: 'map', of: JSON_TYPE });
    const first = this.#union(false);
    if (this.#accept(',')) return { kind: 'map', of: this.#closed(end) };
    this.#expect(end);
    // Go writes the values behind the bracket.
    return end === ']' && this.#token.kind !== 'end' ? { kind: 'map', of: this.#postfix(false) } : { kind: 'map', of: first };
  }

  #enum(): FieldType {
    const end = this.#accept('(') ? ')' : this.#accept('[') ? ']' : this.#accept('<') ? '>' : this.#accept('{') ? '}' : undefined;
    if (end === undefined) throw new NoType();
    const values: string[] = [];
    do {
      const { kind, text } = this.#take();
      if (kind !== 'name' && kind !== 'literal' && kind !== 'number') throw new NoType();
      values.push(kind === 'literal' ? text.slice(1, -1) : text);
    } while (this.#accept(',') || this.#accept('|'));
    this.#expect(end);
    return { kind: 'enum', values: [...new Set(values)] };
  }

  #named({ text, at }: Token, isOuter: boolean): FieldType {
    const type = this.#lookUp(text);
    if (this.#token.kind === 'sign' && this.#token.text === '(') this.#note(isOuter);
    if (type) return type;
    this.#unknown.push({ name: text, at });
    return JSON_TYPE;
  }

  #lookUp(name: string): FieldType | undefined {
    const exact = this.findEntity(name);
    const known = plainName(name);
    // An entity's name, spelled as it is defined, stands above a type of the same name.
    if (exact === name || (exact !== undefined && !Object.hasOwn(TYPE_NAMES, known))) return { kind: 'entity', name: exact };
    if (Object.hasOwn(TYPE_NAMES, known)) return TYPE_NAMES[known];
    const one = this.findEntity(singular(name));
    if (one !== undefined) return { kind: 'entity', name: one };
    const plain = plainName(singular(name));
    return Object.hasOwn(TYPE_NAMES, plain) ? TYPE_NAMES[plain] : undefined;
  }

  /** `(255)`, `(primary key)`, `(optional)`: nothing here depends on it but whether it may be absent. It may hold anything. */
  #note(isOuter: boolean): void {
    const start = this.#token.at + 1;
    let end = start;
    for (let open = 1; ; end++) {
      const char = this.text[end];
      if (char === undefined) throw new NoType();
      if (char === '(') open++;
      if (char === ')' && --open === 0) break;
    }
    this.#addNote(this.text.slice(start, end), isOuter);
    this.#next = end + 1;
    this.#step();
  }

  #addNote(text: string, isOuter: boolean): void {
    const parts = text.split(/[,;]/).map((part) => part.trim());
    if (parts.some((part) => OPTIONAL_WORDS.has(part.toLowerCase()))) this.#isOptional ||= isOuter;
    const note = text.trim();
    if (note) this.#notes.push(note);
  }

  #closed(end: string, isOuter = false): FieldType {
    const type = this.#union(isOuter);
    this.#expect(end);
    return type;
  }

  #take(): Token {
    const token = this.#token;
    this.#step();
    return token;
  }

  #accept(sign: string): boolean {
    if (this.#token.kind !== 'sign' || this.#token.text !== sign) return false;
    this.#step();
    return true;
  }

  #acceptWord(word: string): boolean {
    if (this.#token.kind !== 'name' || this.#token.text.toLowerCase() !== word) return false;
    this.#step();
    return true;
  }

  #expect(sign: string): void {
    if (!this.#accept(sign)) throw new NoType();
  }

  #step(): void {
    TOKEN.lastIndex = this.#next;
    const match = TOKEN.exec(this.text);
    if (!match) {
      if (this.text.slice(this.#next).trim() !== '') throw new NoType();
      this.#token = { kind: 'end', text: '', at: this.text.length };
      return;
    }
    this.#next = TOKEN.lastIndex;
    const text = match[1] ?? match[2] ?? match[3] ?? match[4]!;
    this.#token = { kind: match[1] ? 'name' : match[2] ? 'literal' : match[3] ? 'number' : 'sign', text, at: this.#next - text.length };
  }
}
