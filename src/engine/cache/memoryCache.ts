import { LRUCache } from 'lru-cache';
import { CacheCounter, type CachedAnswer, type ResultCache } from './resultCache';

/** What an entry takes beside its strings, about. */
const ENTRY_BYTES = 400;

/** The answers used last, up to `maxBytes`. An answer that is larger alone is not kept. */
export function createMemoryCache({ maxBytes }: { readonly maxBytes: number }): ResultCache {
  const answers = new LRUCache<string, CachedAnswer>({
    maxSize: Math.max(1, Math.floor(maxBytes)),
    // Two bytes a character at most: what V8 takes for a string.
    sizeCalculation: (answer, key) => 2 * (answer.text.length + answer.by.length + key.length) + ENTRY_BYTES,
  });
  const counter = new CacheCounter();
  return {
    get: async (key) => counter.lookedUp(answers.get(key)),
    async put(key, answer) {
      counter.stored();
      answers.set(key, answer);
    },
    async clear() {
      const forgotten = answers.size;
      answers.clear();
      return forgotten;
    },
    stats: () => counter.with({ entries: answers.size, bytes: answers.calculatedSize }),
  };
}
