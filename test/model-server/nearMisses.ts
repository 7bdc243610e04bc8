import { defaultAnswer } from './answers';
import type { RequestedItem } from './items';
import type { Random } from './random';

/** A name that an item's text must not hold, nearly right. */
export interface NearMiss {
  /** As it stands in code font: `Queue.remov`. */
  readonly name: string;
  readonly kind: 'member of another class' | 'one or two letters off' | 'parameter of the neighbour';
}

/** The item that a miss is planted in. */
export function plantKey({ path, symbol }: Pick<RequestedItem, 'path' | 'symbol'>): string {
  return `${path}#${symbol ?? ''}`;
}

/** Answers as ever, with one sentence more where there is a miss to plant. With `insisting` the answer to a second request has it too. */
export function answerWithNearMisses(misses: ReadonlyMap<string, NearMiss>, insisting: boolean): (item: RequestedItem) => string {
  const planted = new Set<string>();
  return (item) => {
    const key = plantKey(item);
    const miss = insisting || !planted.has(key) ? misses.get(key) : undefined;
    planted.add(key);
    return miss ? `${defaultAnswer(item)}\n\n- Without \`${miss.name}\` the call fails.` : defaultAnswer(item);
  };
}

/** The name with one or two letters left out, doubled, swapped or replaced; the first letter stays. */
export function misspell(name: string, random: Random): string {
  let letters = name;
  for (let edits = random() < 0.5 ? 1 : 2; edits > 0; edits--) {
    const at = 1 + Math.floor(random() * (letters.length - 1));
    const letter = letters[at]!;
    const replaced = [letters.slice(0, at) + letters.slice(at + 1), letters.slice(0, at) + letter + letters.slice(at), letters.slice(0, at) + (letter === 'e' ? 'a' : 'e') + letters.slice(at + 1), letters.slice(0, at - 1) + letter + letters[at - 1]! + letters.slice(at + 1)];
    // The first letter is kept, since case and sigil mean something there.
    letters = replaced[Math.floor(random() * (at === 1 ? 3 : 4))]!;
  }
  return letters;
}
