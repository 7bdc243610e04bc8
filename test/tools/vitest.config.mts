import { defineConfig } from 'vitest/config';

/** Real compilers over what the language profiles plan. One after the other: each takes all cores. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, pool: 'forks', maxWorkers: 1 },
});
