import { camelCase, pascalCase } from '../../names';
import { wrapped } from '../wrapped';

/** Characters in a line, as the project's formatter is told. */
export const WIDTH = 100;

const RESERVED: ReadonlySet<string> = new Set([
  'abstract', 'any', 'arguments', 'as', 'async', 'await', 'boolean', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'declare', 'default', 'delete', 'do', 'else', 'enum', 'eval', 'export', 'extends', 'false', 'finally', 'for', 'from', 'function', 'get', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'is', 'keyof', 'let', 'module', 'namespace', 'never', 'new', 'null', 'number', 'object', 'of', 'package', 'private', 'protected', 'public', 'readonly', 'require', 'return', 'set', 'static', 'string', 'super', 'switch', 'symbol', 'this', 'throw', 'true', 'try', 'type', 'typeof', 'undefined', 'unique', 'unknown', 'var', 'void', 'while', 'with', 'yield',
  'app', 'body', 'process', 'query', 'reply', 'request', 'result',
]);

/** What the language, its library and the files around declare: a type of such a name would hide it. */
const TAKEN_TYPES: ReadonlySet<string> = new Set(['AppError', 'Array', 'ArrayBuffer', 'BigInt', 'Boolean', 'Buffer', 'Config', 'Date', 'Error', 'Fastify', 'FastifyInstance', 'FastifyServerOptions', 'Function', 'JSON', 'Map', 'Math', 'NonNullable', 'Number', 'Object', 'Omit', 'Partial', 'Pick', 'Promise', 'Proxy', 'RangeError', 'Readonly', 'Record', 'Reflect', 'RegExp', 'Request', 'Required', 'Response', 'Services', 'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'URL', 'URLSearchParams', 'WeakMap', 'WeakSet']);

export function typeName(words: readonly string[]): string {
  const name = startingWithLetter(pascalCase(words), 'X');
  return TAKEN_TYPES.has(name) ? `${name}Entity` : name;
}

/** Of a parameter or variable. */
export function local(words: readonly string[]): string {
  const name = startingWithLetter(camelCase(words), 'x');
  return RESERVED.has(name) ? `${name}Param` : name;
}

/** Of a member, where the language's own words may stand. */
export function member(words: readonly string[]): string {
  return startingWithLetter(camelCase(words), 'x');
}

function startingWithLetter(name: string, letter: string): string {
  return /^\p{Nd}|^\p{M}/u.test(name) ? letter + name : name;
}

/** In single quotes, unless double ones spare escapes. */
export function tsString(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029').replace(/\\"/g, '"');
  const [single, double] = [count(escaped, "'"), count(escaped, '"')];
  return single > double ? `"${escaped.replace(/"/g, '\\"')}"` : `'${escaped.replace(/'/g, "\\'")}'`;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** The name of a property, in quotes where it has to be. */
export function property(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : tsString(name);
}

/** A doc comment, ended; none for an empty text. */
export function doc(text: string, indentation = ''): string {
  const plain = text.replace(/\*\//g, '*\\/').replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  if (plain === '') return '';
  const ended = plain.replace(/(?<![.!?:])$/, '.');
  if (indentation.length + ended.length + 7 <= WIDTH) return `${indentation}/** ${ended} */\n`;
  return `${indentation}/**\n${wrapped(ended, WIDTH - indentation.length - 3).map((line) => `${indentation} * ${line}\n`).join('')}${indentation} */\n`;
}

export function lineComment(text: string, indentation: string): string {
  const plain = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return plain === '' ? '' : wrapped(plain, WIDTH - indentation.length - 3).map((line) => `${indentation}// ${line}\n`).join('');
}

/** Each element on a line of its own. */
export function broken(before: string, items: readonly string[], after: string, indentation = ''): string {
  return `${indentation}${before}\n${items.map((item) => `${indentation}  ${item},\n`).join('')}${indentation}${after}`;
}

/** `before(a, b)after` on one line, or an element a line where that is too long. */
export function list(before: string, items: readonly string[], after: string, indentation = ''): string {
  const line = `${indentation}${before}${items.join(', ')}${after}`;
  if (line.length <= WIDTH || items.length === 0) return line;
  return broken(before, items, after, indentation);
}

/** A JSON schema, or what else is known as a value: `Raw` is code. */
export type Value = string | number | boolean | Raw | readonly Value[] | { readonly [key: string]: Value };

export class Raw {
  constructor(readonly code: string) {}
}

/** A value as the formatter writes it: objects in one line where they fit. */
export function literal(value: Value, indentation: string, before: number): string {
  const line = inline(value);
  if (indentation.length + before + line.length + 1 <= WIDTH) return line;
  if (Array.isArray(value)) return `[\n${value.map((item: Value) => `${indentation}  ${literal(item, `${indentation}  `, 0)},\n`).join('')}${indentation}]`;
  if (typeof value === 'object' && !(value instanceof Raw)) {
    return `{\n${Object.entries(value).map(([key, item]) => `${indentation}  ${property(key)}: ${literal(item, `${indentation}  `, property(key).length + 2)},\n`).join('')}${indentation}}`;
  }
  return line;
}

function inline(value: Value): string {
  if (value instanceof Raw) return value.code;
  if (typeof value === 'string') return tsString(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${property(key)}: ${inline(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
