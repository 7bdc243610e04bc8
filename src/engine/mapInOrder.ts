import { breathe } from './breathe';

/** Maps with at most `limit` at once; results keep the order. The first failure stops what has not begun. Others get their turn meanwhile. */
export async function mapInOrder<T, R>(items: readonly T[], limit: number, map: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  const lane = async () => {
    for (;;) {
      await breathe();
      if (next >= items.length || failed) return;
      const index = next++;
      try {
        results[index] = await map(items[index]!, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
