import { analyzeItems } from './analyze/analyzeItems';
import { collectAnswers } from './apply/codeAnswers';
import { batchItems, type Batches } from './batch/batchItems';
import { confirmEstimate } from './batch/confirmEstimate';
import { describeCalls, describeEstimate } from './batch/estimate';
import { checkProject, type Reviewed } from './project/checkProject';
import { chunkProject, type ProjectWork } from './project/chunkProject';
import { gatherProject, type GatheredProject } from './project/gatherProject';
import { withReview } from './project/modelReview';
import { describePlan, type PlannedFileResult } from './project/plannedFiles';
import { writeProject, type ProjectPorts } from './project/writeProject';
import type { GenerateRequest } from './request';
import { Run, type FileResult, type RunResult } from './run';

export interface RegenerateResult extends RunResult {
  /** What is planned of each file. Absent: the spec could not be planned. */
  readonly planned?: readonly PlannedFileResult[];
  /** Why what is asked is put together as it is. */
  readonly layout?: string;
  /** Absent: nobody reviewed anything. */
  readonly reviewed?: Reviewed;
}

const stages = { gather: gatherProject, chunk: chunkProject, batch: batchItems, analyze: analyzeItems, write: writeProject };

/**
 * From a project spec to its files, in five words: gather the spec, chunk it into the files that it plans, batch what has to be written by a model and was never answered, analyze it and have the language's tools look at it, and write what the person takes.
 * Never rejects: what went wrong is in the result, and what was answered is kept.
 * @param request its one path is that of the project spec; `offerPersons`: new versions of files that a person changed are made too, for `reviewFiles` to show
 */
export async function regenerateFiles(request: GenerateRequest, ports: ProjectPorts, { gather, chunk, batch, analyze, write } = stages): Promise<RegenerateResult> {
  const run = new Run('regenerate', request, { ...ports, records: undefined });
  let plan: Pick<RegenerateResult, 'planned' | 'layout'> = {};
  try {
    const project = await run.stage('gather', () => gather(request, run), describeProject);
    const work = await run.stage('chunk', () => chunk(project, request, run), describeWork);
    const batches = await run.stage('batch', async () => withReview(await batch([work], request, run, work.task), work, request, run), describeBatches);
    plan = { planned: describePlan(work, batches), layout: work.layout.because };
    await confirmEstimate(batches.estimate, request, run);
    const answers = collectAnswers();
    const reviewed = await run.stage('analyze', async () => {
      await analyze(batches, answers, request, run);
      return checkProject(answers, work, batches, request, run, ports.checkTools);
    }, (outcome) => `${describeCalls(run.figures.calls)}${outcome ? `, ${describeReview(outcome)}` : ''}`);
    const files = await run.stage('write', () => write(answers, work, run, ports), describeFiles);
    return { ...run.result(files, batches.estimate), ...plan, ...(reviewed && { reviewed }) };
  } catch (error) {
    return { ...run.ended(error), ...plan };
  } finally {
    run.close();
  }
}

/** The first three words: what each file would be made of, and what it would cost. Nothing is sent and nothing is written. */
export async function planFiles(request: GenerateRequest, ports: ProjectPorts, { gather, chunk, batch } = stages): Promise<RegenerateResult> {
  const run = new Run('plan', request, { ...ports, records: undefined });
  try {
    const project = await run.stage('gather', () => gather(request, run), describeProject);
    const work = await run.stage('chunk', () => chunk(project, request, run), describeWork);
    const batches = await run.stage('batch', async () => withReview(await batch([work], request, run, work.task), work, request, run), describeBatches);
    const planned = describePlan(work, batches);
    const files = planned.map(({ path, standing }): FileResult => ({ source: path, path, status: standing === 'fresh' ? 'fresh' : 'planned' }));
    return { ...run.result(files, batches.estimate), planned, layout: work.layout.because };
  } catch (error) {
    return run.ended(error);
  } finally {
    run.close();
  }
}

function describeProject({ path, spec }: GatheredProject): string {
  return `${path}: ${spec.entities.length} ${spec.entities.length === 1 ? 'entity' : 'entities'}, ${spec.contracts.length} ${spec.contracts.length === 1 ? 'operation' : 'operations'}`;
}

function describeWork({ states, items }: ProjectWork): string {
  return `${states.length} files, ${states.filter(({ standing }) => standing === 'fresh').length} of them up to date; ${items.length} to be written by a model`;
}

function describeBatches({ hits, estimate }: Batches): string {
  return `${hits.length} ${hits.length === 1 ? 'answer' : 'answers'} from the cache; ${describeEstimate(estimate)}`;
}

/** `12 files reviewed, 3 of them sent back`. */
export function describeReview({ files, sentBack }: Reviewed): string {
  return `${files} ${files === 1 ? 'file' : 'files'} reviewed, ${sentBack} of them sent back`;
}

function describeFiles(files: readonly FileResult[]): string {
  return `${files.filter(({ status }) => status === 'written').length} of ${files.length} files written`;
}
