import { analyzeItems } from '../analyze/analyzeItems';
import { readyItems } from '../analyze/waitingItems';
import type { CodeAnswers } from '../apply/codeAnswers';
import { askFor, type Batches } from '../batch/batchItems';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import type { ProjectWork } from './chunkProject';
import type { ProjectLanguage } from './projectSpec';
import { wantedFiles } from './wantedFiles';

/** The language's own tools, over the project as it would be. */
export type CheckTools = (files: ReadonlyMap<string, string>, language: ProjectLanguage, signal: AbortSignal) => Promise<ToolReport>;

export interface ToolReport {
  /** Why nothing was checked, with the next step, as a sentence. */
  readonly skipped?: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** So much of what a compiler says of one file is shown to a model. */
const MOST_MESSAGES = 10;

/**
 * Has the language's own tools look at the project as it would be, and asks once more, with what they say, for the files that they complain about. An answer that does not stand it then is no answer: the file is left
 * as it is, or has its bodies missing. Nothing happens where there are no tools, or no answers.
 */
export async function checkProject(answers: CodeAnswers, work: ProjectWork, batches: Batches, request: GenerateRequest, run: Run, check: CheckTools | undefined): Promise<void> {
  if (!check || run.signal.aborted || work.jobs.every(({ path }) => !answers.answers.has(idOf(path, work)))) return;
  const first = await complaints(answers, work, run, check);
  if (first.size === 0 || run.signal.aborted) return;
  const again = readyItems(work.items.filter(({ path }) => first.has(path))).map((ready) => ({ ...ready, refused: `the compiler says: ${first.get(ready.item.path)!}` }));
  const before = new Map([...first.keys()].map((path) => [path, answers.answers.get(idOf(path, work))!]));
  if (again.length > 0) {
    const ask = askFor(batches.asks, again[0]!.item.kind);
    await analyzeItems({ hits: [], asks: [{ ...ask, plan: ask.batcher.plan(again), waiting: [] }] }, answers, request, run);
  }
  const second = await complaints(answers, work, run, check);
  for (const [path, message] of second) {
    const item = work.items.find((one) => one.path === path);
    if (!item || !before.has(path)) continue;
    answers.fail(item, `the compiler says: ${message}`);
    run.fail(`${path}: its code cannot be taken: the compiler says: ${message}`);
  }
}

function idOf(path: string, { project }: ProjectWork): string {
  return `${project.path}#${path}`;
}

/** What the tools say of files that a model wrote, by path. */
async function complaints(answers: CodeAnswers, work: ProjectWork, run: Run, check: CheckTools): Promise<Map<string, string>> {
  const { wanted } = await wantedFiles(answers, work);
  const files = new Map(work.states.flatMap(({ path, present }) => (present === undefined ? [] : [[path, present] as const])));
  for (const { state, text } of wanted) if (state.standing !== 'foreign') files.set(state.path, work.project.mask.restore(text));
  const { skipped, problems } = await check(files, work.plan.language, run.signal);
  if (skipped !== undefined) run.warn(skipped);
  const written = new Set(work.jobs.filter(({ path }) => answers.answers.has(idOf(path, work))).map(({ path }) => path));
  const messages = new Map<string, string[]>();
  for (const { path, message } of problems) if (written.has(path)) messages.set(path, [...(messages.get(path) ?? []), message]);
  const elsewhere = problems.filter(({ path }) => !written.has(path));
  if (messages.size === 0 && elsewhere.length > 0) run.warn(`The project does not compile: ${elsewhere.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('; ')}`);
  return new Map([...messages].map(([path, list]) => [path, list.slice(0, MOST_MESSAGES).join('; ')]));
}
