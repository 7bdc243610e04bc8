import type { PromptPartSent, RunEvent, RunEventBody } from '../../../src/engine/events';
import { RunRecorder } from '../../../src/engine/metrics/runRecorder';
import type { RunReport } from '../../../src/engine/metrics/runReport';
import type { Prices, Usage } from '../../../src/providers/model';

export const PRICES: Prices = { input: 2, output: 10, cacheRead: 0.2, cacheWrite5m: 2.5, cacheWrite1h: 4, source: 'test', asOf: '2026-11-01' };
const BEGINNING = 1_000_000;

type Body<T extends RunEventBody['type']> = Extract<RunEventBody, { type: T }>;
type Changed<T extends RunEventBody['type']> = Partial<Omit<Body<T>, 'type'>>;

/** Events of a run, made up. Times are milliseconds since its start. */
export class Story {
  readonly events: RunEvent[] = [];
  readonly #model: { readonly provider: string; readonly model: string };

  constructor(model: Changed<'model-used'> = {}, run: Changed<'run-started'> = {}) {
    this.#model = { provider: model.provider ?? 'anthropic', model: model.model ?? 'm' };
    this.at(0, { type: 'run-started', command: 'generate', ...this.#model, resultCache: 'on', ...run });
    this.at(0, { type: 'model-used', ...this.#model, contextTokens: 200_000, strategy: 'balanced', maxItems: 20, concurrency: 8, prices: PRICES, promptCache: 'breakpoints', minCacheableTokens: 1_000, ...model });
  }

  at(ms: number, body: RunEventBody): this {
    this.events.push({ at: BEGINNING + ms, run: 'run', ...body });
    return this;
  }

  file(path: string, changed: Changed<'file-planned'> = {}): this {
    return this.at(0, { type: 'file-planned', path, items: 0, fresh: 0, ...changed });
  }

  planned(batches: number, items: number, instructionTokens = 2_000): this {
    return this.at(0, { type: 'batches-planned', batches, items, because: 'balanced', ...this.#model, instructions: { tokens: instructionTokens, marked: 'all', firstGoesAhead: true, because: 'it pays' } });
  }

  queued(ms: number, request: string, asks: readonly string[], changed: Changed<'request-queued'> = {}): this {
    return this.at(ms, { type: 'request-queued', request, items: asks.length, reservedTokens: 1, ...this.#model, asks, expectedInputTokens: 100, expectedOutputTokens: 500, isAgain: false, ...changed });
  }

  started(ms: number, request: string, changed: Changed<'request-started'> = {}): this {
    return this.at(ms, { type: 'request-started', request, attempt: 1, ...this.#model, ...changed });
  }

  began(ms: number, request: string): this {
    return this.at(ms, { type: 'request-first-byte', request, ms: 0 });
  }

  ended(ms: number, request: string, used: Partial<Usage> = {}, changed: Changed<'request-ended'> = {}): this {
    return this.at(ms, { type: 'request-ended', request, ms: 0, outcome: 'complete', usage: usage(used), costUsd: 0.01, ...changed });
  }

  done(ms: number, item: string, request: string, characters = 100): this {
    return this.at(ms, { type: 'item-done', item, path: item.split('#')[0]!, from: 'model', request, characters });
  }

  /** A request that is queued, sent and answered, with everything that it asks for. */
  exchange(ms: number, request: string, asks: readonly string[], { usage: used = {}, firstByteMs = 100, streamMs = 400, waitMs = 0 }: { usage?: Partial<Usage>; firstByteMs?: number; streamMs?: number; waitMs?: number } = {}): this {
    const start = ms + waitMs;
    this.queued(ms, request, asks).started(start, request).began(start + firstByteMs, request);
    for (const item of asks) this.done(start + firstByteMs + streamMs, item, request);
    return this.ended(start + firstByteMs + streamMs, request, used);
  }

  finished(ms: number): this {
    return this.at(ms, { type: 'run-finished', status: 'done', ms });
  }

  recorder(earlier: readonly RunReport[] = []): RunRecorder {
    const recorder = new RunRecorder({ earlier });
    for (const event of this.events) recorder.take(event);
    return recorder;
  }

  report(earlier: readonly RunReport[] = []): RunReport {
    return this.recorder(earlier).report();
  }
}

export function usage(used: Partial<Usage> = {}): Usage {
  return { inputTokens: 1_000, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 500, ...used };
}

/** Instructions in two parts, the second marked, and items. */
export function prompt(always = 'a', project = 'p', tokens = 2_000): PromptPartSent[] {
  return [
    { name: 'always', hash: always, tokens, isMarked: false },
    { name: 'project', hash: project, tokens: 20, isMarked: true },
    { name: 'items', hash: String(Math.random()), tokens: 500, isMarked: false },
  ];
}
