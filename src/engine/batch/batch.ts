import type { Effort, Model } from '../../providers/model';
import { answerKey } from '../cache/cacheKey';
import type { ResultCache } from '../cache/resultCache';
import type { Experiences } from '../dispatch/experience';
import type { Pool } from '../dispatch/pool';
import type { Amount } from '../dispatch/pricing';
import type { RateNeed } from '../dispatch/rateBuckets';
import { worstCaseOf } from '../dispatch/reserveFor';
import { boundRequestTokens, estimateTokens } from '../dispatch/tokens';
import type { EventStream, ExpectedCacheRead, RequestFacts } from '../events';
import { assembleRequest, type AssembledRequest, type ReadyItem } from '../prompt/assemble';
import type { ProjectPrompt } from '../prompt/instructions';
import { nameOfModel } from '../roles';
import type { Task } from '../task';
import type { Answer } from '../workItem';
import { planInstructionsCache } from './instructionsCache';
import { planBatches, USABLE_CONTEXT, type BatchSettings, type UnfitItem } from './planBatches';

/** A request that is ready to leave. */
export interface PlannedRequest {
  readonly id: string;
  readonly items: readonly ReadyItem[];
  /** Puts the prompt together. Called when the request leaves: thousands of prompts at once would fill the memory. */
  readonly assemble: () => AssembledRequest;
  /** In tokens of the model, as its past answers make expect. */
  readonly expectedOutputTokens: number;
  /** Estimate of the input, in tokens of the model, and how much of it is the instructions that every request has. */
  readonly inputTokens: number;
  readonly instructionTokens: number;
  /** The same two before experience corrected them: what the next experience is drawn from. */
  readonly uncorrected: { readonly inputTokens: number; readonly outputTokens: number };
  readonly worst: Amount;
  readonly rateNeed: RateNeed;
  /** Author of the answers: `provider/model`. */
  readonly by: string;
  /** For the events. */
  readonly facts: RequestFacts;
  /** Absent: the provider is not expected to know any of it. */
  readonly cacheRead?: ExpectedCacheRead;
}

/** How a request uses the provider's prompt cache for the instructions. */
interface CacheUse {
  readonly isMarked: boolean;
  /** It takes so much less from the rate limits, for certain. */
  readonly needsLess: boolean;
  /** Why they are expected to be there. Absent: they are not. */
  readonly reads: string | undefined;
}

export interface RequestPlan {
  readonly requests: readonly PlannedRequest[];
  readonly firstGoesAhead: boolean;
  /** Items that no request to this model has room for. */
  readonly unfit: readonly UnfitItem[];
}

export interface BatchDeps {
  readonly model: Model;
  /** Where its requests run; shared with other runs. Default: one of the run's own. */
  readonly pool?: Pool;
  readonly cache: ResultCache;
  readonly project: ProjectPrompt;
  readonly task: Task;
  readonly settings: BatchSettings & { readonly effort?: Effort };
  readonly events: Pick<EventStream, 'emit'>;
  readonly experiences: Experiences;
  /** Begins the ids of its requests, which are unique in a run. */
  readonly prefix: string;
}

/** Looks items up, and turns those that were never answered into requests to one model. */
export class Batcher {
  #requests = 0;
  #isAnnounced = false;
  /** A request of this run has them written to the prompt cache: what is asked again reads them there. */
  #instructionsCached = false;
  /** The same for every request of a run, and long. */
  #estimatedInstructions: number | undefined;
  readonly #keys = new WeakMap<ReadyItem, string>();

  constructor(private readonly deps: BatchDeps) {}

  get model(): Model {
    return this.deps.model;
  }

  get pool(): Pool | undefined {
    return this.deps.pool;
  }

  /** `provider/model`. */
  get by(): string {
    return nameOfModel(this.model);
  }

  get task(): Task {
    return this.deps.task;
  }

  /** The stored answer to an item, if there is one that can still be taken. */
  async lookUp(ready: ReadyItem): Promise<Answer | undefined> {
    const stored = await this.deps.cache.get(this.#keyOf(ready));
    const found = stored && (await this.task.stillHolds?.(ready, stored.text)) !== false ? stored : undefined;
    this.deps.events.emit({ type: 'cache-looked-up', item: ready.item.id, hit: found !== undefined, because: found ? 'the same was answered before' : stored ? 'the file does not take the kept answer any more' : this.deps.cache.isOff ? 'the result cache is off' : 'no answer to it is kept' });
    return found && { text: found.text, by: found.by };
  }

  async store(ready: ReadyItem, answer: Answer): Promise<void> {
    await this.deps.cache.put(this.#keyOf(ready), { text: answer.text, by: answer.by });
  }

  /** Groups the misses into requests. */
  plan(misses: readonly ReadyItem[]): RequestPlan {
    const { model, settings, events } = this.deps;
    this.#announce();
    const instructionTokens = this.#instructionTokens();
    const { batches, unfit, because } = planBatches(misses, settings, { limits: model.limits, prices: model.prices, experience: this.#experience, instructionTokens });
    const caching = planInstructionsCache(batches.length, settings.concurrency, instructionTokens, model, settings.strategy, this.#experience.firstByteMs);
    const marked = batches.filter((_, i) => caching.setsBreakpoint(i)).length;
    if (batches.length > 0) {
      const instructions = { tokens: instructionTokens, marked: marked === 0 ? 'none' : marked === batches.length ? 'all' : 'some', firstGoesAhead: caching.firstGoesAhead, because: caching.because } as const;
      events.emit({ type: 'batches-planned', batches: batches.length, items: misses.length - unfit.length, because, provider: model.provider, model: model.id, instructions });
    }
    const requests = batches.map((batch, i) => this.#request(batch, 1, { isMarked: caching.setsBreakpoint(i), needsLess: caching.firstGoesAhead && i > 0, reads: caching.readsCache(i) ? caching.because : undefined, isAgain: false }));
    this.#instructionsCached ||= marked > 0;
    for (const request of requests) this.#warnIfNearlyFull(request);
    return { requests, firstGoesAhead: caching.firstGoesAhead, unfit };
  }

  /** One request for items that were asked for before, whatever the strategy says. */
  request(items: readonly ReadyItem[], outputFactor = 1): PlannedRequest {
    const isMarked = this.#instructionsCached;
    return this.#request(items, outputFactor, { isMarked, needsLess: isMarked, reads: isMarked ? 'a request of this run has written them' : undefined, isAgain: true });
  }

  #request(items: readonly ReadyItem[], outputFactor: number, { isMarked: cacheInstructions, needsLess, reads, isAgain }: CacheUse & { readonly isAgain: boolean }): PlannedRequest {
    const { model, project, settings, prefix, task } = this.deps;
    const assemble = () => assembleRequest(items, project, { instructions: task.instructions, effort: settings.effort, maxOutputTokens: model.limits.maxOutputTokens, outputFactor, cacheInstructions });
    const assembled = assemble();
    const prompt = [...assembled.request.system, ...assembled.request.user].map(({ text }) => text).join('\n');
    const uncorrected = {
      inputTokens: estimateTokens(prompt, model.limits),
      outputTokens: Math.round(items.reduce((sum, { item }) => sum + item.expectedOutputTokens, 0) * model.limits.tokensPerEstimate),
    };
    const inputTokens = Math.round(uncorrected.inputTokens * this.#experience.inputFactor);
    const expectedOutputTokens = Math.round(uncorrected.outputTokens * this.#experience.outputFactor);
    const instructionTokens = this.#instructionTokens();
    return {
      id: `${prefix}${++this.#requests}`,
      items,
      assemble,
      expectedOutputTokens,
      inputTokens,
      instructionTokens,
      uncorrected,
      worst: worstCaseOf(model, assembled.request, boundRequestTokens(assembled.request), assembled.request.maxOutputTokens),
      rateNeed: { inputTokens: needsLess ? Math.max(0, inputTokens - instructionTokens) : inputTokens, outputTokens: expectedOutputTokens },
      by: this.by,
      facts: { asks: items.map(({ item }) => item.id), expectedInputTokens: inputTokens, expectedOutputTokens, isAgain },
      ...(reads !== undefined && { cacheRead: { tokens: instructionTokens, because: reads } }),
    };
  }

  /** Once, since a run plans again for what waited. */
  #announce(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    const { model, settings, events } = this.deps;
    const { contextTokens, promptCache, minCacheableTokens, concurrency: serverConcurrency } = model.limits;
    const { strategy, maxItems, concurrency } = settings;
    events.emit({
      type: 'model-used', provider: model.provider, model: model.id, contextTokens, strategy, maxItems, concurrency,
      ...(model.prices && { prices: model.prices }), ...(promptCache && { promptCache }), ...(minCacheableTokens !== undefined && { minCacheableTokens }), ...(serverConcurrency !== undefined && { serverConcurrency }),
    });
  }

  get #experience() {
    return this.deps.experiences.of(this.by);
  }

  #instructionTokens(): number {
    this.#estimatedInstructions ??= estimateTokens(this.task.instructions.always + this.#projectText, this.model.limits);
    return Math.round(this.#estimatedInstructions * this.#experience.inputFactor);
  }

  get #projectText(): string {
    return this.task.instructions.project?.(this.deps.project) ?? '';
  }

  #warnIfNearlyFull({ items, inputTokens }: PlannedRequest): void {
    const { contextTokens } = this.model.limits;
    if (inputTokens <= contextTokens * USABLE_CONTEXT) return;
    const share = Math.round((100 * inputTokens) / contextTokens);
    for (const { item } of items) {
      this.deps.events.emit({ type: 'warning', path: item.path, message: `the prompt takes about ${share}% of the ${contextTokens.toLocaleString('en-US')} tokens of ${this.model.id}'s context window.` });
    }
  }

  #keyOf(ready: ReadyItem): string {
    let key = this.#keys.get(ready);
    if (key === undefined) this.#keys.set(ready, (key = this.#makeKey(ready)));
    return key;
  }

  /** Neither the batch nor anything else that varies between two runs is in it. */
  #makeKey({ item, shown }: ReadyItem): string {
    const { model, settings, task } = this.deps;
    const { text, context } = shown();
    return answerKey({
      inputs: item.inputs,
      shown: [this.#projectText, item.kind, item.path, item.symbol ?? '', ...context, text].join('\0'),
      provider: model.provider,
      model: model.id,
      params: { effort: settings.effort ?? '' },
      promptVersion: task.instructions.version,
    });
  }
}
