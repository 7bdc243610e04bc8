import { createGatherer } from '../gather/gather';
import { languageOf } from '../outline/languages';
import type { Outline, Outliner } from '../outline/outline';
import type { Files } from '../ports';
import { importCandidates } from './resolveImport';

/** What a file imports directly is what its spec follows from. More than this many nobody opens before the next round. */
const MOST_FILES = 100;

export interface WarmUpRequest {
  /** Sources of the workspace folder, the most likely to be asked for first. */
  readonly paths: readonly string[];
  readonly exclude?: readonly string[];
  readonly outputFolder?: string;
  readonly signal?: AbortSignal;
}

/**
 * Has files and what they import outlined ahead, one after the other: the outliner then has its grammars loaded, and its cache has the outlines. Nothing is kept
 * here. What the ignore rules leave out is not read. Resolves to how many were outlined; an abort ends it early, without an error.
 */
export async function warmOutlines({ paths, exclude, outputFolder, signal }: WarmUpRequest, { files, outliner }: { readonly files: Files; readonly outliner: Outliner }): Promise<number> {
  const gatherer = createGatherer(files, { isSource: (path) => languageOf(path) !== undefined, exclude, outputFolder });
  const seen = new Set<string>();
  const outlined = new Set<string>();

  /** `undefined`: it is no source, or cannot be read. The command that needs it says why. */
  async function outline(path: string): Promise<Outline | undefined> {
    if (seen.has(path) || outlined.size >= MOST_FILES || signal?.aborted || languageOf(path) === undefined) return undefined;
    seen.add(path);
    try {
      const found = await gatherer.readSource(path);
      if (found.kind === 'left-out') return undefined;
      const made = await outliner.outline(path, found.text, { signal });
      outlined.add(path);
      return made;
    } catch {
      return undefined;
    }
  }

  const imported: string[][] = [];
  for (const path of paths) {
    const made = await outline(path);
    if (made) imported.push(...[...new Set([...made.imports, ...made.exports].flatMap(({ from }) => from ?? []))].map((specifier) => importCandidates(made.language, path, specifier)));
  }
  for (const candidates of imported) {
    for (const candidate of candidates) if (outlined.has(candidate) || (await outline(candidate))) break;
  }
  return outlined.size;
}
