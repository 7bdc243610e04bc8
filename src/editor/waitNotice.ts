import * as vscode from 'vscode';
import type { Listener } from '../engine/events';
import { commandId } from './contributions';
import { t } from '../l10n/localize';
import { duration } from './words';

/** A shorter wait is over before anybody has read of it. */
const WORTH_TELLING_MS = 5_000;

/** Tells of a long wait for the provider, with what a person can do about it. One notice at a time: requests of a run wait together. */
export function tellOfWaits(): Listener {
  let toldUntil = 0;
  return (event) => {
    if ((event.type !== 'retry-waiting' && event.type !== 'rate-waiting') || event.ms < WORTH_TELLING_MS || event.at < toldUntil) return;
    toldUntil = event.at + event.ms;
    const [retry, cancel] = [t('Retry Now'), t('Cancel')];
    void vscode.window.showInformationMessage(event.type === 'rate-waiting' ? t('The provider asks to wait {0} for its rate limit.', duration(event.ms)) : t('The provider asks to wait {0} before the next attempt.', duration(event.ms)), retry, cancel).then((answer) => {
      if (answer === retry) toldUntil = 0;
      if (answer) return vscode.commands.executeCommand(commandId(answer === retry ? 'retryNow' : 'cancel'));
    });
  };
}
