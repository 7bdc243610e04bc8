import { breathe } from '../breathe';
import type { CodeSymbol, Import, Range } from '../outline/outline';
import { importsExactly } from './imports/missingImports';
import type { ParsedSource } from './parsedSource';
import { inOrder, rangesAfter, type TextEdit } from './proposal';

/**
 * What edits changed beside what they replace: how the rest of the file is read. A missing bracket, a string or a comment that does not end, code beside a declaration,
 * they all show there. `undefined`: nothing. Else a clause for people.
 * @param needed the imports that the edits add
 */
export async function differenceElsewhere(before: ParsedSource, after: ParsedSource, edits: readonly TextEdit[], needed: readonly Import[]): Promise<string | undefined> {
  if (after.layout.errorLines > before.layout.errorLines) return 'it has a syntax error';
  if (!haveSameLeaves(before, after, edits)) return 'it changes how the code around it is read';
  if (!importsExactly(before.outline, after.outline, needed)) return 'it changes what the file imports';
  if (before.outline.looseBody !== after.outline.looseBody) return 'it holds statements outside of any declaration';
  const [then, now] = [await symbolsElsewhere(before, inOrder(edits)), await symbolsElsewhere(after, rangesAfter(edits))];
  const changed = then.find(({ key }, i) => key !== now[i]?.key) ?? now.find(({ key }, i) => key !== then[i]?.key);
  return changed && `it changes ${changed.id}, too`;
}

/** The tokens outside of what was replaced: as many, with the same edges. Their text is the same, since nothing else was replaced. */
function haveSameLeaves(before: ParsedSource, after: ParsedSource, edits: readonly TextEdit[]): boolean {
  const then = leavesOutside(before, inOrder(edits));
  const now = leavesOutside(after, rangesAfter(edits));
  if (then.length !== now.length) return false;
  const ordered = inOrder(edits);
  let next = 0;
  let shift = 0;
  for (let i = 0; i < then.length; i += 2) {
    while (next < ordered.length && ordered[next]!.end <= then[i]!) {
      const { start, end, newText } = ordered[next++]!;
      shift += newText.length - (end - start);
    }
    if (then[i]! + shift !== now[i] || then[i + 1]! + shift !== now[i + 1]) return false;
  }
  return true;
}

function leavesOutside({ layout: { leaves } }: ParsedSource, ranges: readonly Range[]): number[] {
  const outside: number[] = [];
  let next = 0;
  for (let i = 0; i < leaves.length; i += 2) {
    const [start, end] = [leaves[i]!, leaves[i + 1]!];
    while (next < ranges.length && ranges[next]!.end <= start) next++;
    const range = ranges[next];
    if (!range || range.start >= end) outside.push(start, end);
  }
  return outside;
}

/** What holds a replaced symbol is there, all others are as they were. */
async function symbolsElsewhere({ outline: { symbols } }: ParsedSource, ranges: readonly Range[]): Promise<{ readonly id: string; readonly key: string }[]> {
  const inside = symbolsWithin(symbols, ranges);
  const byId = new Map(symbols.map((symbol) => [symbol.id, symbol]));
  const around = new Set<CodeSymbol>();
  for (const { parent } of inside) {
    for (let holder = parent === undefined ? undefined : byId.get(parent); holder && !inside.has(holder); holder = holder.parent === undefined ? undefined : byId.get(holder.parent)) around.add(holder);
  }
  const found: { id: string; key: string }[] = [];
  for (const symbol of symbols) {
    await breathe();
    const { id, kind, sig, body, docHash, parent } = symbol;
    const holder = parent === undefined ? undefined : byId.get(parent);
    // A field that a member assigns has no place of its own.
    if (inside.has(symbol) || (symbol.ranges.length === 0 && holder && around.has(holder))) continue;
    found.push({ id, key: JSON.stringify(around.has(symbol) ? [id, kind] : [id, kind, sig, body, docHash]) });
  }
  return found;
}

/** Symbols that stand within ranges, with what they hold. */
export function symbolsWithin(symbols: readonly CodeSymbol[], ranges: readonly Range[]): ReadonlySet<CodeSymbol> {
  const inside = new Set<CodeSymbol>();
  const ids = new Set<string>();
  for (const symbol of symbols) {
    const isPlacedInside = symbol.ranges.length > 0 && symbol.ranges.every((own) => ranges.some(({ start, end }) => own.start >= start && own.end <= end && start < end));
    const isHeldInside = symbol.ranges.length === 0 && symbol.parent !== undefined && ids.has(symbol.parent);
    if (!isPlacedInside && !isHeldInside) continue;
    inside.add(symbol);
    ids.add(symbol.id);
  }
  return inside;
}
