import * as vscode from 'vscode';
import { InputError } from '../engine/inputError';
import { isProviderError } from '../providers/model';
import { patientFetch, type Access } from './chooseWriter';
import type { Engine } from './engineHost';
import { t } from '../l10n/localize';
import { modelDetail } from './modelDetail';
import type { Settings } from './settings';

/**
 * What the provider offers at the moment, with the prices that are known. Shows that it is asked; `undefined`: the person cancelled that.
 * @throws InputError where the provider cannot be asked
 */
export async function listedModels(access: Access, { listModels, describeModel }: Engine, settings: Settings): Promise<readonly { readonly id: string; readonly detail: string }[] | undefined> {
  const fetch = await patientFetch(settings);
  const title = t('Asking for the list of models');
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (_, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    try {
      const models = await listModels({ ...access, fetch }, cancelled.signal);
      return models.map(({ id, contextTokens }) => {
        const { prices, limits } = describeModel(access.provider, id);
        return { id, detail: modelDetail({ prices, limits: { ...limits, ...(contextTokens && { contextTokens }) } }) };
      });
    } catch (error) {
      if (cancelled.signal.aborted) return undefined;
      throw isProviderError(error) ? new InputError(error.message) : error;
    }
  });
}
