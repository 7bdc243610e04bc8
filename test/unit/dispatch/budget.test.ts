import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBudget, type Budget, type Reservation } from '../../../src/engine/dispatch/budget';
import type { Amount } from '../../../src/engine/dispatch/pricing';

const never = new AbortController().signal;
const taken = (outcome: Reservation | 'over'): Reservation => {
  if (outcome === 'over') throw new Error('refused');
  return outcome;
};
const usd = (dollars: number): Amount => ({ usd: dollars, tokens: 0 });

describe('a budget', () => {
  test('takes the reservation, then puts the true usage in its place', () => {
    const budget = createBudget({ usd: 1, tokens: 1_000 });
    const reservation = taken(budget.reserve({ usd: 0.9, tokens: 900 }));
    expect(budget.reserved()).toEqual({ usd: 0.9, tokens: 900 });
    expect(budget.reserve({ usd: 0.2, tokens: 1 })).toBe('over');
    expect(budget.reserve({ usd: 0.01, tokens: 101 })).toBe('over');
    reservation.settle({ usd: 0.1, tokens: 100 });
    expect([budget.spent(), budget.reserved()]).toEqual([{ usd: 0.1, tokens: 100 }, { usd: 0, tokens: 0 }]);
  });

  test('lets a reservation stand where no usage was reported, and settles it once', () => {
    const budget = createBudget({ usd: 1 });
    const reservation = taken(budget.reserve(usd(0.5)));
    reservation.settle();
    reservation.settle({ usd: 0, tokens: 0 });
    expect(budget.spent().usd).toBe(0.5);
  });

  test('does not drift: ten times ten cents fit into one dollar', () => {
    const budget = createBudget({ usd: 1 });
    for (let i = 0; i < 10; i += 1) taken(budget.reserve(usd(0.1))).settle(usd(0.1));
    expect(budget.spent().usd).toBe(1);
    expect(budget.reserve(usd(1e-9))).toBe('over');
    expect(budget.reserve(usd(0))).not.toBe('over');
  });

  test('can be used to the last cent, though 1.1 × a billion is no whole number in binary', () => {
    expect(createBudget({ usd: 1.1 }).reserve(usd(1.1))).not.toBe('over');
  });

  test('says that a price is unknown rather than nothing', () => {
    const budget = createBudget({ tokens: 100 });
    taken(budget.reserve({ tokens: 10 })).settle({ tokens: 5 });
    expect(budget.spent()).toEqual({ tokens: 5 });
  });

  test('in dollars cannot be kept for an unpriced model', async () => {
    const budget = createBudget({ usd: 1 });
    expect(() => budget.reserve({ tokens: 1 })).toThrow(/no known price.*--max-tokens/);
    await expect(budget.reserveWhenFree({ tokens: 1 }, never)).rejects.toMatchObject({ name: 'UnpricedModel' });
  });

  test.each([-1, NaN])('refuses %s as a ceiling, and as an amount', (amount) => {
    expect(() => createBudget({ usd: amount })).toThrow(RangeError);
    expect(() => createBudget({}).reserve({ usd: 0, tokens: amount })).toThrow(RangeError);
  });

  test('records what was really used even where the bound was wrong', () => {
    const budget = createBudget({ tokens: 100 });
    taken(budget.reserve({ tokens: 100 })).settle({ tokens: 120 });
    expect(budget.spent().tokens).toBe(120);
    expect(budget.reserve({ tokens: 0 })).toBe('over');
  });
});

describe('waiting for room', () => {
  test('is first come, first served: small requests do not eat up what a large one waits for', async () => {
    const budget = createBudget({ tokens: 100 });
    const running = taken(budget.reserve({ tokens: 60 }));
    const order: string[] = [];
    const large = budget.reserveWhenFree({ tokens: 80 }, never).then((it) => (order.push('large'), it));
    const small = budget.reserveWhenFree({ tokens: 10 }, never).then((it) => (order.push('small'), it));
    await Promise.resolve();
    expect(order).toEqual([]);
    running.settle({ tokens: 5 });
    await Promise.all([large, small]);
    expect(order).toEqual(['large', 'small']);
  });

  test('ends with "over" as soon as it is in vain', async () => {
    const budget = createBudget({ tokens: 100 });
    const running = taken(budget.reserve({ tokens: 60 }));
    expect(await budget.reserveWhenFree({ tokens: 101 }, never)).toBe('over');
    const waiting = budget.reserveWhenFree({ tokens: 50 }, never);
    running.settle();
    expect(await waiting).toBe('over');
  });

  test('can be cancelled, and the next in line moves up', async () => {
    const budget = createBudget({ tokens: 100 });
    taken(budget.reserve({ tokens: 60 }));
    const button = new AbortController();
    const first = budget.reserveWhenFree({ tokens: 50 }, button.signal);
    const second = budget.reserveWhenFree({ tokens: 40 }, never);
    button.abort(new Error('cancelled'));
    await expect(first).rejects.toThrow('cancelled');
    expect(await second).not.toBe('over');
    await expect(budget.reserveWhenFree({ tokens: 1 }, button.signal)).rejects.toThrow('cancelled');
  });
});

describe('whatever the order', () => {
  const amount = fc.record({ usd: fc.integer({ min: 0, max: 500 }).map((cents) => cents / 1000), tokens: fc.integer({ min: 0, max: 500 }) });
  const ceilings = fc.record({ usd: fc.integer({ min: 0, max: 2_000 }).map((cents) => cents / 1000), tokens: fc.integer({ min: 0, max: 2_000 }) });
  /** `actual` is a share of the reservation; `undefined`: no usage was reported. */
  const job = fc.record({ amount, actual: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }) });

  const total = (budget: Budget): { usd: number; tokens: number } => ({
    usd: (budget.spent().usd ?? NaN) + (budget.reserved().usd ?? NaN),
    tokens: budget.spent().tokens + budget.reserved().tokens,
  });
  const share = (of: Amount, actual: number | undefined): Amount | undefined =>
    actual === undefined ? undefined : { usd: (of.usd ?? 0) * actual, tokens: Math.floor(of.tokens * actual) };
  /** A billionth of a dollar: the smallest unit that is counted. */
  const UNIT = 1.1e-9;

  test('spent + reserved never exceeds the ceiling, and what fits is not refused', () => {
    const step = fc.oneof(fc.record({ reserve: amount }), fc.record({ settle: fc.nat(), actual: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }) }));
    fc.assert(
      fc.property(ceilings, fc.array(step, { maxLength: 60 }), (limit, steps) => {
        const budget = createBudget(limit);
        const open: Reservation[] = [];
        for (const it of steps) {
          if ('reserve' in it) {
            const before = total(budget);
            const outcome = budget.reserve(it.reserve);
            const fits = before.tokens + it.reserve.tokens <= limit.tokens && before.usd + it.reserve.usd <= limit.usd - UNIT;
            if (outcome === 'over') expect(fits).toBe(false);
            else open.push(outcome);
          } else if (open.length > 0) {
            const [reservation] = open.splice(it.settle % open.length, 1);
            if (reservation) reservation.settle(share(reservation.amount, it.actual));
          }
          expect(total(budget).tokens).toBeLessThanOrEqual(limit.tokens);
          expect(total(budget).usd).toBeLessThanOrEqual(limit.usd + UNIT);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('parallel requests that wait for room all come to an end, none over the ceiling, none refused while it could be afforded', async () => {
    await fc.assert(
      fc.asyncProperty(ceilings, fc.array(job, { maxLength: 20 }), fc.scheduler(), async (limit, jobs, scheduler) => {
        const budget = createBudget(limit);
        const check = (): void => {
          expect(total(budget).tokens).toBeLessThanOrEqual(limit.tokens);
          expect(total(budget).usd).toBeLessThanOrEqual(limit.usd + UNIT);
        };
        const ran = jobs.map(async ({ amount: needed, actual }) => {
          await scheduler.schedule(Promise.resolve(), 'leave');
          const outcome = await budget.reserveWhenFree(needed, never);
          check();
          if (outcome === 'over') {
            const spent = budget.spent();
            expect(spent.tokens + needed.tokens <= limit.tokens && (spent.usd ?? 0) + needed.usd <= limit.usd - UNIT).toBe(false);
            return;
          }
          await scheduler.schedule(Promise.resolve(), 'answer');
          outcome.settle(share(needed, actual));
          check();
        });
        await scheduler.waitFor(Promise.all(ran));
        expect(budget.reserved()).toEqual({ usd: 0, tokens: 0 });
      }),
      { numRuns: 200 },
    );
  });
});
