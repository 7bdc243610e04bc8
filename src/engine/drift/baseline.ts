import { InputError } from '../inputError';
import { FINDING_KINDS, type Finding, type FindingKind } from './findings';

/** Version of the format of baseline files. */
const BASELINE_FORMAT = 1;

/** A finding as a baseline knows it: without lines, so that an edit above it changes nothing, and with what it drifted to, so that a further change is a new finding. */
export interface KnownFinding {
  readonly source: string;
  readonly section?: string;
  readonly kind: FindingKind;
  readonly to: string;
}

export interface ComparedFindings {
  /** Not in the baseline. */
  readonly added: readonly Finding[];
  readonly known: readonly Finding[];
  /** In the baseline, and no longer found. */
  readonly fixed: readonly KnownFinding[];
}

/** @param isChecked whether the check looked at a source: what it did not look at is not fixed */
export function compareWithBaseline(findings: readonly Finding[], baseline: readonly KnownFinding[], isChecked: (source: string) => boolean): ComparedFindings {
  const inBaseline = new Set(baseline.map(keyOf));
  const found = new Set(findings.map(keyOf));
  return {
    added: findings.filter((one) => !inBaseline.has(keyOf(one))),
    known: findings.filter((one) => inBaseline.has(keyOf(one))),
    fixed: baseline.filter((one) => isChecked(one.source) && !found.has(keyOf(one))),
  };
}

/** The file's text: sorted, one line a finding, so that a diff shows what came and what went. */
export function printBaseline(findings: readonly (Finding | KnownFinding)[]): string {
  const byKey = new Map(findings.map((one) => [keyOf(one), one]));
  const lines = [...byKey.keys()].sort().map((key) => {
    const { source, section, kind, to } = byKey.get(key)!;
    return `    ${JSON.stringify({ source, ...(section === undefined ? {} : { section }), kind, ...(to === '' ? {} : { to }) })}`;
  });
  return `{\n  "specwright": ${BASELINE_FORMAT},\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/**
 * @param file how the file is called in messages
 * @throws InputError where it is not a baseline
 */
export function readBaseline(text: string, file: string): KnownFinding[] {
  const wrong = (what: string) => new InputError(`The baseline ${file} ${what}. Correct it, or delete it and make it anew with --update-baseline.`);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw wrong(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value) || typeof value.specwright !== 'number' || !Array.isArray(value.findings)) throw wrong('is none that Specwright wrote: it needs "specwright" and a list of "findings"');
  if (value.specwright > BASELINE_FORMAT) throw new InputError(`The baseline ${file} was written by a later version of Specwright (format ${value.specwright}). Update Specwright.`);
  return value.findings.map((one: unknown, i) => readFinding(one, (what) => wrong(`has something else than a finding at place ${i + 1}: ${what}`)));
}

function readFinding(value: unknown, wrong: (what: string) => InputError): KnownFinding {
  if (!isObject(value)) throw wrong('it is no object');
  const { source, section, kind, to = '' } = value;
  if (typeof source !== 'string' || source === '') throw wrong('"source" is no path');
  if (section !== undefined && typeof section !== 'string') throw wrong('"section" is no text');
  if (!FINDING_KINDS.some((known) => known === kind)) throw wrong(`"kind" is none of ${FINDING_KINDS.join(', ')}`);
  if (typeof to !== 'string') throw wrong('"to" is no text');
  return { source, ...(section === undefined ? {} : { section }), kind: kind as FindingKind, to };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Also what they are sorted by: nothing comes before the zero between the parts. */
function keyOf({ source, section = '', kind, to }: Finding | KnownFinding): string {
  return [source, section, kind, to].join('\0');
}
