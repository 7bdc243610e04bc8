import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../engine/inputError';
import { mayBeProjectSpec } from '../../engine/project/read/isProjectSpec';
import { planFiles, regenerateFiles, type RegenerateResult } from '../../engine/regenerateFiles';
import type { CommandLine } from '../arguments';
import { askOnTerminal, isTerminal, isYes } from '../askOnTerminal';
import { EXIT_CODES, jsonResult } from '../jsonResult';
import { createNodeStore } from '../nodeStore';
import { createProjectTools } from '../projectTools';
import { projectPlanOf, projectSummaryOf, type ProjectReading } from '../projectSummary';
import { reviewChanges, type Terminal } from '../reviewChanges';
import { openCommand, type Surroundings } from './openCommand';
import { runWithModel } from './runWithModel';

/**
 * Whether the one path that was given is a project spec, and not a source or the spec of one.
 * @throws InputError for a file whose name says that it is one, or of which files are to be generated, and whose text says that it is not
 */
export function namesProjectSpec({ command, paths }: Pick<CommandLine, 'command' | 'paths'>): boolean {
  const [only] = paths;
  if (paths.length !== 1 || !/\.(?:ya?ml|json|md)$/i.test(only!)) return false;
  let text: string;
  try {
    text = readFileSync(only!, 'utf8');
  } catch {
    return false;
  }
  if (mayBeProjectSpec(only!, text)) return true;
  const isMarkdown = /\.md$/i.test(only!);
  if (isMarkdown && (/^specwright\s*:/m.test(text) || !/\.spec\.md$/i.test(only!))) return false;
  if (!isMarkdown && command === 'plan' && !/\.spec\.(?:ya?ml|json)$/i.test(only!)) return false;
  throw new InputError(isMarkdown
    ? `${only} is neither a project spec nor the spec of a source. A project spec in Markdown begins with front matter: a line "---" at the very top, below it the keys ("name: …", "language: go", "entities:" and so on), then another line "---".`
    : `${only} is no project spec: at its top there are the keys of another format, or none of "entities", "api_contracts" and "requirements". A short one stands at the beginning of docs/project-spec.md.`);
}

/** `specwright regenerate SPEC` and `specwright plan SPEC` of a project spec. Resolves to the exit code. @throws InputError where there was nothing to start with */
export async function regenerateProject(line: CommandLine, surroundings: Surroundings): Promise<number> {
  const isPlan = line.command === 'plan' || line.dryRun === true;
  if (!line.yes && !isPlan && !isTerminal()) throw new InputError('This writes files, and there is nobody to show them to. Add --yes to write them, or --dry-run to see the plan.');
  const command = await openCommand(line, surroundings, 'files');
  const { root } = command.workspace;
  const folder = path.resolve(root, line.out ?? '.');
  let hasModel = false;
  const result = await runWithModel(line, command, surroundings, (request, ports) => {
    hasModel = ports.model !== undefined;
    const own = { ...ports, store: createNodeStore(folder), ...(line.tools && { checkTools: createProjectTools(folder) }) };
    if (isPlan) return planFiles(request, own);
    if (line.yes) return regenerateFiles(request, own);
    // Somebody is there to be shown the new version of what they changed.
    return regenerateFiles({ ...request, offerPersons: true }, { ...own, reviewFiles: (changes) => command.pausing(() => reviewChanges(changes, TERMINAL)) });
  });
  report(result, line, { hasModel, place: (file) => path.relative(process.cwd(), path.join(folder, file)) || file });
  return EXIT_CODES[result.status];
}

const TERMINAL: Terminal = {
  show: (text) => void process.stderr.write(`${text}\n`),
  ask: async (what) => isYes(await askOnTerminal(what, 'Add --yes to write what is not yours.')),
};

function report(result: RegenerateResult, line: CommandLine, reading: ProjectReading): void {
  const { planned, layout } = result;
  const json = `${JSON.stringify({ ...jsonResult(result), ...(planned && { planned: planned.map(({ amounts: _, ...file }) => file) }), ...(layout !== undefined && { layout }) }, null, 2)}\n`;
  process.stdout.write(line.json ? json : `${line.command === 'plan' || line.dryRun ? projectPlanOf(result, reading.hasModel) : projectSummaryOf(result, reading)}\n`);
}
