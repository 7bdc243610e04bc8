import { analyzeItems, type AnswerSink } from '../analyze/analyzeItems';
import { readyItem } from '../analyze/waitingItems';
import type { CodeAnswers } from '../apply/codeAnswers';
import { askFor, type Batches } from '../batch/batchItems';
import { endsRun } from '../dispatch/requestResult';
import type { ReadyItem } from '../prompt/assemble';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import type { ProjectWork } from './chunkProject';
import type { ProjectLanguage } from './projectSpec';
import { reviewByModel, reviewerOf, settleReview, type Findings } from './modelReview';
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

/** How many files a second model read, and how many of them went back to their author. */
export interface Reviewed {
  readonly files: number;
  readonly sentBack: number;
}

/**
 * Has the language's own tools look at the project as it would be, and a second model at each file, where one is set; what they say goes back once, together, and is asked for again. An answer that the tools still do
 * not stand is no answer: the file is left as it is, or has its bodies missing. One that they did stand before it went back with findings comes back in the place of one that they do not.
 */
export async function checkProject(answers: CodeAnswers, work: ProjectWork, batches: Batches, request: GenerateRequest, run: Run, check: CheckTools | undefined): Promise<Reviewed | undefined> {
  const answered = work.items.filter(({ id }) => answers.answers.has(id) && !answers.failures.has(id));
  const isReviewed = reviewerOf(run) !== undefined;
  if (run.signal.aborted || answered.length === 0 || (!check && !isReviewed)) return undefined;
  const [broken, { findings, read }] = await Promise.all([complaints(answers, work, run, check), isReviewed ? reviewByModel(answers, work, request, run) : NOTHING_FOUND]);
  const reviewed = isReviewed ? { files: read, sentBack: findings.size } : undefined;
  const toMend = answered.filter(({ path }) => broken.has(path) || findings.has(path));
  if (toMend.length === 0 || run.signal.aborted) return reviewed;
  const before = new Map(toMend.map((item) => [item, answers.answers.get(item.id)!]));
  const ask = askFor(batches.asks, toMend[0]!.kind);
  const again = toMend.map((item): ReadyItem => ({ ...readyItem(item, item.waitsFor.map((id) => answers.answers.get(id) ?? '')), refused: reasonOf(broken.get(item.path), findings.get(item.path)), earlier: before.get(item)! }));
  await analyzeItems({ hits: [], asks: [{ ...ask, plan: ask.batcher.plan(again), waiting: [] }] }, mending(answers, broken, run), request, run);
  let still = await complaints(answers, work, run, check);
  // What stood the tools before is not lost to a review.
  const toRestore = again.filter(({ item: { id, path } }) => !broken.has(path) && (answers.failures.has(id) || still.has(path)));
  for (const ready of toRestore) {
    const answer = { text: before.get(ready.item)!, by: ask.batcher.by };
    await ask.batcher.store(ready, answer);
    answers.answer(ready.item, answer);
    run.warn(`A review found what its author could not mend, so look at it yourself: ${oneLine(findings.get(ready.item.path)!)}`, ready.item.path);
  }
  if (toRestore.length > 0) still = await complaints(answers, work, run, check);
  for (const item of answered) {
    const message = still.get(item.path);
    if (message === undefined) continue;
    answers.fail(item, `the compiler says: ${message}`);
    run.fail(`${item.path}: its code cannot be taken: the compiler says: ${message}`);
  }
  if (isReviewed) await settleReview(answers, work, request, run);
  return reviewed;
}

const NOTHING_FOUND: { readonly findings: Findings; readonly read: number } = { findings: new Map(), read: 0 };

/** What an author is told: a clause, or one and a list. */
function reasonOf(message: string | undefined, findings: string | undefined): string {
  const compiler = message === undefined ? '' : `the compiler says: ${message}`;
  return [compiler, findings === undefined ? '' : `a review found:\n${findings}`].filter(Boolean).join('; ');
}

/** A file that stood the tools and only goes back because of a review is not lost if no second answer comes. */
function mending(answers: CodeAnswers, broken: ReadonlyMap<string, string>, run: Run): AnswerSink {
  return {
    ...answers,
    missed(item, stop, failure) {
      if (broken.has(item.path) || endsRun(stop)) run.missed(stop, `${item.path}: ${failure}.`);
    },
  };
}

function oneLine(findings: string): string {
  return findings.replace(/^- /, '').replaceAll('\n- ', ' ');
}

/** What the tools say of files that a model wrote, by path. */
async function complaints(answers: CodeAnswers, work: ProjectWork, run: Run, check: CheckTools | undefined): Promise<Map<string, string>> {
  if (!check) return new Map();
  const { wanted } = await wantedFiles(answers, work);
  const files = new Map(work.states.flatMap(({ path, present }) => (present === undefined ? [] : [[path, present] as const])));
  for (const { state, text } of wanted) if (state.standing !== 'foreign') files.set(state.path, work.project.mask.restore(text));
  const { skipped, problems } = await check(files, work.plan.language, run.signal);
  if (skipped !== undefined) run.warn(skipped);
  const written = new Set(work.jobs.filter(({ path }) => answers.answers.has(`${work.project.path}#${path}`)).map(({ path }) => path));
  const messages = new Map<string, string[]>();
  for (const { path, message } of problems) if (written.has(path)) messages.set(path, [...(messages.get(path) ?? []), message]);
  const elsewhere = problems.filter(({ path }) => !written.has(path));
  if (messages.size === 0 && elsewhere.length > 0) run.warn(`The project does not compile: ${elsewhere.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('; ')}`);
  return new Map([...messages].map(([path, list]) => [path, list.slice(0, MOST_MESSAGES).join('; ')]));
}
