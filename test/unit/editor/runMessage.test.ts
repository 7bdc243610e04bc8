import { describe, expect, test } from 'vitest';
import { providerNamedIn, runMessage, settingNamedIn, type RunToTell } from '../../../src/editor/runMessage';
import { UnpricedModel } from '../../../src/engine/dispatch/budget';
import { Figures } from '../../../src/engine/metrics/figures';
import type { FileResult } from '../../../src/engine/run';

type Result = RunToTell['results'][number];

const file = (status: FileResult['status'], source = 'src/queue.ts'): FileResult => ({ source, path: `specs/${source}.spec.md`, status });
const figures = (some: Partial<Figures>) => Object.assign(new Figures(), some);
const result = (some: Partial<Result>): Result => ({ status: 'done', files: [file('written')], figures: figures({}), errors: [], warnings: [], leftOut: [], ms: 14_000, ...some });
const tell = (some: Partial<Result>, run: Partial<RunToTell> = {}) => runMessage({ label: 'queue.ts', results: [result(some)], refused: 0, answered: 0, items: 0, ...run });

describe('the message at the end of a run', () => {
  test('says what was written, its cost and its time', () => {
    expect(tell({ figures: figures({ calls: 2, costUsd: 0.012 }) })).toEqual({ severity: 'info', text: 'The spec of queue.ts is written ($0.012, 14 s).', steps: ['openSpec', 'showMetrics', 'showLog'] });
  });

  test('says what was not paid for, or not in full', () => {
    expect(tell({ figures: figures({ calls: 2, costUsd: 0.012, cacheHits: 9, cacheMisses: 3, inputTokens: 380, cacheReadTokens: 620 }) }).text).toBe("The spec of queue.ts is written ($0.012, 14 s, 9 of 12 answers kept from before, 62% of the input from the provider's cache).");
  });

  test('offers the preview of a spec whose text is open', () => {
    expect(tell({}, { isShown: true }).steps).toEqual(['openPreview', 'showMetrics', 'showLog']);
    expect(tell({ status: 'partial', files: [file('partial')] }, { isShown: true }).steps).toEqual(['runAgain', 'openPreview', 'showLog']);
  });

  test('says why there are facts only, and how to get more', () => {
    expect(tell({ ms: 400 }, { noModel: 'noKey' })).toEqual({ severity: 'info', text: 'The spec of queue.ts is written (0.4 s). Facts only, since no API key is set.', steps: ['openSpec', 'setApiKey', 'showLog'] });
    expect(tell({}, { noModel: 'untrusted' }).steps).toContain('manageTrust');
    expect(tell({}, { noModel: 'chosen' }).text).toBe('The spec of queue.ts is written (14 s).');
  });

  test('says that nothing had to be done', () => {
    expect(tell({ files: [file('unchanged')] }).text).toBe('The spec of queue.ts is up to date: nothing had to be asked or changed.');
  });

  test('counts the specs of many files, and what was left out', () => {
    const files = [file('written', 'a.ts'), file('written', 'b.ts'), file('unchanged', 'c.ts')];
    expect(tell({ files, leftOut: [{ kind: 'left-out', path: 'd.ts', because: 'tooLarge', reason: 'too large' }] }).text).toBe('2 specs written, 1 up to date (14 s). 1 left out: the log says why.');
  });

  test('leads to the ceiling in tokens where one in dollars cannot be kept', () => {
    const { text, steps } = tell({ status: 'failed', files: [], errors: [new UnpricedModel('vscode/copilot/gpt-5').message] });
    expect(text).toContain('vscode/copilot/gpt-5 has no known price, so that a budget in dollars cannot be kept. Set a budget in tokens ("specwright.budget.tokens")');
    expect([steps, settingNamedIn(text)]).toEqual([['settings', 'showLog'], 'specwright.budget.tokens']);
  });

  test('says that there is more in the log', () => {
    expect(tell({ warnings: ['src/queue.ts: Syntax errors at line 3.'] }).text).toBe('The spec of queue.ts is written (14 s). 1 warning: see the log.');
  });

  test('is no success where something failed, names the reason, and offers the rest', () => {
    const message = tell({ status: 'partial', files: [file('partial')], errors: ['src/queue.ts: the model declined to answer.', 'src/queue.ts: other.'] });
    expect(message.severity).toBe('warning');
    expect(message.text).toBe('The spec of queue.ts is not complete. src/queue.ts: the model declined to answer. (1 more in the log.) What came is written: run it again to ask for the rest only.');
    expect(message.steps).toEqual(['runAgain', 'openSpec', 'showLog']);
  });

  test('offers the step that the error names', () => {
    const failed = (error: string) => tell({ status: 'failed', files: [], errors: [error] });
    expect(failed('The key was refused. Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY, again.')).toEqual({ severity: 'error', text: 'The key was refused. Run "Specwright: Set API Key".', steps: ['setApiKey', 'showLog'] });
    expect(failed('Nobody knows the model. Choose another with "Specwright: Select Provider and Model".').steps[0]).toBe('selectModel');
    expect(failed('Too long. Lower "specwright.timeLimits.idle" (--idle-timeout).')).toMatchObject({ text: 'Too long. Lower "specwright.timeLimits.idle".', steps: ['settings', 'showLog'] });
  });

  test('says that the facts stand where no answer came', () => {
    expect(tell({ status: 'failed', files: [file('partial')], errors: ['No connection.'] }).text).toBe('Only the facts of queue.ts could be written. No connection.');
  });

  test('says what a cancelled run has kept', () => {
    const message = tell({ status: 'cancelled', files: [file('partial')], figures: figures({ calls: 1, costUsd: 0.01 }) }, { answered: 3, items: 14 });
    expect(message).toEqual({ severity: 'info', text: 'Cancelled. What is finished is kept: 3 of 14 sections ($0.01). Go on to ask for the rest.', steps: ['goOn', 'openSpec'] });
    expect(tell({ status: 'cancelled', files: [] }).text).toBe('Cancelled. Nothing was changed.');
  });

  test('leads from a time limit or a budget to its setting', () => {
    const timedOut = tell({ status: 'timed-out', files: [file('partial')] }, { answered: 1, items: 2 });
    expect([timedOut.severity, settingNamedIn(timedOut.text), timedOut.steps[0]]).toEqual(['warning', 'specwright.timeLimits.run', 'goOn']);
    const overBudget = tell({ status: 'over-budget', files: [file('partial')], errors: ['The budget is used up: $0.10 of $0.10 spent.'] });
    expect([overBudget.severity, settingNamedIn(overBudget.text), overBudget.steps[0]]).toEqual(['warning', 'specwright.budget', 'settings']);
  });

  test('offers what was kept out of a document in which somebody types', () => {
    expect(tell({ status: 'partial', files: [file('refused')] }, { refused: 1 })).toMatchObject({ severity: 'warning', steps: ['insertRest', 'showDifference'] });
  });

  test('is that of the worst of several folders', () => {
    expect(runMessage({ label: '2 items', results: [result({}), result({ status: 'partial', files: [file('partial')] })], refused: 0, answered: 0, items: 0 }).text).toContain('The specs of 2 items are not complete.');
    const message = runMessage({ label: '2 items', results: [result({}), result({ status: 'failed', files: [], errors: ['No connection.'] })], refused: 0, answered: 0, items: 0 });
    expect(message.severity).toBe('error');
  });
});

test.each([
  ['The OpenAI API key was refused. Run "Specwright: Set API Key".', 'openai'],
  ['There is no Gemini API key.', 'gemini'],
  ['No Anthropic API key.', 'anthropic'],
  ['127.0.0.1:1234 wants an API key.', undefined],
])('%s is about the key of %s', (text, provider) => expect(providerNamedIn(text)).toBe(provider));
