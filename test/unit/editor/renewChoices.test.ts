import { describe, expect, test } from 'vitest';
import { renewChoices } from '../../../src/editor/renewChoices';

const amounts = (costUsd?: readonly [number, number]) => ({ inputTokens: 1, outputTokens: [1, 1] as const, ...(costUsd && { costUsd }) });
const shown = (...estimates: Parameters<typeof renewChoices>[0]) => renewChoices(estimates, 'anthropic/x').map(({ renew, description }) => `${renew}: ${description}`);

describe('how far specs are renewed', () => {
  test('each step has the price of all up to it, and how many sections it takes more', () => {
    const estimate = { calls: 4, ...amounts([1, 4]), renewals: { template: { ...amounts([0.25, 1]), sections: 2 }, model: { ...amounts([0.5, 2]), sections: 12 } } };
    expect(shown(estimate)).toEqual(['code: about $0.50', 'template: about $1.00 · 2 sections more', 'model: about $2.00 · 12 sections more']);
    expect(shown(estimate, estimate)[2]).toBe('model: about $4.00 · 24 sections more');
  });

  test('what nobody changed costs nothing, and a step that takes no more says so, or is left out', () => {
    expect(shown({ calls: 1, ...amounts([0.5, 2]), renewals: { model: { ...amounts([0.5, 2]), sections: 1 } } })).toEqual(['code: nothing to pay', 'model: about $1.00 · 1 section more']);
    expect(shown({ calls: 0, ...amounts([0, 0]) })).toEqual(['code: nothing to pay', 'model: nothing to pay · nothing more']);
  });

  test('a price that nobody knows is none, and never $0', () => {
    expect(shown({ calls: 1, ...amounts(), renewals: { model: { ...amounts(), sections: 3 } } })).toEqual(['code: price unknown', 'model: price unknown · 3 sections more']);
  });
});
