import type * as vscode from 'vscode';
import { showMessage } from '../afterRun';
import { t } from '../../l10n/localize';
import { stepsNamedIn } from '../runMessage';
import { inEditorWords } from '../words';

/** A command's function. Its result goes to whoever executed it, such as another extension. */
// What VS Code hands to a command depends on where it was chosen; each command says what it takes.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Handler = (...args: any[]) => unknown;

/** What a person did wrong is told with the next step; anything else is our fault, and its trace is in the log. */
export async function orTell(action: () => unknown, log: Pick<vscode.LogOutputChannel, 'error'>): Promise<unknown> {
  try {
    return await action();
  } catch (error) {
    const text = inEditorWords(error instanceof Error ? error.message : String(error));
    if (error instanceof Error && error.name === 'InputError') {
      void showMessage({ severity: 'error', text, steps: stepsNamedIn(text) }, {});
    } else {
      log.error(error instanceof Error ? error : text);
      void showMessage({ severity: 'error', text: t('Specwright failed: {0} The log has the details.', text), steps: ['showLog'] }, {});
    }
    return undefined;
  }
}
