import { withoutMarkers } from './specDocument';

/** Inline code, whatever it holds: the fence is longer than any run of backticks inside. */
export function code(text: string): string {
  const folded = text.replace(/\s+/g, ' ').trim();
  if (folded === '') return '';
  const longest = Math.max(0, ...[...folded.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = folded.startsWith('`') || folded.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${folded}${pad}${fence}`;
}

export function codes(names: readonly string[]): string {
  return names.map(code).join(', ');
}

/** A table; `undefined` where it would have no rows. A pipe inside a cell is escaped, also in code: GFM demands it. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (rows.length === 0) return undefined;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\s*\n\s*/g, ' ').replace(/\\?\|/g, '\\|')).join(' | ')} |`.replace(/ {2,}\|/g, ' |');
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

/** Blocks with a blank line between them; the empty ones fall out. */
export function blocks(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join('\n\n');
}

export function quote(text: string): string {
  return text.split('\n').map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

const UNDERLINE = /^(?:-{3,}|={3,})\s*$/;

/**
 * Prose from a doc comment as Markdown: angle brackets outside of code would vanish as HTML, and nothing may look like a section's marker.
 */
export function fromDoc(doc: string): string {
  let fenced = false;
  const lines = doc.split('\n').map((line, i, all) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) return line;
    // `Notes` above a row of dashes is a heading, to Python and to Markdown; the headings of a spec are its sections'.
    if (UNDERLINE.test(line) && /^\w/.test(all[i - 1] ?? '')) return '';
    return UNDERLINE.test(all[i + 1] ?? '') && /^\w/.test(line) ? `**${escapeProse(line.trim())}**` : escapeProse(line);
  });
  return withoutMarkers(lines.join('\n') + (fenced ? '\n```' : ''));
}

/** The first sentence of a doc comment, for a table. */
export function summaryOf(doc: string | undefined): string {
  const paragraph = (doc ?? '').trim().split(/\n\s*\n/)[0]!.replace(/\s+/g, ' ');
  const sentence = /^.*?[.!?。！？](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  return escapeProse(sentence.length > 200 ? `${sentence.slice(0, 199)}…` : sentence);
}

function escapeProse(text: string): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\{@link(?:code|plain)?\s+([^}\s|]+)[^}]*\}/g, '`$1`').replace(/<(?=[a-zA-Z/!?])/g, '\\<')))
    .join('');
}

/** The anchor that GitHub and VS Code give to a heading: lower case, punctuation dropped, spaces to hyphens. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replace(/ /g, '-');
}

/** A relative link's target: characters that end or change a link are percent-encoded. */
export function linkTarget(path: string): string {
  return encodeURI(path).replace(/[()#?]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** From one file to another, both relative to the same folder. */
export function relativePath(fromFile: string, toFile: string): string {
  const from = fromFile.split('/').slice(0, -1);
  const to = toFile.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
