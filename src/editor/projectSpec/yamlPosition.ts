/** A step on the way from the top of a YAML text: a key, or an item of a list. */
export type Step = { readonly key: string } | 'item';

export interface YamlPosition {
  /** What holds the place: the keys and lists around it. */
  readonly path: readonly Step[];
  /** Set where a value is being written: the key in front of the colon. */
  readonly key?: string;
  /** What has been typed of the key or of the value's last word. */
  readonly typed: string;
  /** Column where it begins, from 0. */
  readonly start: number;
  /** Keys that the same map has already. */
  readonly siblings: readonly string[];
}

const KEY = /^("[^"]*"|'[^']*'|[^\s#"'{}[\],][^#:{}[\]]*?|<<)\s*:(?=\s|$)/;

interface Opener {
  /** Column. */
  readonly at: number;
  readonly step: Step;
}

/**
 * Where a cursor stands in a YAML text, by indentation. A text that is being typed is rarely YAML yet, so no parser is asked. Braces count within
 * one line; nothing where the cursor is in a comment or a text over several lines.
 */
export function yamlPosition(lines: readonly string[], line: number, column: number): YamlPosition | undefined {
  const before = (lines[line] ?? '').slice(0, column);
  if (/^\s*#|\s#/.test(before)) return undefined;
  const dashes = /^(\s*)((?:-\s+)*)/.exec(before)!;
  const isBlank = before.trim() === '';
  const indent = dashes[0].length;
  const outer = pathAbove(lines, line, isBlank ? column : dashes[1]!.length, dashes[2] !== '');
  if (!outer) return undefined;
  const items = (dashes[2]!.match(/-/g) ?? []).map((): Step => 'item');
  const path = [...outer, ...items];
  const rest = before.slice(indent);
  const brace = openBrace(rest);
  if (brace) {
    const entry = brace.text.slice(brace.text.lastIndexOf(',') + 1);
    const head = KEY.exec(brace.before.trim())?.[1];
    const inner = [...path, ...(head === undefined ? [] : [{ key: bare(head) }]), ...(/\[\s*$/.test(brace.before) ? ['item' as const] : [])];
    return inEntry(entry, inner, column, brace.text.split(',').flatMap((part) => keyOf(part.trim()) ?? []));
  }
  return inEntry(rest, path, column, siblingsOf(lines, line, indent, items.length > 0));
}

/** The key and value under the cursor, for what is to be told of it. */
export function keyAt(lines: readonly string[], line: number, column: number): { readonly path: readonly Step[]; readonly key: string; readonly start: number; readonly end: number } | undefined {
  const text = lines[line] ?? '';
  for (const match of text.matchAll(/([\w$][\w $-]*?|"[^"]*"|'[^']*')\s*:(?=\s|$)/g)) {
    const end = match.index + match[1]!.length;
    if (column < match.index || column > end) continue;
    const position = yamlPosition(lines, line, end);
    return position && position.key === undefined ? { path: position.path, key: bare(match[1]!), start: match.index, end } : undefined;
  }
  return undefined;
}

function inEntry(text: string, path: readonly Step[], column: number, siblings: readonly string[]): YamlPosition {
  const match = KEY.exec(text.trimStart());
  if (!match) {
    const typed = text.trimStart();
    return { path, typed, start: column - typed.length, siblings };
  }
  const typed = /[^\s<>()[\]|,"']*$/.exec(text)![0];
  return { path, key: bare(match[1]!), typed, start: column - typed.length, siblings };
}

/** The steps of the lines above that enclose something which begins at a column. */
function pathAbove(lines: readonly string[], line: number, column: number, isItem: boolean): Step[] | undefined {
  const path: Step[] = [];
  let limit = column;
  let mayBeLevel = isItem;
  for (let i = line - 1; i >= 0 && (limit > 0 || mayBeLevel); i--) {
    const text = lines[i]!;
    if (text.trim() === '' || /^\s*#/.test(text)) continue;
    if (/^---/.test(text)) break;
    for (const { at, step } of openersOf(text).reverse()) {
      // The items of a list may begin in the column of its key.
      if (at < limit || (at === limit && mayBeLevel && step !== 'item')) {
        // Below "description: |" stands text.
        if (step !== 'item' && /:\s+[|>][+-]?\d?\s*$/.test(text)) return undefined;
        path.unshift(step);
        limit = at;
        mayBeLevel = step === 'item';
      }
    }
  }
  return path;
}

function openersOf(text: string): Opener[] {
  const openers: Opener[] = [];
  let at = /^\s*/.exec(text)![0].length;
  for (let dash = /^-\s+/.exec(text.slice(at)); dash; dash = /^-\s+/.exec(text.slice(at))) {
    openers.push({ at, step: 'item' });
    at += dash[0].length;
  }
  const key = keyOf(text.slice(at));
  if (key !== undefined) openers.push({ at, step: { key } });
  return openers;
}

/** Keys of the lines around that begin in the same column, up to where the map ends. */
function siblingsOf(lines: readonly string[], line: number, column: number, startsItem: boolean): string[] {
  const found: string[] = [];
  const look = (i: number): boolean => {
    const text = lines[i]!;
    if (text.trim() === '' || /^\s*#/.test(text)) return true;
    const openers = openersOf(text);
    const at = openers.find((opener) => opener.at === column && opener.step !== 'item');
    if (at && at.step !== 'item') found.push(at.step.key);
    return (openers[0]?.at ?? /^\s*/.exec(text)![0].length) >= column;
  };
  if (!startsItem) for (let i = line - 1; i >= 0 && look(i); i--);
  for (let i = line + 1; i < lines.length && !(openersOf(lines[i]!)[0]?.step === 'item' && openersOf(lines[i]!)[0]!.at < column) && look(i); i++);
  return found;
}

/** The innermost brace that is open at the end of a text. */
function openBrace(text: string): { readonly before: string; readonly text: string } | undefined {
  const open: number[] = [];
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote) quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '{') open.push(i);
    else if (char === '}') open.pop();
  }
  const at = open.at(-1);
  return at === undefined ? undefined : { before: text.slice(0, at), text: text.slice(at + 1) };
}

function keyOf(text: string): string | undefined {
  const key = KEY.exec(text)?.[1];
  return key === undefined ? undefined : bare(key);
}

function bare(key: string): string {
  return key.replace(/^(["'])(.*)\1$/, '$2').trim();
}
