import { breathe } from '../breathe';
import { specPathOf } from '../chunk/compareSource';
import type { Gathered } from '../gather/gatherSources';
import { isDependencyFolder, neverWalked } from '../gather/neverSources';
import { isWithinFolder, joinPath } from '../gather/paths';
import { mapInOrder } from '../mapInOrder';
import type { Files, Store } from '../ports';
import { parseOurs } from '../write/mergeSpec';
import type { Inputs, SpecDocument } from '../write/specDocument';

/** A spec whose source is gone. */
export interface OrphanedSpec {
  /** As its front matter names it. */
  readonly source: string;
  /** Of the spec. */
  readonly path: string;
  /** One for each section that follows from code, see {@link sectionKey}. */
  readonly sections: readonly string[];
}

export interface OrphanDeps {
  readonly files: Pick<Files, 'list' | 'stat'>;
  readonly store: Pick<Store, 'read'>;
  readonly listFolder: Gathered['listFolder'];
  readonly signal?: AbortSignal;
}

const AT_ONCE = 16;
const SUFFIX = specPathOf('', '');

/** Says which section it is and what code it was written for; `undefined`: it follows from no code. */
export function sectionKey(id: string, { sig, body }: Pick<Inputs, 'sig' | 'body'>): string | undefined {
  return sig === '' && body === '' ? undefined : `${id}\0${sig}\0${body}`;
}

/** Paths of the files in the output folder that are named like specs. */
export async function listSpecs(outputFolder: string, { files, listFolder, signal }: OrphanDeps): Promise<Set<string>> {
  const found = new Set<string>();
  const folders = [outputFolder];
  // The list grows while it is walked.
  for (const folder of folders) {
    signal?.throwIfAborted();
    await breathe();
    const entries = await files.list(folder).catch(() => []);
    for (const { name, kind } of entries) if (kind === 'file' && name.endsWith(SUFFIX)) found.add(joinPath(folder, name));
    // Beside the sources the specs lie only where sources may lie.
    const inside = outputFolder === '' ? (await listFolder(folder).catch(() => ({ folders: [] }))).folders : entries.flatMap(({ name, kind }) => (kind === 'folder' ? [name] : []));
    folders.push(...inside.map((name) => joinPath(folder, name)).filter((path) => !isDependencyFolder(path) && neverWalked(path, '') === undefined));
  }
  return found;
}

/**
 * Those of the specs whose source does not exist any more, sorted by path. One that lies elsewhere than the spec of its source would lie, or that cannot be read as a spec of ours, is a person's own
 * business and none of them.
 */
export async function findOrphanedSpecs(specs: ReadonlySet<string>, outputFolder: string, isSource: (path: string) => boolean, { files, store, signal }: OrphanDeps): Promise<OrphanedSpec[]> {
  const found = await mapInOrder([...specs].sort(), AT_ONCE, async (path): Promise<OrphanedSpec | undefined> => {
    signal?.throwIfAborted();
    const source = path.slice(outputFolder === '' ? 0 : outputFolder.length + 1, -SUFFIX.length);
    if (isSource(source) || (await files.stat(source).catch(() => 'unknown'))) return undefined;
    const document = await readOurs(path, source, store);
    return document?.frontMatter?.source === source ? { source, path, sections: sectionsOf(document) } : undefined;
  });
  return found.filter((orphan) => orphan !== undefined);
}

async function readOurs(path: string, source: string, store: Pick<Store, 'read'>): Promise<SpecDocument | undefined> {
  try {
    const text = await store.read(path);
    return text === undefined ? undefined : parseOurs(text, source);
  } catch {
    return undefined;
  }
}

function sectionsOf(document: SpecDocument): string[] {
  const keys = document.pieces.flatMap((piece) => (piece.type === 'section' && !piece.gone ? (sectionKey(piece.id, piece.inputs) ?? []) : []));
  return [...new Set(keys)];
}

/** Those that a command which was given these paths is about. */
export function orphansWithin(orphans: readonly OrphanedSpec[], paths: readonly string[]): OrphanedSpec[] {
  return orphans.filter(({ source }) => paths.some((path) => isWithinFolder(source, path)));
}
