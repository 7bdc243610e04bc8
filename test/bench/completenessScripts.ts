import { execFileSync } from 'node:child_process';
import { openSync, readdirSync, readFileSync, readSync, closeSync } from 'node:fs';
import path from 'node:path';
import type { Listed, ToolList } from './completeness';

export interface Listing {
  readonly version: string;
  readonly folder: string;
  readonly files: ReadonlyMap<string, ToolList>;
}

const RUBY = `
require 'ripper'
require 'json'
class Definitions < Ripper
  attr_reader :found
  def initialize(*)
    super
    @found = []
  end
  def add(kind, name, line) = @found.push([kind, name.sub(/\\A(.*\\w)=\\z/, '\\1'), line])
  SCANNER_EVENTS.each { |event| define_method(:"on_#{event}") { |token| [:token, token, lineno] } }
  def on_def(name, *) = add('def', name[1], name[2])
  def on_defs(_object, _dot, name, *) = add('defs', name[1], name[2])
  def on_class(name, *) = add('class', name[1], name[2])
  def on_module(name, *) = add('module', name[1], name[2])
  def on_const_ref(name) = name
  def on_top_const_ref(name) = name
  def on_const_path_ref(_scope, name) = name
end
folder = RbConfig::CONFIG['rubylibdir']
puts JSON.generate([RUBY_VERSION, folder])
Dir.glob(File.join(folder, '**/*.rb')).sort.each do |path|
  text = File.read(path, encoding: 'UTF-8')
  next unless text.valid_encoding?
  parser = Definitions.new(text, path)
  parser.parse
  puts JSON.generate([path, parser.found]) unless parser.error?
end
`;

/** What Ripper finds in Ruby's own library: methods, singleton methods, classes, modules. A setter is listed by the name it sets. */
export function listWithRipper(): Listing | undefined {
  const output = run('ruby', ['-rrbconfig', '-e', RUBY]);
  if (output === undefined) return undefined;
  const [first, ...rest] = output.trimEnd().split('\n');
  const [version, folder] = JSON.parse(first!) as [string, string];
  const counted = new Set(['function', 'method', 'constructor', 'setter', 'class', 'namespace', 'trait', 'struct']);
  const files = rest.map((line): [string, ToolList] => {
    const [file, found] = JSON.parse(line) as [string, [string, string, number][]];
    return [file, { required: withOffsets(file, found), counted }];
  });
  return { version, folder, files: new Map(files) };
}

const SHELL_FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/lib', '/usr/share', '/etc'];

/** What shfmt's parser finds in the shell scripts of the system, by their first line or extension: functions. Scripts that it refuses are left out. */
export function listWithShfmt(): Listing | undefined {
  const version = run('shfmt', ['--version']);
  if (version === undefined) return undefined;
  const files = new Map<string, ToolList>();
  const seen = new Set<string>();
  for (const file of SHELL_FOLDERS.flatMap(shellScripts)) {
    const text = readFileSync(file, 'utf8');
    if (seen.has(text)) continue;
    seen.add(text);
    const output = run('shfmt', ['--to-json', '-ln', 'bash'], text);
    if (output === undefined) continue;
    files.set(file, { required: functionsIn(JSON.parse(output)), counted: new Set(['function']) });
  }
  return { version: version.trim(), folder: '/', files };
}

function shellScripts(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && (/\.(?:sh|bash)$/.test(entry.name) || !/\.\w+$/.test(entry.name)))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => /^#! ?\/(?:usr\/)?bin\/(?:env )?(?:ba|da)?sh\b/.test(headOf(file)))
    .sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

function headOf(file: string): string {
  try {
    const opened = openSync(file, 'r');
    const head = Buffer.alloc(64);
    const length = readSync(opened, head, 0, 64, 0);
    closeSync(opened);
    return head.toString('latin1', 0, length);
  } catch {
    return '';
  }
}

interface Position {
  readonly Offset: number;
  readonly Line: number;
}

function functionsIn(node: unknown): Listed[] {
  if (Array.isArray(node)) return node.flatMap(functionsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { Type, Name } = node as { Type?: string; Name?: { Value: string; Pos: Position } };
  const own = Type === 'FuncDecl' && Name ? [{ kind: 'function', name: Name.Value, line: Name.Pos.Line, offset: Name.Pos.Offset }] : [];
  return [...own, ...Object.values(node).flatMap(functionsIn)];
}

/** What universal-ctags finds in PowerShell files below the given folders: functions, classes, enums. There is no PowerShell to ask here. */
export function listPowerShell(folders: readonly string[]): Listing | undefined {
  const version = run('ctags', ['--version']);
  if (version === undefined || !version.startsWith('Universal')) return undefined;
  const files = new Map<string, ToolList>();
  const seen = new Set<string>();
  for (const folder of folders) {
    for (const entry of entriesOf(folder)) {
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/\.psm?1$/i.test(entry.name)) continue;
      const text = readFileSync(file, 'utf8');
      const output = seen.has(text) ? undefined : run('ctags', ['-x', '--language-force=PowerShell', '--kinds-PowerShell=fce', '--_xformat=%N\t%K\t%n', file]);
      seen.add(text);
      if (output === undefined) continue;
      const found = output.split('\n').filter(Boolean).map((line) => line.split('\t') as [string, string, string]);
      const required = withOffsets(file, found.map(([name, kind, line]) => [kind, name.replace(/^(?:script|global|private|local):/i, ''), Number(line)] as const));
      files.set(file, { required, counted: new Set(['function', 'class', 'enum']) });
    }
  }
  return { version: /Ctags (\S+?),/.exec(version)?.[1] ?? '', folder: '/', files };
}

function withOffsets(file: string, found: readonly (readonly [string, string, number])[]): Listed[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const starts: number[] = [0];
  for (const line of lines) starts.push(starts.at(-1)! + line.length + 1);
  return found.map(([kind, name, line]) => ({ kind, name, line, offset: starts[line - 1]! + Math.max(0, lines[line - 1]?.search(/\S/) ?? 0) }));
}

function run(command: string, args: readonly string[], input = ''): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30, input, stdio: ['pipe', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}
