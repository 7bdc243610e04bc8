import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Deadline } from '../../../src/engine/dispatch/deadline';
import { createDispatcher } from '../../../src/engine/dispatch/dispatcher';
import { worstCaseOf } from '../../../src/engine/dispatch/reserveFor';
import type { RequestResult } from '../../../src/engine/dispatch/requestResult';
import { EventStream, type RunEvent } from '../../../src/engine/events';
import type { Model, ModelRequest } from '../../../src/providers/model';
import type { ModelServer, ModelServerOptions } from '../../model-server/modelServer';
import { FakeClock } from '../support/fakeClock';
import { setUpGemini } from './geminiHarness';
import { asking, items, setUp as setUpAnthropic } from './harness';
import { setUp as setUpOpenAi, setUpLocal } from './openaiHarness';

let clock: FakeClock;
let run: Deadline;
let events: RunEvent[];
let pieces: number;

beforeEach(() => {
  clock = new FakeClock();
  run = Deadline.root({ clock, scope: 'run' });
  events = [];
  pieces = 0;
});
afterEach(() => run.dispose());

function send(model: Model, request: ModelRequest = asking(items('one')), maxAttempts = 1): Promise<RequestResult> {
  const stream = new EventStream('run-1', () => clock.now());
  stream.listen((event) => events.push(event));
  const limits = { requestMs: 300_000, firstByteMs: 120_000, idleMs: 60_000 };
  const retry = { maxAttempts, maxRateAttempts: 2, baseMs: 1_000, capMs: 30_000, maxRetryAfterMs: 300_000 };
  const dispatcher = createDispatcher({ model, limits, events: stream, clock, random: () => 0, retry });
  return dispatcher.send(() => request, { id: 'r1', items: 1, deadline: run, expectedOutputTokens: 100_000, worst: worstCaseOf(model, request, 500, request.maxOutputTokens), onText: () => pieces++ });
}

/** What is on its way over the socket has to arrive before time passes. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const providers: Readonly<Record<string, (options?: ModelServerOptions) => Promise<{ readonly server: ModelServer; readonly model: Model }>>> = {
  Anthropic: (options) => setUpAnthropic(options),
  Gemini: (options) => setUpGemini(options),
  OpenAI: (options) => setUpOpenAi(options),
  'a local server': (options) => setUpLocal(options),
};

describe.each(Object.entries(providers))('%s, behind the dispatcher', (_, setUp) => {
  test.each([
    ['firstByte', 'hang-before-headers', 120_000],
    ['firstByte', 'hang-after-headers', 120_000],
    ['idle', 'hang', 60_000],
  ] as const)('the limit %s (%s) ends the request, down to the socket', async (scope, kind, ms) => {
    const { server, model } = await setUp({ itemTokens: 500 });
    server.failNext({ kind });
    const result = send(model);
    await server.whenever('received', 1);
    // Half of the answer comes.
    if (kind === 'hang') await until(() => pieces > 0 && server.ledger[0]!.billed.outputTokens >= 250);
    await clock.advance(ms);
    expect(await result).toMatchObject({ stop: 'timed-out', error: { scope } });
    expect((await server.whenever('ended', 1)).aborted).toBe(true);
  });

  test('the limit of the request ends a stream that never falls silent', async () => {
    const { server, model } = await setUp({ itemTokens: 100_000, maxOutputTokens: 200_000, tokensPerSecond: 1_000 });
    const result = send(model, asking(items('one'), { maxOutputTokens: 150_000 }));
    await server.whenever('begun', 1);
    for (let passed = 0; passed < 300_000; passed += 50_000) {
      const heard = pieces;
      await until(() => pieces > heard);
      await clock.advance(50_000);
    }
    expect(await result).toMatchObject({ stop: 'timed-out', error: { scope: 'request' } });
    expect((await server.whenever('ended', 1)).aborted).toBe(true);
  });

  test('a refusal by the rate limit is waited for as long as the server says, and sent again', async () => {
    const { server, model } = await setUp();
    server.failNext({ kind: 'rate-limit', retryAfterS: 36 });
    const result = send(model);
    await server.whenever('ended', 1);
    await until(() => events.some(({ type }) => type === 'retry-waiting'));
    await clock.advance(35_999);
    expect(server.requests).toBe(1);
    await clock.advance(1);
    expect(await result).toMatchObject({ stop: 'complete', attempts: 2 });
  });

  test('an empty account is not asked again', async () => {
    const { server, model } = await setUp();
    server.failNext({ kind: 'http', status: 402, message: 'insufficient balance' });
    expect(await send(model, asking('x'), 4)).toMatchObject({ stop: 'error', error: { kind: 'quota' }, attempts: 1 });
  });
});
