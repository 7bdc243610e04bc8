import type { Import, ImportedName } from '../../outline/outline';
import type { ParsedSource } from '../parsedSource';
import type { TextEdit } from '../proposal';
import { addToList, endOfImports, importStatements, startOfFile, type ImportLanguage, type TopStatement } from './importLanguage';

const STATEMENTS = ['import_statement', 'import_from_statement'];
/** Must stand above all others. */
const FUTURE = 'future_import_statement';

/** Names join a `from … import` of the same module; else a new statement follows the last. */
export const python: ImportLanguage = {
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

function joinExisting(source: ParsedSource, { from, names }: Import): TextEdit | undefined {
  if (!names.every(({ name }) => name !== '*')) return undefined;
  for (const { start, end } of importStatements(source, STATEMENTS)) {
    const text = source.text.slice(start, end);
    const module = /^from\s+(\S+)\s+import\s+(?!\*)/.exec(text)?.[1];
    if (module !== from || text.includes('#') || text.includes('\\')) continue;
    const open = text.indexOf('(');
    if (open >= 0) return addToList(source.text, start + open, start + text.lastIndexOf(')'), names.map(nameOf));
    return { start: end, end, newText: names.map((name) => `, ${nameOf(name)}`).join('') };
  }
  return undefined;
}

function addStatements(source: ParsedSource, imports: readonly Import[]): TextEdit[] {
  if (imports.length === 0) return [];
  const lines = imports.flatMap(statementsOf);
  const end = endOfImports(source, [...STATEMENTS, FUTURE], isDocString);
  if (end !== undefined) return [{ start: end, end, newText: lines.map((line) => `\n${line}`).join('') }];
  const start = startOfFile(source, isDocString);
  return [{ start, end: start, newText: start === 0 ? `${lines.join('\n')}\n\n` : `\n\n${lines.join('\n')}` }];
}

function isDocString({ type, text, isFirst }: TopStatement): boolean {
  return isFirst && type === 'expression_statement' && /^[rRuU]?["']/.test(text);
}

function statementsOf({ from, names }: Import): string[] {
  const named = names.filter(({ name }) => name !== '*');
  return [
    ...names.filter(({ name }) => name === '*').map(({ local }) => (local === '*' ? `from ${from} import *` : `import ${from}${local === from ? '' : ` as ${local}`}`)),
    ...(named.length > 0 ? [`from ${from} import ${named.map(nameOf).join(', ')}`] : []),
  ];
}

function nameOf({ name, local }: ImportedName): string {
  return local === name ? name : `${name} as ${local}`;
}
