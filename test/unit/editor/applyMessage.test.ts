import { expect, test } from 'vitest';
import { applyMessage, type ApplyToTell } from '../../../src/editor/applyMessage';
import { Figures } from '../../../src/engine/metrics/figures';

type Result = ApplyToTell['result'];
const result = (some: Partial<Result>): Result => ({ status: 'done', edited: ['rate'], applied: ['rate'], errors: [], warnings: [], figures: Object.assign(new Figures(), { calls: 1, costUsd: 0.012 }), ms: 4_000, proposal: {}, ...some });
const tell = (some: Partial<Result>, isSpecRefused = false) => applyMessage({ label: 'pace.ts', result: result(some), isSpecRefused });

test('what follows its text, what it cost, and what was not checked', () => {
  expect(tell({})).toEqual({ severity: 'info', text: 'pace.ts follows its spec in rate ($0.012, 4 s). Run your tests: names and shapes were checked, behaviour was not.', steps: ['showLog'] });
});

test('code that did already what the text says', () => {
  expect(tell({ proposal: undefined }).text).toBe('pace.ts did already what its spec says in rate.');
});

test('nothing was edited: what to do', () => {
  expect(tell({ edited: [], applied: [], proposal: undefined })).toEqual({ severity: 'info', text: 'No text in the spec of pace.ts was edited since code and text last agreed. Edit the text of a symbol, then run the command again.', steps: ['showLog'] });
});

test('a part that could not be had, with the reason', () => {
  const message = tell({ status: 'partial', edited: ['rate', 'take'], errors: ['src/pace.ts: the new code of take cannot be taken: it has a syntax error.', 'another'] });
  expect(message.severity).toBe('warning');
  expect(message.text).toContain('1 of 2 symbols are as they were.');
  expect(message.text).toMatch(/src\/pace\.ts: the new code of take cannot be taken: it has a syntax error\. \(1 more in the log\.\)$/);
  expect(message.steps).toEqual(['runAgain', 'showLog']);
});

test('discarded in the preview: nothing is wrong', () => {
  expect(tell({ status: 'cancelled', applied: [] })).toEqual({ severity: 'info', text: 'Cancelled. pace.ts is as it was.', steps: ['runAgain', 'showLog'] });
});

test('a spec that a person types in: it is offered', () => {
  expect(tell({}, true)).toMatchObject({ severity: 'warning', steps: ['insertRest', 'showDifference'] });
});
