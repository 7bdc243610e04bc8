import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 collect its garbage when a fifth more than what is alive has gathered. By itself it waits, where the machine has memory to spare, until the heap is four times as
 * large, which for a run over thousands of files is hundreds of megabytes. Costs about 8% more processor time (docs/benchmarks.md). For a process of our own only.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20');
}
