import { pascalCase, snakeCase } from '../../names';
import { wrapped } from '../wrapped';

/** Characters in a line, as the project's formatter is told. */
export const WIDTH = 100;

const KEYWORDS: ReadonlySet<string> = new Set(['and', 'as', 'assert', 'async', 'await', 'break', 'case', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'match', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'type', 'while', 'with', 'yield']);

/** Functions and modules that code of any kind calls: a variable of such a name would hide them. */
const TAKEN: ReadonlySet<string> = new Set(['all', 'any', 'bool', 'bytes', 'dict', 'filter', 'float', 'int', 'len', 'list', 'map', 'max', 'min', 'next', 'object', 'open', 'print', 'range', 'round', 'set', 'sorted', 'str', 'sum', 'super', 'tuple', 'zip', 'datetime', 'logging', 'uuid', 'body', 'query', 'request', 'response', 'result', 'router', 'service', 'self', 'cls', 'status']);

/** Members of pydantic's BaseModel, which a field would hide. */
const MODEL_MEMBERS: ReadonlySet<string> = new Set(['construct', 'copy', 'dict', 'fields', 'from_orm', 'json', 'parse_file', 'parse_obj', 'parse_raw', 'schema', 'schema_json', 'update_forward_refs', 'validate']);

const TAKEN_TYPES: ReadonlySet<string> = new Set(['Annotated', 'Any', 'AnyUrl', 'AppError', 'ArithmeticError', 'AttributeError', 'Base64Bytes', 'BaseException', 'BaseModel', 'Body', 'Config', 'ConfigDict', 'Depends', 'Decimal', 'EmailStr', 'Ellipsis', 'Enum', 'Exception', 'False', 'Field', 'HttpUrl', 'KeyError', 'LookupError', 'None', 'NotImplemented', 'Path', 'Protocol', 'Query', 'Request', 'StrEnum', 'True', 'TypeError', 'UUID', 'ValueError', 'Warning']);

export function typeName(words: readonly string[]): string {
  const name = started(pascalCase(words), 'X');
  return TAKEN_TYPES.has(name) ? `${name}Entity` : name;
}

/** Of a parameter or variable. */
export function local(words: readonly string[]): string {
  const name = started(snakeCase(words), 'x_');
  return KEYWORDS.has(name) || TAKEN.has(name) ? `${name}_` : name;
}

/** Of a function or method. */
export function functionName(words: readonly string[]): string {
  const name = started(snakeCase(words), 'x_');
  return KEYWORDS.has(name) ? `${name}_` : name;
}

/** Of a field of a pydantic model: neither a member of every model, nor a name that annotations beside it use. */
export function fieldName(words: readonly string[]): string {
  const name = started(snakeCase(words), 'x_');
  const isTaken = KEYWORDS.has(name) || MODEL_MEMBERS.has(name) || name.startsWith('model_') || /^(?:datetime|list|dict|str|int|float|bool|bytes)$/.test(name);
  return isTaken ? `${name}_` : name;
}

/** Of a member of an enumeration. */
export function constantName(words: readonly string[]): string {
  const name = started(snakeCase(words).toUpperCase(), 'X_');
  return name === 'MRO' || name === 'NONE' || name === 'TRUE' || name === 'FALSE' ? `${name}_` : name;
}

/** A name starts with a letter; what Python itself would make of it is what is written. */
function started(name: string, prefix: string): string {
  return (/^[\p{Nd}\p{M}]/u.test(name) ? prefix + name : name).normalize('NFKC');
}

/** In double quotes, unless single ones spare escapes. */
export function pyString(text: string): string {
  const escaped = JSON.stringify(text).replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029').replace(/\u007f/g, '\\x7f');
  const count = (quote: string) => text.split(quote).length - 1;
  return count('"') > count("'") ? `'${escaped.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'` : escaped;
}

/** A docstring, ended. */
export function docstring(text: string, indentation: string): string {
  const plain = text.replace(/\\/g, '\\\\').replace(/"""/g, "'''").replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  const ended = plain.replace(/(?<![.!?:])$/, '.');
  if (indentation.length + ended.length + 6 <= WIDTH) return `${indentation}"""${ended}"""\n`;
  return `${indentation}"""${wrapped(ended, WIDTH - indentation.length - 3).join(`\n${indentation}`)}\n${indentation}"""\n`;
}

export function comment(text: string, indentation: string): string {
  const plain = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return plain === '' ? '' : wrapped(plain, WIDTH - indentation.length - 2).map((line) => `${indentation}# ${line}\n`).join('');
}

/** `before(a, b)after` as black writes it: on one line, with the elements on a line of their own, or each on its own. */
export function list(before: string, items: readonly string[], after: string, indentation = ''): string {
  const line = `${indentation}${before}${items.join(', ')}${after}`;
  if (line.length <= WIDTH || items.length === 0) return line;
  const inner = `${indentation}    ${items.join(', ')}`;
  if (inner.length <= WIDTH) return `${indentation}${before}\n${inner}\n${indentation}${after}`;
  return `${indentation}${before}\n${items.map((item) => `${indentation}    ${item},\n`).join('')}${indentation}${after}`;
}
