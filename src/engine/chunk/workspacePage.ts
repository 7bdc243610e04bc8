import { breathe } from '../breathe';
import type { LeftOut } from '../gather/source';
import { folderOf } from '../gather/paths';
import { hashOf } from '../hash';
import { pack } from '../packed';
import type { WorkItem } from '../workItem';
import { findSection, hasConflict, type WantedSection, type WantedSpec } from '../write/mergeSpec';
import type { Inputs } from '../write/specDocument';
import { folderDependencies, folderFacts, foldersOf, leftOutFacts, workspaceOverview, type ListedSource } from '../write/templates/workspaceFacts';
import { renewalOf, type ChunkDeps, type FileWork } from './chunkSource';
import { specPathOf, type CompareDeps } from './compareSource';
import { OVERVIEW } from './sections';
import { isInPlace, readStored, reasonToAsk, type StoredSpec } from './storedSpec';

/** What stands in the front matter of the page that is about no single source. */
export const WORKSPACE_SOURCE = '.';

const NOTHING: Inputs = { sig: '', body: '', deps: '', doc: '' };
/** Beyond this the item lists folders without their files. */
const MOST_CHARACTERS = 24_000;

/** The page as it should be, beside what stands in its place. */
export interface ComparedPage {
  readonly specPath: string;
  readonly sources: readonly ListedSource[];
  readonly overview: WantedSection;
  /** With no answer in it. */
  readonly wanted: WantedSpec;
  readonly stored: StoredSpec;
}

/** What there is to do for the page of a whole workspace. */
export async function workspacePage(work: readonly FileWork[], leftOut: readonly LeftOut[], deps: ChunkDeps): Promise<FileWork | undefined> {
  const page = await comparePage(work, leftOut, deps);
  if (!page) return undefined;
  const { specPath, sources, overview, wanted, stored } = page;
  const reason = reasonToAsk(overview, stored, deps);
  const items = reason && deps.withModel ? [{ ...overviewItem(sources, overview.inputs, deps), ...renewalOf(reason) }] : [];
  deps.events.emit({ type: 'file-planned', path: WORKSPACE_SOURCE, items: items.length, fresh: findSection(stored.document, OVERVIEW)?.prose?.text && items.length === 0 ? 1 : 0, writes: specPath });
  await breathe();
  return {
    path: WORKSPACE_SOURCE,
    specPath,
    ...(items.length === 0 && isInPlace(stored, wanted, deps) ? {} : { wanted: pack(wanted) }),
    items,
    about: { summary: '', exports: [], imports: [] },
  };
}

/**
 * The page of a whole workspace, `specs/README.md`: an index by folder, a diagram of what imports what, and, with a model, an overview of the architecture. It follows
 * from outlines alone. `undefined`: the place is taken by somebody else's file, which is left alone.
 */
export async function comparePage(work: readonly Pick<FileWork, 'path' | 'about' | 'moved'>[], leftOut: readonly LeftOut[], deps: CompareDeps): Promise<ComparedPage | undefined> {
  const specPath = `${deps.outputFolder === '' ? '' : `${deps.outputFolder}/`}README.md`;
  const stored = await readStored(specPath, WORKSPACE_SOURCE, { store: { read: async (path) => withoutConflict(await deps.store.read(path)) } });
  if (stored.problem !== undefined) {
    deps.events.emit({ type: 'warning', path: specPath, message: 'There is a file of yours in the place of the index of specs, so none is written.' });
    return undefined;
  }
  const sources = work.map(({ path, about }): ListedSource => ({ path, link: specPathOf(path, ''), ...about }));
  const { phrases } = deps;
  const table = (id: string, facts: string): WantedSection => ({ plan: { id }, inputs: NOTHING, facts });
  await breathe();
  const inputs = { ...NOTHING, sig: makeUpOf(sources) };
  await breathe();
  const movedBack = beforeMoves(work, sources);
  const overview: WantedSection = { plan: { id: OVERVIEW }, inputs, ...(movedBack && { beforeMoves: { ...NOTHING, sig: makeUpOf(movedBack) } }), facts: workspaceOverview(sources, phrases) };
  const byFolder: WantedSection[] = [];
  for (const [folder, inside] of groupByFolder(sources)) {
    await breathe();
    byFolder.push(table(`folder:${folder}`, folderFacts(folder, inside, phrases)));
  }
  const sections = [overview, ...byFolder, ...(leftOut.length > 0 ? [table('left-out', leftOutFacts(leftOut, phrases))] : [])];
  const wanted: WantedSpec = { source: WORKSPACE_SOURCE, template: deps.template.name, language: deps.language, sections, remakeOnConflict: true };
  return { specPath, sources, overview, wanted, stored };
}

/** A page that is made from outlines alone is simply made again. */
function withoutConflict(text: string | undefined): string | undefined {
  return text !== undefined && hasConflict(text) ? undefined : text;
}

/** Which files there are and which folders need which: a new function in a file is none of the overview's business. */
function makeUpOf(sources: readonly ListedSource[]): string {
  return hashOf([sources.map(({ path }) => path).sort(), folderDependencies(sources).edges]);
}

/** The sources as though none had moved: prose about the same files under other names is as fresh as it was. `undefined`: none has. */
function beforeMoves(work: readonly Pick<FileWork, 'path' | 'moved'>[], sources: readonly ListedSource[]): ListedSource[] | undefined {
  const before = new Map(work.flatMap(({ path, moved }) => (moved ? [[path, moved.source] as const] : [])));
  if (before.size === 0) return undefined;
  const back = (path: string) => before.get(path) ?? path;
  return sources.map((source) => ({ ...source, path: back(source.path), imports: source.imports.map(back) }));
}

function overviewItem(sources: readonly ListedSource[], inputs: Inputs, deps: ChunkDeps): WorkItem {
  const { edges } = folderDependencies(sources);
  const files = sources.map(({ path, summary, exports }) => `- ${path}${summary ? `: ${summary}` : ''}${exports.length > 0 ? ` (${exports.slice(0, 6).join(', ')}${exports.length > 6 ? ', …' : ''})` : ''}`);
  const folders = [...groupByFolder(sources)].map(([folder, inside]) => `- ${folder || '.'}: ${inside.length} files`);
  const listed = files.join('\n').length > MOST_CHARACTERS ? folders : files;
  const text = [`Workspace of ${sources.length} sources.`, '', 'Sources:', ...listed, '', 'Folders that import from others:', ...edges.map(([from, to]) => `- ${from || '.'} → ${to || '.'}`)].join('\n').slice(0, MOST_CHARACTERS);
  return {
    id: `${WORKSPACE_SOURCE}#${OVERVIEW}`,
    kind: 'workspace',
    path: WORKSPACE_SOURCE,
    section: OVERVIEW,
    shown: () => ({ text, context: [] }),
    inputs: hashOf([deps.template.name, deps.language, 'workspace', inputs]),
    expectedOutputTokens: 400,
    waitsFor: [],
  };
}

/** In the order of the page. */
function groupByFolder(sources: readonly ListedSource[]): Map<string, ListedSource[]> {
  const groups = new Map<string, ListedSource[]>(foldersOf(sources).map((folder) => [folder, []]));
  for (const source of sources) groups.get(folderOf(source.path))?.push(source);
  return groups;
}
