import { InputError } from '../inputError';
import { projectInstructions } from '../prompt/projectInstructions';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import type { Task } from '../task';
import type { WorkItem } from '../workItem';
import { fileStates, leftOvers, type FileState, type LeftOver } from './fileStates';
import type { GatheredProject } from './gatherProject';
import { chooseLayout, type Layout } from './layout';
import { parserFor } from './parse';
import { planProject } from './planProject';
import { fileItems, type FileJob } from './fileItems';
import type { PlannedFile, ProjectPlan } from './projectPlan';
import { verifyFile, type VerifiedFile } from './verifyFile';
import { reviewerOf } from './modelReview';
import type { Refused } from './bodies/readBodies';

/** What a project spec asks of the workspace. */
export interface ProjectWork {
  readonly project: GatheredProject;
  readonly plan: ProjectPlan;
  readonly states: readonly FileState[];
  readonly leftOvers: readonly LeftOver[];
  readonly jobs: readonly FileJob[];
  readonly items: readonly WorkItem[];
  readonly layout: Layout;
  readonly task: Task;
  /** Checks an answer; the same one is checked once. */
  readonly verify: (job: FileJob, answer: string) => Promise<VerifiedFile | Refused>;
}

/**
 * Plans the project and makes an item for each file that a model has to write: those whose inputs changed, that are not there, or whose bodies are still open.
 * @throws InputError where the spec cannot be planned
 */
export async function chunkProject(project: GatheredProject, request: GenerateRequest, run: Run): Promise<ProjectWork> {
  const { ports, signal } = run;
  const { plan, problems } = await planProject(project.spec, { templates: project.templates });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!plan || errors.length > 0) throw new InputError(errors.map(({ message }) => `${project.path}: ${message}`).join('\n'));
  for (const { message } of problems) run.warn(message, project.path);
  assertNoOthers(plan, project);
  const parse = parserFor(ports.outliner, signal);
  const states = chosen(await fileStates(plan, project, ports.store, parse, ports.model !== undefined), request, project);
  const jobs = ports.model ? await fileItems(states, plan, project, request, parse) : [];
  const itemsAFile = reviewerOf(run) ? 2 : 1;
  const asked = new Set(jobs.map(({ path }) => path));
  for (const { path, standing, file } of states) run.events.emit({ type: 'file-planned', path, items: asked.has(path) ? itemsAFile : 0, fresh: standing === 'fresh' && !asked.has(path) ? 1 : 0, ...originOf(file) });
  const layout = chooseLayout(jobs, project, request, ports.model);
  if (jobs.length > 0) run.events.emit({ type: 'decided', what: layout.kind === 'whole' ? 'the whole spec before each request' : 'excerpts of the spec with each file', because: layout.because });
  const items = jobs.map((job) => job.itemFor(layout.kind));
  const known = new Map<string, Promise<VerifiedFile | Refused>>();
  const verify = (job: FileJob, answer: string) => {
    const key = `${job.path}\0${answer}`;
    const verified = known.get(key) ?? verifyFile(job, answer, plan, project.spec, ports.outliner, signal);
    known.set(key, verified);
    return verified;
  };
  const verifyItem = (item: WorkItem, answer: string) => verify(jobs.find(({ path }) => path === item.path)!, answer);
  const task: Task = {
    instructions: projectInstructions(layout.kind === 'whole' ? project.text : undefined),
    accept: async ({ item }, answer) => {
      const verified = await verifyItem(item, answer);
      return 'refused' in verified ? verified : { text: answer };
    },
    stillHolds: async ({ item }, answer) => !('refused' in (await verifyItem(item, answer))),
  };
  return { project, plan, states, leftOvers: request.part ? [] : await leftOvers(plan, project.path, project.manifest, ports.store), jobs, items, layout, task, verify };
}

/** For the report: which files needed no model, and what they came from. */
function originOf(file: PlannedFile): { readonly madeFrom?: 'template' | 'declarations'; readonly template?: string } {
  if (file.from === 'template') return { madeFrom: 'template', template: file.template };
  return file.from === 'declarations' ? { madeFrom: 'declarations' } : {};
}

/** @throws InputError for a part that the spec does not have */
function chosen(states: readonly FileState[], { part }: GenerateRequest, { path }: GatheredProject): readonly FileState[] {
  if (!part) return states;
  const byPath = new Map(states.map((state) => [state.path, state]));
  const isAbout = ({ file: { about } }: FileState) => (part.kind === 'entity' ? about.entities : about.contracts).includes(part.id);
  const found = new Set(states.filter(isAbout));
  if (found.size === 0) throw new InputError(`No file of ${path} is about "${part.id}". Check the name, or generate the whole project.`);
  for (const state of found) for (const need of state.file.needs) if (byPath.has(need)) found.add(byPath.get(need)!);
  return states.filter((state) => found.has(state));
}

/** @throws InputError where another spec's file is in the way */
function assertNoOthers({ files }: ProjectPlan, { path, manifest }: GatheredProject): void {
  for (const file of files) {
    const stored = manifest.get(file.path);
    if (stored && stored.spec !== path) throw new InputError(`${file.path} is generated from ${stored.spec} already. Give one of the two projects another root (--out), or leave the file out of one of them ("files": kind: none).`);
  }
}
