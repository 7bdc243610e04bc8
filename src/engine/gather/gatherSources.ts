import { InputError } from '../inputError';
import { languageOf, languages } from '../outline/languages';
import type { RunRecord } from '../lastRun/runRecord';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import { createGatherer, type Gatherer } from './gather';
import type { LeftOut } from './source';

/** The gather stage's result. */
export interface Gathered {
  /** Paths, in the order of the tree. */
  readonly sources: readonly string[];
  /** Masked text of one of the sources. It is handed out once, so that the texts of a large workspace need not all be held until the end. */
  readonly takeText: (source: string) => string;
  /** The same, as long as it has not been handed out. */
  readonly textOf: (source: string) => string | undefined;
  readonly leftOut: readonly LeftOut[];
  /** Masked text of any source of the workspace that the ignore rules let through: what an import leads to. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** Names of the sources and folders directly inside a folder, sorted, by the same rules. */
  readonly listFolder: Gatherer['listFolder'];
  /** Everything is as the last run left it: no source was read, since there is nothing to be done. */
  readonly asBefore?: RunRecord;
}

const NOTHING: Gathered = { sources: [], takeText: () => '', textOf: () => undefined, leftOut: [], readText: async () => undefined, listFolder: async () => ({ files: [], folders: [] }) };

/**
 * Finds and reads the sources that the command names. Files of a folder are taken where a grammar knows them; a file that is named, whatever it is.
 * @throws InputError where there is nothing at all to do
 */
export async function gatherSources(request: GenerateRequest, run: Run): Promise<Gathered> {
  const asBefore = await run.lastRun?.recall();
  if (asBefore) {
    for (const event of asBefore.events.gather) run.events.emit(event);
    run.leftOut(asBefore.leftOut);
    return { ...NOTHING, leftOut: asBefore.leftOut, asBefore };
  }
  if (request.changed?.length === 0) return NOTHING;
  const { include, exclude, outputFolder, paths } = request;
  const gatherer = createGatherer(run.ports.files, { isSource: (path) => languageOf(path) !== undefined, include, exclude, outputFolder });
  const texts = new Map<string, string>();
  const onlyNamed = new Set<string>();
  const leftOut: LeftOut[] = [];
  for await (const found of gatherer.gather(paths, run.signal)) {
    if (found.kind === 'left-out') {
      leftOut.push(found);
      continue;
    }
    texts.set(found.path, found.text);
    if (found.note === undefined) continue;
    onlyNamed.add(found.path);
    run.warn(found.note, found.path);
  }
  run.leftOut(leftOut);
  if (texts.size === 0) throw new InputError(nothingFound(leftOut));
  const takeText = (source: string) => {
    const text = texts.get(source)!;
    texts.delete(source);
    return text;
  };
  const readText = async (path: string) => {
    // To one that was taken only because it was named no import leads.
    const text = onlyNamed.has(path) ? undefined : texts.get(path);
    if (text !== undefined) return text;
    const found = await gatherer.readSource(path);
    return found.kind === 'source' ? found.text : undefined;
  };
  return { sources: [...texts.keys()], takeText, textOf: (source) => texts.get(source), leftOut, readText, listFolder: (folder) => gatherer.listFolder(folder) };
}

function nothingFound(leftOut: readonly LeftOut[]): string {
  const [first] = leftOut;
  const why = first ? ` ${first.path || 'The folder'}: ${first.reason}${leftOut.length > 1 ? `; ${leftOut.length - 1} more were left out` : ''}.` : '';
  return `There is no source to describe.${why} Specwright reads ${[...new Set(languages.map(({ id }) => id))].join(', ')}; name a file of another language to have it described by a model.`;
}
