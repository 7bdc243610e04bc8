import type { ReadyItem } from '../prompt/assemble';

/** `latency`: every item alone. `balanced`: few requests, none of them long. `cost`: as few requests as possible. */
export type BatchStrategy = 'latency' | 'balanced' | 'cost';

export interface BatchSettings {
  readonly strategy: BatchStrategy;
  /** Most items in one request. */
  readonly maxItems: number;
  /** Most output tokens of one answer that the model allows, thinking included. */
  readonly maxOutputTokens: number;
}

export interface BatchPlan {
  readonly batches: readonly (readonly ReadyItem[])[];
  /** Why so, for logs and reports. */
  readonly because: string;
}

/**
 * Expected output tokens that one request may carry. Output is what takes time: at 60 tokens a second, 1,000 tokens are 17 s. `balanced` stays below
 * what somebody who waits will put up with; `cost` only below what models answer reliably in one go.
 */
const OUTPUT_GOAL = { latency: 0, balanced: 1_000, cost: 6_000 } as const;

/** Characters of input of one request; beyond, attention to each item drops. About 40,000 tokens. */
const MOST_INPUT_CHARACTERS = 160_000;

/**
 * Groups items into requests: the fewest that keep within the goal of the strategy, filled evenly, so that none is much longer than the others. Items of one
 * file stay together where they can, since they share context. The same items give the same batches.
 */
export function planBatches(items: readonly ReadyItem[], settings: BatchSettings): BatchPlan {
  const { strategy, maxItems } = settings;
  if (strategy === 'latency' || maxItems === 1) return { batches: items.map((item) => [item]), because: 'every item alone, for the shortest time' };
  const goal = Math.min(OUTPUT_GOAL[strategy], settings.maxOutputTokens / 4);
  const output = items.reduce((sum, { item }) => sum + item.expectedOutputTokens, 0);
  const input = items.reduce((sum, ready) => sum + inputCharacters(ready), 0);
  const fewest = Math.max(1, Math.ceil(output / goal), Math.ceil(input / MOST_INPUT_CHARACTERS), Math.ceil(items.length / maxItems));
  const batches = fillEvenly(items, fewest, maxItems);
  return { batches, because: `strategy ${strategy}: about ${Math.round(output / batches.length)} output tokens a request, at most ${maxItems} items` };
}

/** Consecutive items, cut so that the expected output of each batch is about the same. */
function fillEvenly(items: readonly ReadyItem[], count: number, maxItems: number): ReadyItem[][] {
  const batches: ReadyItem[][] = [];
  let rest = [...items];
  for (let left = count; rest.length > 0; left--) {
    const share = rest.reduce((sum, { item }) => sum + item.expectedOutputTokens, 0) / Math.max(1, left);
    const batch: ReadyItem[] = [];
    let filled = 0;
    let characters = 0;
    while (rest.length > 0 && batch.length < maxItems) {
      const next = rest[0]!;
      // An item goes to the batch that it overfills least.
      const overfills = filled + next.item.expectedOutputTokens / 2 > share;
      if (batch.length > 0 && ((overfills && left > 1) || characters + inputCharacters(next) > MOST_INPUT_CHARACTERS)) break;
      batch.push(next);
      filled += next.item.expectedOutputTokens;
      characters += inputCharacters(next);
      rest = rest.slice(1);
    }
    batches.push(batch);
  }
  return batches;
}

function inputCharacters({ item, text }: ReadyItem): number {
  return text.length + item.context.reduce((sum, block) => sum + block.length, 0);
}
