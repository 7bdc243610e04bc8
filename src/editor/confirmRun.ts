import * as vscode from 'vscode';
import type { Confirmed } from '../engine/request';
import type { ActiveRun } from './activeRun';
import type { Writer } from './chooseWriter';
import { t } from '../l10n/localize';

/**
 * Asks before money is spent. The engine's clock stands still until there is an answer.
 * @param renewals what is asked for although the code has not changed: the person may leave it
 */
export async function confirmRun(estimate: string, renewals: readonly string[], writer: Writer, { title }: ActiveRun): Promise<Confirmed> {
  const detail = [
    t('This takes {0}.', estimate),
    ...renewals.map((renewal) => t('Of this, {0}. They may be left as they are.', renewal)),
    t('You are asked above the limits in the settings "specwright.confirmAbove". What has been answered before is not asked for again.'),
  ].join('\n\n');
  const generate = t('Generate');
  const onlyChanged = t('Only Where the Code Changed');
  const choices = renewals.length > 0 ? [generate, onlyChanged] : [generate];
  const choice = await vscode.window.showWarningMessage(writer.by === 'model' ? t('Generate {0} with {1}?', title, writer.name) : t('Generate {0}?', title), { modal: true, detail }, ...choices);
  return choice === onlyChanged ? 'code' : choice === generate;
}
