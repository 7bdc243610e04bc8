import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Lifetime, type PromptBlock, PromptCache } from '../../model-server/promptCache';
import { countTokens } from '../../model-server/tokens';

/** A block of so many tokens whose text follows from its name. */
function block(name: string, tokens: number, cache?: Lifetime): PromptBlock {
  return { role: 'system', text: name.repeat(tokens * 4).slice(0, tokens * 4), ...(cache && { cache }) };
}

function ask(cache: PromptCache, blocks: readonly PromptBlock[], model = 'm', minimum = 512) {
  const charge = cache.charge(model, blocks, { kind: 'breakpoints', minTokens: minimum });
  charge.answerBegins();
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = charge.bill;
  return [inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens];
}

describe('the prompt cache', () => {
  test('bills each stretch up to a breakpoint by the lifetime of that breakpoint', () => {
    const cache = new PromptCache(() => 0);
    const prompt = [block('a', 600, '1h'), block('b', 100, '5m'), block('c', 50)];
    expect(ask(cache, prompt)).toEqual([50, 0, 100, 600]);
    expect(ask(cache, prompt)).toEqual([50, 700, 0, 0]);
  });

  test('reads the longest prefix that is there and writes the rest', () => {
    const cache = new PromptCache(() => 0);
    ask(cache, [block('a', 600, '5m'), block('b', 100, '5m')]);
    expect(ask(cache, [block('a', 600, '5m'), block('x', 100, '5m'), block('y', 10)])).toEqual([10, 600, 100, 0]);
  });

  test('goes by the whole prefix, and by the model', () => {
    const cache = new PromptCache(() => 0);
    ask(cache, [block('a', 600), block('b', 600, '5m')]);
    expect(ask(cache, [block('x', 600), block('b', 600, '5m')])[1]).toBe(0);
    expect(ask(cache, [block('a', 600), block('b', 600, '5m')], 'other')[1]).toBe(0);
    expect(ask(cache, [block('a', 600), block('b', 600, '5m')])[1]).toBe(1_200);
  });

  test('the smallest length is that of the prefix, not of the block', () => {
    const cache = new PromptCache(() => 0);
    expect(ask(cache, [block('a', 511, '5m')])).toEqual([511, 0, 0, 0]);
    expect(ask(cache, [block('a', 511), block('b', 1, '5m')])).toEqual([0, 0, 512, 0]);
  });

  test('a breakpoint looks back over 20 blocks, itself included', () => {
    const blocks = (count: number) => Array.from({ length: count }, (_, n) => block(String.fromCharCode(97 + n), 100));
    const upTo = (count: number) => [...blocks(count - 1), { ...blocks(count).at(-1)!, cache: '5m' as const }];
    const near = new PromptCache(() => 0);
    ask(near, upTo(6));
    expect(ask(near, upTo(25))[1]).toBe(600);
    const far = new PromptCache(() => 0);
    ask(far, upTo(6));
    expect(ask(far, upTo(26))[1]).toBe(0);
  });

  test('a read makes the lifetime begin anew', () => {
    let now = 0;
    const cache = new PromptCache(() => now);
    const prompt = [block('a', 600, '5m')];
    ask(cache, prompt);
    for (const minutes of [4, 4, 4]) {
      now += minutes * 60_000;
      expect(ask(cache, prompt)[1]).toBe(600);
    }
    now += 5 * 60_000;
    expect(ask(cache, prompt)[1]).toBe(0);
  });

  test('an hour is an hour', () => {
    let now = 0;
    const cache = new PromptCache(() => now);
    ask(cache, [block('a', 600, '1h')]);
    now += 59 * 60_000;
    expect(ask(cache, [block('a', 600, '1h')])[1]).toBe(600);
  });

  test('what was written by an answer that never began cannot be read', () => {
    const cache = new PromptCache(() => 0);
    cache.charge('m', [block('a', 600, '5m')], { kind: 'breakpoints', minTokens: 512 });
    expect(ask(cache, [block('a', 600, '5m')])[1]).toBe(0);
  });

  test('whatever is asked, the parts of the bill add up to the prompt', () => {
    const blocks = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b'),
        tokens: fc.integer({ min: 1, max: 900 }),
        cache: fc.constantFrom('5m' as const, '1h' as const, undefined),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.array(blocks, { maxLength: 6 }), (prompts) => {
        const cache = new PromptCache(() => 0);
        for (const prompt of prompts.map((parts) =>
          parts.map(({ name, tokens, cache: lifetime }) => block(name, tokens, lifetime)),
        )) {
          const bill = ask(cache, prompt);
          expect(Math.min(...bill)).toBeGreaterThanOrEqual(0);
          expect(bill.reduce((a, b) => a + b, 0)).toBe(prompt.reduce((sum, { text }) => sum + countTokens(text), 0));
        }
      }),
    );
  });
});
