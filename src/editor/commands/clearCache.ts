import * as vscode from 'vscode';
import type { EngineHost } from '../engineHost';
import { plural, t } from '../../l10n/localize';
import { Settings } from '../settings';

/** Forgets the answers of models on this machine. Specs stay as they are; only what is asked for the same way again is paid for again. */
export function clearCache(host: EngineHost) {
  return async (): Promise<void> => {
    const cache = await host.cache(new Settings(), true);
    const clear = t('Clear');
    const detail = t('Specs stay as they are. Answers that are needed once more, for example after a cancelled run, will have to be paid for again.');
    if ((await vscode.window.showWarningMessage(t('Clear the cache of model answers?'), { modal: true, detail }, clear)) !== clear) return;
    await host.clearIndex();
    void vscode.window.showInformationMessage(plural(await cache.clear(), 'The cache is empty: {0} answer forgotten.', 'The cache is empty: {0} answers forgotten.'));
  };
}
