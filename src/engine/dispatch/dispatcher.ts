import type { Model, ModelRequest } from '../../providers/model';
import type { EventStream, ExpectedCacheRead, RequestFacts } from '../events';
import { systemClock, type Clock } from '../ports';
import { UnpricedModel, type Budget } from './budget';
import type { Deadline } from './deadline';
import { Cancelled } from './deadlineErrors';
import type { TimeLimits } from './limits';
import { createPool, type Pool } from './pool';
import type { Amount } from './pricing';
import type { RateNeed } from './rateBuckets';
import type { RequestResult } from './requestResult';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry';
import type { SentRequest } from './sent';
import { Sending, type Shared } from './sending';

export interface DispatcherOptions {
  readonly model: Model;
  /** Most requests at once, 1 to 64. Default 16. Not used where a `pool` is given. */
  readonly concurrency?: number;
  readonly limits: TimeLimits;
  /** Of the run and of the day; each must have room for a request. Default: no ceiling. */
  readonly budgets?: readonly Budget[];
  readonly events: Pick<EventStream, 'emit' | 'run'>;
  readonly clock?: Clock;
  /** From 0 up to 1. */
  readonly random?: () => number;
  /** Rejects where a part of the prompt still holds a secret; the request then never leaves. */
  readonly assertSafe?: (text: string) => Promise<void>;
  readonly retry?: RetryPolicy;
  /** Shared by the runs that use the same model of the same provider. Default: one of its own. */
  readonly pool?: Pool;
  /** Told of every request as it leaves. */
  readonly onSent?: (sent: SentRequest) => void;
  /** For whom the requests are: those who share a pool take turns in it. Default: this dispatcher. */
  readonly owner?: object;
}

export interface SendOptions {
  /** Names the request in events. Unique in its run. */
  readonly id: string;
  /** How many work items it carries. */
  readonly items: number;
  /** The run's. Waiting for a place counts against it, and against nothing beneath it. */
  readonly deadline: Deadline;
  /** Scales the limit of the batch. */
  readonly expectedOutputTokens: number;
  /** The most that it can cost ({@link worstCaseOf}); reserved from the budgets. */
  readonly worst: Amount;
  /** What it is expected to take from the provider's rate limits. */
  readonly rateNeed?: RateNeed;
  /** The highest first. Default 0. */
  readonly priority?: number;
  /** Every piece of text as it arrives. What it throws ends the request. */
  readonly onText: (text: string) => void;
  /** The answer has begun: from now on its cached prefix can be read. */
  readonly onFirstByte?: () => void;
  /** For the events: what it is for, and what of it the provider is expected to have in its prompt cache. */
  readonly facts?: RequestFacts;
  readonly cacheRead?: ExpectedCacheRead;
}

/** Owns concurrency, retries, deadlines and money of one run with one model. */
export interface Dispatcher {
  /**
   * Sends a request when there is a place and money for it; `assemble` puts it together then, once, since those that wait are thousands. Never rejects: cancellation, time-out, an exhausted budget and failure are
   * results. Sends again, with back-off, only what may succeed and only while no text was delivered.
   */
  send(assemble: () => ModelRequest, options: SendOptions): Promise<RequestResult>;
  readonly pool: Pool;
  /** Cancels what is queued, under way, or sent from now on. */
  dispose(): void;
}

/** Throws where no request could ever be sent: an unpriced model under a ceiling in money, a concurrency out of range. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { model, budgets = [], clock = systemClock } = options;
  if (budgets.some(({ ceilings }) => ceilings.usd !== undefined) && !model.prices) throw new UnpricedModel(`${model.provider}/${model.id}`);
  const pool = options.pool ?? createPool({ concurrency: options.concurrency, clock });
  const shared: Shared = {
    model,
    limits: options.limits,
    budgets,
    events: options.events,
    clock,
    random: options.random ?? Math.random,
    assertSafe: options.assertSafe,
    retry: options.retry ?? DEFAULT_RETRY_POLICY,
    pool,
    onSent: options.onSent,
    owner: options.owner ?? {},
    openSendings: new Set<Sending>(),
    doom: undefined,
    invalidMessages: new Set<string>(),
    safeInstructions: new Set<string>(),
    answered: false,
  };
  return {
    pool,
    send: (assemble, sendOptions) => new Sending(shared, assemble, sendOptions).run(),
    dispose() {
      shared.doom ??= new Cancelled();
      for (const sending of [...shared.openSendings]) sending.cancel(new Cancelled());
    },
  };
}
