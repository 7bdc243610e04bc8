import { styleText } from 'node:util';
import { orphanWarning } from '../engine/drift/removeOrphans';
import { FINDING_KINDS, SEVERITIES, type Finding, type FindingKind } from '../engine/drift/findings';
import type { CheckOutcome } from './checkOutcome';

export interface CheckTextOptions {
  /** For a terminal that shows colours. */
  readonly colours: boolean;
  /** `specwright generate src`: what brings specs up to date again. */
  readonly nextStep: string;
  /** What the baseline file is called; absent: there is none. */
  readonly baseline?: string;
}

const COLOURS = { error: 'red', warning: 'yellow', note: 'dim' } as const;
const MOST_LINES = 20;

/** What a person reads at the end of a check: findings by file, then what does not count, then the counts and the next step. */
export function checkText({ shown, failing, hidden, known, fixed, result, isUpdated }: CheckOutcome, { colours, nextStep, baseline }: CheckTextOptions): string {
  const groups = new Map<string, Finding[]>();
  for (const one of shown) groups.set(one.source, [...(groups.get(one.source) ?? []), one]);
  const paint = (severity: keyof typeof COLOURS, text: string) => (colours ? styleText(COLOURS[severity], text, { validateStream: false }) : text);
  const counts = hidden.length === 0 ? [] : [`${countsOf(hidden)} not shown: --fail-on ${[...new Set(hidden.map(({ kind }) => kind))].join(',')} lists them.`];
  const inBaseline = baseline === undefined || isUpdated || known.length === 0 ? [] : [`${count(known.length, 'finding')} in the baseline ${baseline}.`];
  const gone = fixed.length === 0 || isUpdated ? [] : list(`Fixed: ${count(fixed.length, 'finding')} of the baseline. Remove ${fixed.length === 1 ? 'it' : 'them'} with --update-baseline`, fixed.map(({ source, section, kind }) => `${source}${section === undefined ? '' : `  ${section}`}  ${kind}`));
  const told = orphanWarning(result.orphans.map(({ path }) => path));
  return [
    ...[...groups.values()].flatMap((group) => [...linesOf(group, paint), '']),
    // Each of them is listed above.
    ...list('Warnings', result.warnings.filter((warning) => warning !== told)),
    ...list('Errors', result.errors),
    ...gone,
    ...inBaseline,
    ...counts,
    lastLine(failing, result.files.length, { nextStep, baseline, isUpdated }),
  ].join('\n');
}

function linesOf(group: readonly Finding[], paint: (severity: keyof typeof COLOURS, text: string) => string): string[] {
  const cells = group.map((one) => ({ place: placeOf(one), section: one.section ?? '', one }));
  const width = (lengths: readonly number[]) => Math.max(0, ...lengths);
  const places = width(cells.map(({ place }) => place.length));
  const sections = width(cells.map(({ section }) => section.length));
  return cells.map(({ place, section, one }) => `${place.padEnd(places)}  ${sections === 0 ? '' : `${section.padEnd(sections)}  `}${paint(SEVERITIES[one.kind], one.message)}`);
}

/** Terminals and editors make a link of it. */
function placeOf({ kind, source, specPath, line, specLine }: Finding): string {
  if (line !== undefined) return `${source}:${line}`;
  return specLine === undefined ? (kind === 'orphaned' || source === '.' ? specPath : source) : `${specPath}:${specLine}`;
}

function lastLine(failing: readonly Finding[], files: number, { nextStep, baseline, isUpdated }: Pick<CheckTextOptions, 'nextStep' | 'baseline'> & { readonly isUpdated: boolean }): string {
  if (isUpdated) return `The baseline ${baseline} is written.`;
  const checked = `${count(files, 'spec')} checked`;
  if (failing.length === 0) return `${checked}: nothing ${baseline === undefined ? '' : 'new '}has drifted.`;
  const step = failing.every(({ kind }) => kind === 'blocked') ? 'Make place for what is blocked, then run' : 'Next:';
  return `${checked}: ${countsOf(failing)}. ${step} ${nextStep}${failing.some(({ needsText }) => needsText) ? ' (with a model, for the texts)' : ''}`;
}

const PLURALS: Readonly<Record<FindingKind, readonly [one: string, many: string]>> = {
  signature: ['signature changed', 'signatures changed'],
  body: ['body changed', 'bodies changed'],
  facts: ['section with old facts', 'sections with old facts'],
  missing: ['spec missing', 'specs missing'],
  blocked: ['spec blocked', 'specs blocked'],
  unwritten: ['section without a text', 'sections without a text'],
  person: ['edited text to be looked at', 'edited texts to be looked at'],
  orphaned: ['orphaned spec', 'orphaned specs'],
};

/** `2 signatures, 1 spec missing`. */
function countsOf(findings: readonly Finding[]): string {
  return FINDING_KINDS.flatMap((kind) => {
    const n = findings.filter((one) => one.kind === kind).length;
    return n === 0 ? [] : [`${n.toLocaleString('en-US')} ${PLURALS[kind][n === 1 ? 0 : 1]}`];
  }).join(', ');
}

function count(n: number, word: string): string {
  return `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`;
}

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`${title}:`, ...lines.slice(0, MOST_LINES).map((line) => `  ${line}`), ...(lines.length > MOST_LINES ? [`  … and ${lines.length - MOST_LINES} more`] : [])];
}
