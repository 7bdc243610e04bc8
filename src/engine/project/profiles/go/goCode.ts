import { pascalCase, Scope, wordsOf } from '../../names';
import type { Field } from '../../projectSpec';

/** As Go's own names write them: https://go.dev/wiki/CodeReviewComments#initialisms */
const INITIALISMS: ReadonlySet<string> = new Set(['acl', 'api', 'ascii', 'cpu', 'css', 'dns', 'eof', 'guid', 'html', 'http', 'https', 'id', 'ip', 'json', 'ram', 'rpc', 'sla', 'smtp', 'sql', 'ssh', 'tcp', 'tls', 'ttl', 'udp', 'ui', 'uid', 'uri', 'url', 'utf8', 'uuid', 'vm', 'xml', 'xss']);

export function exported(words: readonly string[]): string {
  const name = words.map(letters).map((word) => (INITIALISMS.has(word) ? word.toUpperCase() : word.endsWith('s') && INITIALISMS.has(word.slice(0, -1)) ? `${word.slice(0, -1).toUpperCase()}s` : pascalCase([word]))).join('');
  // Only an upper-case letter is exported: digits and most scripts have none.
  return /^\p{Lu}/u.test(name) ? name : `X${name}`;
}

/** Go takes no combining marks in names. */
function letters(word: string): string {
  return word.replace(/\p{M}/gu, '');
}

/** Of methods: the first letter of the type, in lower case. */
export function receiverOf(type: string): string {
  return letters([...type][0]!.toLowerCase());
}

/** Go's keywords, what it declares itself, and the packages that bodies name: a variable of such a name would hide it. */
const TAKEN: ReadonlySet<string> = new Set([
  'break', 'case', 'chan', 'const', 'continue', 'default', 'defer', 'else', 'fallthrough', 'for', 'func', 'go', 'goto', 'if', 'import', 'interface', 'map', 'package', 'range', 'return', 'select', 'struct', 'switch', 'type', 'var',
  'any', 'append', 'bool', 'byte', 'cap', 'clear', 'close', 'complex', 'copy', 'delete', 'error', 'false', 'float64', 'imag', 'int', 'int64', 'iota', 'len', 'make', 'max', 'min', 'new', 'nil', 'panic', 'print', 'println', 'real', 'recover', 'rune', 'string', 'true', 'uint',
  'api', 'config', 'context', 'errors', 'fmt', 'handler', 'http', 'json', 'mail', 'main', 'model', 'service', 'slices', 'sort', 'storage', 'strconv', 'strings', 'sync', 'time', 'url',
]);

export function local(words: readonly string[]): string {
  const [first = 'x', ...rest] = words.map(letters);
  const name = /^\p{Nd}/u.test(first) ? `x${first}${tail(rest)}` : `${first}${tail(rest)}`;
  return TAKEN.has(name) || ['ctx', 'err', 'body', 'query', 'w', 'r', 's', 'h', 'm', 'ok', 'all', 'result'].includes(name) ? `${name}Param` : name;
}

function tail(words: readonly string[]): string {
  return words.length === 0 ? '' : exported(words);
}

/** A field or variable of a struct, which hides nothing. */
export function member(words: readonly string[]): string {
  const name = local(words);
  return name.endsWith('Param') && !TAKEN.has(name.slice(0, -5)) ? name.slice(0, -5) : name;
}

/** Of files: letters, digits and underscores; none of the endings that Go gives a meaning (`_test`, `_linux`, `_amd64`). */
export function fileName(words: readonly string[]): string {
  const name = words.join('_');
  return /_(?:test|linux|windows|darwin|android|js|wasm|amd64|arm|arm64|386|unix|freebsd|netbsd|openbsd|plan9|solaris|aix|illumos|ios|dragonfly|zos|hurd|nacl|riscv64|ppc64|ppc64le|mips|mips64|s390x|loong64)$/.test(`_${name}`) ? `${name}_file` : name;
}

export function goString(text: string): string {
  return JSON.stringify(text).replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029').replace(/\u007f/g, '\\u007f').replace(/[\ud800-\udfff](?<![\ud800-\udbff][\udc00-\udfff])(?![\udc00-\udfff])/g, '\ufffd').replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\ufffd');
}

const WIDTH = 100;

/** Comment lines of a text, each ended. Nothing of the text is layout to gofmt. */
export function comment(text: string, indentation = ''): string {
  const plain = text.replace(/``|''/g, '"').replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  if (plain === '') return '';
  const lines: string[] = [];
  let line = '';
  for (const word of plain.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > WIDTH - indentation.length - 3) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  // A line that begins with +build would be a condition of the file.
  return [...lines, line].map((one) => `${indentation}// ${one.replace(/^\+/, '\\+')}\n`).join('');
}

/** A doc comment that begins with the name that it stands above, as Go's do: `// Task is …`. */
export function doc(name: string, text: string, indentation = ''): string {
  return comment(`${name} ${text}`.replace(/(?<![.!?:)])$/, '.'), indentation);
}

export interface StructField {
  readonly doc: string;
  readonly name: string;
  readonly type: string;
  readonly tag?: string;
}

/** A struct type as gofmt lays it out: names, types and tags of neighbours without comments between them are in columns. */
export function struct(name: string, fields: readonly StructField[]): string {
  if (fields.length === 0) return `type ${name} struct{}\n`;
  const runs: StructField[][] = [];
  for (const field of fields) {
    if (field.doc !== '' || runs.length === 0) runs.push([field]);
    else runs.at(-1)!.push(field);
  }
  const lines = runs.flatMap((run) => {
    const nameWidth = Math.max(...run.map((field) => width(field.name)));
    const typeWidth = Math.max(...run.map(({ type }) => width(type)));
    return run.map((field) => `${comment(field.doc, '\t')}\t${pad(field.name, nameWidth)} ${field.tag === undefined ? field.type : `${pad(field.type, typeWidth)} ${field.tag}`}\n`);
  });
  return `type ${name} struct {\n${lines.join('')}}\n`;
}

function width(text: string): number {
  return [...text].length;
}

export function pad(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - width(text)));
}

/** Names of a struct's fields. `Validate` is its method. */
export function fieldNames(fields: readonly Field[]): ReadonlyMap<Field, string> {
  const scope = new Scope(['Validate']);
  return new Map(fields.map((field) => [field, scope.claim(exported(wordsOf(field.name)))]));
}

/** The article before a noun, by its first letter. */
export function a(noun: string): string {
  return `${/^[aeio]|^u(?!s|ni|r[ail])/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

export function jsonTag(name: string, isRequired: boolean, free: string): string {
  const plain = /^[\p{L}\p{Nd}!#$%&()*+\-./:;<=>?@[\]^_{|}~ ]+$/u.test(name) && name !== '-' ? name : free;
  return `\`json:"${plain}${isRequired ? '' : ',omitempty'}"\``;
}
