import type { CodeSymbol, Import, Outliner, Range } from '../outline/outline';
import { PLACEHOLDER_PREFIX } from '../safety/secrets';
import { PLACEHOLDER } from '../safety/placeholders';
import type { CodeJob } from './codeJob';
import { addImports, readNeeded } from './imports/addImports';
import { indentAs, placeAt } from './indentation';
import { besideComments, isWithinText, parseSource, type ParsedSource } from './parsedSource';
import { applyTextEdits, type TextEdit } from './proposal';
import { differenceElsewhere, symbolsWithin } from './sameElsewhere';
import { splitCode } from './splitCode';

/** An answer that can take the place of a symbol. Offsets are those of the masked text, line breaks the file's. */
export interface VerifiedCode {
  readonly edit: TextEdit;
  /** The declaration alone, without comments that the answer has around it. */
  readonly declaration: string;
  readonly needed: readonly Import[];
}

export type Refused = { readonly refused: string };

/**
 * Checks an answer against the source as it is: it must parse, be the same symbol in the same place, leave everything else as it was, hold the secrets' placeholders, and
 * need only imports that can be added. Reasons are clauses for people and models. Pure but for the parser.
 */
export async function verifyCode(job: CodeJob, answer: string, outliner: Outliner, signal?: AbortSignal): Promise<VerifiedCode | Refused> {
  const { base } = job;
  const { imports, code, whole } = splitCode(answer);
  const needed = await readNeeded(imports, base, outliner, signal);
  const given = needed === undefined ? whole : code;
  if (given === '') return { refused: 'it is empty' };
  const changedSecret = secretsProblem(job, imports, given);
  if (changedSecret !== undefined) return { refused: changedSecret };
  const edit = await placed(job, given, outliner, signal);
  const after = await parseSource(base.path, applyTextEdits(base.text, [edit]), outliner, signal);
  const found = findSymbol(job, after, { start: edit.start, end: edit.start + edit.newText.length });
  if ('refused' in found) return found;
  const difference = await differenceElsewhere(base, after, [edit], []);
  if (difference !== undefined) return { refused: difference };
  const added = addImports(base, needed ?? []);
  if ('refused' in added) return added;
  return { edit, declaration: after.text.slice(found.start, found.end), needed: needed ?? [] };
}

/** The answer as it stands in the file: its indentation and its line breaks. */
async function placed({ base, range }: CodeJob, given: string, outliner: Outliner, signal?: AbortSignal): Promise<TextEdit> {
  const place = placeAt(base.text, range.start);
  // Read where it will stand, since strings are told from code by what is around them.
  const first = base.text.slice(0, range.start - place.indentation.length);
  const raw = await parseSource(base.path, first + given + base.text.slice(range.end), outliner, signal);
  const starts = lineStarts(given).map((start) => first.length + start);
  const indented = indentAs(place, given, (line) => line > 0 && isWithinText(raw, starts[line]!));
  const eol = /\r\n/.test(base.text.slice(...rangeOrFile(base, range))) ? '\r\n' : '\n';
  return { ...range, newText: eol === '\n' ? withoutDoubledEnd(indented, base, range) : withoutDoubledEnd(indented, base, range).replace(/\n/g, eol) };
}

/** A declaration of one line has no line break of its own. */
function rangeOrFile({ text }: ParsedSource, { start, end }: Range): [number, number] {
  return text.slice(start, end).includes('\n') ? [start, end] : [0, text.length];
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** The comma or semicolon that follows the symbol is not a part of it. */
function withoutDoubledEnd(code: string, { text }: ParsedSource, { start, end }: Range): string {
  const follows = /^\s*([,;])/.exec(text.slice(end, end + 100))?.[1];
  return follows !== undefined && code.endsWith(follows) && text[end - 1] !== follows && start < end ? code.slice(0, -1) : code;
}

/** Each placeholder as often as before; beside those of the source only what the person's text holds. */
function secretsProblem({ base, range, edited }: CodeJob, imports: string, code: string): string | undefined {
  const before = countPlaceholders(base.text.slice(range.start, range.end));
  const now = countPlaceholders(code);
  const offered = countPlaceholders(edited.map(({ text }) => text.text).join('\n'));
  const isKept = [...before].every(([placeholder, count]) => now.get(placeholder) === count);
  const isKnown = [...now.keys()].every((placeholder) => before.has(placeholder) || offered.has(placeholder));
  const isWhole = code.split(PLACEHOLDER_PREFIX).length - 1 === [...now.values()].reduce((sum, count) => sum + count, 0);
  return isKept && isKnown && isWhole && !imports.includes(PLACEHOLDER_PREFIX) ? undefined : 'the placeholder of a secret is changed, missing or doubled';
}

function countPlaceholders(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [placeholder] of text.matchAll(PLACEHOLDER)) counts.set(placeholder, (counts.get(placeholder) ?? 0) + 1);
  return counts;
}

/** Where the symbol stands now: what is in the range must be it, whole and alone. */
function findSymbol(job: CodeJob, after: ParsedSource, range: Range): Range | Refused {
  const { base, plan: { symbol } } = job;
  if (after.layout.errorLines > base.layout.errorLines) return { refused: 'it has a syntax error' };
  const then = outermost(base, job.range);
  const now = outermost(after, range);
  const named = ({ kind, name }: CodeSymbol) => `${kind} ${name}`;
  if (then.map(named).join() !== now.map(named).join()) {
    const more = now.find((one) => !then.some((other) => named(other) === named(one)));
    return { refused: more && now.some((one) => named(one) === named(symbol)) ? `it declares ${named(more)} beside ${symbol.name}` : `it does not declare ${named(symbol)} where that stood` };
  }
  const target = now[then.indexOf(symbol)]!;
  if (target.parent !== symbol.parent) return { refused: `${symbol.name} is not where it stood` };
  const [own, ...others] = target.ranges;
  const isAlone = own && others.length === 0 && besideComments(after, { start: range.start, end: own.start }) + besideComments(after, { start: own.end, end: range.end }) === '';
  if (!isAlone) return { refused: `it holds something beside ${symbol.name}` };
  const problem = membersProblem(job, after, range);
  return problem === undefined ? own : { refused: problem };
}

function outermost({ outline: { symbols } }: ParsedSource, range: Range): CodeSymbol[] {
  const inside = symbolsWithin(symbols, [range]);
  const ids = new Set([...inside].map(({ id }) => id));
  return [...inside].filter(({ parent }) => parent === undefined || !ids.has(parent));
}

/** Members of a class: those with an edited text are still there, the others stay as they are. */
function membersProblem({ base, untouched, edited, plan }: CodeJob, after: ParsedSource, range: Range): string | undefined {
  const inside = [...symbolsWithin(after.outline.symbols, [range])];
  for (const id of untouched) {
    const then = base.outline.symbols.find((symbol) => symbol.id === id)!;
    const now = inside.find((symbol) => symbol.id === id);
    if (!now || tokensOf(base, then.ranges) !== tokensOf(after, now.ranges)) return `it changes ${id}, whose text nobody edited`;
  }
  const lost = edited.find(({ plan: { symbol } }) => symbol !== plan.symbol && !inside.some(({ name, kind }) => name === symbol.name && kind === symbol.kind));
  return lost && `it no longer holds ${lost.plan.id}`;
}

function tokensOf({ text, layout: { leaves } }: ParsedSource, ranges: readonly Range[]): string {
  const tokens: string[] = [];
  for (let i = 0; i < leaves.length; i += 2) {
    const [from, to] = [leaves[i]!, leaves[i + 1]!];
    if (ranges.some(({ start, end }) => from >= start && to <= end)) tokens.push(text.slice(from, to));
  }
  return tokens.join('\0').replace(/\r\n/g, '\n');
}
