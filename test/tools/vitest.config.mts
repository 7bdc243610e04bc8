import { defineConfig } from 'vitest/config';

/** Real compilers over what the language profiles plan. A language beside another: most compilers take one core. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, pool: 'forks', maxWorkers: 2, globalSetup: ['installPackages.ts'] },
});
