import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createNoCache } from '../../engine/cache/noCache';
import { printBaseline, readBaseline, type KnownFinding } from '../../engine/drift/baseline';
import { checkSpecs } from '../../engine/drift/checkSpecs';
import { sarifLog } from '../../engine/drift/sarif';
import { InputError } from '../../engine/inputError';
import { checkJson, checkOutcome, exitCodeOf, findingsToKeep } from '../checkOutcome';
import { checkText } from '../checkText';
import type { CheckLine } from '../checkArguments';
import { assertFolder, writeOutput } from '../outputFile';
import { openCommand, type Surroundings } from './openCommand';

/** `specwright check`: reports drift, and changes nothing but its own reports. Resolves to the exit code. @throws InputError where there was nothing to start with */
export async function check(line: CheckLine, surroundings: Surroundings): Promise<number> {
  const baseline = readBaselineOf(line);
  assertFolder(line.sarif, '--sarif');
  const command = await openCommand(line, surroundings);
  const { workspace, outputFolder, timeLimits, ports } = command;
  // Nothing is asked of a model, so how one is asked does not matter.
  const request = { paths: workspace.paths, outputFolder, template: line.template, language: line.language, batch: { strategy: 'balanced', maxItems: 1, concurrency: 1 }, timeLimits } as const;
  const checked = await checkSpecs(request, { ...ports, cache: createNoCache() }).finally(() => command.close());
  const result = { ...checked, warnings: [...command.warnings, ...checked.warnings] };
  const isComplete = result.status === 'done';
  if (line.updateBaseline && !isComplete) throw new InputError(`The check was not complete, so the baseline was left as it is. ${result.errors.join(' ')}`.trim());
  const options = { failOn: line.failOn, baseline, isUpdated: line.updateBaseline === true, paths: workspace.paths };
  const outcome = await checkOutcome(result, options);
  if (line.updateBaseline) writeOutput(line.baseline!, printBaseline(findingsToKeep(outcome, options)), '--baseline');
  if (line.sarif !== undefined) {
    const prefix = (await ports.files.readOuterIgnores?.())?.prefix ?? '';
    const isTold = ({ kind }: { readonly kind: string }) => kind !== 'unwritten' || line.failOn.includes('unwritten');
    const log = sarifLog({ added: outcome.added.filter(isTold), known: outcome.known.filter(isTold), hasBaseline: line.baseline !== undefined, prefix, version: surroundings.version, complete: isComplete, errors: result.errors });
    writeOutput(line.sarif, `${JSON.stringify(log, null, 2)}\n`, '--sarif');
  }
  const json = `${JSON.stringify(checkJson(outcome), null, 2)}\n`;
  if (line.report !== undefined) writeOutput(line.report, json, '--report');
  const colours = process.stdout.isTTY && !surroundings.env.NO_COLOR;
  const nextStep = ['specwright generate', ...line.paths].join(' ');
  process.stdout.write(line.json ? json : `${checkText(outcome, { colours, nextStep, ...(line.baseline === undefined ? {} : { baseline: line.baseline }) })}\n`);
  return exitCodeOf(outcome);
}

function readBaselineOf({ baseline, updateBaseline }: CheckLine): KnownFinding[] | undefined {
  if (baseline === undefined) {
    if (updateBaseline) throw new InputError('--update-baseline needs to know which file: name it with --baseline FILE.');
    return undefined;
  }
  const file = path.resolve(baseline);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new InputError(`The baseline ${baseline} cannot be read: ${error instanceof Error ? error.message : String(error)}. Check --baseline.`);
    if (updateBaseline) return [];
    throw new InputError(`There is no baseline ${baseline}. Make it with --update-baseline, or leave --baseline out.`);
  }
  return readBaseline(text, baseline);
}
