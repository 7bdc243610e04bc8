import { breathe } from '../breathe';
import { nameOfModel } from '../roles';
import { followSpecs } from '../drift/followSpecs';
import type { Gathered } from '../gather/gatherSources';
import type { RunRecord } from '../lastRun/runRecord';
import { mapInOrder } from '../mapInOrder';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import { phrasesFor, SPOKEN } from '../write/templates/phrases';
import { templateNamed } from '../write/templates/templates';
import { chunkSource, type ChunkDeps, type FileWork } from './chunkSource';
import type { CompareDeps } from './compareSource';
import { workspacePage } from './workspacePage';
import { WorkspaceIndex } from './workspaceIndex';

/** Enough to keep the parser's threads busy while others are hashed and rendered; few enough that their outlines fit. */
const FILES_AT_ONCE = 8;

/**
 * The chunk stage: outlines, sections, and the items that are not fresh. A file that cannot be read is reported; the others go on.
 * A whole workspace also gets a page of its own, if there is more than one source to find.
 */
export async function chunkSources(gathered: Gathered, request: GenerateRequest, run: Run): Promise<FileWork[]> {
  if (gathered.asBefore) return workOf(gathered.asBefore, run);
  const { model, roles = {} } = run.ports;
  const sections = request.sections && new Map(request.sections.map(({ path, ids }) => [path, new Set(ids)]));
  const deps: ChunkDeps = {
    ...(await compareDepsOf(gathered, request, run)),
    withModel: model !== undefined,
    ...(request.changed && { changed: new Set(request.changed) }),
    ...(request.renew && { renew: request.renew }),
    ...(model && { writerOf: (role) => nameOfModel(roles[role]?.model ?? model) }),
    ...(sections && { sections }),
    ...(request.offerPersons && { offerPersons: true }),
  };
  if (!SPOKEN.includes(request.language)) run.warn(`Headings and table columns are in English: there are no fixed words for "${request.language}" yet. Descriptions follow the language.`);
  const moved = await followSpecs(gathered, request, deps.template, run);
  const work = await eachSource(gathered, run, (source) => chunkSource(source, deps, moved.get(source.path)));
  const page = request.paths.includes('') && work.length > 1 ? await workspacePage(work, gathered.leftOut, deps) : undefined;
  const inScope = work.filter(({ isOutOfScope }) => !isOutOfScope);
  return page ? [...inScope, page] : inScope;
}

/** What every source of a run is compared with. */
export async function compareDepsOf(gathered: Gathered, request: GenerateRequest, { ports, events, signal }: Run): Promise<CompareDeps> {
  return {
    index: new WorkspaceIndex(gathered.readText, gathered.listFolder, ports.outliner, gathered.sources, signal),
    store: ports.store,
    template: await templateNamed(request.template, ports.files, ports.trusted ?? false),
    phrases: phrasesFor(request.language),
    language: request.language,
    outputFolder: request.outputFolder,
    events,
  };
}

/** What `take` makes of every source, in their order. One that it fails for is reported; the others go on. */
export async function eachSource<T>(gathered: Gathered, run: Run, take: (source: { readonly path: string; readonly text: string }) => Promise<T>): Promise<T[]> {
  const taken = await mapInOrder(gathered.sources, FILES_AT_ONCE, async (path) => {
    run.signal.throwIfAborted();
    try {
      return { value: await take({ path, text: gathered.takeText(path) }) };
    } catch (error) {
      run.signal.throwIfAborted();
      run.fail(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  });
  return taken.flatMap((one) => (one ? [one.value] : []));
}

/** Every spec stands as it should: the same is told of each as by the run that found it so. */
async function workOf({ events, results }: RunRecord, run: Run): Promise<FileWork[]> {
  for (const event of events.chunk) {
    await breathe();
    run.events.emit(event);
  }
  return results.map(([path, specPath]) => ({ path, specPath, items: [], about: { summary: '', exports: [], imports: [] } }));
}
