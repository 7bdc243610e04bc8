import type { Damage } from './answers';
import type { LedgerEntry } from './ledger';
import type { Random } from './random';

/** Where in the answer something happens: after so many whole items, or after so many tokens of text. Neither: in the middle. */
export interface Position {
  readonly afterItems?: number;
  readonly afterTokens?: number;
}

/** Instead of an answer. `retryAfterS` and `retryAfterMs` become the headers of these names. */
export type HttpFault =
  | { readonly kind: 'rate-limit'; readonly retryAfterS?: number; readonly retryAfterMs?: number }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'server-error' }
  /** Any other status; `code` is the protocol's own name for the error. */
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The request arrives and nothing ever comes back. */
  | { readonly kind: 'hang-before-headers' }
  /** Headers, and then nothing. */
  | { readonly kind: 'hang-after-headers' };

/** The answer begins and does not end as it should. */
export type StreamFault =
  | ({ readonly kind: 'hang' } & Position)
  /** The connection is torn down. */
  | ({ readonly kind: 'drop' } & Position)
  /** The stream ends properly, but without the events that end an answer. */
  | ({ readonly kind: 'end-early' } & Position)
  /** An error in the stream, under HTTP 200. */
  | ({ readonly kind: 'error-event'; readonly code?: string } & Position)
  | ({ readonly kind: 'length' } & Position)
  | ({ readonly kind: 'context' } & Position)
  | ({ readonly kind: 'refusal' } & Position);

export type Fault = HttpFault | StreamFault | Damage;

/** A fault for some of the requests: those that meet all the conditions given. */
export interface FaultRule {
  readonly fault: Fault;
  /** Every so many requests: 5 means the 5th, the 10th, … */
  readonly every?: number;
  /** Share of the requests, from 0 to 1, by the seeded random numbers. */
  readonly chance?: number;
  readonly when?: (request: LedgerEntry) => boolean;
}

/** The fault of a request: the next of the queue, else that of the first rule that applies. */
export function faultFor(
  request: LedgerEntry,
  queue: Fault[],
  rules: readonly FaultRule[],
  random: Random,
): Fault | undefined {
  const queued = queue.shift();
  if (queued) return queued;
  // Every chance takes its number, so that one rule does not shift the numbers of the next.
  const drawn = rules.map(() => random());
  return rules.find(
    ({ every, chance, when }, index) =>
      (every === undefined || request.number % every === 0) &&
      (chance === undefined || drawn[index]! < chance) &&
      (when === undefined || when(request)),
  )?.fault;
}

const DAMAGES = new Set<Fault['kind']>([
  'missing-item',
  'doubled-item',
  'unclosed-item',
  'wrong-id',
  'text-around',
] satisfies Damage['kind'][]);
const STREAM_FAULTS = new Set<Fault['kind']>([
  'hang',
  'drop',
  'end-early',
  'error-event',
  'length',
  'context',
  'refusal',
] satisfies StreamFault['kind'][]);

export function isDamage(fault: Fault | undefined): fault is Damage {
  return fault !== undefined && DAMAGES.has(fault.kind);
}

export function isStreamFault(fault: Fault | undefined): fault is StreamFault {
  return fault !== undefined && STREAM_FAULTS.has(fault.kind);
}
