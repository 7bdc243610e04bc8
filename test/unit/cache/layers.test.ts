import { describe, expect, test } from 'vitest';
import { createResultCache } from '../../../src/engine/cache/createResultCache';
import { createLayeredCache } from '../../../src/engine/cache/layeredCache';
import { createMemoryCache } from '../../../src/engine/cache/memoryCache';
import { createNoCache } from '../../../src/engine/cache/noCache';
import type { CachedAnswer, ResultCache } from '../../../src/engine/cache/resultCache';
import { key } from './keys';

const answer = (text: string): CachedAnswer => ({ text, by: 'p/m' });
const memory = (): ResultCache => createMemoryCache({ maxBytes: 1_000_000 });
const broken: ResultCache = {
  get: () => Promise.reject(new Error('no route')),
  put: () => Promise.reject(new Error('no route')),
  clear: () => Promise.reject(new Error('no route')),
  stats: () => ({ hits: 0, misses: 0, puts: 0, entries: 0, bytes: 0 }),
};

describe('the memory cache', () => {
  test('remembers, counts and forgets', async () => {
    const cache = memory();
    expect(await cache.get('a')).toBeUndefined();
    await cache.put('a', answer('one'));
    expect(await cache.get('a')).toEqual(answer('one'));
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 1, puts: 1, entries: 1 });
    expect(await cache.clear()).toBe(1);
    expect(await cache.get('a')).toBeUndefined();
  });

  test('stays within its size, and forgets first what was not used for longest', async () => {
    const cache = createMemoryCache({ maxBytes: 10_000 });
    for (const name of ['a', 'b', 'c']) await cache.put(name, answer('x'.repeat(1_000)));
    await cache.get('a');
    for (const name of ['d', 'e']) await cache.put(name, answer('x'.repeat(1_000)));
    expect([await cache.get('a'), await cache.get('b')].map(Boolean)).toEqual([true, false]);
    expect(cache.stats().bytes).toBeLessThanOrEqual(10_000);
    await cache.put('huge', answer('x'.repeat(20_000)));
    expect(await cache.get('huge')).toBeUndefined();
  });
});

describe('layers', () => {
  test('are asked in order, and the nearer ones learn from the farther ones', async () => {
    const [near, disk, shared] = [memory(), memory(), memory()];
    const cache = createLayeredCache({ memory: near, disk, shared });
    await shared.put('a', answer('from a colleague'));
    expect(await cache.get('a')).toEqual(answer('from a colleague'));
    expect(await near.get('a')).toBeDefined();
    expect(await disk.get('a')).toBeDefined();
    await cache.put('b', answer('mine'));
    expect(await shared.get('b')).toEqual(answer('mine'));
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 0, puts: 1, entries: 2 });
  });

  test('are asked once for a key that several ask for at the same time', async () => {
    let asked = 0;
    const slow: ResultCache = { ...createNoCache(), get: async () => ((asked += 1), await new Promise((resolve) => setImmediate(resolve)), answer('one')) };
    const cache = createLayeredCache({ memory: memory(), disk: slow });
    expect(await Promise.all([cache.get('a'), cache.get('a'), cache.get('a')])).toEqual([answer('one'), answer('one'), answer('one')]);
    expect(asked).toBe(1);
    expect(cache.stats().hits).toBe(3);
  });

  test('find what was put while an earlier look-up was still under way', async () => {
    let finish = (): void => {};
    const slow: ResultCache = { ...createNoCache(), get: () => new Promise((resolve) => (finish = () => resolve(undefined))) };
    const cache = createLayeredCache({ memory: memory(), disk: slow });
    const early = cache.get('a');
    await new Promise((resolve) => setImmediate(resolve));
    await cache.put('a', answer('paid for'));
    expect(await cache.get('a')).toEqual(answer('paid for'));
    finish();
    expect(await early).toBeUndefined();
  });

  test('that do not work cost one warning, never an error', async () => {
    const warnings: string[] = [];
    const cache = createLayeredCache({ memory: memory(), shared: broken, onWarning: (message) => warnings.push(message) });
    await cache.put('a', answer('one'));
    expect(await cache.get('a')).toEqual(answer('one'));
    expect(await cache.get('b')).toBeUndefined();
    expect(warnings).toEqual(['A result cache does not work, and is left aside: no route']);
  });

  test('are cleared except the one that is shared', async () => {
    const shared = memory();
    const cache = createLayeredCache({ memory: memory(), disk: memory(), shared });
    await cache.put('a', answer('one'));
    expect(await cache.clear()).toBe(1);
    expect(await shared.get('a')).toBeDefined();
  });
});

describe('the result cache as a shell makes it', () => {
  test('remembers nothing for someone who opted out', async () => {
    const cache = createResultCache({ enabled: false });
    await cache.put(key(1), answer('one'));
    expect(await cache.get(key(1))).toBeUndefined();
    expect(await cache.clear()).toBe(0);
    expect(cache.stats()).toEqual({ hits: 0, misses: 1, puts: 0, entries: 0, bytes: 0 });
  });

  test('is in memory where there is no folder', async () => {
    const cache = createResultCache({});
    await cache.put(key(1), answer('one'));
    expect(await cache.get(key(1))).toEqual(answer('one'));
  });
});
