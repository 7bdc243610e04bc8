import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../engine/inputError';
import { mayBeProjectSpec } from '../../engine/project/read/isProjectSpec';
import type { FileChange } from '../../engine/project/writeProject';
import { planFiles, regenerateFiles, type RegenerateResult } from '../../engine/regenerateFiles';
import type { CommandLine } from '../arguments';
import { askOnTerminal, isTerminal, isYes } from '../askOnTerminal';
import { EXIT_CODES, jsonResult } from '../jsonResult';
import { createNodeStore } from '../nodeStore';
import { writeOutput } from '../outputFile';
import { createProjectTools } from '../projectTools';
import { changesText, projectPlanOf, projectSummaryOf } from '../projectSummary';
import { openCommand, type Surroundings } from './openCommand';
import { runWithModel } from './runWithModel';

/** Whether the one path that was given is a project spec, and not a source or the spec of one. */
export function namesProjectSpec(paths: readonly string[]): boolean {
  const [only] = paths;
  if (paths.length !== 1 || !/\.(?:ya?ml|json|md)$/i.test(only!)) return false;
  try {
    return mayBeProjectSpec(only!, readFileSync(only!, 'utf8'));
  } catch {
    return false;
  }
}

/** `specwright regenerate SPEC` and `specwright plan SPEC` of a project spec. Resolves to the exit code. @throws InputError where there was nothing to start with */
export async function regenerateProject(line: CommandLine, surroundings: Surroundings): Promise<number> {
  const isPlan = line.command === 'plan' || line.dryRun === true;
  if (!line.yes && !isPlan && !isTerminal()) throw new InputError('This writes files, and there is nobody to show them to. Add --yes to write them, or --dry-run to see the plan.');
  const command = openCommand(line, surroundings);
  const { root } = command.workspace;
  const folder = path.resolve(root, line.out ?? '.');
  const result = await runWithModel(line, command, surroundings, (request, ports) => {
    const own = { ...ports, store: createNodeStore(folder), ...(line.tools && { checkTools: createProjectTools(folder) }) };
    if (isPlan) return planFiles(request, own);
    return regenerateFiles(request, line.yes ? own : { ...own, reviewFiles: (changes) => command.pausing(() => review(changes)) });
  });
  report(result, line, (file) => path.relative(process.cwd(), path.join(folder, file)) || file);
  return EXIT_CODES[result.status];
}

async function review(changes: readonly FileChange[]): Promise<readonly FileChange[] | undefined> {
  // What a person changed is not taken by a word that means all the rest.
  const safe = changes.filter(({ kind }) => kind !== 'offered');
  process.stderr.write(`${changesText(changes)}\n`);
  if (safe.length === 0) return [];
  return isYes(await askOnTerminal(`This changes ${safe.length} ${safe.length === 1 ? 'file' : 'files'}.`, 'Add --yes to write them.')) ? safe : undefined;
}

function report(result: RegenerateResult, line: CommandLine, place: (file: string) => string): void {
  const { planned, layout } = result;
  const json = `${JSON.stringify({ ...jsonResult(result), ...(planned && { planned: planned.map(({ amounts: _, ...file }) => file) }), ...(layout !== undefined && { layout }) }, null, 2)}\n`;
  if (line.report !== undefined) writeOutput(line.report, json, '--report');
  process.stdout.write(line.json ? json : `${line.command === 'plan' || line.dryRun ? projectPlanOf(result) : projectSummaryOf(result, place)}\n`);
}
