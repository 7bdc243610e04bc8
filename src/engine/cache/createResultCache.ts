import { createDiskCache } from './diskCache';
import { createLayeredCache } from './layeredCache';
import { createMemoryCache } from './memoryCache';
import { createNoCache } from './noCache';
import type { ResultCache } from './resultCache';

export interface ResultCacheOptions {
  /** Absent: memory only. */
  readonly dir?: string;
  /** On disk. Default 200 MB: some 50,000 answers. */
  readonly maxBytes?: number;
  /** Days after its last use. Default 30. */
  readonly maxAgeDays?: number;
  /** Default 32 MB. */
  readonly memoryBytes?: number;
  /** A team's cache, asked last. */
  readonly shared?: ResultCache;
  /** A folder that cannot be used: told once, and then there is memory. Never an error. */
  readonly onWarning?: (message: string) => void;
  /** `false`: the person opted out. Default `true`. */
  readonly enabled?: boolean;
}

export const DEFAULT_CACHE_LIMITS = { maxBytes: 200_000_000, maxAgeDays: 30, memoryBytes: 32_000_000 } as const;

/** Memory over disk over what a team shares. */
export function createResultCache(options: ResultCacheOptions): ResultCache {
  const { dir, shared, onWarning, enabled = true } = options;
  if (!enabled) return createNoCache();
  const { maxBytes = DEFAULT_CACHE_LIMITS.maxBytes, maxAgeDays = DEFAULT_CACHE_LIMITS.maxAgeDays, memoryBytes = DEFAULT_CACHE_LIMITS.memoryBytes } = options;
  const memory = createMemoryCache({ maxBytes: memoryBytes });
  const disk = dir === undefined ? undefined : createDiskCache({ dir, maxBytes, maxAgeDays, onWarning });
  return createLayeredCache({ memory, disk, shared, onWarning });
}
