import type { Usage } from '../../providers/model';

/** A model's answer for one work item, as it was verified and repaired. */
export interface CachedAnswer {
  readonly text: string;
  /** Who wrote it: `provider/model`. */
  readonly by: string;
  /** What its batch cost, or the item's share of it, for the record. */
  readonly usage?: Usage;
}

/**
 * Paid answers by key. It only saves asking the same thing twice: it may be empty, lost, shared or another colleague's, and no output
 * changes for it. No method ever rejects: a cache that does not work is an empty one.
 */
export interface ResultCache {
  /** The person opted out: nothing is kept. */
  readonly isOff?: boolean;
  get(key: string): Promise<CachedAnswer | undefined>;
  /** Resolves when the answer is stored as safely as it will be. */
  put(key: string, answer: CachedAnswer): Promise<void>;
  /** Forgets everything. Resolves to the number of answers that were forgotten. */
  clear(): Promise<number>;
  stats(): CacheStats;
}

export interface CacheStats {
  /** Since the cache was made. */
  readonly hits: number;
  readonly misses: number;
  readonly puts: number;
  /** Stored now. On disk: as last counted by this process, 0 before that. */
  readonly entries: number;
  readonly bytes: number;
}

/** Counts for {@link CacheStats}. */
export class CacheCounter {
  #hits = 0;
  #misses = 0;
  #puts = 0;

  /** Hands its argument on, counted. */
  lookedUp(found: CachedAnswer | undefined): CachedAnswer | undefined {
    if (found) this.#hits += 1;
    else this.#misses += 1;
    return found;
  }

  stored(): void {
    this.#puts += 1;
  }

  with(stored: { readonly entries: number; readonly bytes: number }): CacheStats {
    return { hits: this.#hits, misses: this.#misses, puts: this.#puts, entries: stored.entries, bytes: stored.bytes };
  }
}
