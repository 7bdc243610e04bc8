import type { Settlement } from '../../engine/drift/settleSections';
import { showMessage } from '../afterRun';
import { uriIn } from '../documents';
import type { EngineHost } from '../engineHost';
import { t } from '../../l10n/localize';
import { insertRest, showDifference, type RestDocuments } from '../refusedText';
import { targetsOf } from '../targets';
import type { DriftMonitor } from './driftMonitor';
import type { SectionAddress } from './sectionAt';
import { watchPortsFor, watchRequestFor } from './watchPorts';

export interface SettleDeps {
  readonly host: EngineHost;
  readonly monitor: DriftMonitor;
  readonly rest: RestDocuments;
}

/**
 * Makes a section fresh as a person settled it. Where they are typing in the spec it is not written, but offered to be inserted. Resolves to whether it stands in the spec.
 * @throws InputError where there is no such source or spec
 */
export async function settle({ source, id }: SectionAddress, settlement: Settlement, { host, monitor, rest }: SettleDeps): Promise<boolean> {
  const [target] = await targetsOf([source]);
  const { folder, paths } = target!;
  const engine = await host.load();
  const ports = await watchPortsFor(folder, host);
  const outcome = await engine.settleSections(paths[0]!, new Map([[id, settlement]]), watchRequestFor(folder), ports);
  await monitor.refresh(uriIn(folder, paths[0]!));
  if (outcome !== 'refused') return true;
  const refused = [...ports.store.refused.values()];
  void showMessage(
    { severity: 'warning', text: t('The spec has changes of yours that are not saved, so it was not changed.'), steps: ['insertRest', 'showDifference'] },
    { insertRest: () => insertRest(refused, rest), showDifference: () => Promise.all(refused.map((one) => showDifference(one, rest))) },
  );
  return false;
}
