import { breathe } from '../breathe';
import { InputError } from '../inputError';
import type { CodeAnswers } from '../apply/codeAnswers';
import type { FileResult, Run, RunPorts } from '../run';
import type { ProjectWork } from './chunkProject';
import type { FileJob } from './fileItems';
import type { FileState, LeftOver } from './fileStates';
import { contentHash, MANIFEST_PATH, parseManifest, renderManifest, type GeneratedFile } from './manifest';
import { mergeLines } from './mergeLines';

export interface ProjectPorts extends RunPorts {
  /** Shows all changes to the person. Resolves to those that they take; `undefined`: they went away. Absent: all are taken, but for those of files that a person changed. */
  readonly reviewFiles?: (changes: readonly FileChange[]) => Promise<readonly FileChange[] | undefined>;
}

/** One file of a project as it would be. Its texts hold secrets as the spec has them: they are for the person, and go into no log. */
export interface FileChange {
  readonly path: string;
  /** `offered`: a person wrote or changed the file; the text is for them to look at, and is written only if they take it. `removed`: nothing plans it any more. */
  readonly kind: 'new' | 'changed' | 'offered' | 'removed';
  /** What is there now. */
  readonly present?: string;
  /** Empty for `removed`. */
  readonly text: string;
  /** Where it comes from, for people: `template`, `declarations`, `3 bodies by a model`. */
  readonly origin: string;
}

/** A file with the text that it should have. */
interface Wanted {
  readonly state: FileState;
  readonly text: string;
  /** Ids of functions without a body. */
  readonly open: readonly string[];
  /** Why something that was asked for is not in it. */
  readonly problem?: string;
  readonly origin: string;
}

/** The write stage: all changes are shown together; what is taken of them is put in place, and the manifest says what each file was made from. */
export async function writeProject(answers: CodeAnswers, work: ProjectWork, run: Run, { reviewFiles }: Pick<ProjectPorts, 'reviewFiles'>): Promise<FileResult[]> {
  const { project } = work;
  const fresh = work.states.filter((state) => isSettled(state, work));
  if (run.signal.aborted) return results(work, new Map(), 'the run ended before all of it was there: what was answered is kept, and not paid for again');
  const { wanted, missing } = await wantedFiles(answers, work, run);
  const restored = wanted.map((one) => ({ ...one, text: project.mask.restore(one.text) }));
  const changes = [...restored.flatMap(changeOf), ...work.leftOvers.flatMap(removalOf)];
  for (const { path, isOurs } of work.leftOvers) if (!isOurs) run.warn('Nothing in the spec makes this file any more. You changed it, so it was kept: remove it yourself if it is no longer of use.', path);
  const toDecide = changes.filter(({ kind }) => reviewFiles !== undefined || kind !== 'offered');
  const taken = toDecide.length === 0 ? [] : reviewFiles ? await run.pausing(() => reviewFiles(toDecide)) : toDecide;
  if (taken === undefined) {
    run.deadline.cancel();
    return results(work, new Map(), 'nothing was taken');
  }
  const chosen = new Set(taken.map(({ path }) => path));
  const outcomes = new Map<string, FileResult>();
  const entries = new Map<string, GeneratedFile | undefined>();
  for (const { state, text, open, problem } of restored) {
    await breathe();
    const { path, inputs, present } = state;
    const result = (status: FileResult['status'], reason?: string) => outcomes.set(path, { source: path, path, status, ...(reason !== undefined && { problem: reason }) });
    const isSame = present !== undefined && contentHash(present) === contentHash(text);
    if (!isSame && !chosen.has(path)) {
      result('kept', state.standing === 'foreign' ? 'it was changed by hand, so it was left as it is' : 'it was not taken');
      // Who was shown the new version and kept theirs is not asked again until the spec says something else.
      if (state.standing === 'foreign' && reviewFiles) entries.set(path, { spec: project.path, inputs, content: contentHash(text) });
      continue;
    }
    // What a person took in a preview stands there already.
    const outcome = isSame ? 'unchanged' : await run.ports.store.write(path, text);
    if (outcome === 'refused') {
      result('refused', 'it has changes that are not saved');
      continue;
    }
    run.events.emit({ type: 'file-written', path, outcome, complete: problem === undefined });
    entries.set(path, { spec: project.path, inputs, content: contentHash(text), ...(open.length > 0 && { open: [...open].sort() }) });
    if (problem !== undefined) result('partial', problem);
    else result(isSame ? 'unchanged' : 'written');
  }
  for (const { path, text, isOurs } of work.leftOvers) {
    if (isOurs && chosen.has(path) && (await run.ports.store.remove(path, text)) !== 'refused') entries.set(path, undefined);
  }
  for (const [path, reason] of missing) outcomes.set(path, { source: path, path, status: 'failed', problem: reason });
  for (const { path } of fresh) outcomes.set(path, { source: path, path, status: 'unchanged' });
  await keepManifest(entries, run);
  return work.states.map(({ path }) => outcomes.get(path)!);
}

/** Nothing has to be done about it: it follows from the spec as it is, or no model is set that could do more. */
function isSettled({ standing, path }: FileState, { jobs }: ProjectWork): boolean {
  return standing === 'fresh' && !jobs.some((job) => job.path === path);
}

/** What each file that is not settled should say; and those that cannot be made, with the reason. */
async function wantedFiles(answers: CodeAnswers, work: ProjectWork, run: Run): Promise<{ readonly wanted: readonly Wanted[]; readonly missing: ReadonlyMap<string, string> }> {
  const wanted: Wanted[] = [];
  const missing = new Map<string, string>();
  for (const state of work.states) {
    await breathe();
    if (isSettled(state, work)) continue;
    const job = work.jobs.find(({ path }) => path === state.path);
    const made = job ? await written(job, answers, work) : rendered(state, run);
    if (typeof made === 'string') missing.set(state.path, made);
    else if (made) wanted.push(made);
  }
  return { wanted, missing };
}

/** From the answer; where there is none, the declarations with the bodies still missing, which compile. */
async function written(job: FileJob, { answers, failures }: CodeAnswers, { project, verify }: ProjectWork): Promise<Wanted | string> {
  const { state, file } = job;
  const id = `${project.path}#${state.path}`;
  const answer = answers.get(id);
  const made = answer === undefined ? { refused: failures.get(id) ?? 'there is no answer' } : await verify(job, answer);
  if (!('refused' in made)) return { state, text: made.text, open: [], origin: file.from === 'bodies' ? `declarations from the spec, ${bodies(file.skeleton.slots.length)} by a model` : 'a model' };
  if (file.from === 'whole' || state.present !== undefined) return made.refused;
  return { state, text: job.declared!.text, open: file.skeleton.slots.map(({ id: slot }) => slot), problem: made.refused, origin: `declarations from the spec, ${bodies(file.skeleton.slots.length)} still missing` };
}

/** Of a file that no model is asked for. Nothing: it is left as it is. A text: why it cannot be made. */
function rendered(state: FileState, run: Run): Wanted | string | undefined {
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
        run.warn('The spec has changed since this file was generated, and its bodies are a model\'s: it was left as it is. Set a key, or name a provider, to have it brought up to date.', state.path);
        return undefined;
      }
      return { state, text: file.skeleton.render(new Map()), open: slots.map(({ id }) => id), origin: slots.length === 0 ? 'declarations from the spec' : `declarations from the spec, ${bodies(slots.length)} still missing` };
    }
    case 'whole':
      run.warn('A model writes this file, and none is set. Set a key, or name a provider.', state.path);
      return undefined;
  }
}

function bodies(count: number): string {
  return `${count} ${count === 1 ? 'body' : 'bodies'}`;
}

function changeOf({ state: { path, present, standing }, text, origin }: Wanted): FileChange[] {
  if (present !== undefined && contentHash(present) === contentHash(text)) return [];
  const kind = present === undefined ? 'new' : standing === 'foreign' ? 'offered' : 'changed';
  return [{ path, kind, ...(present !== undefined && { present }), text, origin }];
}

function removalOf({ path, text, isOurs }: LeftOver): FileChange[] {
  return isOurs ? [{ path, kind: 'removed', present: text, text: '', origin: 'nothing plans it any more' }] : [];
}

function results({ states }: ProjectWork, outcomes: ReadonlyMap<string, FileResult>, reason: string): FileResult[] {
  return states.map(({ path, standing }) => outcomes.get(path) ?? { source: path, path, status: standing === 'fresh' ? 'unchanged' : 'kept', ...(standing !== 'fresh' && { problem: reason }) });
}

/** Read again at the last moment: another run may have written it meanwhile, of another project. */
async function keepManifest(entries: ReadonlyMap<string, GeneratedFile | undefined>, { ports: { store } }: Run): Promise<void> {
  if (entries.size === 0) return;
  const manifest = new Map(parseManifest(await store.read(MANIFEST_PATH)));
  for (const [path, entry] of entries) {
    if (entry) manifest.set(path, entry);
    else manifest.delete(path);
  }
  if ((await store.write(MANIFEST_PATH, renderManifest(manifest))) === 'refused') throw new InputError(`${MANIFEST_PATH} has changes that are not saved. Save or undo them, then run the command again: nothing is paid for twice.`);
}
