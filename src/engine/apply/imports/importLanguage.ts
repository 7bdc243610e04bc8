import type { Import, Range } from '../../outline/outline';
import type { ParsedSource } from '../parsedSource';
import type { TextEdit } from '../proposal';

/** How imports are put into files of one language. */
export interface ImportLanguage {
  /** The grammar's names for import statements at the top of a file. */
  readonly statements: readonly string[];
  /** Adds what the file does not import yet, in its own style. Line breaks in the edits are line feeds. */
  add(source: ParsedSource, missing: readonly Import[]): TextEdit[];
}

/** What stands at the top of a file. */
export interface TopStatement extends Range {
  readonly type: string;
  readonly text: string;
  /** Nothing but comments stands before it. */
  readonly isFirst: boolean;
}

export function importStatements({ layout: { top } }: ParsedSource, types: readonly string[]): Range[] {
  return top.filter(({ type }) => types.includes(type));
}

/**
 * Where a new statement goes: below the last of those that stand together at the top of the file. `undefined`: there is none.
 * @param mayStandAbove what may stand between them, comments aside
 */
export function endOfImports(source: ParsedSource, types: readonly string[], mayStandAbove: (statement: TopStatement) => boolean): number | undefined {
  let last: number | undefined;
  for (const statement of topStatements(source)) {
    if (types.includes(statement.type)) last = statement.end;
    else if (!isComment(statement) && !mayStandAbove(statement)) break;
  }
  return last === undefined ? undefined : endOfLine(source.text, last);
}

/** Before the line break: whatever else stands on the line stays there. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const stop = end < 0 ? text.length : end;
  return text[stop - 1] === '\r' ? stop - 1 : stop;
}

/** Where the first import of a file goes: below what must stand above it, and below comments about the file as a whole. */
export function startOfFile(source: ParsedSource, mustStandAbove: (statement: TopStatement) => boolean): number {
  const { text } = source;
  let at = 0;
  const statements = topStatements(source);
  for (const [i, statement] of statements.entries()) {
    const next = statements[i + 1]?.start ?? text.length;
    const endsParagraph = /\n[ \t]*\r?\n/.test(text.slice(statement.end, next));
    const isShebang = statement.start === 0 && text.startsWith('#!');
    if (mustStandAbove(statement) || isShebang || (isComment(statement) && endsParagraph)) at = statement.end;
    else if (!isComment(statement)) break;
  }
  return at === 0 ? 0 : endOfLine(text, at);
}

function topStatements({ text, layout: { top } }: ParsedSource): TopStatement[] {
  const first = top.find((one) => !isComment(one));
  return top.map(({ type, start, end }) => ({ type, start, end, text: text.slice(start, end), isFirst: first?.start === start }));
}

function isComment({ type }: { readonly type: string }): boolean {
  return type === 'comment' || type === 'hash_bang_line';
}

/** Adds names to a list that an opening bracket begins and a closing one ends, on one line or on several. */
export function addToList(text: string, open: number, close: number, names: readonly string[]): TextEdit {
  const inside = text.slice(open + 1, close);
  const lastEnd = open + 1 + inside.trimEnd().length;
  const hasComma = inside.trimEnd().endsWith(',');
  const isEmpty = inside.trim() === '';
  if (!inside.includes('\n')) return { start: lastEnd, end: lastEnd, newText: `${isEmpty || hasComma ? '' : ','}${isEmpty ? '' : ' '}${names.join(', ')}` };
  const indentation = /\n([ \t]*)\S[^\n]*$/.exec(inside.trimEnd())?.[1] ?? '  ';
  return { start: lastEnd, end: lastEnd, newText: `${hasComma ? '' : ','}${names.map((name) => `\n${indentation}${name}`).join(',')}${hasComma ? ',' : ''}` };
}
