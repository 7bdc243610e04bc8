import type { Import, ImportedName } from '../../outline/outline';
import type { ParsedSource } from '../parsedSource';
import type { TextEdit } from '../proposal';
import { addToList, endOfImports, importStatements, startOfFile, type ImportLanguage, type TopStatement } from './importLanguage';
import { isNamed } from './missingImports';

const STATEMENTS = ['import_statement'];

/** TypeScript and JavaScript. Names join a statement with braces for the same module; else a new one follows the last. */
export const ecmascript: ImportLanguage = {
  statements: STATEMENTS,
  add(source, missing) {
    const joined: TextEdit[] = [];
    const apart: Import[] = [];
    for (const one of missing) {
      const edit = joinExisting(source, one);
      if (edit) joined.push(edit);
      else apart.push(one);
    }
    return [...joined, ...addStatements(source, apart)];
  },
};

function joinExisting(source: ParsedSource, { from, names, typeOnly }: Import): TextEdit | undefined {
  if (names.length === 0 || !names.every(isNamed)) return undefined;
  for (const { start, end } of importStatements(source, STATEMENTS)) {
    const text = source.text.slice(start, end);
    const match = /^import\s+(type\s+)?[^'"{]*(\{)[^}]*(\})\s*from\s*(['"])(.*?)\4/d.exec(text);
    // A comment between the braces may hold anything.
    if (!match || match[5] !== from || (match[1] !== undefined) !== typeOnly || /\/[/*]/.test(text)) continue;
    return addToList(source.text, start + match.indices![2]![0], start + match.indices![3]![0], names.map(specifier));
  }
  return undefined;
}

function addStatements(source: ParsedSource, imports: readonly Import[]): TextEdit[] {
  if (imports.length === 0) return [];
  const lines = imports.map((one) => statementOf(one, styleOf(source)));
  const end = endOfImports(source, STATEMENTS, isDirective);
  if (end !== undefined) return [{ start: end, end, newText: lines.map((line) => `\n${line}`).join('') }];
  const start = startOfFile(source, isDirective);
  return [{ start, end: start, newText: start === 0 ? `${lines.join('\n')}\n\n` : `\n\n${lines.join('\n')}` }];
}

/** `'use strict'` and the like. */
function isDirective({ type, text }: TopStatement): boolean {
  return type === 'expression_statement' && /^(['"])use \w+\1;?$/.test(text);
}

interface Style {
  readonly quote: string;
  readonly end: string;
}

/** As the file's own imports have it; else as its other statements. */
function styleOf(source: ParsedSource): Style {
  const [first] = importStatements(source, STATEMENTS);
  const sample = first ? source.text.slice(first.start, first.end) : source.text;
  const quote = (sample.match(/"/g) ?? []).length > (sample.match(/'/g) ?? []).length ? '"' : "'";
  return { quote, end: first ? (sample.endsWith(';') ? ';' : '') : /;[ \t]*$/m.test(sample) || sample.trim() === '' ? ';' : '' };
}

function statementOf({ from, names, typeOnly }: Import, { quote, end }: Style): string {
  const source = `${quote}${from}${quote}${end}`;
  if (names.length === 0) return `import ${source}`;
  const named = names.filter(isNamed);
  const clauses = [
    ...names.filter(({ name }) => name === 'default').map(({ local }) => local),
    ...names.filter(({ name }) => name === '*').map(({ local }) => `* as ${local}`),
    ...(named.length > 0 ? [`{ ${named.map(specifier).join(', ')} }`] : []),
  ];
  return `import ${typeOnly ? 'type ' : ''}${clauses.join(', ')} from ${source}`;
}

function specifier({ name, local, typeOnly }: ImportedName): string {
  return `${typeOnly ? 'type ' : ''}${name}${local === name ? '' : ` as ${local}`}`;
}
