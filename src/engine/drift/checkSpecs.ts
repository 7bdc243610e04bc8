import { aboutOf } from '../chunk/chunkSource';
import { compareDepsOf, eachSource } from '../chunk/chunkSources';
import { compareSource } from '../chunk/compareSource';
import { comparePage } from '../chunk/workspacePage';
import { gatherSources } from '../gather/gatherSources';
import type { GenerateRequest } from '../request';
import { Run, type RunPorts, type RunResult } from '../run';
import { driftOf, driftOfPage, type FileDrift } from './fileDrift';
import { followSpecs } from './followSpecs';

export interface CheckResult extends Pick<RunResult, 'status' | 'leftOut' | 'orphans' | 'warnings' | 'errors' | 'ms'> {
  readonly files: readonly FileDrift[];
}

/**
 * Compares every source with its spec, by the same definition of fresh that `generate` has: where it finds nothing, `generate` would change no byte. Nothing is asked of a
 * model, nothing is written. Never rejects.
 */
export async function checkSpecs(request: GenerateRequest, ports: RunPorts): Promise<CheckResult> {
  // What the last complete run saw says that nothing is to be done, not what a person would like to know of each section.
  const run = new Run('check', request, { ...ports, model: undefined, records: undefined });
  let files: FileDrift[] = [];
  try {
    const gathered = await run.stage('gather', () => gatherSources(request, run), ({ sources }) => `${sources.length} sources`);
    files = await run.stage('chunk', () => driftOfSources(gathered, request, run), (all) => `${all.filter(hasDrifted).length} of ${all.length} drifted`);
    return { ...run.result([]), files };
  } catch (error) {
    return { ...run.ended(error), files };
  } finally {
    run.close();
  }
}

async function driftOfSources(gathered: Awaited<ReturnType<typeof gatherSources>>, request: GenerateRequest, run: Run): Promise<FileDrift[]> {
  const deps = await compareDepsOf(gathered, request, run);
  const moved = await followSpecs(gathered, request, deps.template, run);
  const compared = await eachSource(gathered, run, async (source) => {
    const from = moved.get(source.path);
    const one = await compareSource(source, deps, from?.path);
    return { drift: driftOf(one, deps, from), path: one.path, about: aboutOf(one), ...(from && { moved: from }) };
  });
  const files = compared.map(({ drift }) => drift);
  const page = request.paths.includes('') && compared.length > 1 ? await comparePage(compared, gathered.leftOut, deps) : undefined;
  return page ? [...files, driftOfPage(page, deps)] : files;
}

/** There is something that `generate` without a model would change, or a text that was written for something else. */
export function hasDrifted({ spec, sections }: FileDrift): boolean {
  return spec !== 'current' || sections.some(({ state }) => state === 'stale');
}
