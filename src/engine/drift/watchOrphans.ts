import { gathererFor, type WatchPorts, type WatchRequest } from './compareNamed';
import { findOrphanedSpecs, listSpecs, type OrphanedSpec } from './orphanedSpecs';

/** The specs whose sources are gone, outside of any run. `undefined`: there is no spec at all. */
export async function watchOrphans(request: WatchRequest, ports: Pick<WatchPorts, 'files' | 'store'>, signal?: AbortSignal): Promise<readonly OrphanedSpec[] | undefined> {
  const { outputFolder } = request;
  const gatherer = gathererFor(request, ports);
  const deps = { ...ports, listFolder: (folder: string) => gatherer.listFolder(folder), signal };
  const specs = await listSpecs(outputFolder, deps);
  return specs.size === 0 ? undefined : findOrphanedSpecs(specs, outputFolder, () => false, deps);
}
