import { costUsd } from '../../providers/cost';
import { isProviderError, type Model, type ModelRequest } from '../../providers/model';
import type { EventStream } from '../events';
import type { Clock } from '../ports';
import { certainlyUnbilled } from './billing';
import { OverBudget, type Budget, type Reservation } from './budget';
import type { Deadline } from './deadline';
import { batchLimitMs, type TimeLimits } from './limits';
import type { SendOptions } from './dispatcher';
import type { Pool } from './pool';
import { totalTokens, worstCase, type Amount } from './pricing';
import { outcomeOf, stopOfError, type Answered, type RequestResult } from './requestResult';
import { decideRetry, describeFailure, type RetryPolicy } from './retry';
import { streamOnce, type StreamEnd } from './streamOnce';
import { orAbort, wait } from './wait';

/** What the requests of one dispatcher share. */
export interface Shared {
  readonly model: Model;
  readonly limits: TimeLimits;
  readonly budget: Budget | undefined;
  readonly events: Pick<EventStream, 'emit'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly assertSafe: ((text: string) => Promise<void>) | undefined;
  readonly retry: RetryPolicy;
  readonly pool: Pool;
  readonly openSendings: Set<Sending>;
  /** Why no further request can succeed: every one that has not left fails with it. */
  doom: Error | undefined;
  /** What invalid requests were told so far. */
  readonly invalidMessages: Set<string>;
  /** Some request was answered, so that the model and the parameters are valid. */
  answered: boolean;
}

const NOTHING: Amount = { usd: 0, tokens: 0 };

/** A retry goes before the requests of the same priority that never left. */
const RETRY_PRIORITY = 0.5;

/** One request on its way, from the queue to its result. */
export class Sending {
  readonly #shared: Shared;
  readonly #request: ModelRequest;
  readonly #options: SendOptions;
  readonly #worst: Amount;
  /** Stands still while the request waits. */
  readonly #batch: Deadline;
  /** Aborts what the request waits for: with the batch, or because of doom. */
  readonly #waiting = new AbortController();
  #attempts = 0;
  #ms = 0;
  #textDelivered = false;
  /** An attempt that reported no usage may have been billed all the same. */
  #costUncertain = false;

  constructor(shared: Shared, request: ModelRequest, options: SendOptions) {
    this.#shared = shared;
    this.#request = request;
    this.#options = options;
    this.#worst = worstCase({
      inputBoundTokens: options.inputBoundTokens,
      maxOutputTokens: request.maxOutputTokens,
      prices: shared.model.prices,
      writesOneHourCache: [...request.system, ...request.user].some((part) => part.cache === '1h'),
    });
    this.#batch = options.deadline.child(batchLimitMs(options.expectedOutputTokens, shared.limits, shared.retry.maxAttempts), 'batch');
    this.#batch.pause();
  }

  cancel(reason: Error): void {
    this.#batch.cancel(reason);
  }

  /** Never rejects. */
  async run(): Promise<RequestResult> {
    const { events, openSendings } = this.#shared;
    const { id, items } = this.#options;
    events.emit({ type: 'request-queued', request: id, items, reservedUsd: this.#worst.usd, reservedTokens: this.#worst.tokens });
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
      costUsd: result.costUsd ?? (result.error ? 0 : undefined),
      ...(this.#costUncertain ? { costUncertain: true } : {}),
      detail: result.error ? describeFailure(result.error) : result.stop === 'other' ? 'the model stopped for a reason that is not known' : undefined,
    });
    return result;
  }

  async #untilAnswered(): Promise<Answered> {
    const { pool, clock } = this.#shared;
    const { priority = 0 } = this.#options;
    for (;;) {
      this.#throwIfHopeless();
      const outcome = await pool.run(() => this.#attempt(), {
        priority: this.#attempts === 0 ? priority : priority + RETRY_PRIORITY,
        signal: this.#waiting.signal,
      });
      if (!('retryInMs' in outcome)) return outcome;
      await wait(clock, outcome.retryInMs, this.#waiting.signal);
    }
  }

  /** In its place of the pool. What a failure means for the others is told before the place is given back, lest the next one runs into it. */
  async #attempt(): Promise<Answered | { readonly retryInMs: number }> {
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
      const end = await this.#stream(() => (began = true), startedAt);
      this.#ms = clock.now() - startedAt;
      return this.#answer(end, reservation);
    } catch (error) {
      this.#ms = clock.now() - startedAt;
      if (certainlyUnbilled(error, began)) reservation?.settle(NOTHING);
      return { retryInMs: this.#retryInMsAfter(error) };
    } finally {
      this.#batch.pause();
      // Where nothing was reported, the reservation stands.
      reservation?.settle();
    }
  }

  #stream(onBegan: () => void, startedAt: number): Promise<StreamEnd> {
    const { model, clock, events, limits } = this.#shared;
    const { id, onText, onFirstByte } = this.#options;
    this.#attempts += 1;
    this.#batch.resume();
    events.emit({ type: 'request-started', request: id, attempt: this.#attempts, provider: model.provider, model: model.id });
    return streamOnce({
      model,
      request: this.#request,
      deadline: this.#batch,
      limits,
      clock,
      onFirstByte: () => {
        onBegan();
        events.emit({ type: 'request-first-byte', request: id, ms: clock.now() - startedAt });
        onFirstByte?.();
      },
      onText: (text) => {
        this.#textDelivered = true;
        onText(text);
      },
    });
  }

  #answer({ stop, usage, rawUsage }: StreamEnd, reservation: Reservation | undefined): Answered {
    const cost = usage && costUsd(usage, this.#shared.model.prices);
    if (usage) reservation?.settle({ usd: cost, tokens: totalTokens(usage) });
    this.#shared.answered = true;
    return { stop, usage, rawUsage, costUsd: cost, ...this.#common() };
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
    events.emit({ type: 'retry-waiting', request: this.#options.id, ms: delayMs, reason, attempt });
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
    const { assertSafe } = this.#shared;
    if (!assertSafe) return;
    for (const part of [...this.#request.system, ...this.#request.user]) await orAbort(assertSafe(part.text), this.#waiting.signal);
  }

  async #reserve(): Promise<Reservation | undefined> {
    const { budget } = this.#shared;
    if (!budget) return undefined;
    const reservation = await budget.reserveWhenFree(this.#worst, this.#waiting.signal);
    if (reservation === 'over') throw new OverBudget(budget.ceilings, budget.spent(), this.#worst);
    return reservation;
  }

  #common(): Pick<Answered, 'attempts' | 'ms' | 'textDelivered'> {
    return { attempts: this.#attempts, ms: this.#ms, textDelivered: this.#textDelivered };
  }
}
