import { analyzeItems, type AnswerSink } from '../analyze/analyzeItems';
import { readyItems } from '../analyze/waitingItems';
import { collectAnswers, type CodeAnswers } from '../apply/codeAnswers';
import { askFor, batchItems, foresee, type Batches } from '../batch/batchItems';
import { estimateRun } from '../batch/estimate';
import { breathe } from '../breathe';
import { endsRun } from '../dispatch/requestResult';
import { declarationsText, fileText, reviewText } from '../prompt/projectPrompt';
import { MOST_FINDINGS, NO_FINDINGS, REVIEW_INSTRUCTIONS } from '../prompt/reviewInstructions';
import type { GenerateRequest } from '../request';
import type { Writer } from '../roles';
import type { Run } from '../run';
import { maskSecrets } from '../safety/secrets';
import type { Task } from '../task';
import type { Checked } from '../verify/checkAnswer';
import type { WorkItem } from '../workItem';
import type { ProjectWork } from './chunkProject';
import { commonText } from './excerpt';
import type { FileJob } from './fileItems';
import { declarationsOf } from './fileStates';
import { parserFor } from './parse';
import { wantedFiles } from './wantedFiles';

const REVIEW: Task = { instructions: REVIEW_INSTRUCTIONS, requestPrefix: 'v', accept: (_, answer) => readFindings(answer) };

/** Tokens of the estimator: a file has a finding or two, or none. */
const EXPECTED_TOKENS = 60;

/** A dependency longer than this is shown by its declarations. Characters. */
const MOST_OF_A_DEPENDENCY = 24_000;

/** What the second reader found wrong with a file, by its path: one finding a line. Files without any are not in it. */
export type Findings = ReadonlyMap<string, string>;

/** The model that reads what another one wrote. Nothing: nobody does. */
export function reviewerOf({ ports: { model, roles } }: Run): Writer | undefined {
  return model && roles?.review;
}

/** The estimate with the review of what is asked for. Those texts are not there yet: each is taken to be as long as its declarations and the answer that is expected. */
export async function withReview(batches: Batches, work: ProjectWork, request: GenerateRequest, run: Run): Promise<Batches> {
  const reviewer = reviewerOf(run);
  if (!reviewer || batches.missing.size === 0) return batches;
  const asked = work.jobs.filter(({ path }) => batches.missing.has(path));
  const texts = new Map(asked.map(({ path, declared, itemFor }) => [path, `${declared?.text ?? ''}\n${'text '.repeat(itemFor(work.layout.kind).expectedOutputTokens)}`]));
  const items = await reviewItems(asked, texts, work, run);
  return { ...batches, estimate: estimateRun([...batches.asks, foresee(items, reviewer, REVIEW, request, run)]) };
}

/** Has a second model read each file that was answered, with what it builds upon. A file that could not be reviewed is told of, does not count as read, and stands as it is. */
export async function reviewByModel(answers: CodeAnswers, work: ProjectWork, request: GenerateRequest, run: Run): Promise<{ readonly findings: Findings; readonly read: number }> {
  const items = await answeredItems(answers, work, run);
  if (items.length === 0) return { findings: new Map(), read: 0 };
  const batches = await batchItems([{ items }], request, run, REVIEW);
  const read = collectAnswers();
  const missed: AnswerSink['missed'] = ({ path }, stop, failure) => {
    if (endsRun(stop)) run.missed(stop, `${path}: it was not reviewed: ${failure}.`);
    else run.warn(`It was not reviewed: ${failure}.`, path);
  };
  await analyzeItems(batches, { ...read, missed }, request, run);
  const findings = new Map<string, string>();
  for (const { id, path } of items) {
    const answer = read.answers.get(id);
    if (answer === undefined) continue;
    run.events.emit({ type: 'file-reviewed', path, findings: answer === NO_FINDINGS ? 0 : answer.split('\n').length });
    if (answer !== NO_FINDINGS) findings.set(path, answer);
  }
  return { findings, read: read.answers.size };
}

/** What was sent back once is not sent back again: whoever runs the same command after a crash is asked for nothing. */
export async function settleReview(answers: CodeAnswers, work: ProjectWork, request: GenerateRequest, run: Run): Promise<void> {
  const items = await answeredItems(answers, work, run);
  const { asks } = await batchItems([], request, run, REVIEW);
  const { batcher } = askFor(asks, 'review');
  for (const ready of readyItems(items)) await batcher.store(ready, { text: NO_FINDINGS, by: batcher.by });
}

/** Of the files that a model wrote, as they would be. */
async function answeredItems(answers: CodeAnswers, work: ProjectWork, run: Run): Promise<WorkItem[]> {
  const { wanted } = await wantedFiles(answers, work);
  const texts = new Map(wanted.map(({ state: { path }, text }) => [path, text]));
  const ids = new Set(work.items.filter(({ id }) => answers.answers.has(id) && !answers.failures.has(id)).map(({ path }) => path));
  return reviewItems(work.jobs.filter(({ path }) => ids.has(path) && texts.has(path)), texts, work, run);
}

/** @param texts files as they would be, secrets replaced */
async function reviewItems(jobs: readonly FileJob[], texts: ReadonlyMap<string, string>, work: ProjectWork, run: Run): Promise<WorkItem[]> {
  const { project } = work;
  const common = commonText(work.plan, project.spec);
  const parse = parserFor(run.ports.outliner, run.signal);
  const states = new Map(work.states.map((state) => [state.path, state]));
  const known = new Map<string, Promise<string>>();
  const shownOf = async (path: string): Promise<string> => {
    const { file, present } = states.get(path)!;
    const text = texts.get(path) ?? (file.from === 'declarations' || file.from === 'template' ? file.text : present === undefined ? '' : (await maskSecrets(present, path)).text);
    if (text !== '' && text.length <= MOST_OF_A_DEPENDENCY) return fileText(path, text);
    const declarations = await declarationsOf(file, parse);
    return declarations === '' ? '' : declarationsText(path, declarations);
  };
  const items: WorkItem[] = [];
  for (const { path, file, excerpt, state } of jobs) {
    await breathe();
    const context = [common];
    for (const need of file.needs) {
      if (!states.has(need)) continue;
      if (!known.has(need)) known.set(need, shownOf(need));
      const text = await known.get(need)!;
      if (text !== '') context.push(text);
    }
    const text = reviewText(path, file.purpose, file.from === 'bodies' ? file.skeleton.slots.map(({ id }) => id) : [], texts.get(path)!, excerpt);
    items.push({ id: `${project.path}#${path}/review`, kind: 'review', path, section: path, shown: () => ({ text, context }), inputs: state.inputs, expectedOutputTokens: EXPECTED_TOKENS, waitsFor: [] });
  }
  return items;
}

/** Findings are lines that begin with a hyphen; whatever else is neither they nor the one line that says that there are none is no answer. */
function readFindings(answer: string): Checked {
  const lines = answer.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length === 1 && lines[0] === NO_FINDINGS) return { text: NO_FINDINGS };
  const findings = lines.filter((line) => line.startsWith('- '));
  return findings.length > 0 && findings.length === lines.length ? { text: findings.slice(0, MOST_FINDINGS).join('\n') } : { refused: 'it is neither a list of findings nor the line that says that there are none' };
}
