import type { Import, Range } from '../../outline/outline';
import { packageName } from '../../outline/languages/go';
import type { TextEdit } from '../proposal';
import { endOfLine, importStatements, type ImportLanguage } from './importLanguage';

const STATEMENTS = ['import_declaration'];

/** A path joins the group of its kind (standard library or not) in the parentheses, where gofmt would sort it; without parentheses a statement of its own follows. */
export const go: ImportLanguage = {
  statements: STATEMENTS,
  add(source, missing) {
    const specs = missing.map((one) => ({ path: one.from, text: specOf(one) }));
    const declarations = importStatements(source, STATEMENTS);
    const group = declarations.find(({ start, end }) => /^import\s*\(/.test(source.text.slice(start, end)));
    if (group) return specs.map((spec) => addToGroup(source.text, group, spec));
    const last = declarations.at(-1) ?? source.layout.top.find(({ type }) => type === 'package_clause');
    const at = last ? endOfLine(source.text, last.end) : 0;
    const gap = declarations.length > 0 ? '' : '\n';
    return [{ start: at, end: at, newText: `${gap}${specs.map(({ text }) => `\nimport ${text}`).join('')}` }];
  },
};

interface Spec {
  readonly path: string;
  readonly text: string;
}

interface Line {
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
  readonly indentation: string;
  /** Absent: a line without an import. */
  readonly path?: string;
}

function addToGroup(text: string, declaration: Range, { path, text: spec }: Spec): TextEdit {
  const lines = linesOf(text, declaration.start, declaration.end);
  const groups: Line[][] = [[]];
  for (const line of lines) {
    if (line.path !== undefined) groups.at(-1)!.push(line);
    else if (text.slice(line.start, line.end).trim() === '') groups.push([]);
  }
  const filled = groups.filter((group) => group.length > 0);
  const own = filled.find((group) => group.some((line) => isStandard(line.path!) === isStandard(path)));
  const indentation = (own ?? filled.at(0))?.[0]?.indentation ?? '\t';
  if (own) {
    const next = own.find((line) => line.path! > path);
    return next ? { start: next.start, end: next.start, newText: `${indentation}${spec}\n` } : { start: own.at(-1)!.end, end: own.at(-1)!.end, newText: `\n${indentation}${spec}` };
  }
  const [first, last] = [filled.at(0)?.[0], filled.at(-1)?.at(-1)];
  if (first && isStandard(path)) return { start: first.start, end: first.start, newText: `${indentation}${spec}\n\n` };
  if (last) return { start: last.end, end: last.end, newText: `\n\n${indentation}${spec}` };
  const open = text.indexOf('(', declaration.start) + 1;
  return { start: open, end: open, newText: `\n${indentation}${spec}${/^[ \t]*\r?\n/.test(text.slice(open)) ? '' : '\n'}` };
}

/** The lines between the parentheses. */
function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  for (let at = text.indexOf('\n', start) + 1; at > 0 && at < end; at = text.indexOf('\n', at) + 1) {
    const lineEnd = endOfLine(text, at);
    const line = text.slice(at, lineEnd);
    const path = /^\s*(?:[\w.]+\s+)?(["`])(.*?)\1/.exec(line)?.[2];
    if (lineEnd < end && line.trim() !== ')') lines.push({ start: at, end: lineEnd, indentation: /^[ \t]*/.exec(line)![0], ...(path === undefined ? {} : { path }) });
    if (text.indexOf('\n', at) < 0) break;
  }
  return lines;
}

/** Paths of the standard library have no dot in their first part. */
function isStandard(path: string): boolean {
  return !path.split('/')[0]!.includes('.');
}

function specOf({ from, names: [name] }: Import): string {
  const alias = name === undefined ? '_ ' : name.local === '*' ? '. ' : name.local === packageName(from) ? '' : `${name.local} `;
  return `${alias}"${from}"`;
}
