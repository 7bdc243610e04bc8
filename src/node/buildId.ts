import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Hash of everything that the build made, the grammars included (`esbuild.mjs`): what a run found out with one build says nothing of another. `undefined`: this is no finished build, and
 * nothing may be kept between runs.
 */
export function buildIdOf(dist: string): string | undefined {
  try {
    return readFileSync(path.join(dist, 'build-id'), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
