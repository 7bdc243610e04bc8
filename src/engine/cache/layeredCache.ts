import { CacheCounter, type CachedAnswer, type ResultCache } from './resultCache';

export interface CacheLayers {
  readonly memory: ResultCache;
  readonly disk?: ResultCache;
  /** A colleague's or a team's. The slowest, so the last to be asked. */
  readonly shared?: ResultCache;
  /** Told once for each layer that breaks the promise of never rejecting. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Asks the nearest layer first and puts what a farther one knew into the nearer ones. Those who ask for the same key at the same time
 * share one look-up. `clear` spares the shared layer: it is not one person's to empty. `stats` counts what the whole was asked; bytes and entries are those of the layer that holds the most.
 */
export function createLayeredCache(layers: CacheLayers): ResultCache {
  return new LayeredCache(layers);
}

class LayeredCache implements ResultCache {
  readonly #layers: readonly ResultCache[];
  readonly #lookups = new Map<string, Promise<CachedAnswer | undefined>>();
  readonly #warned = new Set<ResultCache>();
  readonly #counter = new CacheCounter();

  constructor(private readonly options: CacheLayers) {
    this.#layers = [options.memory, options.disk, options.shared].filter((layer) => layer !== undefined);
  }

  async get(key: string): Promise<CachedAnswer | undefined> {
    let lookup = this.#lookups.get(key);
    if (!lookup) {
      const fresh = this.#lookUp(key).finally(() => {
        if (this.#lookups.get(key) === fresh) this.#lookups.delete(key);
      });
      lookup = fresh;
      this.#lookups.set(key, fresh);
    }
    return this.#counter.lookedUp(await lookup);
  }

  async put(key: string, answer: CachedAnswer): Promise<void> {
    this.#counter.stored();
    // A look-up that began before knows nothing of this answer: whoever asks from now on starts another.
    this.#lookups.delete(key);
    await this.#putInto(this.#layers, key, answer);
  }

  async clear(): Promise<number> {
    const own = this.#layers.filter((layer) => layer !== this.options.shared);
    const forgotten = await Promise.all(own.map((layer) => this.#safely(layer, (it) => it.clear(), 0)));
    // The layers hold the same answers: their sum would count them twice.
    return Math.max(0, ...forgotten);
  }

  stats(): ReturnType<ResultCache['stats']> {
    const fullest = this.#layers.map((layer) => layer.stats()).sort((a, b) => b.entries - a.entries)[0];
    return this.#counter.with(fullest ?? { entries: 0, bytes: 0 });
  }

  async #lookUp(key: string): Promise<CachedAnswer | undefined> {
    for (const [index, layer] of this.#layers.entries()) {
      const answer = await this.#safely(layer, (it) => it.get(key), undefined);
      if (!answer) continue;
      await this.#putInto(this.#layers.slice(0, index), key, answer);
      return answer;
    }
    return undefined;
  }

  async #putInto(layers: readonly ResultCache[], key: string, answer: CachedAnswer): Promise<void> {
    await Promise.all(layers.map((layer) => this.#safely(layer, (it) => it.put(key, answer), undefined)));
  }

  async #safely<T>(layer: ResultCache, act: (layer: ResultCache) => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await act(layer);
    } catch (error) {
      if (!this.#warned.has(layer)) {
        this.#warned.add(layer);
        this.options.onWarning?.(`A result cache does not work, and is left aside: ${error instanceof Error ? error.message : String(error)}`);
      }
      return otherwise;
    }
  }
}
