import { createGatherer, type Gatherer } from '../gather/gather';
import type { Source } from '../gather/source';
import { InputError } from '../inputError';
import { languageOf } from '../outline/languages';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import { specPathOf } from '../chunk/compareSource';
import { NotASpecError, parseOurs } from '../write/mergeSpec';
import type { FrontMatter } from '../write/specDocument';

/** An edited spec with its source, as the run found them. */
export interface Edited {
  readonly specPath: string;
  /** Folder of the specs. */
  readonly outputFolder: string;
  /** What the spec says of itself: it is written anew by the same template, in the same language. */
  readonly frontMatter: FrontMatter;
  readonly source: Source;
  /** The source as it is now. @throws InputError where it can no longer be read */
  readonly readAgain: () => Promise<Source>;
  readonly gatherer: Gatherer;
}

const SPEC_SUFFIX = '.spec.md';

/**
 * Finds the spec that the request names, by its own path or by that of its source, and reads the source, secrets replaced.
 * @throws InputError where there is none, or it is not what it says
 */
export async function gatherEdited(request: GenerateRequest, run: Run): Promise<Edited> {
  const [given, ...others] = request.paths;
  if (given === undefined || others.length > 0) throw new InputError('Name one spec: code is brought into line with one at a time.');
  const specPath = given.endsWith(SPEC_SUFFIX) ? given : specPathOf(given, request.outputFolder);
  const text = await run.ports.store.read(specPath);
  if (text === undefined) throw new InputError(noSpec(given, specPath));
  const frontMatter = frontMatterOf(text, specPath);
  const path = frontMatter.source;
  const outputFolder = specPath.slice(0, -(path.length + SPEC_SUFFIX.length)).replace(/\/$/, '');
  const { include, exclude } = request;
  const gatherer = createGatherer(run.ports.files, { isSource: (one) => languageOf(one) !== undefined, include, exclude, outputFolder });
  const readAgain = () => readNamed(path, gatherer, run.signal);
  return { specPath, outputFolder, frontMatter, source: await readAgain(), readAgain, gatherer };
}

function noSpec(given: string, specPath: string): string {
  return given === specPath ? `There is no spec ${specPath}. Check the path.` : `There is no spec of ${given} (${specPath}). Generate it first, then edit its text.`;
}

/** @throws InputError for a file that is none of ours, or not the spec of what it names */
function frontMatterOf(text: string, specPath: string): FrontMatter {
  try {
    const { frontMatter } = parseOurs(text, specPath.slice(0, -SPEC_SUFFIX.length));
    if (frontMatter && frontMatter.source !== '' && `/${specPath}`.endsWith(`/${frontMatter.source}${SPEC_SUFFIX}`)) return frontMatter;
  } catch (error) {
    if (error instanceof NotASpecError) throw new InputError(error.message);
    throw error;
  }
  throw new InputError(`${specPath} does not say whose spec it is, or lies in the place of another one. Generate it again, then edit its text.`);
}

async function readNamed(path: string, gatherer: Gatherer, signal: AbortSignal): Promise<Source> {
  for await (const found of gatherer.gather([path], signal)) {
    if (found.kind === 'source') return found;
    throw new InputError(`${path} cannot be brought into line with its spec: ${found.reason}.`);
  }
  throw new InputError(`${path} is not there. If it was moved, generate its spec again.`);
}
