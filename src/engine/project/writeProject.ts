import { breathe } from '../breathe';
import { InputError } from '../inputError';
import type { CodeAnswers } from '../apply/codeAnswers';
import type { FileResult, Run, RunPorts } from '../run';
import type { CheckTools } from './checkProject';
import type { ProjectWork } from './chunkProject';
import type { FileState, LeftOver } from './fileStates';
import type { GatheredProject } from './gatherProject';
import { contentHash, MANIFEST_PATH, parseManifest, renderManifest, type GeneratedFile } from './manifest';
import { marked } from './mark';
import { isSettled, wantedFiles, type Failing, type Wanted } from './wantedFiles';

export interface ProjectPorts extends RunPorts {
  /** The language's own tools. Absent: they may not be run, or there are none. */
  readonly checkTools?: CheckTools;
  /** Shows all changes to the person; those that do not pass their checks by themselves, once the others stand. Resolves to those that they take; `undefined`: they went away. Absent: all are taken, but for those of files that a person changed. */
  readonly reviewFiles?: (changes: readonly FileChange[]) => Promise<readonly FileChange[] | undefined>;
}

/** One file of a project as it would be. Its texts hold secrets as the spec has them: they are for the person, and go into no log. */
export interface FileChange {
  readonly path: string;
  /**
   * `offered`: a person wrote or changed the file; the text is for them to look at, and is written only if they take it. `failing`: what a model answered does not
   * pass its checks; it is written only if they take it, and shown after the others. `removed`: nothing plans it any more.
   */
  readonly kind: 'new' | 'changed' | 'offered' | 'failing' | 'removed';
  /** What is there now. */
  readonly present?: string;
  /** Empty for `removed`. */
  readonly text: string;
  /** Where it comes from, for people: `template`, `declarations`, `3 bodies by a model`. */
  readonly origin: string;
}

/** The write stage: all changes are shown together; what is taken of them is put in place, and the manifest says what each file was made from. */
export async function writeProject(answers: CodeAnswers, work: ProjectWork, run: Run, { reviewFiles }: Pick<ProjectPorts, 'reviewFiles'>): Promise<FileResult[]> {
  const { project } = work;
  const fresh = work.states.filter((state) => isSettled(state, work));
  if (run.signal.aborted) return untouched(work, 'the run ended before all of it was there: what was answered is kept, and not paid for again');
  const { wanted, missing, failing, left } = await wantedFiles(answers, work);
  for (const [path, message] of left) run.warn(message, path);
  const restored = wanted.map((one) => ({ ...one, text: project.mask.restore(project.mark ? markedFile(one, project.path) : one.text) }));
  const changes = [...restored.flatMap(changeOf), ...work.leftOvers.flatMap(removalOf)];
  for (const { path, isOurs } of work.leftOvers) if (!isOurs) run.warn('Nothing in the spec makes this file any more. You changed it, so it was kept: remove it yourself if it is no longer of use.', path);
  const toDecide = changes.filter(({ kind }) => reviewFiles !== undefined || kind !== 'offered');
  const taken = toDecide.length === 0 ? [] : reviewFiles ? await run.pausing(() => reviewFiles(toDecide)) : toDecide;
  if (taken === undefined) {
    run.deadline.cancel();
    return untouched(work, 'nothing was taken');
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
    if (!isOurs || !chosen.has(path) || (await run.ports.store.remove(path, text)) === 'refused') continue;
    entries.set(path, undefined);
    outcomes.set(path, { source: path, path, status: 'removed' });
  }
  for (const [path, reason] of missing) outcomes.set(path, { source: path, path, status: 'failed', problem: reason });
  for (const path of left.keys()) outcomes.set(path, { source: path, path, status: 'kept' });
  for (const { path } of fresh) outcomes.set(path, { source: path, path, status: 'unchanged' });
  await keepManifest(entries, run);
  for (const result of await writeFailing(failing, project, run, reviewFiles)) outcomes.set(result.path, result);
  return [...work.states, ...work.leftOvers].flatMap(({ path }) => outcomes.get(path) ?? []);
}

/** What the compilers refused, once all the rest stands: only a person's word writes it, and nothing over what is theirs. */
async function writeFailing(failing: readonly Failing[], project: GatheredProject, run: Run, reviewFiles: ProjectPorts['reviewFiles']): Promise<FileResult[]> {
  if (run.signal.aborted || (!reviewFiles && !project.writeFailing)) return [];
  const changes: FileChange[] = [];
  for (const { state: { path, file, standing }, text, problem } of failing) {
    if (standing === 'foreign') continue;
    const present = await run.ports.store.read(path);
    const full = project.mask.restore(project.mark ? markedFile({ state: { file, path }, text }, project.path) : text);
    changes.push({ path, kind: 'failing', ...(present !== undefined && { present }), text: full, origin: problem });
  }
  const taken = changes.length === 0 ? [] : project.writeFailing || !reviewFiles ? changes : ((await run.pausing(() => reviewFiles(changes))) ?? []);
  const chosen = new Set(taken.map(({ path }) => path));
  const entries = new Map<string, GeneratedFile>();
  const results: FileResult[] = [];
  for (const { state: { path, inputs }, problem } of failing) {
    const change = changes.find((one) => one.path === path);
    if (!change || !chosen.has(path)) continue;
    const outcome = await run.ports.store.write(path, change.text);
    if (outcome === 'refused') continue;
    run.events.emit({ type: 'file-written', path, outcome, complete: false });
    entries.set(path, { spec: project.path, inputs, content: contentHash(change.text) });
    results.push({ source: path, path, status: 'partial', problem, isFailing: true });
  }
  await keepManifest(entries, run);
  return results;
}

/** A list of lines that a person adds to is as much theirs as ours. */
function markedFile({ state: { file, path }, text }: { readonly state: Pick<FileState, 'file' | 'path'>; readonly text: string }, spec: string): string {
  return file.from === 'template' && file.merge ? text : marked(path, text, spec);
}

function changeOf({ state: { path, present, standing }, text, origin }: Wanted): FileChange[] {
  if (present !== undefined && contentHash(present) === contentHash(text)) return [];
  const kind = present === undefined ? 'new' : standing === 'foreign' ? 'offered' : 'changed';
  return [{ path, kind, ...(present !== undefined && { present }), text, origin }];
}

function removalOf({ path, text, isOurs }: LeftOver): FileChange[] {
  return isOurs ? [{ path, kind: 'removed', present: text, text: '', origin: 'nothing plans it any more' }] : [];
}

/** Nothing was written: every file is as it was. */
function untouched({ states }: ProjectWork, problem: string): FileResult[] {
  return states.map(({ path, standing }) => ({ source: path, path, ...(standing === 'fresh' ? { status: 'unchanged' } : { status: 'kept', problem }) }));
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
