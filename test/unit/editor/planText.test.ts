import { expect, test } from 'vitest';
import { planText, type FolderPlan } from '../../../src/editor/planText';
import { describeEstimate, describeRenewals, usd } from '../../../src/engine/batch/estimate';

const words = { describeEstimate, describeRenewals, usd };
const amounts = (inputTokens: number, most: number) => ({ inputTokens, outputTokens: [100, 400] as const, costUsd: [most / 4, most] as const });
const plan: FolderPlan = {
  name: 'shop',
  writer: 'anthropic/claude-sonnet-5-5',
  result: {
    files: [
      { source: 'src/cheap.ts', path: '', status: 'planned' },
      { source: 'src/dear_one.ts', path: '', status: 'planned' },
      { source: 'src/old.ts', path: '', status: 'fresh' },
    ],
    leftOut: [{ kind: 'left-out', path: 'logo.png', because: 'binary', reason: 'a binary file' }],
    estimate: { calls: 3, items: 9, ...amounts(5_000, 0.4), files: new Map([['src/cheap.ts', amounts(1_000, 0.1)], ['src/dear_one.ts', amounts(4_000, 0.3)]]) },
    warnings: [],
    errors: [],
  },
};

test('tells what would be asked, of whom and at which price, the dearest file first', () => {
  const text = planText('src', [plan], words);
  expect(text).toContain('**anthropic/claude-sonnet-5-5**: 3 requests, about 5,000 input and 100 to 400 output tokens, $0.10 to $0.40.');
  expect(text).toContain('3 sources: 2 with something to ask, 1 with nothing to ask.');
  expect(text).toContain('| src/dear\\_one.ts | 4,000 | 100 to 400 | $0.07 to $0.30 |');
  expect(text.indexOf('dear')).toBeLessThan(text.indexOf('cheap'));
  expect(text).toContain('- logo.png: a binary file');
  expect(text).not.toContain('## shop');
});

test('an unknown price is said to be unknown', () => {
  const { estimate } = plan.result;
  const unpriced = { ...estimate!, costUsd: undefined, files: new Map([['src/cheap.ts', { inputTokens: 1, outputTokens: [1, 2] as const }]]) };
  const text = planText('src', [{ ...plan, result: { ...plan.result, estimate: unpriced } }], words);
  expect(text).toContain('price unknown (unpriced model)');
  expect(text).toContain('| src/cheap.ts | 1 | 1 to 2 | unknown |');
});

test('with no model it says so; several folders have a heading each', () => {
  const text = planText('all', [plan, { ...plan, name: 'tools', writer: undefined }], words);
  expect(text).toContain('## shop');
  expect(text).toContain('## tools\n\nNo model is asked');
});
