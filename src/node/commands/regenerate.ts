import type { Proposal } from '../../engine/apply/proposal';
import { applySpec, planApply, type ApplyResult } from '../../engine/applySpec';
import { InputError } from '../../engine/inputError';
import { applyPlanOf, applySummaryOf, proposalText } from '../applySummary';
import type { CommandLine } from '../arguments';
import { askOnTerminal, isTerminal, isYes } from '../askOnTerminal';
import { EXIT_CODES, jsonResult } from '../jsonResult';
import { findWorkspace } from '../workspace';
import { openCommand, type Surroundings } from './openCommand';
import { runWithModel } from './runWithModel';

/** `specwright regenerate`: a source from its edited spec. Resolves to the exit code. @throws InputError where there was nothing to start with */
export async function regenerate(line: CommandLine, surroundings: Surroundings): Promise<number> {
  // Before anything is paid for; what is not there is said first.
  findWorkspace(line.paths, line.root, process.cwd());
  if (!line.yes && !line.dryRun && !isTerminal()) throw new InputError('This changes a source file, and there is nobody to show the change to. Add --yes to write it, or --dry-run to see what it would take.');
  const command = await openCommand(line, surroundings);
  const result = await runWithModel(line, command, surroundings, (request, ports) => {
    if (line.dryRun) return planApply(request, ports);
    return applySpec(request, line.yes ? ports : { ...ports, review: (proposal, write) => command.pausing(() => review(proposal, write)) });
  });
  report(result, line);
  return EXIT_CODES[result.status];
}

async function review(proposal: Proposal, write: () => Promise<void>): Promise<boolean> {
  process.stderr.write(`${proposalText(proposal)}\n`);
  const isTaken = isYes(await askOnTerminal(`This changes ${proposal.path}.`, 'Add --yes to write it.'));
  if (isTaken) await write();
  return isTaken;
}

function report(result: ApplyResult, line: CommandLine): void {
  const json = `${JSON.stringify({ ...jsonResult(result), edited: result.edited, applied: result.applied }, null, 2)}\n`;
  process.stdout.write(line.json ? json : `${line.dryRun ? applyPlanOf(result) : applySummaryOf(result)}\n`);
}
