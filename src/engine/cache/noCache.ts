import { CacheCounter, type ResultCache } from './resultCache';

/** Remembers nothing: the cache of someone who opted out. */
export function createNoCache(): ResultCache {
  const counter = new CacheCounter();
  return {
    isOff: true,
    get: async () => counter.lookedUp(undefined),
    put: async () => {},
    clear: async () => 0,
    stats: () => counter.with({ entries: 0, bytes: 0 }),
  };
}
