import type { FailureKind, RequestOutcome, RunEventBody } from '../events';
import type { ItemRecord } from './fileRecord';
import { tokensOf } from './tokenCounts';
import type { RequestReport, RequestSpan, TokenCounts } from './runReport';

type Queued = Extract<RunEventBody, { type: 'request-queued' }>;
type Ended = Extract<RunEventBody, { type: 'request-ended' }>;

/** A span that has no end yet. What it waits for is expected to be over at `untilMs`; from then on it waits for a place. */
interface OpenSpan {
  readonly kind: RequestSpan['kind'];
  readonly startMs: number;
  readonly untilMs?: number;
  readonly because?: string;
}

export type WaitedMs = Record<'place' | 'rate' | 'retry', number>;

/** One request as its events tell of it. Times are milliseconds since the start of the run. */
export class RequestRecord {
  /** When it last changed. */
  revision = 0;
  /** Items whose answers were taken from it. */
  taken = 0;
  tokens: TokenCounts | undefined;
  costUsd: number | undefined;
  readonly waitedMs: WaitedMs = { place: 0, rate: 0, retry: 0 };
  #attempts = 0;
  readonly #spans: RequestSpan[] = [];
  #open: OpenSpan | undefined;
  #endedMs: number | undefined;
  #outcome: RequestOutcome | undefined;
  #failure: FailureKind | undefined;
  #detail: string | undefined;
  #isEstimated = false;
  /** Of one that has ended, as it was last made. */
  #made: { readonly revision: number; readonly report: RequestReport } | undefined;

  constructor(
    private readonly queued: Queued,
    private readonly queuedMs: number,
    /** Empty: nobody told what it is for. */
    readonly items: readonly ItemRecord[],
  ) {
    this.#open = { kind: 'place', startMs: queuedMs };
  }

  get id(): string {
    return this.queued.request;
  }

  /** `provider/model`. */
  get by(): string {
    return `${this.queued.provider}/${this.queued.model}`;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** What it waits for may be over without an event. */
  get mayChangeByItself(): boolean {
    return this.#open?.untilMs !== undefined;
  }

  started(atMs: number, attempt: number): void {
    this.#attempts = attempt;
    this.#turnTo({ kind: 'first-byte', startMs: atMs });
  }

  began(atMs: number): void {
    this.#turnTo({ kind: 'streaming', startMs: atMs });
  }

  waitsForRate(atMs: number, ms: number, because: string): void {
    this.#turnTo({ kind: 'rate', startMs: atMs, untilMs: atMs + ms, because });
  }

  waitsToRetry(atMs: number, ms: number, because: string): void {
    this.#turnTo({ kind: 'retry', startMs: atMs, untilMs: atMs + ms, because });
  }

  /** The provider asked everybody to wait. It concerns those in the queue. */
  isHeld(atMs: number, untilMs: number, because: string): boolean {
    if (this.#open?.kind !== 'place' || untilMs <= atMs) return false;
    this.#turnTo({ kind: 'rate', startMs: atMs, untilMs, because });
    return true;
  }

  ended(atMs: number, { outcome, usage, usageEstimated, costUsd, detail, failure }: Ended): void {
    this.#turnTo(undefined, atMs);
    this.#endedMs = atMs;
    this.#outcome = outcome;
    this.#failure = failure;
    this.#detail = detail;
    this.#isEstimated = usageEstimated ?? false;
    this.tokens = usage && tokensOf(usage);
    this.costUsd = costUsd;
  }

  /** Adds what it has waited until then. */
  addWaited(total: WaitedMs, nowMs: number): void {
    for (const kind of ['place', 'rate', 'retry'] as const) total[kind] += this.waitedMs[kind];
    for (const { kind, startMs, endMs } of this.#open ? closed(this.#open, nowMs) : []) if (isWaiting(kind)) total[kind] += endMs - startMs;
  }

  /** The same object as long as nothing has changed. */
  report(nowMs: number): RequestReport {
    if (this.#made?.revision === this.revision) return this.#made.report;
    const report = this.#make(nowMs);
    this.#made = this.isOpen ? undefined : { revision: this.revision, report };
    return report;
  }

  #make(nowMs: number): RequestReport {
    const { request, provider, model, items, isAgain, expectedInputTokens, expectedOutputTokens } = this.queued;
    return {
      id: request,
      provider,
      model,
      items,
      taken: this.taken,
      ...(isAgain && { isAgain }),
      ...(expectedInputTokens !== undefined && expectedOutputTokens !== undefined && { expected: { inputTokens: expectedInputTokens, outputTokens: expectedOutputTokens } }),
      queuedMs: this.queuedMs,
      spans: [...this.#spans, ...(this.#open ? stillOpen(this.#open, nowMs) : [])],
      attempts: this.#attempts,
      ...(this.#endedMs !== undefined && { endedMs: this.#endedMs }),
      ...(this.#outcome && { outcome: this.#outcome }),
      ...(this.tokens && { tokens: this.tokens }),
      ...(this.#isEstimated && { isEstimated: true }),
      ...(this.costUsd !== undefined && { costUsd: this.costUsd }),
      ...(this.#detail !== undefined && { detail: this.#detail }),
      ...(this.#failure && { failure: this.#failure }),
    };
  }

  #turnTo(next: OpenSpan | undefined, atMs = next?.startMs ?? 0): void {
    for (const span of this.#open ? closed(this.#open, atMs) : []) {
      if (isWaiting(span.kind)) this.waitedMs[span.kind] += span.endMs - span.startMs;
      this.#spans.push(span);
    }
    this.#open = next;
  }
}

function isWaiting(kind: RequestSpan['kind']): kind is keyof WaitedMs {
  return kind === 'place' || kind === 'rate' || kind === 'retry';
}

/** What a span came to. Waits of no length are left out. */
function closed({ kind, startMs, untilMs = Infinity, because }: OpenSpan, atMs: number): (RequestSpan & { readonly endMs: number })[] {
  const endMs = Math.min(atMs, untilMs);
  const own = { kind, startMs, endMs, ...(because !== undefined && { because }) };
  const rest = { kind: 'place' as const, startMs: endMs, endMs: atMs };
  return [own, rest].filter((span) => span.endMs > span.startMs || (span === own && !isWaiting(kind)));
}

function stillOpen({ kind, startMs, untilMs = Infinity, because }: OpenSpan, nowMs: number): RequestSpan[] {
  const own = { kind, startMs, ...(because !== undefined && { because }) };
  return nowMs <= untilMs ? [own] : [...(untilMs > startMs ? [{ ...own, endMs: untilMs }] : []), { kind: 'place', startMs: untilMs }];
}

