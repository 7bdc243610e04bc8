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

/** Statements of the given types at the top of a file, before anything else but comments and what may stand above them (`leading`). */
export function importStatements({ layout: { top } }: ParsedSource, types: readonly string[]): Range[] {
  return top.filter(({ type }) => types.includes(type));
}

/**
 * Where a new statement goes: below the last of those that stand together at the top of the file. `undefined`: there is none.
 * @param passedOver types that may stand between them
 */
export function endOfImports(source: ParsedSource, types: readonly string[], passedOver: readonly string[]): number | undefined {
  let last: number | undefined;
  for (const { type, end } of source.layout.top) {
    if (types.includes(type)) last = end;
    else if (!passedOver.includes(type)) break;
  }
  return last === undefined ? undefined : endOfLine(source.text, last);
}

/** Before the line break: whatever else stands on the line stays there. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const stop = end < 0 ? text.length : end;
  return text[stop - 1] === '\r' ? stop - 1 : stop;
}

/** Where the first statement of a file goes: below what must stand above it and is of these types, and below a comment about the file as a whole. */
export function startOfFile({ text, layout: { top } }: ParsedSource, above: readonly string[], comments: readonly string[]): number {
  let at = 0;
  for (const [i, { type, start, end }] of top.entries()) {
    const next = top[i + 1]?.start ?? text.length;
    const endsParagraph = /\n[ \t]*\r?\n/.test(text.slice(end, next));
    if (above.includes(type) || (comments.includes(type) && (endsParagraph || start === 0 && text.startsWith('#!')))) at = end;
    else if (!comments.includes(type)) break;
  }
  return at === 0 ? 0 : endOfLine(text, at);
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
