import path from 'node:path';
import { generateSpecs, planSpecs } from '../../engine/generateSpecs';
import type { RunResult } from '../../engine/run';
import type { CommandLine } from '../arguments';
import { askOnTerminal, isYes } from '../askOnTerminal';
import { changedSince } from '../git';
import { EXIT_CODES, jsonResult } from '../jsonResult';
import { planSummaryOf, summaryOf, type SpecsReading } from '../summary';
import { openCommand, type Surroundings } from './openCommand';
import { runWithModel } from './runWithModel';

/** `specwright generate` and `specwright plan`. Resolves to the exit code. @throws InputError where there was nothing to start with */
export async function generate(line: CommandLine, surroundings: Surroundings): Promise<number> {
  const command = await openCommand(line, surroundings);
  const { workspace, pausing } = command;
  let hasModel = false;
  const result = await runWithModel(line, command, surroundings, async (request, ports) => {
    hasModel = ports.model !== undefined || Object.keys(ports.roles ?? {}).length > 0;
    const own = {
      ...request,
      ...(line.changedSince === undefined ? {} : { changed: await changedSince(workspace.root, line.changedSince) }),
      ...(line.removeOrphans ? { removeOrphans: { force: line.force ?? false, ...(line.yes ? {} : { confirm: (specs: readonly string[]) => pausing(() => confirmRemoval(specs)) }) } } : {}),
    };
    return (line.command === 'plan' ? planSpecs : generateSpecs)(own, ports);
  });
  report(result, line, workspace.root, { isModelMissing: !hasModel && line.provider === undefined });
  return EXIT_CODES[line.strict && result.status === 'done' && result.keptTexts ? 'partial' : result.status];
}

async function confirmRemoval(specs: readonly string[]): Promise<boolean> {
  return isYes(await askOnTerminal(`This removes ${specs.length === 1 ? specs[0]! : `${specs.length} specs whose sources are gone`}.`, 'Add --yes to go on; specwright plan --json lists them.'));
}

function report(result: RunResult, line: CommandLine, root: string, reading: SpecsReading): void {
  const json = `${JSON.stringify(jsonResult(result), null, 2)}\n`;
  const place = (specPath: string) => path.relative(process.cwd(), path.join(root, specPath)) || specPath;
  process.stdout.write(line.json ? json : `${line.command === 'plan' ? planSummaryOf(result, reading) : summaryOf(result, place, reading)}\n`);
}
