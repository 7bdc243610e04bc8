import { createHash } from 'node:crypto';
import type { SplitPrompt } from './request';
import type { StoredTokens } from './usage';
import type { WireStored, WireUsage } from './wire';

/** Seconds that a prefix is stored. Nobody deletes it: its time ends it, so it is paid for in full, and short. */
const LIFETIME_S = { '5m': 300, '1h': 3_600 } as const;

/** A prefix so close to its end may be gone before the request has arrived. */
const MARGIN_MS = 10_000;

export interface StoredPrefix {
  readonly name: string;
  /** What storing it has cost, given out once, to whoever can report it. */
  takeCost(usage: WireUsage): StoredTokens;
}

interface Entry {
  readonly stored: StoredPrefix;
  /** By our clock, from before the request left: never later than the server's. */
  readonly expiresAt: number;
}

interface Creation {
  readonly result: Promise<StoredPrefix | undefined>;
  readonly connection: AbortController;
  waiting: number;
}

/**
 * Prefixes that this model has stored at the provider (`cachedContents`): each content once, for all requests that begin with it, and anew when its time is up.
 * What could not be stored is remembered and sent in full from then on: most often it is too short, or the plan has no storage.
 */
export class StoredPrefixes {
  readonly #entries = new Map<string, Entry>();
  readonly #creations = new Map<string, Creation>();
  readonly #givenUp = new Set<string>();

  /** `create` stores a prefix; it may throw whatever it likes. */
  constructor(private readonly create: (prompt: SplitPrompt['prefix'], lifetimeS: number, signal: AbortSignal) => Promise<WireStored>) {}

  /**
   * The stored prefix of a prompt, after storing it where nobody has; `undefined`: send the prompt in full. Requests that want the same one wait for one
   * creation together, and it is broken off when the last of them has gone. Throws the signal's reason when it aborts.
   */
  async use({ prefix, lifetime }: SplitPrompt, signal: AbortSignal): Promise<StoredPrefix | undefined> {
    const key = keyOf(prefix);
    if (this.#givenUp.has(key)) return undefined;
    const known = this.#entries.get(key);
    if (known && known.expiresAt > Date.now()) return known.stored;
    const creation = this.#creations.get(key) ?? this.#begin(key, prefix, lifetime);
    creation.waiting++;
    try {
      return await orAborted(creation.result, signal);
    } finally {
      if (--creation.waiting === 0 && this.#creations.get(key) === creation) {
        this.#creations.delete(key);
        creation.connection.abort();
      }
    }
  }

  /** The provider does not have it any more, or will not let it be used: storing it again might go on for ever, and is paid for each time. */
  giveUp({ prefix }: SplitPrompt): void {
    const key = keyOf(prefix);
    this.#entries.delete(key);
    this.#givenUp.add(key);
  }

  #begin(key: string, prefix: SplitPrompt['prefix'], lifetime: SplitPrompt['lifetime']): Creation {
    const connection = new AbortController();
    const expiresAt = Date.now() + LIFETIME_S[lifetime] * 1_000 - MARGIN_MS;
    const settle = async (): Promise<StoredPrefix | undefined> => {
      try {
        const stored = toStoredPrefix(await this.create(prefix, LIFETIME_S[lifetime], connection.signal), lifetime);
        this.#entries.set(key, { stored, expiresAt });
        return stored;
      } catch {
        // Nobody waits any more: that says nothing about the prefix.
        if (!connection.signal.aborted) this.#givenUp.add(key);
        return undefined;
      } finally {
        if (this.#creations.get(key) === creation) this.#creations.delete(key);
      }
    };
    const creation: Creation = { result: Promise.resolve().then(settle), connection, waiting: 0 };
    this.#creations.set(key, creation);
    return creation;
  }
}

function toStoredPrefix({ name, usageMetadata }: WireStored, lifetime: SplitPrompt['lifetime']): StoredPrefix {
  let reported = false;
  return {
    name,
    takeCost({ cachedContentTokenCount = 0 }) {
      if (reported) return {};
      reported = true;
      // Where the creation told no figure, the first answer that reads it does.
      const tokens = usageMetadata?.totalTokenCount ?? cachedContentTokenCount;
      return lifetime === '5m' ? { cacheWrite5mTokens: tokens } : { cacheWrite1hTokens: tokens };
    },
  };
}

function keyOf(prefix: SplitPrompt['prefix']): string {
  return createHash('sha256').update(JSON.stringify(prefix)).digest('hex');
}

function orAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    void result.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
