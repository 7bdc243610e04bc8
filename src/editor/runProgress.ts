import * as vscode from 'vscode';
import type { ActiveRun } from './activeRun';
import { t } from '../l10n/localize';

/** Something moves at least every two seconds, however long the provider is silent. */
const REFRESH_MS = 1_000;

/** A run that is over by then shows its result alone, rather than a notification that flashes up. */
const SHOWN_AFTER_MS = 400;

/**
 * The notification of a run. It closes when the work ends, when the person is to look at what was made, or at once when they cancel: the work then ends behind it, which takes as long as
 * writing what is finished.
 */
export async function showRunProgress(run: ActiveRun, work: Promise<unknown>): Promise<void> {
  // What went wrong is told by whoever started the run.
  const ended = Promise.race([work.then(() => true, () => true), run.handedOver.then(() => true)]);
  const soon = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), SHOWN_AFTER_MS));
  if (await Promise.race([ended, soon])) return;
  const options = { location: vscode.ProgressLocation.Notification, title: t('Generating {0}', run.title), cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = new Promise<void>((resolve) => {
      if (run.signal.aborted) resolve();
      run.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    token.onCancellationRequested(() => run.cancel());
    let shownPercent = 0;
    const report = () => {
      const { items, itemsDone } = run.snapshot();
      const percent = items === 0 ? 0 : (100 * itemsDone) / items;
      progress.report({ message: run.line(), increment: Math.max(0, percent - shownPercent) });
      shownPercent = Math.max(shownPercent, percent);
    };
    report();
    const timer = setInterval(report, REFRESH_MS);
    try {
      await Promise.race([cancelled, ended]);
    } finally {
      clearInterval(timer);
    }
  });
}
