/** How long this thread may be busy before others get their turn: a host that answers its person within 50 ms must not wait for several such slices. */
const SLICE_MS = 8;

let sliceBeganAt = 0;
let turn: Promise<void> | undefined;

/**
 * Lets whatever else waits for this thread run, once it has been busy for a while; returns nothing where there is no need. For loops over many files or
 * symbols: awaiting what is known already gives nobody else a turn. All who wait go on together, and share the next slice.
 */
export function breathe(): Promise<void> | undefined {
  if (performance.now() - sliceBeganAt < SLICE_MS) return undefined;
  turn ??= new Promise((resolve) => {
    // The first comes before timers and input; the second after them.
    setImmediate(() => setImmediate(() => {
      sliceBeganAt = performance.now();
      turn = undefined;
      resolve();
    }));
  });
  return turn;
}
