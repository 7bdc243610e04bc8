import { describe, expect, test } from 'vitest';
import { logLine } from '../../../src/editor/logLine';
import { modelDetail } from '../../../src/editor/modelDetail';
import { Session } from '../../../src/editor/session';
import { statusText, type StatusInput } from '../../../src/editor/statusText';
import type { RunEvent, RunEventBody } from '../../../src/engine/events';
import { describeModel } from '../../../src/providers/models';

const event = (body: RunEventBody): RunEvent => ({ at: 0, run: 'run 1', ...body });
const usage = { inputTokens: 380, cacheReadTokens: 620, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 100 };

function sessionOf(...bodies: RunEventBody[]): Session {
  const session = new Session();
  for (const body of bodies) session.take(event(body));
  return session;
}

const asked: RunEventBody[] = [
  { type: 'run-started', command: 'generate', provider: 'anthropic', model: 'm' },
  { type: 'cache-looked-up', item: 'a', hit: true },
  { type: 'request-started', request: 'r1', attempt: 1, provider: 'anthropic', model: 'm' },
  { type: 'request-ended', request: 'r1', ms: 900, outcome: 'complete', usage, costUsd: 0.042 },
  { type: 'file-written', path: 'specs/a.ts.spec.md', outcome: 'written', complete: false },
  { type: 'file-written', path: 'specs/a.ts.spec.md', outcome: 'unchanged', complete: true },
];
const input = (some: Partial<StatusInput> = {}): StatusInput => ({ runs: [], session: new Session(), problem: undefined, isTrusted: true, ...some });
const running = { label: 'queue.ts', line: 'Asking the model', items: 14, itemsDone: 3, stages: ['Reading files: 1 file (0.1 s)'] };

describe('the status bar item', () => {
  test('has the name alone, as long as nothing was asked', () => {
    expect(statusText(input()).text).toBe('$(book) Specwright');
    expect(statusText(input()).tooltip).toContain('No run yet');
  });

  test('shows how far all runs are together', () => {
    expect(statusText(input({ runs: [running, { ...running, items: 6, itemsDone: 6 }] })).text).toBe('$(loading~spin) 9/20');
  });

  test('shows that the provider makes us wait', () => {
    expect(statusText(input({ runs: [{ ...running, waitsFor: 12 }, { ...running, waitsFor: 9 }] })).text).toBe('$(watch) 6/28 · waiting 9 s');
    expect(statusText(input({ runs: [{ ...running, waitsFor: 12 }, running] })).text).toBe('$(loading~spin) 6/28');
  });

  test('shows cost and cache share of the session', () => {
    expect(statusText(input({ session: sessionOf(...asked) })).text).toBe('$(book) $0.042 · 62% cached');
  });

  test('shows a cost of which a part is not known as more than what is known', () => {
    const unpriced: RunEventBody = { type: 'request-ended', request: 'r2', ms: 1, outcome: 'complete', usage };
    expect(statusText(input({ session: sessionOf(...asked, unpriced) })).text).toContain('$0.042+');
  });

  test('says that the cost is unknown where none of it is known, and nothing of a cache that nobody told of', () => {
    const estimated: RunEventBody = { type: 'request-ended', request: 'r1', ms: 1, outcome: 'complete', usage: { ...usage, cacheReadTokens: 0 }, usageEstimated: true, costUncertain: true };
    const { text, tooltip } = statusText(input({ session: sessionOf(...asked.slice(0, 3), estimated) }));
    expect(text).toBe('$(book) cost unknown');
    for (const row of ['| Input tokens, full price | about 380 |', '| Output tokens | about 100 |', '| Cost | unknown |']) expect(tooltip).toContain(row);
  });

  test('shows that the last run did not end well, and why', () => {
    const status = statusText(input({ problem: { kind: 'warning', text: 'No connection.' } }));
    expect(status).toMatchObject({ text: '$(warning) Specwright', background: 'warning' });
    expect(statusText(input({ problem: { kind: 'error', text: 'No key.' } }))).toMatchObject({ text: '$(error) Specwright', background: 'error' });
    expect(status.tooltip).toContain('No connection.');
    expect(status.spoken).toContain('No connection.');
  });

  test('shows that the budget is used up, beside what was spent', () => {
    const status = statusText(input({ session: sessionOf(...asked), problem: { kind: 'over-budget', text: 'The budget is used up.' } }));
    expect(status).toMatchObject({ text: '$(circle-slash) over budget · $0.042 · 62% cached', background: 'warning' });
    expect(status.spoken).toContain('over budget');
  });

  test('tells in its tooltip what the stages of a run came to', () => {
    expect(statusText(input({ runs: [running] })).tooltip).toContain('- Reading files: 1 file');
  });

  test('says why nothing is sent in a workspace that is not trusted', () => {
    const status = statusText(input({ isTrusted: false }));
    expect(status.text).toBe('$(shield) Specwright');
    expect(status.tooltip).toContain('not trusted');
  });

  test('lists the figures of the session, with links to what one may do', () => {
    const { tooltip } = statusText(input({ session: sessionOf(...asked) }));
    for (const row of ['| Specs written | 1 |', '| Requests | 1 |', '| Answers from the result cache | 1 of 1 |', '| Input tokens, cache read | 620 (62%) |', '| Cost | $0.042 |']) expect(tooltip).toContain(row);
    expect(tooltip).toContain('(command:specwright.selectModel)');
  });

  test('takes no Markdown from file names and messages', () => {
    expect(statusText(input({ problem: { kind: 'error', text: '[x](command:evil) $(bug)' } })).tooltip).toContain('\\[x\\]\\(command:evil\\) \\$\\(bug\\)');
  });
});

describe('the log', () => {
  test('is readable', () => {
    const lines = asked.map((body) => logLine(event(body))).map(({ level, text }) => `${level} ${text}`);
    expect(lines).toEqual([
      'info [run 1] generate, provider anthropic, model m',
      'trace [run 1] a: answered from the cache',
      'info [run 1] request r1 to m',
      'info [run 1] request r1: complete after 0.9 s, 380 input + 620 cache read + 0 cache write + 100 output tokens, $0.042',
      'debug [run 1] specs/a.ts.spec.md: written, more to come',
      'info [run 1] specs/a.ts.spec.md: unchanged',
    ]);
  });

  test('warns of what did not go as it should', () => {
    expect(logLine(event({ type: 'retry-waiting', request: 'r1', ms: 2_000, reason: 'rate limit', attempt: 1 })).level).toBe('warn');
    expect(logLine(event({ type: 'request-ended', request: 'r1', ms: 1, outcome: 'error', detail: 'HTTP 529' }))).toEqual({ level: 'warn', text: '[run 1] request r1: error after 0 s, HTTP 529' });
    expect(logLine(event({ type: 'run-finished', status: 'failed', ms: 10 })).level).toBe('error');
  });
});

test('a model is offered with its price and context', () => {
  expect(modelDetail(describeModel('anthropic', 'claude-sonnet-5-5'))).toBe('$2 in, $10 out, $0.10 cached per million tokens · 1M context');
  expect(modelDetail(describeModel('anthropic', 'nobody-knows'))).toContain('price unknown');
  expect(modelDetail(describeModel('gemini', 'gemini-3.8-flash'))).toMatch(/ · 1\.05M context$/);
  expect(modelDetail(describeModel('openai', 'qwen3:8b'))).toBe('price unknown · 33K context');
});
