import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { CodeSymbol } from '../../src/engine/outline/outline';
import type { Listed, ToolList } from './completeness';

/** Headers that a Debian machine with a compiler has. */
export const HEADERS = ['/usr/include/c++', '/usr/include/python3.11', '/usr/include/linux', '/usr/include/openssl'];

interface Tag {
  readonly _type: string;
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly file?: boolean;
}

/** Functions (defined or declared), classes, structs, unions, enums and namespaces, as Universal Ctags sees them: a parser of its own, but no compiler's. */
export function listWithCtags(folder: string): Map<string, ToolList> | undefined {
  if (!existsSync(folder)) return undefined;
  let output: string;
  try {
    output = execFileSync('ctags', ['-R', '--language-force=C++', '--kinds-C++=fpcsugn', '--output-format=json', '--fields=+nK-P', '-o', '-', folder], { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
  const files = new Map<string, { required: Listed[]; starts: number[] }>();
  for (const line of output.trimEnd().split('\n')) {
    const tag = JSON.parse(line) as Tag;
    // An enum or struct without a name has one that ctags makes up.
    if (tag._type !== 'tag' || /^__anon/.test(tag.name) || !/\.(?:h|hpp|hh|c|cc|cpp|tcc|ipp)$/.test(tag.path)) continue;
    // A macro that is called between declarations is a prototype to ctags.
    if (/^(?:function|prototype)$/.test(tag.kind) && /^_*[A-Z][A-Z0-9_]*$|^(?:PyAPI_|DECLARE_|IMPLEMENT_|STACK_OF)/.test(tag.name)) continue;
    const known = files.get(tag.path) ?? { required: [], starts: lineStarts(readFileSync(tag.path, 'utf8')) };
    files.set(tag.path, known);
    known.required.push({ kind: tag.kind, name: tag.name.replace(/^operator\s+(?=\W)/, 'operator'), line: tag.line, offset: known.starts[tag.line - 1] ?? 0 });
  }
  const counted = new Set(['function', 'method', 'constructor', 'class', 'struct', 'enum', 'namespace']);
  return new Map([...files].map(([file, { required }]) => [file, { required, counted, namesOf }]));
}

/** A specialisation goes by its template, and a struct that a typedef names by its tag too. */
function namesOf({ name, signature }: CodeSymbol): string[] {
  const tag = /^typedef (?:struct|union|enum) (\w+)/.exec(signature)?.[1];
  const plain = /^operator/.test(name) ? name : name.replace(/<[\s\S]*$/, '');
  // `namespace a::b` is two namespaces to ctags.
  return [...new Set([name, plain, ...plain.split('::'), ...(tag === undefined ? [] : [tag])])];
}

/** Offset of the first character that is no white space, of each line. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts.map((start) => start + /^[ \t]*/.exec(text.slice(start, start + 200))![0].length);
}
