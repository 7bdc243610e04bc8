import { templateNamed } from '../write/templates/templates';
import { gathererFor, type WatchPorts, type WatchRequest } from './compareNamed';
import { matchMoved, outlineNew } from './movedSpecs';
import type { OrphanedSpec } from './orphanedSpecs';

/** Which of some sources without a spec are those of orphaned specs, at another place: a run would take their specs along. By path of the source as it is now. Outside of any run. */
export async function watchMoves(orphans: readonly OrphanedSpec[], sources: readonly string[], request: WatchRequest, { files, outliner, trusted = false }: WatchPorts, signal?: AbortSignal): Promise<ReadonlyMap<string, OrphanedSpec>> {
  if (orphans.length === 0 || sources.length === 0) return new Map();
  const gatherer = gathererFor(request, { files });
  const textOf = async (path: string) => {
    const found = await gatherer.readSource(path);
    return found.kind === 'source' ? found.text : undefined;
  };
  return matchMoved(orphans, await outlineNew(sources, { textOf, outliner, template: await templateNamed(request.template, files, trusted), signal }));
}
