import type { Problems } from './problems';
import { isReserved, MAX_DEPTH, MAX_NODES, reservedKey, TOO_DEEP, type Entry, type ScalarTree, type Span, type Tree } from './tree';

/** What a JSON text says. Its own reader, since a YAML parser takes much that is no JSON, and `JSON.parse` does not always say where a text breaks off. `from` is where it begins. */
export function jsonTree(text: string, problems: Problems, from = 0): Tree | undefined {
  try {
    return new JsonReader(text, problems, from).read();
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    problems.error(error.code, error.span, error.message);
    return undefined;
  }
}

class NotJson extends Error {
  constructor(readonly code: string, readonly span: Span, message: string) {
    super(message);
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- JSON takes no raw control character in a text.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

class JsonReader {
  #at: number;
  #nodes = 0;

  constructor(
    private readonly text: string,
    private readonly problems: Problems,
    from: number,
  ) {
    this.#at = from;
  }

  read(): Tree {
    this.#space();
    const tree = this.#value(0);
    this.#space();
    if (this.#at < this.text.length) this.#fail('JSON ends before this. Remove what follows, or put it inside of the object.');
    return tree;
  }

  #value(depth: number): Tree {
    if (++this.#nodes > MAX_NODES) this.#fail(`The spec holds more than ${MAX_NODES.toLocaleString('en')} values. Split the project.`, 'too-large');
    if (depth > MAX_DEPTH) this.#fail(TOO_DEEP, 'too-deep');
    const char = this.text[this.#at];
    if (char === '{') return this.#map(depth);
    if (char === '[') return this.#list(depth);
    if (char === '"') return this.#string();
    const start = this.#at;
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'scalar', value: Number(number), text: number, start, end: this.#at, textStart: start };
    const word = this.#match(WORD);
    if (word !== undefined && Object.hasOwn(WORDS, word)) return { kind: 'scalar', value: WORDS[word]!, text: word === 'null' ? '' : word, start, end: this.#at };
    this.#at = start;
    return this.#fail(word === undefined ? 'A value was expected here.' : `"${word}" is no JSON value. Put double quotes around a text.`);
  }

  #map(depth: number): Tree {
    const start = this.#at++;
    const entries = new Map<string, Entry>();
    this.#space();
    while (this.text[this.#at] !== '}') {
      if (this.text[this.#at] !== '"') this.#fail(entries.size > 0 && this.#isAfterComma() ? 'A key in double quotes was expected behind the comma.' : 'A key in double quotes was expected here.');
      const { text: key, start: keyStart, end: keyEnd } = this.#string();
      this.#space();
      if (this.text[this.#at] !== ':') this.#fail(`A colon was expected behind the key "${key}".`);
      this.#at++;
      this.#space();
      const value = this.#value(depth + 1);
      const keySpan = { start: keyStart, end: keyEnd };
      if (isReserved(key)) this.problems.warning('reserved-key', keySpan, reservedKey(key));
      else if (entries.has(key)) this.problems.error('duplicate-key', keySpan, `The key "${key}" is here twice. Keep one, and move what the other says into it.`);
      else entries.set(key, { key, keySpan, value });
      this.#separator('}', 'object');
    }
    return { kind: 'map', entries: [...entries.values()], start, end: ++this.#at };
  }

  #list(depth: number): Tree {
    const start = this.#at++;
    const items: Tree[] = [];
    this.#space();
    while (this.text[this.#at] !== ']') {
      items.push(this.#value(depth + 1));
      this.#separator(']', 'list');
    }
    return { kind: 'list', items, start, end: ++this.#at };
  }

  /** A comma that something follows, or the end. */
  #separator(end: string, what: string): void {
    this.#space();
    if (this.text[this.#at] === ',') {
      const comma = this.#at++;
      this.#space();
      if (this.text[this.#at] !== end) return;
      this.#at = comma;
      this.#fail(`JSON takes no comma behind the last entry of the ${what}. Remove it.`);
    }
    if (this.text[this.#at] !== end) this.#fail(`A comma or the end of the ${what} ("${end}") was expected here.`);
  }

  #string(): ScalarTree {
    const start = this.#at;
    const source = this.#match(STRING);
    if (source === undefined) {
      const line = /^"(?:[^"\\\n\r]|\\.)*"?/.exec(this.text.slice(start, start + 2_000))?.[0] ?? '"';
      return this.#fail(line.length > 1 && line.endsWith('"') ? 'This text holds an escape or a character that JSON does not take. Write "\\\\" for a backslash, "\\t" for a tab.' : 'This text does not end on its line. Close it with a double quote; write "\\n" for a line break.', 'invalid-json', line.length);
    }
    const text = JSON.parse(source) as string;
    return { kind: 'scalar', value: text, text, start, end: this.#at, ...(source.length === text.length + 2 && { textStart: start + 1 }) };
  }

  #isAfterComma(): boolean {
    return /,\s*$/.test(this.text.slice(Math.max(0, this.#at - 200), this.#at));
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #space(): void {
    while (' \t\n\r'.includes(this.text[this.#at] ?? 'x')) this.#at++;
    if (this.text.startsWith('//', this.#at) || this.text.startsWith('/*', this.#at)) this.#fail('JSON takes no comments. Remove it, or name the file .spec.yaml: YAML takes comments that begin with "#".');
  }

  #fail(message: string, code = 'invalid-json', length = 1): never {
    const isAtEnd = this.#at >= this.text.length;
    const word = /^[A-Za-z_$][\w$]*/.exec(this.text.slice(this.#at, this.#at + 100))?.[0].length ?? length;
    throw new NotJson(code, { start: this.#at, end: Math.min(this.text.length, this.#at + Math.max(word, length)) }, code === 'invalid-json' ? `This is not JSON: ${isAtEnd ? `the file ends too early. ${message}` : message}` : message);
  }
}
