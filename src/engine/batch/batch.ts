import type { Effort, Model } from '../../providers/model';
import { answerKey } from '../cache/cacheKey';
import type { ResultCache } from '../cache/resultCache';
import { boundRequestTokens, estimateTokens } from '../dispatch/tokens';
import type { EventStream } from '../events';
import { ALWAYS, PROMPT_VERSION } from '../prompt/always';
import { assembleRequest, projectText, type AssembledRequest, type ProjectPrompt, type ReadyItem } from '../prompt/assemble';
import type { Answer } from '../workItem';
import { planInstructionsCache } from './instructionsCache';
import { planBatches, type BatchSettings } from './planBatches';

/** A request that is ready to leave. */
export interface PlannedRequest {
  readonly id: string;
  readonly assembled: AssembledRequest;
  readonly expectedOutputTokens: number;
  /** Estimate of the input, in tokens of the model, and how much of it is the instructions that every request has. */
  readonly inputTokens: number;
  readonly instructionTokens: number;
  /** No fewer than the input can turn out to be. */
  readonly inputBoundTokens: number;
  /** Author of the answers: `provider/model`. */
  readonly by: string;
  /** Everything that was shown for an item, for the check of its answer. */
  readonly shownFor: (ready: ReadyItem) => string;
}

export interface RequestPlan {
  readonly requests: readonly PlannedRequest[];
  readonly firstGoesAhead: boolean;
}

export interface BatchDeps {
  readonly model: Model;
  readonly cache: ResultCache;
  readonly project: ProjectPrompt;
  readonly settings: Omit<BatchSettings, 'maxOutputTokens'> & { readonly concurrency: number; readonly effort?: Effort };
  readonly events: Pick<EventStream, 'emit'>;
}

/** Looks items up, and turns those that were never answered into requests. */
export class Batcher {
  #requests = 0;

  constructor(private readonly deps: BatchDeps) {}

  /** The stored answer to an item, if there is one. */
  async lookUp(ready: ReadyItem): Promise<Answer | undefined> {
    const found = await this.deps.cache.get(this.#keyOf(ready));
    this.deps.events.emit({ type: 'cache-looked-up', item: ready.item.id, hit: found !== undefined });
    return found && { text: found.text, by: found.by };
  }

  async store(ready: ReadyItem, answer: Answer): Promise<void> {
    await this.deps.cache.put(this.#keyOf(ready), answer);
  }

  /** Groups the misses into requests. */
  plan(misses: readonly ReadyItem[]): RequestPlan {
    const { model, settings, events } = this.deps;
    const { batches, because } = planBatches(misses, { ...settings, maxOutputTokens: model.limits.maxOutputTokens });
    if (batches.length > 0) events.emit({ type: 'batches-planned', batches: batches.length, items: misses.length, because });
    const caching = planInstructionsCache(batches.length, settings.concurrency, this.#instructionTokens(), model, settings.strategy);
    return { requests: batches.map((batch, i) => this.request(batch, 1, caching.setsBreakpoint(i))), firstGoesAhead: caching.firstGoesAhead };
  }

  /** One request for these items, whatever the strategy says. */
  request(items: readonly ReadyItem[], outputFactor = 1, cacheInstructions = false): PlannedRequest {
    const { model, project, settings } = this.deps;
    const assembled = assembleRequest(items, project, { effort: settings.effort, maxOutputTokens: model.limits.maxOutputTokens, outputFactor, cacheInstructions });
    const prompt = [...assembled.request.system, ...assembled.request.user].map(({ text }) => text).join('\n');
    return {
      id: `r${++this.#requests}`,
      assembled,
      expectedOutputTokens: Math.round(items.reduce((sum, { item }) => sum + item.expectedOutputTokens, 0) * model.limits.tokensPerEstimate),
      inputTokens: estimateTokens(prompt, model.limits),
      instructionTokens: this.#instructionTokens(),
      inputBoundTokens: boundRequestTokens(assembled.request),
      by: `${model.provider}/${model.id}`,
      shownFor: ({ item, text }) => [...item.context, text].join('\n'),
    };
  }

  #instructionTokens(): number {
    return estimateTokens(ALWAYS + projectText(this.deps.project), this.deps.model.limits);
  }

  /** Neither the batch nor anything else that varies between two runs is in it. */
  #keyOf({ item, text }: ReadyItem): string {
    const { model, project, settings } = this.deps;
    return answerKey({
      inputs: item.inputs,
      shown: [projectText(project), item.kind, item.path, item.symbol ?? '', ...item.context, text].join('\0'),
      provider: model.provider,
      model: model.id,
      params: { effort: settings.effort ?? '' },
      promptVersion: PROMPT_VERSION,
    });
  }
}
