import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { createInProcessOutliner } from '../../src/engine/outline/parseOutline';
import type { CodeSymbol, Outliner } from '../../src/engine/outline/outline';
import { HEADERS, listWithCtags } from './completenessCtags';
import { listWithGo } from './completenessGo';
import { listWithRust } from './completenessRust';
import { listCsharpWithCtags } from './completenessCsharp';
import { listWithJavac } from './completenessJava';
import { listPowerShell, listWithRipper, listWithShfmt } from './completenessScripts';
import { listWithPhp } from './completenessPhp';
import { toldInSpec } from './specMentions';
import { mutate, printMutantRow, pythonMutants, typescriptMutants, type MutantRow } from './completenessMutants';
import { formatWithTools } from './completenessTools';
import { formatWithPrettier, formatWithPythonTools, printFormatRow } from './completenessFormatters';

/** Folders with real source, all of them in this project's own package-lock. */
const PACKAGES = [
  '@anthropic-ai/sdk/src',
  '@azure/msal-browser/src',
  '@azure/msal-common/src',
  '@azure/msal-node/src',
  'ajv/lib',
  'cheerio/src',
  'htmlparser2/src',
  'parse5/dist',
  '@secretlint/node/src',
  'eslint/lib',
  'undici/lib',
  'yaml/dist',
  'lodash',
  'underscore',
  'markdown-it/lib',
  'postcss/lib',
  'acorn/dist',
  'qs/lib',
  'semver',
  'lru-cache/dist',
  'prettier',
  'vitest/dist',
];

/** Not parsed by design: larger than 1 MB. */
const MAX_BYTES = 1024 * 1024;

export interface Listed {
  readonly name: string;
  readonly kind: string;
  /** 1-based, of the name. */
  readonly line: number;
  /** Offset of the name, in UTF-16 code units; `-1` where the tool does not tell. */
  readonly offset: number;
}

export interface ToolList {
  /** What must be in the outline. */
  readonly required: readonly Listed[];
  /** What may be there besides (methods of objects, types). Undefined: anything. */
  readonly accepted?: readonly Listed[];
  /** Kinds of symbols that are compared, where the tool lists others than functions and classes. */
  readonly counted?: ReadonlySet<string>;
  /** Names under which the tool may list a symbol, where they are others than its own. */
  readonly namesOf?: (symbol: CodeSymbol) => readonly string[];
}

interface Row {
  files: number;
  listed: number;
  found: number;
  outlined: number;
  extra: number;
  readonly missing: string[];
  readonly extras: string[];
  readonly unreadable: string[];
}

export async function run(root: string, args: readonly string[]): Promise<number> {
  const verbose = args.includes('--verbose');
  const only = args.filter((arg) => !arg.startsWith('--'));
  const wasmDir = path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
  const outliner = createInProcessOutliner({ wasmDir });
  if (args.includes('--mutants')) return runMutants(root, outliner, only, verbose ? 500 : 5);
  if (args.includes('--formatters')) return runFormatters(root, outliner, only, verbose ? 500 : 5);
  const rows = new Map<string, Row>();
  for (const name of PACKAGES.filter((candidate) => only.length === 0 || only.some((part) => candidate.includes(part)))) {
    const folder = path.join(root, 'node_modules', name);
    if (!existsSync(folder)) console.error(`${name} is not installed: skipped`);
    else rows.set(name, await measure(outliner, folder, listFiles(folder, /\.(?:[cm]?[jt]s|[jt]sx)$/), (file, text) => listWithTypeScript(file, text)));
  }
  if (only.length === 0 || only.includes('python')) {
    const python = listWithPython();
    if (!python) console.error('python3 is not installed: its standard library is skipped');
    else rows.set(`Python ${python.version} standard library`, await measure(outliner, python.folder, [...python.files.keys()], (file) => python.files.get(file)));
  }
  if (only.length === 0 || only.includes('go')) {
    const go = listWithGo();
    if (!go) console.error('go is not installed: its standard library is skipped');
    else rows.set(`Go ${go.version} standard library`, await measure(outliner, go.folder, [...go.files.keys()], (file) => go.files.get(file)));
  }
  if (only.length === 0 || only.includes('rust')) {
    const rust = listWithRust();
    if (!rust) console.error('cargo with the sources of crates (librust-syn-dev, librust-regex-dev, …) is not installed: Rust is skipped');
    else rows.set('Rust crates, by syn', await measure(outliner, rust.folder, [...rust.files.keys()], (file) => rust.files.get(file)));
  }
  if (only.length === 0 || only.includes('cpp')) {
    for (const folder of HEADERS) {
      const files = listWithCtags(folder);
      if (!files) console.error(`universal-ctags or ${folder} is not installed: skipped`);
      else rows.set(`C and C++, ${folder}, by ctags`, await measure(outliner, folder, [...files.keys()], (file) => files.get(file)));
    }
  }
  if (only.length === 0 || only.includes('java')) {
    const javac = listWithJavac();
    if ('missing' in javac) console.error(`${javac.missing}: Java is skipped`);
    else {
      rows.set(`Java, sources of JDK ${javac.version}`, await measure(outliner, javac.folder, [...javac.files.keys()], (file) => javac.files.get(file)));
      javac.dispose();
    }
  }
  if (only.length === 0 || only.includes('ruby')) {
    const ruby = listWithRipper();
    if (!ruby) console.error('ruby is not installed: its standard library is skipped');
    else rows.set(`Ruby ${ruby.version} standard library`, await measure(outliner, ruby.folder, [...ruby.files.keys()], (file) => ruby.files.get(file)));
  }
  if (only.length === 0 || only.includes('bash')) {
    const shell = listWithShfmt();
    if (!shell) console.error('shfmt is not installed: the shell scripts of the system are skipped');
    else rows.set(`Shell scripts of the system (shfmt ${shell.version})`, await measure(named(outliner, '.sh'), shell.folder, [...shell.files.keys()], (file) => shell.files.get(file)));
  }
  for (const [id, title, list] of [['php', 'PHP, sources of Debian', listWithPhp], ['csharp', 'C#, against Universal Ctags', listCsharpWithCtags]] as const) {
    if (only.length > 0 && !only.includes(id)) continue;
    const tool = list();
    if ('missing' in tool) console.error(`${tool.missing}: ${title.split(',')[0]} is skipped`);
    else rows.set(`${title} ${tool.version}`, await measure(outliner, tool.folder, [...tool.files.keys()], (file) => tool.files.get(file)));
  }
  if (only.length === 0 || only.includes('powershell')) {
    const scripts = listPowerShell([...foldersGiven(args), path.join(root, 'node_modules'), path.join(root, 'test/node_modules'), '/usr/lib', '/usr/share']);
    if (!scripts) console.error('universal-ctags is not installed: PowerShell scripts are skipped');
    else rows.set(`PowerShell scripts of packages (ctags ${scripts.version})`, await measure(outliner, scripts.folder, [...scripts.files.keys()], (file) => scripts.files.get(file)));
  }
  printTable(rows, verbose);
  return [...rows.values()].some((row) => row.missing.length > 0) ? 1 : 0;
}

/** Further folders to look for scripts in: `--folder=DIR`. */
function foldersGiven(args: readonly string[]): string[] {
  return args.filter((arg) => arg.startsWith('--folder=')).map((arg) => path.resolve(arg.slice('--folder='.length)));
}

/** Scripts without an extension, read as if they had one. */
function named(outliner: Outliner, extension: string): Outliner {
  return { ...outliner, outline: (file, text, options) => outliner.outline(file.endsWith(extension) ? file : file + extension, text, options) };
}

/** No formatter may change a hash: `--formatters`. */
async function runFormatters(root: string, outliner: Outliner, only: readonly string[], examples: number): Promise<number> {
  let changed = 0;
  for (const name of PACKAGES.filter((candidate) => only.length === 0 || only.some((part) => candidate.includes(part)))) {
    const folder = path.join(root, 'node_modules', name);
    if (!existsSync(folder)) continue;
    const row = await formatWithPrettier(outliner, folder, listFiles(folder, /\.(?:[cm]?[jt]s|[jt]sx)$/));
    printFormatRow(`Prettier, ${name}`, row, examples);
    changed += row.changed.length;
  }
  const python = only.length === 0 || only.includes('python') ? listWithPython() : undefined;
  if (python) {
    for (const [name, row] of await formatWithPythonTools(outliner, python.folder, (place) => python.files.has(path.join(python.folder, place)))) {
      printFormatRow(`${name}, Python's standard library`, row, examples);
      changed += row.changed.length;
    }
  }
  for (const [name, row] of await formatWithTools(outliner, only)) {
    printFormatRow(name, row, examples);
    changed += row.changed.length;
  }
  return changed > 0 ? 1 : 0;
}

/** Every other program must change a hash, and no other way to write the same one may: `--mutants`. */
async function runMutants(root: string, outliner: Outliner, only: readonly string[], examples: number): Promise<number> {
  const rows: [string, MutantRow][] = [];
  for (const name of PACKAGES.filter((candidate) => (only.length === 0 ? MUTATED.includes(candidate) : only.some((part) => candidate.includes(part))))) {
    const folder = path.join(root, 'node_modules', name);
    const files = existsSync(folder) ? listFiles(folder, /\.(?:[cm]?[jt]s|[jt]sx)$/).filter((_, index) => index % 7 === 3) : [];
    rows.push([`TypeScript's parser, ${name}`, await mutate(outliner, files, typescriptMutants(7))]);
  }
  const python = only.length === 0 || only.includes('python') ? listWithPython() : undefined;
  if (python) rows.push([`Python's parser, standard library`, await mutate(outliner, [...python.files.keys()].filter((_, index) => index % 29 === 3), pythonMutants(17))]);
  for (const [name, row] of rows) printMutantRow(name, row, examples);
  return rows.some(([, row]) => row.missed.length + row.alarmed.length > 0) ? 1 : 0;
}

const MUTATED = ['@anthropic-ai/sdk/src', 'ajv/lib', 'undici/lib', 'postcss/lib'];

function listFiles(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !/node_modules/.test(path.relative(folder, entry.parentPath)))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

async function measure(outliner: Outliner, folder: string, files: readonly string[], list: (file: string, text: string) => ToolList | undefined): Promise<Row> {
  const row: Row = { files: 0, listed: 0, found: 0, outlined: 0, extra: 0, missing: [], extras: [], unreadable: [] };
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (text.length > MAX_BYTES) continue;
    const tool = list(file, text);
    if (!tool) continue;
    const outline = await outliner.outline(file, text);
    const { syntaxErrors } = outline;
    // Only what a reader of the spec finds counts as found.
    const symbols = toldInSpec(path.relative(folder, file), outline);
    const place = path.relative(folder, file);
    if (syntaxErrors.length > 0) row.unreadable.push(`${place}:${syntaxErrors.join(',')}`);
    row.files++;
    compare(row, place, tool, symbols);
  }
  return row;
}

const COUNTED = new Set(['function', 'method', 'constructor', 'getter', 'setter', 'class']);

function compare(row: Row, place: string, { required, accepted, counted = COUNTED, namesOf = ({ name }) => [name] }: ToolList, symbols: readonly CodeSymbol[]): void {
  const byName = new Map<string, CodeSymbol[]>();
  for (const symbol of symbols.filter(({ kind }) => counted.has(kind))) for (const name of namesOf(symbol)) byName.set(name, [...(byName.get(name) ?? []), symbol]);
  const used = new Set<string>();
  const isThere = ({ name, line, offset }: Listed): boolean => {
    const found = (byName.get(name) ?? []).find((symbol) => (symbol.line === line && (symbol.ranges.length > 1 || !used.has(`${symbol.id} ${line}`))) || (symbol.ranges.length > 1 && symbol.ranges.some((range) => offset >= range.start && offset < range.end)));
    if (found) used.add(`${found.id} ${found.line}`);
    return found !== undefined;
  };
  for (const item of required) {
    row.listed++;
    if (isThere(item)) row.found++;
    else row.missing.push(`${place}:${item.line} ${item.kind} ${item.name}`);
  }
  const known = new Set([...required, ...(accepted ?? [])].map(({ name, line }) => `${name} ${line}`));
  const isKnown = (symbol: CodeSymbol): boolean => namesOf(symbol).some((name) => known.has(`${name} ${symbol.line}`));
  for (const symbol of symbols.filter(({ kind }) => counted.has(kind))) {
    row.outlined++;
    if (isKnown(symbol)) continue;
    row.extra++;
    row.extras.push(`${place}:${symbol.line} ${symbol.kind} ${symbol.id}`);
  }
}

function listWithTypeScript(file: string, text: string): ToolList {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, scriptKindOf(file));
  const required: Listed[] = [];
  const accepted: Listed[] = [];
  const add = (to: Listed[], kind: string, node: ts.Node, name: string): void => {
    const offset = node.getStart(source);
    to.push({ name, kind, offset, line: source.getLineAndCharacterOfPosition(offset).line + 1 });
  };
  const nameOf = (node: ts.PropertyName | ts.Expression): string => (ts.isStringLiteral(node) ? node.text : node.getText(source));
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name) add(required, 'function', node.name, node.name.text);
    else if (ts.isClassDeclaration(node) && node.name) add(required, 'class', node.name, node.name.text);
    else if ((ts.isMethodDeclaration(node) || ts.isGetAccessor(node) || ts.isSetAccessor(node)) && ts.isClassLike(node.parent)) add(required, 'method', node.name, nameOf(node.name));
    else if (ts.isConstructorDeclaration(node)) {
      // The keyword is the name; modifiers may stand before it.
      const keyword = node.getChildren(source).find((child) => child.kind === ts.SyntaxKind.ConstructorKeyword || child.kind === ts.SyntaxKind.StringLiteral);
      add(required, 'constructor', keyword ?? node, 'constructor');
    } else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && isFunctionOrClass(node.initializer)) add(required, 'variable', node.name, node.name.text);
    else if (ts.isPropertyDeclaration(node) && node.initializer && isFunction(node.initializer)) add(required, 'field', node.name, nameOf(node.name));
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && isFunctionOrClass(node.right)) {
      // `const a = b.c = () => …` is one function, by the name that is declared.
      if (ts.isVariableDeclaration(node.parent)) return ts.forEachChild(node, visit);
      if (ts.isIdentifier(node.left)) add(required, 'assignment', node.left, node.left.text);
      else if (ts.isPropertyAccessExpression(node.left) && node.left.getText(source) !== 'module.exports') add(required, 'assignment', node.left.name, node.left.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  collectAccepted(source, (kind, node, name) => add(accepted, kind, node, name), nameOf);
  return { required, accepted };
}

/** Methods of objects and types, function and class expressions, default exports: in the outline where they can be named. */
function collectAccepted(source: ts.SourceFile, add: (kind: string, node: ts.Node, name: string) => void, nameOf: (node: ts.PropertyName) => string): void {
  const visit = (node: ts.Node): void => {
    if ((ts.isMethodDeclaration(node) || ts.isMethodSignature(node) || ts.isGetAccessor(node) || ts.isSetAccessor(node)) && !ts.isClassLike(node.parent)) add('method', node.name, nameOf(node.name));
    else if (ts.isPropertyAssignment(node) && isFunctionOrClass(node.initializer)) add('property', node.name, nameOf(node.name));
    else if (ts.isFunctionExpression(node) && node.name) add('function', node.name, node.name.text);
    else if (ts.isClassExpression(node)) add('class', node.name ?? node, node.name?.text ?? '(class)');
    else if (ts.isExportAssignment(node)) add('default', node, 'default');
    else if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && !node.name) add('default', node, 'default');
    else if (ts.isCallSignatureDeclaration(node)) add('call', node, '()');
    else if (ts.isConstructSignatureDeclaration(node)) add('new', node, 'new');
    else if (ts.isVariableDeclaration(node) || (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)) {
      const value = ts.isVariableDeclaration(node) ? node.initializer : node.right;
      const inner = value && ts.isBinaryExpression(value) ? value.right : value;
      const name = ts.isVariableDeclaration(node) ? node.name : node.left;
      if (inner && isFunctionOrClass(inner)) add('chain', node, name.getText(source).replace(/^.*\./s, '') === 'exports' ? 'module.exports' : name.getText(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function isFunction(node: ts.Expression): boolean {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  return ts.isArrowFunction(inner) || ts.isFunctionExpression(inner);
}

function isFunctionOrClass(node: ts.Expression): boolean {
  return isFunction(node) || ts.isClassExpression(ts.isParenthesizedExpression(node) ? node.expression : node);
}

function scriptKindOf(file: string): ts.ScriptKind {
  if (/\.tsx$/.test(file)) return ts.ScriptKind.TSX;
  return /\.[cm]?ts$/.test(file) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
}

const PYTHON = `
import ast, json, os, sys, sysconfig
folder = sysconfig.get_paths()["stdlib"]
print(json.dumps([".".join(map(str, sys.version_info[:3])), folder]))
for base, folders, files in os.walk(folder):
    folders[:] = sorted(f for f in folders if f not in ("site-packages", "dist-packages", "__pycache__"))
    for name in sorted(files):
        if not name.endswith(".py"): continue
        path = os.path.join(base, name)
        try:
            with open(path, encoding="utf-8") as file: text = file.read()
            tree = ast.parse(text)
        except (SyntaxError, ValueError, UnicodeDecodeError): continue
        found = []
        lines = text.split("\\n")
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.append([type(node).__name__, node.name, node.lineno])
            elif isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Lambda):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name): found.append(["Lambda", target.id, target.lineno])
        print(json.dumps([path, found]))
`;

function listWithPython(): { version: string; folder: string; files: Map<string, ToolList> } | undefined {
  let output: string;
  try {
    output = execFileSync('python3', ['-W', 'ignore', '-c', PYTHON], { encoding: 'utf8', maxBuffer: 1 << 30 });
  } catch {
    return undefined;
  }
  const [first, ...rest] = output.trimEnd().split('\n');
  const [version, folder] = JSON.parse(first!) as [string, string];
  const files = new Map<string, ToolList>();
  for (const line of rest) {
    const [file, found] = JSON.parse(line) as [string, [string, string, number][]];
    // A definition's line is that of `def`; a name's offset is found there.
    const starts = lineStarts(readFileSync(file, 'utf8'));
    const listed = found.map(([kind, name, at]): Listed => ({ kind, name, line: at, offset: (starts[at - 1] ?? 0) + 1 }));
    files.set(file, { required: listed.filter(({ kind }) => kind !== 'Lambda'), accepted: listed });
  }
  return { version, folder, files };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    // Offset of the first character that is no white space: within the definition's range.
    starts.push(at + 1);
  }
  return starts.map((start) => start + /^[ \t]*/.exec(text.slice(start, start + 200))![0].length);
}

function printTable(rows: ReadonlyMap<string, Row>, verbose: boolean): void {
  const number = (value: number): string => value.toLocaleString('en').padStart(8);
  console.log('sources'.padEnd(40) + ['files', 'listed', 'found', '%', 'outlined', 'extra'].map((title) => title.padStart(9)).join(''));
  const total = { files: 0, listed: 0, found: 0 };
  for (const [name, row] of rows) {
    const share = row.listed === 0 ? 100 : (100 * row.found) / row.listed;
    console.log(`${name.padEnd(40)} ${number(row.files)} ${number(row.listed)} ${number(row.found)} ${share.toFixed(2).padStart(8)} ${number(row.outlined)} ${number(row.extra)}`);
    for (const kind of ['missing', 'extras', 'unreadable'] as const) for (const example of row[kind].slice(0, verbose ? 500 : kind === 'missing' ? 5 : 0)) console.log(`    ${kind}: ${example}`);
    total.files += row.files;
    total.listed += row.listed;
    total.found += row.found;
  }
  console.log(`${'all'.padEnd(40)} ${number(total.files)} ${number(total.listed)} ${number(total.found)} ${((100 * total.found) / Math.max(1, total.listed)).toFixed(2).padStart(8)}`);
}
