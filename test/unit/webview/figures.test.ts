import { describe, expect, test } from 'vitest';
import type { RunReport, Totals } from '../../../src/engine/metrics/runReport';
import { compareReports } from '../../../src/webview/parts/comparison';
import { commandText, runLine, tilesOf } from '../../../src/webview/parts/figures';
import { keyOf, summaryOf } from '../../../src/webview/summary';
import { describeRequest } from '../../../src/webview/timeline/describe';
import { madeUpRun } from './madeUpRun';

const run = madeUpRun();
const withTotals = (totals: Partial<Totals>): RunReport => ({ ...run, totals: { ...run.totals, ...totals } });
const tile = (report: RunReport, id: string) => tilesOf(report).find((one) => one.id === id)!;

describe('tiles', () => {
  test('a cost that is not known in full is never told as if it were', () => {
    expect(tile(withTotals({ costUsd: 0.5, uncertainCalls: 2 }), 'cost')).toMatchObject({ value: 'at least $0.500', notes: ['2 requests of unknown cost', expect.stringContaining('saved by the prompt cache')] });
    expect(tile(withTotals({ costUsd: 0, uncertainCalls: 2 }), 'cost').value).toBe('unknown');
  });

  test('a prompt cache that cost more than it saved says so', () => {
    expect(tile(withTotals({ savedByPromptCacheUsd: -0.02 }), 'cost').notes).toEqual(['the prompt cache cost $0.020 more than it saved']);
  });

  test('caches that nobody asked are not at 0%', () => {
    const none = withTotals({ resultCache: { hits: 0, misses: 0 }, tokens: { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 } });
    expect([tile(none, 'result-cache').value, tile(none, 'prompt-cache').value]).toEqual(['not used', 'not used']);
    expect(tile(withTotals({ resultCache: { hits: 0, misses: 4 } }), 'result-cache')).toMatchObject({ value: '0%', notes: ['0 of 4 lookups'] });
  });
});

describe('a run in a line', () => {
  test('says what it was over, unless that is everything', () => {
    expect(commandText({ command: 'generate', over: 'src/queue.ts' })).toBe('Generate src/queue.ts');
    expect(commandText({ command: 'regenerate', over: '.' })).toBe('Regenerate');
    expect(runLine(madeUpRun({ isRunning: true }))).toBe('Generate by anthropic/claude-sonnet-5-5: running, analyze');
  });

  test('its summary follows from the head of its report, and its key tells it from runs of other windows', () => {
    const { run: head, totals } = run;
    expect(summaryOf({ run: head, totals })).toEqual(summaryOf(run));
    expect(keyOf(run)).not.toBe(keyOf(madeUpRun({ startedAt: run.run.startedAt + 1 })));
    expect(summaryOf(withTotals({ resultCache: { hits: 0, misses: 0 } }))).not.toHaveProperty('resultCacheShare');
  });
});

describe('two runs', () => {
  const other = withTotals({ costUsd: run.totals.costUsd * 2, calls: run.totals.calls, retries: 0, promptCacheShare: run.totals.promptCacheShare - 0.1 });
  const row = (label: string, shown = run, compared = other) => compareReports(shown, compared).find((one) => one.label === label)!;

  test('differ in percent and in figures, for better or for worse', () => {
    expect(row('Cost')).toMatchObject({ change: expect.stringMatching(/^−50% \(−\$/) as string, verdict: 'better' });
    expect(row('Cost', other, run)).toMatchObject({ change: expect.stringMatching(/^\+100% \(\+\$/) as string, verdict: 'worse' });
    expect(row('Sent again')).toMatchObject({ change: `+${run.totals.retries}`, verdict: 'worse' });
    expect(row('Prompt cache')).toMatchObject({ change: '+10 points', verdict: 'better' });
  });

  test('what is the same, and what is neither good nor bad, is not judged', () => {
    expect(row('Requests')).toMatchObject({ change: 'the same' });
    expect(row('Requests')).not.toHaveProperty('verdict');
    expect(row('Cache read', run, withTotals({ tokens: { ...run.totals.tokens, cacheRead: 1 } }))).not.toHaveProperty('verdict');
  });

  test('of a cost that is not known nothing is said', () => {
    expect(row('Cost', withTotals({ uncertainCalls: 1 }))).toEqual({ label: 'Cost', shown: 'unknown', compared: expect.any(String) as string, change: '' });
  });
});

test('a request is told with all that it waited for, what it cost, and why it ended', () => {
  const failing = madeUpRun({ failedEvery: 7, throttledEvery: 7 });
  const lines = describeRequest(failing.requests[6]!, 6, failing.run.ms);
  expect(lines[0]).toBe('Request 7: error, 2 items');
  expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^held back by the rate limit: /), expect.stringMatching(/^waited before it was sent again: /), 'sent 2 times', 'because of output tokens, rate limit', 'the server answered 500']));
});
