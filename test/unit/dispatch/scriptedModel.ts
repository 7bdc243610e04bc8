import type { Model, ModelEvent, ModelRequest, Prices } from '../../../src/providers/model';
import { ProviderError, type ProviderErrorKind } from '../../../src/providers/model';
import type { FakeClock } from '../support/fakeClock';

/** What one call of the model does, step by step. `hang`: never again anything, whatever the signal says. */
export type Step = ModelEvent | { readonly waitMs: number } | { readonly fail: unknown } | 'hang';

export const PRICES: Prices = { input: 2, output: 10, cacheRead: 0.1, cacheWrite5m: 2.5, cacheWrite1h: 4, source: 'test', asOf: '2026-11-01' };
export const USAGE = { inputTokens: 100, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 50 };

export const started: Step = { type: 'started' };
export const text = (words: string): Step => ({ type: 'text', text: words });
export const end = (stop: 'complete' | 'length' | 'context' | 'refusal' | 'other' = 'complete'): Step => ({ type: 'end', stop, usage: USAGE });
export const answer = (words = 'hello', ms = 0): Step[] => [...(ms > 0 ? [{ waitMs: ms }] : []), started, text(words), end()];
export const failure = (kind: ProviderErrorKind, details: { retryAfterMs?: number; status?: number; message?: string; cause?: unknown; retryable?: boolean } = {}): Step => ({
  fail: new ProviderError(details.message ?? `${kind} happened`, {
    provider: 'scripted',
    kind,
    retryable: ['rate', 'overloaded', 'network', 'server'].includes(kind),
    ...details,
  }),
});

export interface ScriptedModel extends Model {
  /** When each call began, and how its signal ended. */
  readonly calls: { readonly at: number; readonly request: ModelRequest; readonly signal: AbortSignal; ended: boolean; closed: boolean }[];
  /** Calls at the same time that had not ended, failed or been given up. */
  readonly mostAtOnce: () => number;
}

/** A model that does as it is told: the script of the nth call, or of the last one for all that follow. */
export function scriptedModel(clock: FakeClock, scripts: readonly (readonly Step[])[] | ((call: number, request: ModelRequest) => readonly Step[]), details: { prices?: Prices } = { prices: PRICES }): ScriptedModel {
  const calls: ScriptedModel['calls'] = [];
  let most = 0;
  return {
    provider: 'scripted',
    id: 'one',
    limits: { contextTokens: 1_000_000, maxOutputTokens: 100_000, tokensPerEstimate: 1 },
    prices: details.prices,
    calls,
    mostAtOnce: () => most,
    async *stream(request, { signal }): AsyncGenerator<ModelEvent> {
      const script = typeof scripts === 'function' ? scripts(calls.length, request) : (scripts[Math.min(calls.length, scripts.length - 1)] ?? []);
      const call = { at: clock.now(), request, signal, ended: false, closed: false };
      calls.push(call);
      most = Math.max(most, calls.filter((it) => !it.closed && !it.ended && !it.signal.aborted).length);
      try {
        for (const step of script) {
          if (step === 'hang') await new Promise(() => {});
          else if ('waitMs' in step) await waitOrAbort(clock, step.waitMs, signal);
          else if ('fail' in step) throw step.fail;
          else {
            call.ended ||= step.type === 'end';
            yield step;
          }
        }
      } finally {
        call.closed = true;
      }
    },
  };
}

function waitOrAbort(clock: FakeClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
