import { costUsd } from '../../providers/cost';
import { isProviderError, type Model, type ModelRequest, type Usage } from '../../providers/model';
import type { EventStream } from '../events';
import type { Clock } from '../ports';
import { certainlyUnbilled } from './billing';
import type { Budget, Reservation } from './budget';
import type { Deadline } from './deadline';
import { batchLimitMs, type TimeLimits } from './limits';
import type { SendOptions } from './dispatcher';
import type { Place, Pool } from './pool';
import { totalTokens, type Amount } from './pricing';
import { reserveFor } from './reserveFor';
import { outcomeOf, stopOfError, type Answered, type RequestResult } from './requestResult';
import { describePrompt } from './describePrompt';
import { decideRetry, describeFailure, failureKindOf, type RetryPolicy } from './retry';
import type { SentRequest } from './sent';
import { streamOnce, type StreamEnd } from './streamOnce';
import { estimateTokens } from './tokens';
import { orAbort } from './wait';

/** What the requests of one dispatcher share. */
export interface Shared {
  readonly model: Model;
  readonly limits: TimeLimits;
  /** Of the run and of the day: a request must fit into each. */
  readonly budgets: readonly Budget[];
  readonly events: Pick<EventStream, 'emit' | 'run'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly assertSafe: ((text: string) => Promise<void>) | undefined;
  readonly retry: RetryPolicy;
  readonly pool: Pool;
  readonly onSent: ((sent: SentRequest) => void) | undefined;
  /** Whose turn it is in the pool. */
  readonly owner: object;
  readonly openSendings: Set<Sending>;
  /** Why no further request can succeed: every one that has not left fails with it. */
  doom: Error | undefined;
  /** What invalid requests were told so far. */
  readonly invalidMessages: Set<string>;
  /** The same in every request, and long: looked through once. */
  readonly safeInstructions: Set<string>;
  /** Some request was answered, so that the model and the parameters are valid. */
  answered: boolean;
}

const NOTHING: Amount = { usd: 0, tokens: 0 };

/** A retry goes before the requests of the same priority that never left. */
const RETRY_PRIORITY = 0.5;

/** One request on its way, from the queue to its result. */
export class Sending {
  readonly #shared: Shared;
  readonly #assemble: () => ModelRequest;
  /** From its first attempt on. */
  #assembled: ModelRequest | undefined;
  readonly #options: SendOptions;
  /** Stands still while the request waits. */
  readonly #batch: Deadline;
  /** Aborts what the request waits for: with the batch, or because of doom. */
  readonly #waiting = new AbortController();
  #attempts = 0;
  #ms = 0;
  #firstByteMs: number | undefined;
  #textDelivered = false;
  /** An attempt that reported no usage may have been billed all the same. */
  #costUncertain = false;
  /** What has been streamed by the present attempt: its tokens are estimated where the provider reports none. */
  #received = '';

  constructor(shared: Shared, assemble: () => ModelRequest, options: SendOptions) {
    this.#shared = shared;
    this.#assemble = assemble;
    this.#options = options;
    this.#batch = options.deadline.child(batchLimitMs(options.expectedOutputTokens, shared.limits, shared.retry.maxAttempts), 'batch');
    this.#batch.pause();
  }

  cancel(reason: Error): void {
    this.#batch.cancel(reason);
  }

  /** Never rejects. */
  async run(): Promise<RequestResult> {
    const { events, openSendings, model } = this.#shared;
    const { id, items, worst, facts } = this.#options;
    events.emit({ type: 'request-queued', request: id, items, reservedUsd: worst.usd, reservedTokens: worst.tokens, provider: model.provider, model: model.id, ...facts });
    openSendings.add(this);
    this.#batch.signal.addEventListener('abort', () => this.#waiting.abort(this.#batch.signal.reason), { once: true });
    let result: RequestResult;
    try {
      result = await this.#untilAnswered();
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      result = { stop: stopOfError(error), error, ...this.#common() };
    } finally {
      openSendings.delete(this);
      this.#batch.dispose();
    }
    events.emit({
      type: 'request-ended',
      request: id,
      ms: result.ms,
      outcome: outcomeOf(result.stop),
      usage: result.usage,
      ...(result.usageEstimated ? { usageEstimated: true } : {}),
      costUsd: result.costUsd ?? (result.error ? 0 : undefined),
      ...(this.#costUncertain ? { costUncertain: true } : {}),
      ...(result.error ? { failure: failureKindOf(result.error) } : {}),
      detail: result.error ? describeFailure(result.error) : result.stop === 'other' ? 'the model stopped for a reason that is not known' : undefined,
    });
    return result;
  }

  async #untilAnswered(): Promise<Answered> {
    const { pool, owner, events } = this.#shared;
    const { id, priority = 0, rateNeed } = this.#options;
    for (;;) {
      this.#throwIfHopeless();
      const outcome = await pool.run((place) => this.#attempt(place), {
        priority: this.#attempts === 0 ? priority : priority + RETRY_PRIORITY,
        signal: this.#waiting.signal,
        owner,
        need: rateNeed,
        onRateWait: (ms, limit) => events.emit({ type: 'rate-waiting', request: id, ms, limit }),
      });
      if (!('retryInMs' in outcome)) return outcome;
      if (outcome.retryInMs > 0) await pool.wait(outcome.retryInMs, this.#waiting.signal);
    }
  }

  /** In its place of the pool. What a failure means for the others is told before the place is given back, lest the next one runs into it. */
  async #attempt(place: Place): Promise<Answered | { readonly retryInMs: number }> {
    if (this.#attempts === 0) await this.#assertSafe();
    const reservation = await this.#reserve();
    let began = false;
    try {
      this.#throwIfHopeless();
    } catch (error) {
      reservation?.settle(NOTHING);
      throw error;
    }
    const { clock } = this.#shared;
    const startedAt = clock.now();
    try {
      const end = await this.#stream(() => (began = true), startedAt, place);
      this.#ms = clock.now() - startedAt;
      return this.#answer(end, reservation, place);
    } catch (error) {
      this.#ms = clock.now() - startedAt;
      this.#tell(place, error);
      if (certainlyUnbilled(error, began)) reservation?.settle(NOTHING);
      return { retryInMs: this.#retryInMsAfter(error) };
    } finally {
      this.#batch.pause();
      // Where nothing was reported, the reservation stands.
      reservation?.settle();
    }
  }

  #stream(onBegan: () => void, startedAt: number, place: Place): Promise<StreamEnd> {
    const { model, clock, events, limits, onSent } = this.#shared;
    const { id, onText, onFirstByte, facts, cacheRead } = this.#options;
    this.#attempts += 1;
    this.#received = '';
    this.#firstByteMs = undefined;
    this.#batch.resume();
    onSent?.({ at: startedAt, run: events.run, request: id, attempt: this.#attempts, provider: model.provider, model: model.id, body: this.#request });
    events.emit({ type: 'request-started', request: id, attempt: this.#attempts, provider: model.provider, model: model.id, ...(facts && { prompt: describePrompt(this.#request, facts.expectedInputTokens) }), ...(cacheRead && { cacheRead }) });
    return streamOnce({
      model,
      request: this.#request,
      deadline: this.#batch,
      limits,
      clock,
      onFirstByte: () => {
        onBegan();
        this.#firstByteMs = clock.now() - startedAt;
        events.emit({ type: 'request-first-byte', request: id, ms: this.#firstByteMs });
        onFirstByte?.();
      },
      onText: (text) => {
        this.#textDelivered = true;
        this.#received += text;
        onText(text);
      },
      onRateLimits: (told) => place.learn(told),
    });
  }

  /** What a failure says of the provider's limits. */
  #tell(place: Place, error: unknown): void {
    if (!isProviderError(error)) return;
    if (error.rateLimits) place.learn(error.rateLimits);
    if (error.kind !== 'rate' && error.kind !== 'overloaded') return;
    const { pool, events, model } = this.#shared;
    if (place.pushedBack()) events.emit({ type: 'places-changed', places: pool.places, because: error.kind === 'rate' ? 'the rate limit was reached' : 'the provider is overloaded', provider: model.provider, model: model.id });
  }

  #answer({ stop, usage: reported, rawUsage }: StreamEnd, reservation: Reservation | undefined, place: Place): Answered {
    const { model } = this.#shared;
    const usage = reported ?? this.#estimatedUsage();
    const cost = costUsd(usage, model.prices);
    if (reported) reservation?.settle({ usd: cost, tokens: totalTokens(reported) });
    else this.#costUncertain = true;
    this.#shared.answered = true;
    place.answered({ inputTokens: usage.inputTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens, outputTokens: usage.outputTokens });
    return { stop, usage, rawUsage, ...(reported ? {} : { usageEstimated: true }), costUsd: cost, ...this.#common() };
  }

  /** Some compatible servers report none. */
  #estimatedUsage(): Usage {
    const { limits } = this.#shared.model;
    const prompt = [...this.#request.system, ...this.#request.user].map(({ text }) => text).join('\n');
    return { inputTokens: estimateTokens(prompt, limits), outputTokens: estimateTokens(this.#received, limits), cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
  }

  /** How long this request itself waits before it is sent again; throws what it ends with where it is not. */
  #retryInMsAfter(failure: unknown): number {
    const { pool, clock, random, retry, events } = this.#shared;
    const attempt = this.#attempts;
    const decision = decideRetry(failure, { attempt, remainingMs: this.#options.deadline.remainingMs(), random, policy: retry });
    if (!decision.retry) {
      if (decision.forAll || this.#isEverybodysFault(failure)) this.#doomAll(decision.error);
      throw decision.error;
    }
    // The caller knows which items have closed, and asks for the others.
    if (this.#textDelivered) throw failure;
    this.#throwIfHopeless();
    const { delayMs, forAll, reason } = decision;
    events.emit({ type: 'retry-waiting', request: this.#options.id, ms: delayMs, reason, attempt, failure: failureKindOf(failure), ...(forAll ? { forAll } : {}) });
    if (!forAll) return delayMs;
    // All wait at the queue's gate, this request too: it will be the first in it.
    pool.holdUntil(clock.now() + delayMs);
    return 0;
  }

  /** The second request that is refused with the same words, while none was ever answered: it is not the request. */
  #isEverybodysFault(failure: unknown): boolean {
    const { answered, invalidMessages } = this.#shared;
    if (answered || !isProviderError(failure) || failure.kind !== 'invalid') return false;
    const repeated = invalidMessages.has(failure.message);
    invalidMessages.add(failure.message);
    return repeated;
  }

  /** Those under way are left to end by themselves. */
  #doomAll(error: unknown): void {
    const doom = error instanceof Error ? error : new Error(String(error));
    this.#shared.doom ??= doom;
    for (const sending of this.#shared.openSendings) if (sending !== this) sending.#waiting.abort(this.#shared.doom);
  }

  #throwIfHopeless(): void {
    this.#batch.signal.throwIfAborted();
    if (this.#shared.doom) throw this.#shared.doom;
  }

  async #assertSafe(): Promise<void> {
    const { assertSafe, safeInstructions } = this.#shared;
    if (!assertSafe) return;
    const instructions = this.#request.system.map(({ text }) => text).filter((text) => !safeInstructions.has(text));
    for (const text of [...instructions, ...this.#request.user.map((part) => part.text)]) await orAbort(assertSafe(text), this.#waiting.signal);
    for (const text of instructions) safeInstructions.add(text);
  }

  /** Takes the worst case from the budgets; near a ceiling a closer bound, which may lower the limit of the answer. */
  async #reserve(): Promise<Reservation | undefined> {
    const { budgets, model } = this.#shared;
    if (budgets.length === 0) return undefined;
    const { worst, expectedOutputTokens } = this.#options;
    const reserved = await reserveFor({ budgets, model, request: this.#request, worst, expectedOutputTokens, signal: this.#waiting.signal });
    this.#assembled = { ...this.#request, maxOutputTokens: reserved.maxOutputTokens };
    return reserved.reservation;
  }

  get #request(): ModelRequest {
    return (this.#assembled ??= this.#assemble());
  }

  #common(): Pick<Answered, 'attempts' | 'ms' | 'firstByteMs' | 'textDelivered'> {
    return { attempts: this.#attempts, ms: this.#ms, ...(this.#firstByteMs === undefined ? {} : { firstByteMs: this.#firstByteMs }), textDelivered: this.#textDelivered };
  }
}
