import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import type { Outline, Outliner } from '../../src/engine/outline/outline';
import { fingerprint } from './completenessFormatters';

/** A text with one token changed, left out or moved, and what the language's own parser says of it. */
interface Mutant {
  readonly what: string;
  readonly text: string;
  /** Another program to the parser (`true`), or the same one written differently. */
  readonly differs: boolean;
}

export interface MutantRow {
  files: number;
  differing: number;
  same: number;
  /** Another program, and no hash says so. */
  readonly missed: string[];
  /** The same program, and a hash says otherwise. */
  readonly alarmed: string[];
}

/** Larger files take long to parse thousands of times, and hold nothing that smaller ones do not. */
const MAX_BYTES = 40_000;

export async function mutate(outliner: Outliner, files: readonly string[], mutantsOf: (file: string, text: string) => readonly Mutant[]): Promise<MutantRow> {
  const row: MutantRow = { files: 0, differing: 0, same: 0, missed: [], alarmed: [] };
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (text.length > MAX_BYTES || text.length < 500) continue;
    const outline = await outliner.outline(file, text);
    if (outline.syntaxErrors.length > 0 || outline.skipped) continue;
    row.files++;
    const before = said(outline);
    for (const mutant of mutantsOf(file, text)) {
      const changed = said(await outliner.outline(file, mutant.text)) !== before;
      if (mutant.differs) row.differing++;
      else row.same++;
      if (changed !== mutant.differs) (mutant.differs ? row.missed : row.alarmed).push(`${file}: ${mutant.what}`);
    }
  }
  return row;
}

/** Hashes, and what stands beside them in a spec: a file's imports and exports have no hash of their own. */
function said(outline: Outline): string {
  return JSON.stringify([fingerprint(outline).sort(), outline.imports, outline.exports]);
}

export function printMutantRow(name: string, row: MutantRow, examples: number): void {
  console.log(`${name.padEnd(40)} ${String(row.files).padStart(5)} files ${String(row.differing).padStart(6)} other programs, ${row.missed.length} missed; ${String(row.same).padStart(6)} same programs, ${row.alarmed.length} false alarms`);
  for (const one of row.missed.slice(0, examples)) console.log(`    missed: ${one}`);
  for (const one of row.alarmed.slice(0, examples)) console.log(`    false alarm: ${one}`);
}

const OTHER: Readonly<Record<string, string>> = {
  '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '**': '*', '<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '==', '===': '!==', '!==': '===', '&&': '||', '||': '&&', '??': '||',
  '+=': '-=', '-=': '+=', '++': '--', '--': '++', '<<': '>>', '>>': '<<', '&': '|', '|': '&', '^': '&', '?.': '.', true: 'false', false: 'true', null: 'undefined', const: 'let', let: 'const', break: 'continue', continue: 'break', public: 'private', private: 'public', in: 'of', of: 'in', class: 'interface', extends: 'implements',
};

/** Every `stride`-th token: changed where there is another like it, else left out; names and literals get another value. */
export function typescriptMutants(stride: number): (file: string, text: string) => Mutant[] {
  return (file, text) => {
    const original = structureOf(file, text);
    if (original === undefined) return [];
    const mutants: Mutant[] = [];
    const tokens = tokensOf(file, text);
    for (let index = stride - 1; index < tokens.length; index += stride) {
      const { start, end } = tokens[index]!;
      const token = text.slice(start, end);
      const replacements = [Object.hasOwn(OTHER, token) ? OTHER[token]! : '', /^[\w$#]+$/.test(token) ? (/^\d/.test(token) ? `${token.replace(/\D.*/, '')}1` : `${token}2`) : /^['"`]/.test(token) ? `${token.slice(0, -1)}~${token.slice(-1)}` : `${token}${token}`];
      for (const replacement of replacements) {
        const mutated = text.slice(0, start) + replacement + text.slice(end);
        const structure = structureOf(file, mutated);
        if (structure === undefined) continue;
        const line = text.slice(0, start).split('\n').length;
        // Exports are facts, not hashed, and a name may be exported twice.
        if (token === 'export') continue;
        // `let fs = require('fs')` is an import, whatever its keyword.
        if (/^(?:const|let|var)$/.test(token) && /require\(/.test(text.slice(start, start + 300))) continue;
        mutants.push({ what: `line ${line}: ${token} → ${replacement || 'nothing'}`, text: mutated, differs: structure !== original });
      }
    }
    return mutants;
  };
}

function tokensOf(file: string, text: string): { start: number; end: number }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kindOf(file));
  const tokens: { start: number; end: number }[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source).filter((child) => child.kind < ts.SyntaxKind.FirstJSDocNode || child.kind > ts.SyntaxKind.LastJSDocNode);
    if (children.length === 0 && node.end > node.getStart(source)) tokens.push({ start: node.getStart(source), end: node.end });
    children.forEach(visit);
  };
  visit(source);
  return tokens;
}

/** The program as nested kinds and words, less what says nothing; `undefined`: it does not parse. */
function structureOf(file: string, text: string): string | undefined {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kindOf(file));
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly unknown[] };
  if (parseDiagnostics.length > 0) return undefined;
  const write = (node: ts.Node): string => {
    if (ts.isEmptyStatement(node) && (ts.isSourceFile(node.parent) || ts.isBlock(node.parent) || ts.isClassLike(node.parent) || ts.isCaseClause(node.parent) || ts.isModuleBlock(node.parent))) return '';
    if (node.kind === ts.SyntaxKind.SemicolonClassElement || node.kind === ts.SyntaxKind.EndOfFileToken) return '';
    if (ts.isParenthesizedExpression(node) || ts.isParenthesizedTypeNode(node)) return /\?\./.test(node.getText(source)) ? `(${children(node)})` : children(node);
    if (ts.isPropertyName(node) && 'text' in node && !ts.isPrivateIdentifier(node) && node.parent && 'name' in node.parent && node.parent.name === node) return ` ${node.text}`;
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return ` ${node.kind === ts.SyntaxKind.NumericLiteral ? '#' : '"'}${node.text}`;
    if (ts.isBinaryExpression(node) && /^(?:&&|\|\||\?\?)$/.test(node.operatorToken.getText(source))) return `(${operands(node, node.operatorToken.kind).join(node.operatorToken.getText(source))})`;
    if ((ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) && node.types.length === 1) return children(node);
    if (ts.isNewExpression(node)) return `(new ${children(node)})`;
    const flags = node.flags & (ts.NodeFlags.Let | ts.NodeFlags.Const | ts.NodeFlags.Using);
    const own = node.getChildCount(source) === 0 ? node.getText(source) : '';
    const unary = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) ? node.operator : '';
    const words = ts.isHeritageClause(node) ? node.token : ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isExportSpecifier(node) || ts.isExportDeclaration(node) ? String(node.isTypeOnly) : ts.isExportAssignment(node) ? String(node.isExportEquals) : ts.isTypeOperatorNode(node) ? node.operator : '';
    const signs = ts.isMappedTypeNode(node) ? `${node.readonlyToken?.getText(source) ?? ''}${node.questionToken?.getText(source) ?? ''}` : '';
    return `(${node.kind} ${flags} ${own}${unary}${words}${signs}${children(node)})`;
  };
  const children = (node: ts.Node): string => {
    let written = '';
    ts.forEachChild(node, (child) => void (written += write(child)));
    return written;
  };
  const operands = (node: ts.Expression, operator: ts.SyntaxKind): string[] => {
    const inner = unwrap(node);
    return ts.isBinaryExpression(inner) && inner.operatorToken.kind === operator ? [...operands(inner.left, operator), ...operands(inner.right, operator)] : [write(inner)];
  };
  return write(source);
}

function unwrap(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? unwrap(node.expression) : node;
}

function kindOf(file: string): ts.ScriptKind {
  if (/\.tsx$/.test(file)) return ts.ScriptKind.TSX;
  return /\.[cm]?ts$/.test(file) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
}

const PYTHON = `
import ast, io, json, sys, tokenize
other = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "*", "**": "*", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+=": "-=", "-=": "+=", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "&",
  "True": "False", "False": "True", "None": "0", "and": "or", "or": "and", "is": "==", "in": "not in", "break": "continue", "continue": "break", "if": "while", "elif": "if"}
def shape(text):
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [s for s in body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, str))] or [ast.Pass()]
        for field in ("orelse", "finalbody"):
            part = getattr(node, field, None)
            if isinstance(part, list) and part and all(isinstance(s, ast.stmt) for s in part):
                setattr(node, field, [s for s in part if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, str))])
    return ast.dump(tree)
path, stride = sys.argv[1], int(sys.argv[2])
text = open(path, encoding="utf-8", newline="").read()
lines = text.splitlines(keepends=True)
starts = [0]
for line in lines: starts.append(starts[-1] + len(line))
original = shape(text)
def show(what, mutated):
    try: differs = shape(mutated) != original
    except (SyntaxError, ValueError, RecursionError): return
    print(json.dumps([what, mutated, differs]))
tokens = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.string.strip() and t.type not in (tokenize.COMMENT, tokenize.NL)]
for token in tokens[stride - 1::stride]:
    start = starts[token.start[0] - 1] + token.start[1]; end = starts[token.end[0] - 1] + token.end[1]
    word = token.string
    if token.type == tokenize.NUMBER: options = [str(int(word) + 1) if word.isdigit() else "7"]
    elif token.type == tokenize.STRING: options = [word[:-1] + "~" + word[-1] if not word.endswith(('"""', "'''")) else word[:-3] + "~" + word[-3:]]
    elif token.type == tokenize.NAME: options = [other.get(word, ""), word + "2"]
    else: options = [other.get(word, ""), word + word]
    for option in options: show("line %d: %s -> %s" % (token.start[0], word[:40], option[:40] or "nothing"), text[:start] + option + text[end:])
for at in range(stride - 1, len(lines), stride):
    line = lines[at]
    if not line.strip() or line.strip().startswith("#"): continue
    show("line %d left out" % (at + 1), "".join(lines[:at] + lines[at + 1:]))
    if line.startswith("    "): show("line %d dedented" % (at + 1), "".join(lines[:at] + [line[4:]] + lines[at + 1:]))
    show("line %d indented" % (at + 1), "".join(lines[:at] + ["    " + line] + lines[at + 1:]))
    if at + 1 < len(lines) and lines[at + 1] != line: show("lines %d and %d swapped" % (at + 1, at + 2), "".join(lines[:at] + [lines[at + 1], line] + lines[at + 2:]))
`;

/** Every `stride`-th token and line: changed, left out, indented more or less, swapped with the next. */
export function pythonMutants(stride: number): (file: string, text: string) => Mutant[] {
  return (file) => {
    const output = execFileSync('python3', ['-W', 'ignore', '-c', PYTHON, file, String(stride)], { encoding: 'utf8', maxBuffer: 1 << 30 });
    return output.split('\n').filter(Boolean).map((line): Mutant => {
      const [what, text, differs] = JSON.parse(line) as [string, string, boolean];
      return { what, text, differs };
    });
  };
}
