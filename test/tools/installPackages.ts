import type { TestProject } from 'vitest/node';
import { installPackages } from './packages';

/** Once, before the tests, which run side by side. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('packagesMissing', await installPackages());
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Why the packages of a planned package.json cannot be installed, as a sentence. */
    packagesMissing: string | undefined;
  }
}
