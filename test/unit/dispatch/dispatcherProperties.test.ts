import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBudget } from '../../../src/engine/dispatch/budget';
import { Deadline } from '../../../src/engine/dispatch/deadline';
import { createDispatcher } from '../../../src/engine/dispatch/dispatcher';
import { worstCaseOf } from '../../../src/engine/dispatch/reserveFor';
import type { RequestResult } from '../../../src/engine/dispatch/requestResult';
import { DEFAULT_RETRY_POLICY } from '../../../src/engine/dispatch/retry';
import { EventStream, type RunEvent } from '../../../src/engine/events';
import type { ProviderErrorKind } from '../../../src/providers/model';
import { FakeClock } from '../support/fakeClock';
import { end, failure, scriptedModel, started, text, type Step } from './scriptedModel';

const LIMITS = { requestMs: 30_000, firstByteMs: 12_000, idleMs: 6_000 };

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 9_000 }).map((waitMs) => ({ waitMs })), weight: 3 },
  { arbitrary: fc.constant<Step>(started), weight: 3 },
  { arbitrary: fc.constantFrom('a', 'b').map(text), weight: 4 },
  { arbitrary: fc.constant<Step>({ type: 'alive' }), weight: 2 },
  { arbitrary: fc.constantFrom('complete', 'length', 'context', 'refusal', 'other').map((stop) => end(stop as 'complete')), weight: 4 },
  { arbitrary: fc.constant<Step>({ type: 'end', stop: 'complete' }), weight: 1 },
  { arbitrary: fc.constant<Step>('hang'), weight: 1 },
  {
    arbitrary: fc
      .record({ kind: fc.constantFrom<ProviderErrorKind>('rate', 'overloaded', 'network', 'server', 'invalid', 'auth'), retryAfterMs: fc.option(fc.integer({ min: 0, max: 400_000 }), { nil: undefined }), status: fc.constantFrom(undefined, 429, 500, 504) })
      .map(({ kind, ...details }) => failure(kind, details)),
    weight: 3,
  },
);

test('whatever a provider does and whenever someone cancels: every request ends once, nothing leaks, the budget holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
      fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined }),
      fc.integer({ min: 0, max: 30_000 }).map((tokens) => ({ tokens })),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (scripts, count, concurrency, cancelAtMs, limitMs, ceilings, random) => {
        const clock = new FakeClock();
        const model = scriptedModel(clock, (call) => scripts[call % scripts.length] ?? []);
        const run = Deadline.root({ clock, limitMs, scope: 'run' });
        const budget = createBudget(ceilings);
        const events: RunEvent[] = [];
        const received: string[] = Array<string>(count).fill('');
        const wrong: string[] = [];
        const stream = new EventStream('run', () => clock.now());
        stream.listen((event) => {
          events.push(event);
          if (budget.spent().tokens + budget.reserved().tokens > ceilings.tokens) wrong.push('over the ceiling');
          if ((event.type === 'request-started' || event.type === 'retry-waiting') && received[Number(event.request)]) wrong.push('sent again after text');
        });
        const dispatcher = createDispatcher({ model, concurrency, limits: LIMITS, budgets: [budget], events: stream, clock, random: () => random });
        const results: RequestResult[] = [];
        const request = { system: [{ text: 's' }], user: [{ text: 'u' }], maxOutputTokens: 1_000 };
        for (let i = 0; i < count; i += 1) {
          const send = { id: `${i}`, items: 1, deadline: run, expectedOutputTokens: 10, worst: worstCaseOf(model, request, 500, request.maxOutputTokens), onText: (piece: string) => (received[i] += piece) };
          void dispatcher.send(() => request, send).then((result) => results.push(result));
        }
        if (cancelAtMs !== undefined) {
          await clock.advance(cancelAtMs);
          run.cancel();
          await clock.advance(0);
          expect(results).toHaveLength(count);
        }
        // Each may wait ten times for the longest Retry-After that is honoured, one after the other.
        await clock.advance(12 * 10 * 400_000);
        expect(results).toHaveLength(count);
        const heard = received.join('|');
        run.dispose();
        await clock.advance(10_000);

        expect(wrong).toEqual([]);
        expect(clock.pending).toBe(0);
        expect(received.join('|')).toBe(heard);
        expect(model.mostAtOnce()).toBeLessThanOrEqual(concurrency);
        expect(budget.reserved().tokens).toBe(0);
        expect([dispatcher.pool.running, dispatcher.pool.waiting]).toEqual([0, 0]);
        for (const result of results) {
          expect(result.attempts).toBeLessThanOrEqual(DEFAULT_RETRY_POLICY.maxRateAttempts);
          if (result.error) expect(result.stop).toMatch(/^(timed-out|cancelled|over-budget|error)$/);
        }
        for (let i = 0; i < count; i += 1) {
          const story = events.filter((event) => 'request' in event && event.request === `${i}`).map((event) => event.type);
          expect(story[0]).toBe('request-queued');
          expect(story.indexOf('request-ended')).toBe(story.length - 1);
        }
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
