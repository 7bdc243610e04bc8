import { costUsd } from '../../providers/cost';
import type { Model } from '../../providers/model';
import { askFor, type Batches } from '../batch/batchItems';
import { usd, type Amounts } from '../batch/estimate';
import { estimateTokens } from '../dispatch/tokens';
import type { FileResult } from '../run';
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
  /** Those of them that are not written yet, of a file that is fresh but for them. */
  readonly open: number;
  readonly standing: Standing;
  /** From 1: a file of a phase builds upon files of earlier ones. */
  readonly phase: number;
  /** From 1: number of the request that it is asked for in. Absent: nothing is asked for, or the answer is known already. */
  readonly batch?: number;
  /** A model answered for it in an earlier run: nothing is asked. */
  readonly isAnswered: boolean;
  /** Its share of what is asked for. */
  readonly amounts?: Amounts;
  /** What a model would be paid for its text alone, in US dollars. Absent: a model writes it, there is nothing to write, or no price is known. */
  readonly sparedUsd?: number;
}

export function describePlan({ plan, states }: Pick<ProjectWork, 'plan' | 'states'>, { asks, hits, estimate }: Batches): PlannedFileResult[] {
  const phases = new Map(phasesOf(plan).flatMap((paths, i) => paths.map(({ path }) => [path, i + 1] as const)));
  const requests = asks.flatMap(({ plan: { requests: planned } }) => planned);
  const batches = new Map(requests.flatMap(({ items }, i) => items.map(({ item }) => [item.path, i + 1] as const)));
  const answered = new Set(hits.map(({ ready }) => ready.item.path));
  const model = asks.length > 0 ? askFor(asks, 'file').batcher.model : undefined;
  return states.map(({ path, file, standing, open }) => {
    const [batch, amounts] = [batches.get(path), estimate.files.get(path)];
    const sparedUsd = standing === 'missing' || standing === 'stale' ? priceOf(file, model) : undefined;
    return {
      path, kind: file.kind, from: file.from, ...(file.from === 'template' && { template: file.template }),
      bodies: file.from === 'bodies' ? file.skeleton.slots.length : 0, open: open.length, standing, phase: phases.get(path) ?? 1, ...(batch !== undefined && { batch }), isAnswered: answered.has(path), ...(amounts && { amounts }), ...(sparedUsd !== undefined && { sparedUsd }),
    };
  });
}

/** It is as it should be, and nothing is left to write in it: a plan has no more to say of it. */
export function isUpToDate({ standing, open }: PlannedFileResult): boolean {
  return standing === 'fresh' && open === 0;
}

/** Of a file that no model writes: its text as output, without anything that the model would have to be shown for it. */
function priceOf(file: PlannedFile, model: Model | undefined): number | undefined {
  if (!model || (file.from !== 'template' && file.from !== 'declarations')) return undefined;
  return costUsd({ inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: estimateTokens(file.text, model.limits) }, model.prices);
}

/** Files of a request, where the plan itself has none to go by. */
const USUAL_FILES_A_REQUEST = 4;

/** What it spares that the files of one origin need no model, of those that are made now. Requests are as full as those of the plan; dollars are at least so many. */
export function sparedBy(planned: readonly PlannedFileResult[], from: 'template' | 'declarations'): { readonly files: readonly string[]; readonly requests: number; readonly usd?: number } {
  const made = planned.filter((file) => file.from === from && (file.standing === 'missing' || file.standing === 'stale'));
  const asked = planned.filter(({ batch }) => batch !== undefined);
  const aRequest = asked.length > 0 ? asked.length / new Set(asked.map(({ batch }) => batch)).size : USUAL_FILES_A_REQUEST;
  const isPriced = made.length > 0 && made.every(({ sparedUsd }) => sparedUsd !== undefined);
  return { files: made.map(({ path }) => path), requests: Math.ceil(made.length / aRequest), ...(isPriced && { usd: made.reduce((sum, { sparedUsd }) => sum + sparedUsd!, 0) }) };
}

/** `about 2 requests and at least $0.03`. */
export function describeSpared({ requests, usd: dollars }: Pick<ReturnType<typeof sparedBy>, 'requests' | 'usd'>): string {
  return `about ${requests} ${requests === 1 ? 'request' : 'requests'}${dollars === undefined ? '' : ` and at least ${usd(dollars)}`}`;
}

/** Functions without a body once a run has ended. `hasModel`: bodies were asked for. */
export function bodiesLeft(planned: readonly PlannedFileResult[], files: readonly FileResult[], hasModel: boolean): number {
  const became = new Map(files.map(({ path, status, isFailing }) => [path, isFailing ? 'failing' : status] as const));
  return planned.reduce((sum, { path, bodies, open }) => {
    const status = became.get(path);
    if (status === 'failing') return sum;
    if (status === 'partial') return sum + bodies;
    if (status === 'written') return sum + (hasModel ? 0 : bodies);
    return sum + open;
  }, 0);
}
