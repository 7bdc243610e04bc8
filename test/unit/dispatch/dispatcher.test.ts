import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBudget } from '../../../src/engine/dispatch/budget';
import { Deadline } from '../../../src/engine/dispatch/deadline';
import { createDispatcher, type Dispatcher, type DispatcherOptions, type SendOptions } from '../../../src/engine/dispatch/dispatcher';
import { DEFAULT_TIME_LIMITS } from '../../../src/engine/dispatch/limits';
import { createPool } from '../../../src/engine/dispatch/pool';
import { worstCaseOf } from '../../../src/engine/dispatch/reserveFor';
import { isAnswered, type RequestResult } from '../../../src/engine/dispatch/requestResult';
import { EventStream, type RunEvent } from '../../../src/engine/events';
import type { ModelRequest } from '../../../src/providers/model';
import { FakeClock, settle } from '../support/fakeClock';
import { answer, end, failure, scriptedModel, started, text, USAGE, type ScriptedModel, type Step } from './scriptedModel';

const REQUEST: ModelRequest = { system: [{ text: 'instructions' }], user: [{ text: 'items' }], maxOutputTokens: 1_000 };

let clock: FakeClock;
let run: Deadline;
let events: RunEvent[];
const modelOf = new WeakMap<Dispatcher, ScriptedModel>();
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => void unhandled.push(error);

beforeEach(() => {
  clock = new FakeClock();
  run = Deadline.root({ clock, scope: 'run' });
  events = [];
  unhandled.length = 0;
  process.on('unhandledRejection', onUnhandled);
  // Too many listeners on one signal are a leak.
  process.on('warning', onUnhandled);
});

afterEach(async () => {
  run.dispose();
  await settle();
  process.off('unhandledRejection', onUnhandled);
  process.off('warning', onUnhandled);
  expect(unhandled).toEqual([]);
  expect(clock.pending).toBe(0);
});

function dispatcherFor(model: ScriptedModel, options: Partial<DispatcherOptions> = {}): Dispatcher {
  const stream = new EventStream('run-1', () => clock.now());
  stream.listen((event) => events.push(event));
  // A random of 0.5 makes the first back-off half a second.
  const dispatcher = createDispatcher({ model, limits: DEFAULT_TIME_LIMITS.folder, events: stream, clock, random: () => 0.5, ...options });
  modelOf.set(dispatcher, model);
  return dispatcher;
}

interface Sent {
  readonly result: Promise<RequestResult>;
  readonly text: () => string;
  readonly settled: () => RequestResult | undefined;
}

function send(dispatcher: Dispatcher, options: Partial<SendOptions> = {}, request = REQUEST): Sent {
  let received = '';
  let settled: RequestResult | undefined;
  const result = dispatcher.send(() => request, { id: 'r1', items: 1, deadline: run, expectedOutputTokens: 100, worst: worstCaseOf(modelOf.get(dispatcher)!, request, 500, request.maxOutputTokens), onText: (piece) => (received += piece), ...options });
  void result.then((it) => (settled = it));
  return { result, text: () => received, settled: () => settled };
}

const types = (): string[] => events.map((event) => event.type);
const eventsOf = <T extends RunEvent['type']>(type: T): Extract<RunEvent, { type: T }>[] => events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);

describe('a request that is answered', () => {
  test('hands its text on as it arrives, and ends with usage, cost and time', async () => {
    const model = scriptedModel(clock, [[{ waitMs: 1_000 }, started, text('one '), { waitMs: 500 }, text('two'), end()]]);
    const sent = send(dispatcherFor(model));
    await clock.advance(1_000);
    expect(sent.text()).toBe('one ');
    await clock.advance(500);
    const result = await sent.result;
    expect(result).toEqual({ stop: 'complete', usage: USAGE, rawUsage: undefined, costUsd: 0.0007, attempts: 1, ms: 1_500, firstByteMs: 1_000, textDelivered: true });
    expect(isAnswered(result)).toBe(true);
    expect(sent.text()).toBe('one two');
  });

  test('tells its story in events', async () => {
    const sent = send(dispatcherFor(scriptedModel(clock, [answer('x', 200)])), { items: 3 });
    await clock.advance(200);
    await sent.result;
    expect(events.map(({ at: _at, run: _run, ...body }) => body)).toEqual([
      { type: 'request-queued', request: 'r1', items: 3, reservedUsd: 0.01125, reservedTokens: 1_500, provider: 'scripted', model: 'one' },
      { type: 'request-started', request: 'r1', attempt: 1, provider: 'scripted', model: 'one' },
      { type: 'request-first-byte', request: 'r1', ms: 200 },
      { type: 'request-ended', request: 'r1', ms: 200, outcome: 'complete', usage: USAGE, costUsd: 0.0007, detail: undefined },
    ]);
  });

  test.each(['length', 'context', 'refusal', 'other'] as const)('with the stop %s keeps what streamed, and is not sent again', async (stop) => {
    const model = scriptedModel(clock, [[started, text('closed item'), end(stop)]]);
    const sent = send(dispatcherFor(model));
    expect(await sent.result).toMatchObject({ stop, usage: USAGE, textDelivered: true });
    expect(sent.text()).toBe('closed item');
    expect(model.calls).toHaveLength(1);
  });

  test('of an unpriced model costs an unknown amount, never nothing', async () => {
    const sent = send(dispatcherFor(scriptedModel(clock, [answer()], {})));
    expect((await sent.result).costUsd).toBeUndefined();
  });

  test('lets its stream close, so that the connection can be used again', async () => {
    const model = scriptedModel(clock, [[started, end(), { waitMs: 100 }]]);
    const sent = send(dispatcherFor(model));
    await settle();
    expect(sent.settled()).toBeDefined();
    expect(model.calls[0]).toMatchObject({ closed: false });
    await clock.advance(100);
    expect(model.calls[0]).toMatchObject({ closed: true });
    expect(model.calls[0]?.signal.aborted).toBe(false);
  });

  test('does not wait for ever for a stream that never closes', async () => {
    const model = scriptedModel(clock, [[started, end(), 'hang']]);
    const sent = send(dispatcherFor(model));
    await settle();
    expect(sent.settled()).toBeDefined();
    await clock.advance(1_000);
    expect(model.calls[0]?.signal.aborted).toBe(true);
  });
});

describe('the queue', () => {
  test('sends no more at once than it may', async () => {
    const model = scriptedModel(clock, () => answer('x', 100));
    const dispatcher = dispatcherFor(model, { concurrency: 3 });
    const all = Array.from({ length: 10 }, (_, i) => send(dispatcher, { id: `r${i}` }).result);
    await clock.advance(400);
    expect((await Promise.all(all)).every(isAnswered)).toBe(true);
    expect(model.mostAtOnce()).toBe(3);
  });

  test('prefers the higher priority', async () => {
    const dispatcher = dispatcherFor(scriptedModel(clock, () => answer('x', 10)), { concurrency: 1 });
    send(dispatcher, { id: 'first' });
    send(dispatcher, { id: 'low', priority: -1 });
    send(dispatcher, { id: 'high', priority: 5 });
    send(dispatcher, { id: 'normal' });
    await clock.advance(100);
    expect(eventsOf('request-started').map((event) => event.request)).toEqual(['first', 'high', 'normal', 'low']);
  });

  test.each([0, 65, 1.5, NaN])('refuses a concurrency of %s with the setting to change', (concurrency) => {
    expect(() => dispatcherFor(scriptedModel(clock, []), { concurrency })).toThrow(/whole number from 1 to 64.*specwright\.concurrency/);
  });

  test('can be shared by the dispatchers of several runs', async () => {
    const model = scriptedModel(clock, () => answer('x', 100));
    const pool = createPool({ concurrency: 2, clock });
    const all = [dispatcherFor(model, { pool }), dispatcherFor(model, { pool })].flatMap((dispatcher) => [send(dispatcher).result, send(dispatcher).result]);
    await clock.advance(200);
    await Promise.all(all);
    expect(model.mostAtOnce()).toBe(2);
  });
});

describe('a retry', () => {
  test('comes after a random back-off, while no text was delivered', async () => {
    const model = scriptedModel(clock, [[failure('overloaded', { status: 529 })], [started, failure('network')], answer('at last')]);
    const sent = send(dispatcherFor(model));
    await clock.advance(1_500);
    expect(await sent.result).toMatchObject({ stop: 'complete', attempts: 3 });
    expect(model.calls.map((call) => call.at - 1_000_000)).toEqual([0, 500, 1_500]);
    expect(eventsOf('retry-waiting')).toMatchObject([
      { ms: 500, attempt: 1, reason: 'overloaded happened' },
      { ms: 1_000, attempt: 2 },
    ]);
    expect(types().filter((type) => type === 'request-ended')).toHaveLength(1);
  });

  test('is not made once text was delivered: the caller knows which items closed', async () => {
    const model = scriptedModel(clock, [[started, text('an item'), failure('network')]]);
    const sent = send(dispatcherFor(model));
    expect(await sent.result).toMatchObject({ stop: 'error', textDelivered: true, attempts: 1, error: { kind: 'network' } });
    expect(sent.text()).toBe('an item');
  });

  test('is made four times at most, and the last failure is the result', async () => {
    const model = scriptedModel(clock, [[failure('server')]]);
    const sent = send(dispatcherFor(model));
    await clock.advance(60_000);
    expect(await sent.result).toMatchObject({ stop: 'error', attempts: 4, error: { kind: 'server' } });
    expect(model.calls).toHaveLength(4);
  });

  test('gives its place to others while it waits', async () => {
    const model = scriptedModel(clock, [[failure('server')], answer('other'), answer('again')]);
    const dispatcher = dispatcherFor(model, { concurrency: 1 });
    const [first, second] = [send(dispatcher, { id: 'first' }), send(dispatcher, { id: 'second' })];
    await clock.advance(100);
    expect(second.text()).toBe('other');
    await clock.advance(400);
    expect((await first.result).attempts).toBe(2);
  });

  test('is made for a stream that ends without its end', async () => {
    const model = scriptedModel(clock, [[started], answer()]);
    const sent = send(dispatcherFor(model));
    await clock.advance(500);
    expect(await sent.result).toMatchObject({ stop: 'complete', attempts: 2 });
  });

  test.each([new TypeError('a bug'), 'a string'])('is not made for what is no failure of the provider: %s', async (thrown) => {
    const model = scriptedModel(clock, [[{ fail: thrown }]]);
    const result = await send(dispatcherFor(model)).result;
    expect(result).toMatchObject({ stop: 'error', attempts: 1 });
    expect(result.error).toBeInstanceOf(Error);
    expect(eventsOf('request-ended')[0]?.detail).not.toContain('bug');
  });
});

describe('Retry-After', () => {
  test('is never undercut, and holds for all requests of the pool', async () => {
    const model = scriptedModel(clock, (call) => (call === 0 ? [failure('rate', { status: 429, retryAfterMs: 12_000 })] : answer('x', 100)));
    const dispatcher = dispatcherFor(model, { concurrency: 2, random: () => 0 });
    const all = ['a', 'b', 'c', 'd'].map((id) => send(dispatcher, { id }));
    await clock.advance(11_999);
    // "b" had left together with "a"; nobody followed.
    expect(eventsOf('request-started').map((event) => event.request)).toEqual(['a', 'b']);
    await clock.advance(1);
    // The one that was turned away goes first.
    expect(eventsOf('request-started').map((event) => event.request)).toEqual(['a', 'b', 'a', 'c']);
    await clock.advance(200);
    expect((await Promise.all(all.map((sent) => sent.result))).every(isAnswered)).toBe(true);
    expect(eventsOf('retry-waiting')).toMatchObject([{ request: 'a', ms: 12_000, attempt: 1 }]);
  });

  test('of more than five minutes fails every request that has not left, with the same words', async () => {
    const model = scriptedModel(clock, [[failure('rate', { retryAfterMs: 3_600_000 })]]);
    const dispatcher = dispatcherFor(model, { concurrency: 1 });
    const results = await Promise.all(['a', 'b'].map((id) => send(dispatcher, { id }).result));
    expect(model.calls).toHaveLength(1);
    expect(results[0]?.error?.message).toBe('scripted asks to wait 3600 s, more than the 300 s that we wait at most. Run it again later: what is finished is kept.');
    expect(results[1]?.error).toBe(results[0]?.error);
  });

  test('of more than the deadline has left is given up at once', async () => {
    run = Deadline.root({ clock, limitMs: 20_000, scope: 'run' });
    const sent = send(dispatcherFor(scriptedModel(clock, [[failure('rate', { retryAfterMs: 30_000 })]])));
    expect((await sent.result).error?.message).toMatch(/asks to wait 30 s, more than the 20 s that are left/);
  });

  test('leaves no timer when everybody who waited has gone', async () => {
    const dispatcher = dispatcherFor(scriptedModel(clock, [[failure('rate', { retryAfterMs: 60_000 })]]));
    const sent = send(dispatcher);
    await settle();
    expect(clock.pending).toBe(1);
    run.cancel();
    expect(await sent.result).toMatchObject({ stop: 'cancelled' });
    expect(clock.pending).toBe(0);
    // The gate is still closed for who comes now.
    run = Deadline.root({ clock, limitMs: 1_000, scope: 'run' });
    const late = send(dispatcher);
    await clock.advance(1_000);
    expect(await late.result).toMatchObject({ stop: 'timed-out', attempts: 0 });
  });
});

describe('what cannot succeed', () => {
  test.each(['auth', 'quota', 'not-found'] as const)('%s fails every request that has not left, at once, with the same error', async (kind) => {
    const model = scriptedModel(clock, [[failure(kind, { retryable: true })]]);
    const dispatcher = dispatcherFor(model, { concurrency: 1 });
    const results = await Promise.all(['a', 'b', 'c'].map((id) => send(dispatcher, { id }).result));
    expect(model.calls).toHaveLength(1);
    expect(new Set(results.map((result) => result.error)).size).toBe(1);
    expect((await send(dispatcher, { id: 'late' }).result).error).toBe(results[0]?.error);
    expect(model.calls).toHaveLength(1);
  });

  test('does not end what is under way', async () => {
    const model = scriptedModel(clock, [answer('kept', 100), [{ waitMs: 50 }, failure('auth')]]);
    const dispatcher = dispatcherFor(model, { concurrency: 2 });
    const [first, second] = [send(dispatcher), send(dispatcher)];
    await clock.advance(100);
    expect([(await first.result).stop, (await second.result).stop]).toEqual(['complete', 'error']);
  });

  test('is told at once to those who wait for another attempt', async () => {
    const model = scriptedModel(clock, [[failure('server')], [{ waitMs: 100 }, failure('auth')]]);
    const dispatcher = dispatcherFor(model, { concurrency: 2 });
    const [waiting, refused] = [send(dispatcher, { id: 'waiting' }), send(dispatcher, { id: 'refused' })];
    await clock.advance(100);
    expect(waiting.settled()?.error).toBe((await refused.result).error);
  });

  test('an invalid request is its own affair, unless two are told the same and none was ever answered', async () => {
    const invalid = [failure('invalid', { message: 'unknown parameter' })];
    const model = scriptedModel(clock, () => invalid);
    const dispatcher = dispatcherFor(model, { concurrency: 1 });
    const results = await Promise.all(Array.from({ length: 5 }, () => send(dispatcher).result));
    expect(results.every((result) => result.stop === 'error')).toBe(true);
    expect(model.calls).toHaveLength(2);

    const mixed = scriptedModel(clock, (call) => (call === 0 ? answer() : invalid));
    const other = dispatcherFor(mixed, { concurrency: 1 });
    await Promise.all(Array.from({ length: 5 }, () => send(other).result));
    expect(mixed.calls).toHaveLength(5);
  });
});

describe('deadlines', () => {
  const timedOut = (scope: string): object => ({ stop: 'timed-out', error: { name: 'TimedOut', scope } });

  test('a first byte that does not come is waited for in vain, then tried again', async () => {
    const model = scriptedModel(clock, [['hang'], answer('second try')]);
    const sent = send(dispatcherFor(model));
    await clock.advance(120_000);
    expect(model.calls[0]?.signal.reason).toMatchObject({ scope: 'firstByte', limitMs: 120_000 });
    await clock.advance(500);
    expect(await sent.result).toMatchObject({ stop: 'complete', attempts: 2 });
  });

  test('a sign of life before the first byte does not count as one', async () => {
    const model = scriptedModel(clock, [[...Array.from({ length: 13 }, (): Step[] => [{ waitMs: 10_000 }, { type: 'alive' }]).flat()]]);
    const sent = send(dispatcherFor(model, { retry: { maxAttempts: 1, maxRateAttempts: 1, baseMs: 1, capMs: 1, maxRetryAfterMs: 1 } }));
    await clock.advance(120_000);
    expect(await sent.result).toMatchObject(timedOut('firstByte'));
  });

  test('an answer that stands still ends, with what it had said; signs of life keep it going', async () => {
    const alive: Step[] = [{ waitMs: 59_000 }, { type: 'alive' }];
    const model = scriptedModel(clock, [[started, ...alive, ...alive, text('so far'), { waitMs: 59_999 }, text(' so good'), 'hang']]);
    const sent = send(dispatcherFor(model));
    await clock.advance(118_000 + 59_999 + 59_999);
    expect(sent.settled()).toBeUndefined();
    await clock.advance(1);
    expect(await sent.result).toMatchObject({ ...timedOut('idle'), textDelivered: true, attempts: 1 });
    expect(sent.text()).toBe('so far so good');
  });

  test('a request that goes on and on ends at its limit, and is not tried again', async () => {
    const model = scriptedModel(clock, [[started, ...Array.from({ length: 40 }, (): Step[] => [{ waitMs: 10_000 }, { type: 'alive' }]).flat()]]);
    const sent = send(dispatcherFor(model));
    await clock.advance(300_000);
    expect(await sent.result).toMatchObject({ ...timedOut('request'), attempts: 1, ms: 300_000 });
  });

  test('a batch ends with its attempts, waiting not counted', async () => {
    const limits = { requestMs: 50_000, firstByteMs: 40_000, idleMs: 60_000 };
    const hangs = scriptedModel(clock, [['hang']]);
    const sent = send(dispatcherFor(hangs, { limits, retry: { maxAttempts: 2, maxRateAttempts: 2, baseMs: 60_000, capMs: 60_000, maxRetryAfterMs: 1 } }), { expectedOutputTokens: 0 });
    await clock.advance(40_000 + 30_000 + 39_999);
    expect(sent.settled()).toBeUndefined();
    await clock.advance(1);
    expect((await sent.result).stop).toBe('timed-out');
  });

  test('waiting for a place counts against the run, not against the request', async () => {
    run = Deadline.root({ clock, limitMs: 500_000, scope: 'run' });
    const model = scriptedModel(clock, () => [started, ...Array.from({ length: 25 }, (): Step[] => [{ waitMs: 10_000 }, { type: 'alive' }]).flat(), end()]);
    const dispatcher = dispatcherFor(model, { concurrency: 1 });
    const [first, second, third] = [send(dispatcher), send(dispatcher), send(dispatcher)];
    await clock.advance(499_999);
    expect(first.settled()).toMatchObject({ stop: 'complete' });
    expect(second.settled()).toBeUndefined();
    await clock.advance(1);
    expect(await third.result).toMatchObject({ ...timedOut('run'), attempts: 0, ms: 0 });
    expect((await second.result).attempts).toBe(1);
  });

  test('waiting for a place counts against no batch either, however long', async () => {
    const limits = { requestMs: 50_000, firstByteMs: 10_000, idleMs: 50_000 };
    const dispatcher = dispatcherFor(scriptedModel(clock, () => [started, { waitMs: 40_000 }, end()]), { limits, concurrency: 1 });
    const all = Array.from({ length: 10 }, () => send(dispatcher, { expectedOutputTokens: 0 }).result);
    await clock.advance(400_000);
    expect((await Promise.all(all)).every(isAnswered)).toBe(true);
  });

  test('a dialog that waits for a person stops them all', async () => {
    const sent = send(dispatcherFor(scriptedModel(clock, [['hang'], answer()])));
    await clock.advance(119_999);
    run.pause();
    await clock.advance(1_000_000);
    expect(sent.settled()).toBeUndefined();
    run.resume();
    await clock.advance(501);
    expect((await sent.result).attempts).toBe(2);
  });
});

describe('Cancel', () => {
  test('reacts at once, even where the endpoint hangs; queued requests never leave', async () => {
    const model = scriptedModel(clock, [[started, text('kept'), 'hang']]);
    const dispatcher = dispatcherFor(model, { concurrency: 2 });
    const all = Array.from({ length: 20 }, (_, i) => send(dispatcher, { id: `r${i}` }));
    await settle();
    run.cancel();
    const results = await Promise.all(all.map((sent) => sent.result));
    expect(results.every((result) => result.stop === 'cancelled')).toBe(true);
    expect(results.map((result) => result.attempts)).toEqual([1, 1, ...Array<number>(18).fill(0)]);
    expect(all[0]?.text()).toBe('kept');
    expect(model.calls.every((call) => call.signal.aborted)).toBe(true);
    expect(dispatcher.pool.running).toBe(0);
    expect(eventsOf('request-ended').map((event) => event.outcome)).toEqual(Array(20).fill('cancelled'));
  });

  test('ends a back-off', async () => {
    const sent = send(dispatcherFor(scriptedModel(clock, [[failure('server')]])));
    await settle();
    expect(types()).toContain('retry-waiting');
    run.cancel();
    expect(await sent.result).toMatchObject({ stop: 'cancelled', attempts: 1 });
  });

  test('hands on nothing that arrives afterwards', async () => {
    let release = (): void => {};
    const model = scriptedModel(clock, [answer()]);
    model.stream = async function* () {
      yield { type: 'started' };
      await new Promise<void>((resolve) => (release = resolve));
      yield { type: 'text', text: 'too late' };
    };
    const sent = send(dispatcherFor(model));
    await settle();
    run.cancel();
    await sent.result;
    release();
    await settle();
    expect(sent.text()).toBe('');
  });

  test('before anything was sent sends nothing', async () => {
    const model = scriptedModel(clock, [answer()]);
    run.cancel();
    expect(await send(dispatcherFor(model)).result).toMatchObject({ stop: 'cancelled', attempts: 0 });
    expect(model.calls).toHaveLength(0);
  });

  test('of the dispatcher itself ends all that it has under way', async () => {
    const dispatcher = dispatcherFor(scriptedModel(clock, [['hang']]), { concurrency: 1 });
    const all = [send(dispatcher), send(dispatcher)];
    await settle();
    dispatcher.dispose();
    expect((await Promise.all(all.map((sent) => sent.result))).map((result) => result.stop)).toEqual(['cancelled', 'cancelled']);
    expect((await send(dispatcher).result).stop).toBe('cancelled');
  });
});

test('a listener that throws ends the request and closes its stream', async () => {
  const model = scriptedModel(clock, [[started, text('x'), { waitMs: 1_000 }, end()]]);
  const onText = (): never => {
    throw new RangeError('the splitter fell over');
  };
  expect(await send(dispatcherFor(model), { onText }).result).toMatchObject({ stop: 'error', error: { name: 'RangeError' } });
  await settle();
  expect(model.calls[0]).toMatchObject({ closed: true });
});

describe('the secrets assertion', () => {
  test('sees every part, once, before anything leaves', async () => {
    const seen: string[] = [];
    const model = scriptedModel(clock, [[failure('server')], answer()]);
    const sent = send(dispatcherFor(model, { assertSafe: async (part) => void seen.push(part) }));
    await clock.advance(500);
    await sent.result;
    expect(seen).toEqual(['instructions', 'items']);
  });

  test('keeps a request back, and only this one', async () => {
    const model = scriptedModel(clock, [answer()]);
    const assertSafe = async (part: string): Promise<void> => {
      if (part.includes('sk-')) throw new Error('A secret would have left: sk-1234');
    };
    const dispatcher = dispatcherFor(model, { assertSafe });
    const unsafe = send(dispatcher, { id: 'unsafe' }, { ...REQUEST, user: [{ text: 'sk-1234' }] });
    const safe = send(dispatcher, { id: 'safe' });
    expect(await unsafe.result).toMatchObject({ stop: 'error', attempts: 0 });
    expect(await safe.result).toMatchObject({ stop: 'complete' });
    expect(JSON.stringify(events)).not.toContain('sk-1234');
    expect(model.calls).toHaveLength(1);
  });

  test('that never settles does not hold the button', async () => {
    const sent = send(dispatcherFor(scriptedModel(clock, [answer()]), { assertSafe: () => new Promise(() => {}) }));
    await settle();
    run.cancel();
    expect(await sent.result).toMatchObject({ stop: 'cancelled' });
  });
});

describe('the budget', () => {
  // Worst case of REQUEST: 500 × $2.50 + 1,000 × $10 a million = $0.01125. True cost of USAGE: $0.0007.
  test('holds the worst case while a request is under way, then the true cost', async () => {
    const budget = createBudget({ usd: 1 });
    const sent = send(dispatcherFor(scriptedModel(clock, [answer('x', 100)]), { budgets: [budget] }));
    await settle();
    expect(budget.reserved()).toEqual({ usd: 0.01125, tokens: 1_500 });
    await clock.advance(100);
    await sent.result;
    expect([budget.reserved(), budget.spent()]).toEqual([{ usd: 0, tokens: 0 }, { usd: 0.0007, tokens: 150 }]);
  });

  test('waits for what others may give back, instead of refusing what can be afforded', async () => {
    const budget = createBudget({ usd: 0.013 });
    const model = scriptedModel(clock, () => answer('x', 100));
    const dispatcher = dispatcherFor(model, { budgets: [budget] });
    const all = [1, 2, 3].map((id) => send(dispatcher, { id: `r${id}` }).result);
    await clock.advance(300);
    expect((await Promise.all(all)).map((result) => result.stop)).toEqual(['complete', 'complete', 'complete']);
    expect(model.mostAtOnce()).toBe(1);
  });

  test('near the ceiling a request goes on with the input as the provider counts it, and no more room for its answer than is paid for', async () => {
    const model = { ...scriptedModel(clock, [answer()]), countTokens: async () => 100 };
    const budget = createBudget({ usd: 0.005 });
    const result = await send(dispatcherFor(model, { budgets: [budget] }), { expectedOutputTokens: 100 }).result;
    expect(result.stop).toBe('complete');
    const { maxOutputTokens } = model.calls[0]!.request;
    // 134 tokens of input, counted with a margin, at $2.50 a million; the rest at $10.
    expect(maxOutputTokens).toBe(Math.floor((0.005 - 134 * 2.5e-6) / 10e-6));
    expect(budget.spent().usd).toBeLessThanOrEqual(0.005);
  });

  test('a request that must fit into two budgets leaves nothing reserved in one where the other is used up', async () => {
    const [run, day] = [createBudget({ usd: 1 }), createBudget({ usd: 0.0001 }, 'day')];
    const result = await send(dispatcherFor(scriptedModel(clock, [answer()]), { budgets: [run, day] })).result;
    expect(result.stop).toBe('over-budget');
    expect(result.error?.message).toMatch(/^The budget of the day is used up/);
    expect([run.reserved(), run.spent()]).toEqual([{ usd: 0, tokens: 0 }, { usd: 0, tokens: 0 }]);
  });

  test('refuses what does not fit, and lets smaller requests go on', async () => {
    const budget = createBudget({ usd: 0.005 });
    const dispatcher = dispatcherFor(scriptedModel(clock, [answer()]), { budgets: [budget] });
    const [large, small] = [send(dispatcher, { id: 'large', expectedOutputTokens: 900 }), send(dispatcher, { id: 'small' }, { ...REQUEST, maxOutputTokens: 100 })];
    const refused = await large.result;
    expect(refused).toMatchObject({ stop: 'over-budget', attempts: 0, error: { name: 'OverBudget' } });
    expect(refused.error?.message).toMatch(/^The budget is used up: \$0\.0000 of \$0\.0050 spent, and the next request may need \$0\.0112\./);
    expect(await small.result).toMatchObject({ stop: 'complete' });
  });

  test.each<[string, Step[], number]>([
    ['a hung request may be billed: its reservation stands', ['hang'], 0.01125],
    ['a stream that was cut off may be billed: its reservation stands', [started, text('x'), failure('network')], 0.01125],
    ['an answer without usage: its reservation stands', [started, text('x'), { type: 'end', stop: 'complete' }], 0.01125],
    ['a refused request is not billed', [failure('auth', { status: 401 })], 0],
    ['a request that never left is not billed', [failure('network', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })], 0],
    ['a gateway that gave up may hide a bill', [failure('server', { status: 504 })], 0.01125],
  ])('%s', async (_name, script, usd) => {
    const budget = createBudget({ usd: 1 });
    const retry = { maxAttempts: 1, maxRateAttempts: 1, baseMs: 1, capMs: 1, maxRetryAfterMs: 1 };
    const sent = send(dispatcherFor(scriptedModel(clock, [script]), { budgets: [budget], retry }));
    await clock.advance(120_000);
    await sent.result;
    expect(budget.spent().usd).toBe(usd);
    expect(budget.reserved().usd).toBe(0);
  });

  test('a second attempt needs money of its own', async () => {
    const budget = createBudget({ usd: 0.012 });
    const sent = send(dispatcherFor(scriptedModel(clock, [[started, failure('network')], answer()]), { budgets: [budget] }));
    await clock.advance(500);
    expect(await sent.result).toMatchObject({ stop: 'over-budget', attempts: 1 });
  });

  test('in dollars is refused for a model without a price', () => {
    expect(() => dispatcherFor(scriptedModel(clock, [], {}), { budgets: [createBudget({ usd: 1 })] })).toThrow(/scripted\/one has no known price.*--max-tokens/);
    expect(() => dispatcherFor(scriptedModel(clock, [], {}), { budgets: [createBudget({ tokens: 1 })] })).not.toThrow();
  });
});
