import type { ParsedSource } from '../../apply/parsedSource';
import type { CodeSymbol, Range } from '../../outline/outline';

const WITH_BODIES: ReadonlySet<CodeSymbol['kind']> = new Set(['function', 'method', 'constructor', 'getter', 'setter']);

/**
 * Where the statements of a function stand: between its braces, or below its colon. Read off the tree's leaves, so that a brace in a string or a type is none. Nothing where it has no body.
 */
export function bodyRange(source: ParsedSource, symbol: CodeSymbol): Range | undefined {
  const range = symbol.ranges.at(-1);
  if (!range || !WITH_BODIES.has(symbol.kind)) return undefined;
  const leaves = leavesWithin(source, range);
  return source.outline.language === 'python' ? belowColon(leaves, range) : withinBraces(leaves);
}

/** The text with the bodies of its functions left out: what a reader has to know to call them. */
export function withoutBodies(source: ParsedSource): string {
  const { text, outline } = source;
  const bodies = outline.symbols.filter(({ inner }) => !inner).flatMap((symbol) => bodyRange(source, symbol) ?? []).sort((a, b) => a.start - b.start);
  let kept = '';
  let at = 0;
  for (const { start, end } of bodies) {
    if (start < at) continue;
    kept += outline.language === 'python' ? `${text.slice(at, start).trimEnd()} ...` : text.slice(at, start);
    at = end;
  }
  return (kept + text.slice(at)).replace(/\s*\{\}$/gm, '').replace(/\n{3,}/g, '\n\n');
}

interface Leaf extends Range {
  readonly text: string;
}

function leavesWithin({ text, layout: { leaves, comments } }: ParsedSource, { start, end }: Range): Leaf[] {
  const found: Leaf[] = [];
  const isComment = new Set(comments.filter((_, i) => i % 2 === 0));
  for (let i = 0; i < leaves.length; i += 2) {
    const [from, to] = [leaves[i]!, leaves[i + 1]!];
    if (from >= start && to <= end && !isComment.has(from)) found.push({ start: from, end: to, text: text.slice(from, to) });
  }
  return found;
}

/** Of the last brace and the one that it closes. */
function withinBraces(leaves: readonly Leaf[]): Range | undefined {
  const last = leaves.findLastIndex(({ text }) => text !== ';');
  if (leaves[last]?.text !== '}') return undefined;
  let depth = 0;
  for (let i = last; i >= 0; i--) {
    const { text, end } = leaves[i]!;
    if (text === '}') depth++;
    else if (text === '{' && --depth === 0) return { start: end, end: leaves[last].start };
    else if (text === '${' && depth > 0) depth--;
  }
  return undefined;
}

const OPENING: ReadonlyMap<string, number> = new Map([['(', 1], ['[', 1], ['{', 1], [')', -1], [']', -1], ['}', -1]]);

/** The first colon behind `def` that is in no bracket. */
function belowColon(leaves: readonly Leaf[], { end }: Range): Range | undefined {
  const def = leaves.findIndex(({ text }) => text === 'def');
  if (def < 0) return undefined;
  let depth = 0;
  for (const leaf of leaves.slice(def)) {
    depth += OPENING.get(leaf.text) ?? 0;
    if (leaf.text === ':' && depth === 0) return { start: leaf.end, end };
  }
  return undefined;
}
