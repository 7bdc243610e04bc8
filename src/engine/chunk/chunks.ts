import type { Range } from '../outline/outline';
import { OVERVIEW, type SectionPlan } from './sections';

/** The source that one section is about. Every character of the file is in exactly one chunk. */
export interface Chunk {
  readonly section: string;
  /** In source order, never overlapping. A class without its methods has several. */
  readonly ranges: readonly Range[];
}

/**
 * Gives each section the source of its symbol without that of the symbols that have sections of their own. What no symbol claims, the
 * loose top-level code, is the overview's.
 */
export function chunkFile(length: number, sections: readonly SectionPlan[]): Chunk[] {
  const claims = sections.flatMap((section) => claimsOf(section, length));
  const edges = [...new Set([0, length, ...claims.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const starting = groupByStart(claims);
  const chunks = new Map<string, Range[]>(sections.map(({ id }) => [id, []]));
  let active: Claim[] = [];
  edges.slice(0, -1).forEach((start, i) => {
    const end = edges[i + 1]!;
    active = [...active.filter((claim) => claim.end > start), ...(starting.get(start) ?? [])];
    // The innermost claim wins; of two siblings that claim the same text, which a tree does not do, the later.
    const owner = active.reduce<Claim | undefined>((best, claim) => (best && best.depth > claim.depth ? best : claim), undefined)?.section ?? OVERVIEW;
    const ranges = chunks.get(owner)!;
    const last = ranges.at(-1);
    if (last?.end === start) ranges[ranges.length - 1] = { start: last.start, end };
    else ranges.push({ start, end });
  });
  return [...chunks].map(([section, ranges]) => ({ section, ranges })).filter(({ ranges }) => ranges.length > 0);
}

interface Claim extends Range {
  readonly section: string;
  readonly depth: number;
}

function claimsOf(section: SectionPlan, length: number): Claim[] {
  const clip = ({ start, end }: Range) => ({ start: Math.max(0, Math.min(start, length)), end: Math.max(0, Math.min(end, length)) });
  const claim = (ranges: readonly Range[], depth: number) => ranges.map(clip).filter(({ start, end }) => end > start).map((range) => ({ ...range, section: section.id, depth }));
  if (section.kind === 'symbol') return claim(section.symbol.ranges, section.depth + 1);
  if (section.kind === 'declarations') return section.symbols.flatMap((symbol) => claim(symbol.ranges, 1));
  return [];
}

function groupByStart(claims: readonly Claim[]): Map<number, Claim[]> {
  const groups = new Map<number, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.start);
    if (group) group.push(claim);
    else groups.set(claim.start, [claim]);
  }
  return groups;
}

/** The text of a chunk as a model is shown it: an ellipsis stands where something is left out. */
export function chunkText(text: string, chunk: Chunk): string {
  return chunk.ranges
    .map(({ start, end }) => text.slice(withIndentation(text, start), end))
    .filter((piece) => piece.trim() !== '')
    .map((piece) => piece.replace(/^\s*\n|\s+$/g, ''))
    .join('\n  …\n');
}

/** A symbol starts at its first word; its indentation belongs to what is around it, but reads better with it. */
function withIndentation(text: string, start: number): number {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return text.slice(lineStart, start).trim() === '' ? lineStart : start;
}

/**
 * Splits a text too large to be shown whole into parts of at most `maxLength` characters, at line ends, and where it can at blank lines. The parts
 * concatenate to the text. A single line that is longer is cut.
 */
export function splitLarge(text: string, maxLength: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > maxLength) {
    const window = rest.slice(0, maxLength);
    const blank = window.lastIndexOf('\n\n', maxLength - 1) + 2;
    const line = window.lastIndexOf('\n') + 1;
    let cut = blank > maxLength / 2 ? blank : line > 0 ? line : maxLength;
    // A pair of surrogates is one character.
    if (/[\ud800-\udbff]/.test(rest[cut - 1]!) && cut < rest.length) cut = cut > 1 ? cut - 1 : cut + 1;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...parts, rest];
}
