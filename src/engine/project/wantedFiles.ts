import { breathe } from '../breathe';
import type { CodeAnswers } from '../apply/codeAnswers';
import type { ProjectWork } from './chunkProject';
import type { FileJob } from './fileItems';
import type { FileState } from './fileStates';
import { mergeLines } from './mergeLines';

/** A file with the text that it should have. */
export interface Wanted {
  readonly state: FileState;
  readonly text: string;
  /** Ids of functions without a body. */
  readonly open: readonly string[];
  /** Why something that was asked for is not in it. */
  readonly problem?: string;
  readonly origin: string;
}

/** All of a project that is not as it should be. */
export interface WantedFiles {
  readonly wanted: readonly Wanted[];
  /** Files that cannot be made, with the reason. */
  readonly missing: ReadonlyMap<string, string>;
  /** Answers that did not pass the language's own tools: nothing writes them but a person's word. */
  readonly failing: readonly Failing[];
  /** Files that wait for a model, with what to do about it. */
  readonly left: ReadonlyMap<string, string>;
}

/** An answer that keeps all rules but those of the compiler. */
export interface Failing {
  readonly state: FileState;
  readonly text: string;
  /** What is wrong with it, as a clause. */
  readonly problem: string;
}

interface Missing {
  readonly missing: string;
}

interface Left {
  readonly left: string;
}

/** Nothing has to be done about it: it follows from the spec as it is, or no model is set that could do more. */
export function isSettled({ standing, path }: FileState, { jobs }: ProjectWork): boolean {
  return standing === 'fresh' && !jobs.some((job) => job.path === path);
}

/** What each file that is not settled should say. */
export async function wantedFiles(answers: CodeAnswers, work: ProjectWork): Promise<WantedFiles> {
  const wanted: Wanted[] = [];
  const missing = new Map<string, string>();
  const left = new Map<string, string>();
  const failing: Failing[] = [];
  for (const state of work.states) {
    await breathe();
    if (isSettled(state, work)) continue;
    const job = work.jobs.find(({ path }) => path === state.path);
    const made = job ? await written(job, answers, work) : rendered(state);
    if (job) failing.push(...(await failingOf(job, answers, work)));
    if ('missing' in made) missing.set(state.path, made.missing);
    else if ('left' in made) left.set(state.path, made.left);
    else wanted.push(made);
  }
  return { wanted, missing, failing, left };
}

/** From the answer; where there is none, the declarations with the bodies still missing, which compile: so of a new file, and of one whose bodies nobody has written yet. */
async function written(job: FileJob, { answers, failures }: CodeAnswers, { project, verify }: ProjectWork): Promise<Wanted | Missing> {
  const { state, file } = job;
  const id = `${project.path}#${state.path}`;
  const answer = failures.has(id) ? undefined : answers.get(id);
  const made = answer === undefined ? { refused: failures.get(id) ?? 'there is no answer' } : await verify(job, answer);
  if (!('refused' in made)) return { state, text: made.text, open: [], origin: file.from === 'bodies' ? `declarations from the spec, ${bodies(file.skeleton.slots.length)} by a model` : 'a model' };
  const isSkeleton = file.from === 'bodies' && state.standing !== 'foreign' && state.stored?.open?.length === file.skeleton.slots.length;
  if (file.from === 'whole' || (state.present !== undefined && !isSkeleton)) return { missing: made.refused };
  return { state, text: job.declared!.text, open: file.skeleton.slots.map(({ id: slot }) => slot), problem: made.refused, origin: `declarations from the spec, ${bodies(file.skeleton.slots.length)} still missing` };
}

/** What the answer would make of a file, although it was refused in the end. */
async function failingOf(job: FileJob, { answers, failures }: CodeAnswers, { project, verify }: ProjectWork): Promise<Failing[]> {
  const id = `${project.path}#${job.path}`;
  const [answer, problem] = [answers.get(id), failures.get(id)];
  if (answer === undefined || problem === undefined) return [];
  const made = await verify(job, answer);
  return 'refused' in made ? [] : [{ state: job.state, text: made.text, problem }];
}

/** Of a file that no model is asked for. */
function rendered(state: FileState): Wanted | Left {
  const { file, present, standing } = state;
  switch (file.from) {
    case 'template': {
      const text = file.merge === 'lines' && present !== undefined ? mergeLines(present, file.text) : file.text;
      return { state, text, open: [], origin: 'template' };
    }
    case 'declarations':
      return { state, text: file.text, open: [], origin: 'declarations from the spec' };
    case 'bodies': {
      const { slots } = file.skeleton;
      // Somebody's bodies may be in it: without a model they stay, and the file waits for one.
      const hasBodies = present !== undefined && slots.length > 0 && slots.length !== (state.stored?.open?.length ?? 0);
      if (hasBodies && standing !== 'foreign') {
        return { left: "The spec has changed since this file was generated, and its bodies are a model's: it was left as it is. Set a key, or name a provider, to have it brought up to date." };
      }
      return { state, text: file.skeleton.render(new Map()), open: slots.map(({ id }) => id), origin: slots.length === 0 ? 'declarations from the spec' : `declarations from the spec, ${bodies(slots.length)} still missing` };
    }
    case 'whole':
      return { left: 'A model writes this file, and none is set. Set a key, or name a provider.' };
  }
}

function bodies(count: number): string {
  return `${count} ${count === 1 ? 'body' : 'bodies'}`;
}
