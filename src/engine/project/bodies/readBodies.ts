import { parseSource, type ParsedSource } from '../../apply/parsedSource';
import { splitCode } from '../../apply/splitCode';
import type { CodeSymbol, Outliner } from '../../outline/outline';
import { importStatements } from './importStatements';
import { bodyRange } from './functionBody';
import type { Body, SkeletonFile } from '../projectPlan';

/** The bodies that an answer has for the functions of a file. */
export interface Bodies {
  /** By the id of the slot. */
  readonly bodies: ReadonlyMap<string, Body>;
  /** Top-level functions and constants that the answer has beside them, as source. */
  readonly helpers: string;
}

export type Refused = { readonly refused: string };

/**
 * Takes the bodies out of an answer. Nothing else of it is used but private helpers: declarations come from the spec, and an answer that has others for a function is refused. Reasons are clauses for people
 * and models.
 */
export async function readBodies({ path, skeleton }: SkeletonFile, declared: ParsedSource, answer: string, outliner: Outliner, signal?: AbortSignal): Promise<Bodies | Refused> {
  const { imports, code } = splitCode(answer);
  if (code.trim() === '') return { refused: 'it is empty' };
  const given = await parseSource(path, code, outliner, signal);
  if (given.layout.errorLines > 0) return { refused: `it has a syntax error${atLine(given)}` };
  const statements = importStatements(given.outline.language, imports);
  const bodies = new Map<string, Body>();
  for (const { id, signature } of skeleton.slots) {
    const wanted = declared.outline.symbols.find((symbol) => symbol.id === id);
    const found = given.outline.symbols.find((symbol) => symbol.id === id);
    if (!found || !wanted) return { refused: `it does not hold ${id}` };
    if (!sameDeclaration(found, wanted)) return { refused: `it changes the declaration of ${id}, which must stay ${signature}` };
    const range = bodyRange(given, found);
    const body = range && withoutDocString(given.text.slice(range.start, range.end), given.outline.language);
    if (body === undefined || body.trim() === '') return { refused: `${id} has no body` };
    if (/not implemented/i.test(body) && body.trim().split('\n').length === 1) return { refused: `${id} is still not implemented` };
    bodies.set(id, { code: body, imports: statements });
  }
  return helpersOf(given, declared, bodies);
}

/** What else the answer declares: helpers come along; what the file has already is left as it is. */
function helpersOf(given: ParsedSource, declared: ParsedSource, bodies: ReadonlyMap<string, Body>): Bodies | Refused {
  const known = new Set(declared.outline.symbols.map(({ id }) => id));
  const own = given.outline.symbols.filter(({ id, inner }) => !known.has(id) && inner !== true);
  const added = own.filter(({ parent }) => parent === undefined || own.some(({ id }) => id === parent));
  const strange = own.find((symbol) => !added.includes(symbol));
  if (strange) return { refused: `it adds ${strange.id}: make it a top-level function` };
  const ranges = added.filter(({ parent }) => parent === undefined).flatMap(({ ranges }) => ranges).sort((a, b) => a.start - b.start);
  const helpers = ranges.filter(({ start }, i) => i === 0 || start >= ranges[i - 1]!.end).map(({ start, end }) => wholeLines(given.text, start, end));
  return { bodies, helpers: helpers.join('\n\n') };
}

/** `const a = 1` is a range without its first word where several are declared at once: the lines are taken whole. */
function wholeLines(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  return text.slice(from, to < 0 ? undefined : to).trimEnd();
}

function sameDeclaration(found: CodeSymbol, wanted: CodeSymbol): boolean {
  const plain = ({ signature }: CodeSymbol) => signature.replace(/\s+|,(?=\s*\))/g, '').replace(/'/g, '"');
  return found.sig === wanted.sig || plain(found) === plain(wanted);
}

/** The doc string is a part of the declaration, which the file has. */
function withoutDocString(body: string, language: string): string {
  return language === 'python' ? body.replace(/^\s*("""|''')[\s\S]*?\1[ \t]*(?=\n|$)/, '') : body;
}

function atLine({ outline: { syntaxErrors }, text }: ParsedSource): string {
  const [line] = syntaxErrors;
  return line === undefined ? '' : ` at "${(text.split('\n')[line - 1] ?? '').trim().slice(0, 80)}"`;
}
