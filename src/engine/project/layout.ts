import type { Model } from '../../providers/model';
import type { GenerateRequest } from '../request';
import type { FileJob } from './fileItems';
import type { GatheredProject } from './gatherProject';
import { indexOf } from './excerpt';

/** `excerpts`: each item is shown what the spec says of it. `whole`: every request begins with the whole spec, which the provider keeps. */
export type LayoutKind = 'excerpts' | 'whole';

export interface Layout {
  readonly kind: LayoutKind;
  /** For people, in the plan. */
  readonly because: string;
  /** Characters of the spec that an item is shown at full price, of those that the spec has, on the average. From 0; 1 is all of it. */
  readonly shareOfSpec: number;
}

/** Tokens of YAML and code are about so many characters. */
const CHARACTERS_PER_TOKEN = 3.5;
/** Items of a request, for the comparison alone: the batches are planned later, for the layout that was chosen. */
const ITEMS_A_REQUEST = 4;
/** Of the input price: what providers that keep prefixes ask for reading and writing one (docs.anthropic.com, prompt caching). Taken where the model's own prices are not known. */
const USUAL_SHARES = { read: 0.1, write: 1.25 };

/** The cheaper of two layouts for all that is to be asked. Both are stable byte by byte; it follows from the plan, the spec and the model's prices alone, never from what a cache holds. */
export function chooseLayout(jobs: readonly Pick<FileJob, 'excerpt'>[], { text, spec }: Pick<GatheredProject, 'text' | 'spec'>, { batch }: Pick<GenerateRequest, 'batch'>, model: Model | undefined): Layout {
  const specLength = text.length;
  const shareOfSpec = jobs.length === 0 ? 0 : jobs.reduce((sum, { excerpt }) => sum + excerpt.length, 0) / jobs.length / specLength;
  if (jobs.length === 0) return { kind: 'excerpts', because: 'nothing is asked for', shareOfSpec };
  const requests = Math.ceil(jobs.length / (batch.strategy === 'latency' ? 1 : Math.min(batch.maxItems, ITEMS_A_REQUEST)));
  const excerpts = jobs.reduce((sum, { excerpt }) => sum + excerpt.length, 0) + requests * indexOf(spec).length;
  const { read, write } = sharesOf(model);
  const isKept = model?.limits.promptCache !== undefined && specLength / CHARACTERS_PER_TOKEN >= (model.limits.minCacheableTokens ?? Infinity);
  const whole = isKept ? specLength * (write + (requests - 1) * read) : specLength * requests;
  const tokens = (characters: number) => Math.round(characters / CHARACTERS_PER_TOKEN).toLocaleString('en-US');
  const compared = `${tokens(excerpts)} tokens at full price as excerpts, the price of ${tokens(whole)} with the whole spec before ${requests === 1 ? 'the request' : `each of about ${requests} requests`}${isKept ? ', kept by the provider' : ''}`;
  return whole < excerpts ? { kind: 'whole', because: `the whole spec is cheaper: ${compared}`, shareOfSpec } : { kind: 'excerpts', because: `excerpts are cheaper: ${compared}`, shareOfSpec };
}

function sharesOf(model: Model | undefined): { readonly read: number; readonly write: number } {
  const prices = model?.prices;
  if (!prices || prices.input <= 0) return USUAL_SHARES;
  return { read: prices.cacheRead / prices.input, write: prices.cacheWrite5m / prices.input };
}
