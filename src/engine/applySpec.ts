import { analyzeItems } from './analyze/analyzeItems';
import { chunkEdited, type EditedWork } from './apply/chunkEdited';
import { collectAnswers } from './apply/codeAnswers';
import { gatherEdited, type Edited } from './apply/gatherEdited';
import type { Proposal } from './apply/proposal';
import { writeEdited, type ApplyPorts, type WrittenSource } from './apply/writeEdited';
import { batchItems, type Batches } from './batch/batchItems';
import { confirmEstimate } from './batch/confirmEstimate';
import { describeCalls, describeEstimate } from './batch/estimate';
import { InputError } from './inputError';
import type { GenerateRequest } from './request';
import { Run, type RunResult } from './run';

export interface ApplyResult extends RunResult {
  /** What the person edited, by the ids of the symbols that are written anew for it. */
  readonly edited: readonly string[];
  /** Ids of the sections that code and text agree on now. */
  readonly applied: readonly string[];
  /** What was proposed. Absent: nothing had to be changed. */
  readonly proposal?: Proposal;
}

const stages = { gather: gatherEdited, chunk: chunkEdited, batch: batchItems, analyze: analyzeItems, write: writeEdited };

/**
 * From an edited spec to its source, in five words: gather the spec and its source, chunk what was edited into items, batch what was never answered, analyze it with a model, and write
 * the code that the person takes. Never rejects: what went wrong is in the result, and what was answered is kept.
 * @param request its one path is that of a spec, or of its source; template and language are the spec's own
 */
export async function applySpec(request: GenerateRequest, ports: ApplyPorts, { gather, chunk, batch, analyze, write } = stages): Promise<ApplyResult> {
  // What the last run saw says nothing of what a person edited.
  const run = new Run('regenerate', request, { ...ports, records: undefined });
  let edited: string[] = [];
  try {
    assertModel(run);
    const found = await run.stage('gather', () => gather(request, run), describeEdited);
    const work = await run.stage('chunk', () => chunk(found, run), describeWork);
    edited = editedIn(work);
    const batches = await run.stage('batch', () => batch([work], request, run, work.task), describeBatches);
    await confirmEstimate(batches.estimate, request, run);
    const answers = collectAnswers();
    await run.stage('analyze', () => analyze(batches, answers, request, run), () => describeCalls(run.figures.calls));
    const { files, ...written } = await run.stage('write', () => write(answers, work, run, ports), describeWritten);
    return { ...run.result(files, batches.estimate), edited, ...written };
  } catch (error) {
    return { ...run.ended(error), edited, applied: [] };
  } finally {
    run.close();
  }
}

/** The first three words: what would be written anew, and what it would cost. Nothing is sent and nothing is written. */
export async function planApply(request: GenerateRequest, ports: ApplyPorts, { gather, chunk, batch } = stages): Promise<ApplyResult> {
  const run = new Run('plan', request, { ...ports, records: undefined });
  let edited: string[] = [];
  try {
    const found = await run.stage('gather', () => gather(request, run), describeEdited);
    const work = await run.stage('chunk', () => chunk(found, run), describeWork);
    edited = editedIn(work);
    const { estimate } = await run.stage('batch', () => batch([work], request, run, work.task), describeBatches);
    const planned = { source: found.source.path, path: found.specPath, status: edited.length > 0 ? 'planned' : 'fresh' } as const;
    return { ...run.result([planned], estimate), edited, applied: [] };
  } catch (error) {
    return { ...run.ended(error), edited, applied: [] };
  } finally {
    run.close();
  }
}

/** @throws InputError with what to do about it */
function assertModel({ ports }: Run): void {
  if (!ports.model) throw new InputError('Code that follows an edited text is written by a model, and none is set. Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY.');
}

function editedIn({ jobs }: EditedWork): string[] {
  return jobs.map(({ plan }) => plan.id);
}

function describeEdited({ source, specPath }: Edited): string {
  return `${source.path} and ${specPath}`;
}

function describeWork({ items }: EditedWork): string {
  return items.length === 0 ? 'no text was edited' : `${items.length} ${items.length === 1 ? 'symbol' : 'symbols'} with an edited text`;
}

function describeBatches({ hits, estimate }: Batches): string {
  return `${hits.length} ${hits.length === 1 ? 'answer' : 'answers'} from the cache; ${describeEstimate(estimate)}`;
}

function describeWritten({ applied }: WrittenSource): string {
  return applied.length === 0 ? 'nothing changed' : `${applied.join(', ')} in line with the spec`;
}
