import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { showMessage } from '../afterRun';
import { applyInFolder } from '../applyInFolder';
import { applyMessage } from '../applyMessage';
import { commandId } from '../contributions';
import { openDocument } from '../documents';
import type { EngineHost } from '../engineHost';
import { t } from '../../l10n/localize';
import { insertRest, showDifference, type RestDocuments } from '../refusedText';
import { outputFolderOf } from '../request';
import { specUriOf } from '../runInFolders';
import { problemOf } from '../runMessage';
import type { Runs } from '../runs';
import { Settings } from '../settings';
import { nameOf, targetsOf } from '../targets';

/** What became of the command, for whoever executed it. */
export interface ApplySummary {
  readonly status: string;
  /** Ids of the symbols that were to be written anew, and of the sections that code and text agree on now. */
  readonly edited: readonly string[];
  readonly applied: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Brings a source into line with what was edited in its spec: of the active editor, or of the file that was clicked, be it the spec or its source. An unsaved spec is saved first, so that
 * what is applied is what stands there.
 */
export function applySpec({ runs, host, rest }: { readonly runs: Runs; readonly host: EngineHost; readonly rest: RestDocuments }) {
  return async (clicked?: vscode.Uri): Promise<ApplySummary | undefined> => {
    const chosen = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
    if (!chosen) throw new InputError(t('Open a spec first: its source is brought into line with what you edited in it.'));
    const targets = await targetsOf([chosen]);
    const [target] = targets;
    if (target!.hasFolder) throw new InputError(t('Choose one spec: code is brought into line with one at a time.'));
    const other = runs.overlapping(targets);
    if (other) throw new InputError(t('Specwright is at {0} already. Wait for it, or cancel it.', other.title));
    const { specPathOf } = await host.load();
    const spec = specUriOf(target!, outputFolderOf(new Settings(target!.folder)), specPathOf);
    const document = openDocument(spec);
    if (document?.isDirty && !(await document.save())) throw new InputError(t('{0} could not be saved. Save it, then run the command again.', nameOf(spec)));
    const { result } = await runs.follow(targets, 'apply', applyInFolder, (run, outcome) => {
      if (outcome.declined) return undefined; // they know
      const refused = [...outcome.refused.values()];
      const message = applyMessage({ label: run.label, result: outcome.result, isSpecRefused: refused.length > 0 });
      void showMessage(message, {
        runAgain: () => vscode.commands.executeCommand(commandId('applySpec'), spec),
        insertRest: () => insertRest(refused, rest),
        showDifference: () => Promise.all(refused.slice(0, 1).map((one) => showDifference(one, rest))),
      });
      return problemOf(message, [outcome.result.status]);
    });
    const { status, edited, applied, errors, warnings } = result;
    return { status, edited, applied, errors, warnings };
  };
}
