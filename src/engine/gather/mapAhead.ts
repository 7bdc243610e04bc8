/**
 * Maps what an iterable yields, up to `limit` at once, and yields the results in the order of the input. Memory holds no more than `limit`
 * results. An abort is heard at once, even while something hangs: its reason is thrown.
 */
export async function* mapAhead<T, R>(items: AsyncIterable<T>, limit: number, map: (item: T) => Promise<R>, signal?: AbortSignal): AsyncGenerator<R> {
  const iterator = items[Symbol.asyncIterator]();
  const pending: Promise<R>[] = [];
  let isDone = false;
  try {
    for (;;) {
      while (!isDone && pending.length < limit) {
        const next = await unlessAborted(iterator.next(), signal);
        if (next.done) isDone = true;
        else {
          const result = map(next.value);
          result.catch(() => {}); // said when its turn comes
          pending.push(result);
        }
      }
      const first = pending.shift();
      if (!first) return;
      yield await unlessAborted(first, signal);
    }
  } finally {
    // Not waited for: it would wait for whatever hangs.
    iterator.return?.()?.catch(() => {});
  }
}

export async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  promise.catch(() => {}); // nobody may be left to hear of it
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
