import { breathe } from '../engine/breathe';
import { compareWithBaseline, type ComparedFindings, type KnownFinding } from '../engine/drift/baseline';
import { hasDrifted, type CheckResult } from '../engine/drift/checkSpecs';
import { findingsOf, orphanFinding, SEVERITIES, type Finding, type FindingKind } from '../engine/drift/findings';
import { isWithinFolder } from '../engine/gather/paths';
import { WORKSPACE_SOURCE } from '../engine/chunk/workspacePage';
import { EXIT_CODES } from './jsonResult';

/** What a check has come to, for text, JSON and SARIF alike. */
export interface CheckOutcome extends ComparedFindings {
  readonly result: CheckResult;
  readonly findings: readonly Finding[];
  /** What makes the check fail. */
  readonly failing: readonly Finding[];
  /** What a person is shown: what fails, and what only a person can do something about. */
  readonly shown: readonly Finding[];
  /** What nobody asked for: told as a number only, since a workspace without a model has one for every section. */
  readonly hidden: readonly Finding[];
  /** The baseline was written from this check: nothing fails. */
  readonly isUpdated: boolean;
}

export interface CheckOptions {
  readonly failOn: readonly FindingKind[];
  /** Absent: there is no baseline file. */
  readonly baseline?: readonly KnownFinding[];
  readonly isUpdated: boolean;
  /** What was checked, relative to the root. */
  readonly paths: readonly string[];
}

export async function checkOutcome(result: CheckResult, { failOn, baseline = [], isUpdated, paths }: CheckOptions): Promise<CheckOutcome> {
  const findings: Finding[] = [];
  for (const file of result.files) {
    await breathe();
    findings.push(...findingsOf(file));
  }
  findings.push(...result.orphans.map(orphanFinding));
  const compared = compareWithBaseline(findings, baseline, (source) => isChecked(source, paths));
  const fails = ({ kind }: Finding) => failOn.includes(kind);
  const isShown = (one: Finding) => fails(one) || one.kind === 'person' || one.kind === 'orphaned';
  return {
    result,
    findings,
    ...compared,
    failing: isUpdated ? [] : compared.added.filter(fails),
    shown: isUpdated ? [] : compared.added.filter(isShown),
    hidden: isUpdated ? [] : compared.added.filter((one) => !isShown(one)),
    isUpdated,
  };
}

/** What belongs into the baseline: what would fail now, and what stands in it already and is either still found or was not looked at. */
export function findingsToKeep({ findings, fixed }: CheckOutcome, { failOn, baseline = [] }: CheckOptions): (Finding | KnownFinding)[] {
  const gone = new Set<KnownFinding>(fixed);
  return [...findings.filter(({ kind }) => failOn.includes(kind)), ...baseline.filter((one) => !gone.has(one))];
}

/** The page of the whole workspace is looked at only with the whole of it. */
function isChecked(source: string, paths: readonly string[]): boolean {
  return source === WORKSPACE_SOURCE ? paths.includes('') : paths.some((path) => isWithinFolder(source, path));
}

/** A check that was not complete cannot pass. */
export function exitCodeOf({ result, failing }: CheckOutcome): number {
  if (result.status !== 'done' && result.status !== 'partial') return EXIT_CODES[result.status];
  return failing.length > 0 ? 1 : EXIT_CODES[result.status];
}

/** The object of `--json` and `--report`. */
export function checkJson({ result, findings, added, fixed, failing }: CheckOutcome): object {
  const isNew = new Set(added);
  const fails = new Set(failing);
  return {
    status: result.status,
    files: [
      ...result.files.map((file) => ({ path: file.source, status: file.spec === 'current' ? (hasDrifted(file) ? 'stale' : 'current') : file.spec, spec: file.specPath, ...(file.problem === undefined ? {} : { reason: file.problem }) })),
      ...result.orphans.map(({ source, path }) => ({ path: source, status: 'orphaned', spec: path })),
      ...result.leftOut.map(({ path, reason }) => ({ path, status: 'skipped', reason })),
    ],
    findings: findings.map((one) => {
      const { kind, source, section, line, specPath, specLine, message, to } = one;
      return { kind, severity: SEVERITIES[kind], path: source, line, section, spec: specPath, specLine, message, to, fails: fails.has(one), inBaseline: !isNew.has(one) };
    }),
    failing: failing.length,
    fixed: fixed.map(({ source, section, kind, to }) => ({ kind, path: source, section, to })),
    warnings: result.warnings,
    errors: result.errors,
  };
}
