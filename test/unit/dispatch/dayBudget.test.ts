import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { DayBudget } from '../../../src/engine/dispatch/dayBudget';
import { FakeClock } from '../support/fakeClock';

const never = new AbortController().signal;
const amount = (usd: number) => ({ usd, tokens: Math.round(usd * 1_000) });

async function folder(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'specwright-spent-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

test('what one window has spent or reserved, another one cannot spend', async () => {
  const dir = await folder();
  const clock = new FakeClock();
  const [one, other] = [new DayBudget({ dir, ceilings: { usd: 1 }, clock }), new DayBudget({ dir, ceilings: { usd: 1 }, clock })];
  const reserved = await one.reserveWhenFree(amount(0.7), never);
  expect(reserved).not.toBe('over');
  const waiting = other.reserveWhenFree(amount(0.5), never);
  await clock.advance(2_000);
  if (reserved !== 'over') reserved.settle(amount(0.2));
  await one.close();
  await clock.advance(1_000);
  expect(await waiting).not.toBe('over');
  expect(other.spent()).toEqual(amount(0.2));
  expect(await other.reserveWhenFree(amount(0.9), never)).toBe('over');
});

test('with a ceiling or without, everything is counted; the next session finds it', async () => {
  const dir = await folder();
  const clock = new FakeClock();
  const free = new DayBudget({ dir, ceilings: {}, clock });
  for (let i = 0; i < 3; i++) {
    const reserved = await free.reserveWhenFree(amount(5), never);
    if (reserved !== 'over') reserved.settle(amount(0.25));
  }
  await free.close();
  const next = new DayBudget({ dir, ceilings: { usd: 1 }, clock });
  expect(next.left()).toEqual({ usd: 0.25, tokens: Infinity });
});

test('what a session that died had reserved stands as spent', async () => {
  const dir = await folder();
  const clock = new FakeClock();
  await new DayBudget({ dir, ceilings: { usd: 1 }, clock }).reserveWhenFree(amount(0.9), never);
  const next = new DayBudget({ dir, ceilings: { usd: 1 }, clock });
  const button = new AbortController();
  const waiting = next.reserveWhenFree(amount(0.5), button.signal);
  await clock.advance(60_000);
  button.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});

test('at midnight everybody begins anew', async () => {
  const dir = await folder();
  const clock = new FakeClock(new Date(2026, 10, 22, 23, 59).getTime());
  const budget = new DayBudget({ dir, ceilings: { usd: 1 }, clock });
  const reserved = await budget.reserveWhenFree(amount(1), never);
  if (reserved !== 'over') reserved.settle();
  expect(await budget.reserveWhenFree(amount(0.1), never)).toBe('over');
  await clock.advance(120_000);
  expect(await budget.reserveWhenFree(amount(0.1), never)).not.toBe('over');
  await budget.close();
  expect((await readdir(dir)).sort()).toEqual(['spent-2026-11-22.json', 'spent-2026-11-23.json']);
});

test('a spoiled ledger is told, and the ceiling still holds for this process', async () => {
  const dir = await folder();
  const clock = new FakeClock(new Date(2026, 10, 22, 12).getTime());
  await writeFile(path.join(dir, 'spent-2026-11-22.json'), '{ torn');
  const warnings: string[] = [];
  const budget = new DayBudget({ dir, ceilings: { usd: 1 }, clock, onWarning: (message) => warnings.push(message) });
  expect(await budget.reserveWhenFree(amount(0.8), never)).not.toBe('over');
  const button = new AbortController();
  const second = budget.reserveWhenFree(amount(0.8), button.signal);
  await clock.advance(1_000);
  button.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('could not be read');
});

test('where it cannot be written it warns once, and counts what it can', async () => {
  const file = path.join(await folder(), 'a file');
  await writeFile(file, '');
  const warnings: string[] = [];
  const budget = new DayBudget({ dir: file, ceilings: { usd: 1 }, clock: new FakeClock(), onWarning: (message) => warnings.push(message) });
  const reserved = await budget.reserveWhenFree(amount(0.8), never);
  if (reserved !== 'over') reserved.settle();
  await budget.close();
  expect(await budget.reserveWhenFree(amount(0.8), never)).toBe('over');
  expect(warnings).toHaveLength(1);
});

test('six processes that spend as fast as they can never spend more than the ceiling together', async () => {
  const dir = await folder();
  const script = path.join(dir, 'spender.cjs');
  await build({ entryPoints: [path.join(import.meta.dirname, 'spender.ts')], outfile: script, bundle: true, platform: 'node', format: 'cjs' });
  const processes = await Promise.all(Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, [script, path.join(dir, 'spent')])));
  const spent = processes.reduce((sum, { stdout }) => sum + Number(stdout), 0);
  expect(spent).toBeLessThanOrEqual(100);
  expect(spent).toBeGreaterThanOrEqual(95);
  const [name] = (await readdir(path.join(dir, 'spent'))).filter((entry) => entry.endsWith('.json'));
  const ledger = JSON.parse(await readFile(path.join(dir, 'spent', name!), 'utf8')) as Record<string, { tokens: number }>;
  expect(Object.values(ledger).reduce((sum, { tokens }) => sum + tokens, 0)).toBe(spent);
});
