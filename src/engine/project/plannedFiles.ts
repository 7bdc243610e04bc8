import type { Batches } from '../batch/batchItems';
import type { Amounts } from '../batch/estimate';
import type { ProjectWork } from './chunkProject';
import type { Standing } from './fileStates';
import { phasesOf } from './phases';
import type { FileKind, PlannedFile } from './projectPlan';

/** One file of a plan, for people and machines. */
export interface PlannedFileResult {
  readonly path: string;
  readonly kind: FileKind;
  readonly from: PlannedFile['from'];
  /** Name of the template, where it comes from one. */
  readonly template?: string;
  /** Functions whose bodies are to be written. */
  readonly bodies: number;
  readonly standing: Standing;
  /** From 1: a file of a phase builds upon files of earlier ones. */
  readonly phase: number;
  /** From 1: number of the request that it is asked for in. Absent: nothing is asked for, or the answer is known already. */
  readonly batch?: number;
  /** Its share of what is asked for. */
  readonly amounts?: Amounts;
}

export function describePlan({ plan, states }: ProjectWork, { asks, estimate }: Batches): PlannedFileResult[] {
  const phases = new Map(phasesOf(plan).flatMap((paths, i) => paths.map(({ path }) => [path, i + 1] as const)));
  const requests = asks.flatMap(({ plan: { requests: planned } }) => planned);
  const batches = new Map(requests.flatMap(({ items }, i) => items.map(({ item }) => [item.path, i + 1] as const)));
  return states.map(({ path, file, standing }) => {
    const [batch, amounts] = [batches.get(path), estimate.files.get(path)];
    return {
      path, kind: file.kind, from: file.from, ...(file.from === 'template' && { template: file.template }),
      bodies: file.from === 'bodies' ? file.skeleton.slots.length : 0, standing, phase: phases.get(path) ?? 1, ...(batch !== undefined && { batch }), ...(amounts && { amounts }),
    };
  });
}
