import { specPathOf } from '../chunk/compareSource';
import type { Gathered } from '../gather/gatherSources';
import { mapInOrder } from '../mapInOrder';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import type { Template } from '../write/templates/template';
import { matchMoved, outlineNew } from './movedSpecs';
import { orphanWarning } from './removeOrphans';
import { findOrphanedSpecs, listSpecs, orphansWithin, type OrphanDeps, type OrphanedSpec } from './orphanedSpecs';

const LOOKED_AT_ONCE = 8;

/**
 * The specs whose sources have moved, by the path at which the source is now. What moved nowhere is told as orphaned, as far as the command is about it.
 *
 * The output folder is listed past the run's record: twice the listings would make a run that finds nothing to do twice as long. A move always shows in the folders of the sources, which are in the
 * record; and of each orphan it is recorded that the spec is there and the source is not.
 */
export async function followSpecs(gathered: Gathered, request: GenerateRequest, template: Template, run: Run): Promise<ReadonlyMap<string, OrphanedSpec>> {
  const { outputFolder } = request;
  const deps: OrphanDeps = { files: run.disk, store: run.ports.store, listFolder: gathered.listFolder, signal: run.signal };
  const named = new Set(gathered.sources);
  if (await isNothingToFollow(gathered.sources, request, run)) return new Map();
  const specs = await listSpecs(outputFolder, deps);
  const orphans = await findOrphanedSpecs(specs, outputFolder, (path) => named.has(path), deps);
  if (orphans.length === 0) return new Map();
  const without = gathered.sources.filter((source) => !specs.has(specPathOf(source, outputFolder)));
  // What cannot be outlined is reported when its turn comes.
  const moved = await matchMoved(orphans, await outlineNew(without, { textOf: gathered.textOf, outliner: run.ports.outliner, template, signal: run.signal }));
  for (const [path, { source }] of moved) run.events.emit({ type: 'spec-moved', path, from: source });
  const followed = new Set(moved.values());
  const orphaned = orphansWithin(orphans.filter((orphan) => !followed.has(orphan)), request.paths);
  if (orphaned.length > 0 && !request.removeOrphans) run.warn(orphanWarning(orphaned.map(({ path }) => path)));
  for (const { path, source } of orphaned) {
    // So that the record notes them.
    await Promise.all([run.ports.files.stat(path), run.ports.files.stat(source)]);
    run.events.emit({ type: 'spec-orphaned', path, source });
  }
  return moved;
}

/** Only files were named, and all have their specs: the output folder need not be looked through. */
async function isNothingToFollow(sources: readonly string[], { paths, outputFolder }: GenerateRequest, { disk }: Run): Promise<boolean> {
  const named = new Set(sources);
  if (!paths.every((path) => named.has(path))) return false;
  const found = await mapInOrder(sources, LOOKED_AT_ONCE, (source) => disk.stat(specPathOf(source, outputFolder)).catch(() => undefined));
  return found.every((stat) => stat !== undefined);
}
