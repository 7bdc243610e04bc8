import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { commandId } from '../contributions';
import type { DriftMonitor } from '../drift/driftMonitor';
import { fileClicked, sectionAtCursor, sectionNamed } from '../drift/sectionAt';
import type { EngineHost } from '../engineHost';
import { t } from '../../l10n/localize';
import { outputFolderOf } from '../request';
import { specUriOf } from '../runInFolders';
import { Settings } from '../settings';
import { showSpec } from '../specEditor';
import { nameOf, sourceOf, targetsOf } from '../targets';

/**
 * Shows the spec of the active editor, at the section of the symbol that the cursor stands in, or of the file that was clicked; offers to write it where there is none. Links and lenses name the
 * section.
 */
export function openSpec(host: EngineHost, monitor: DriftMonitor) {
  return async (clicked?: unknown, id?: unknown): Promise<void> => {
    const named = sectionNamed([clicked, id]);
    const editor = vscode.window.activeTextEditor;
    const source = named?.source ?? fileClicked(clicked) ?? editor?.document.uri;
    if (!source) throw new InputError(t('Open a file first: its spec is shown beside it.'));
    if (sourceOf(source)) return void vscode.window.showInformationMessage(t('{0} is the spec.', nameOf(source)));
    const [target] = await targetsOf([source]);
    const { specPathOf } = await host.load();
    const spec = specUriOf(target!, outputFolderOf(new Settings(target!.folder)), specPathOf);
    if (await exists(spec)) {
      const isAtCursor = editor?.document.uri.toString() === source.toString();
      const section = named ?? (isAtCursor ? await sectionAtCursor(editor, monitor) : undefined);
      return showSpec(spec, { preserveFocus: false, section: section?.id });
    }
    const generate = t('Generate Spec');
    void vscode.window.showInformationMessage(t('There is no spec of {0} yet.', nameOf(source)), generate).then((answer) => {
      if (answer === generate) void vscode.commands.executeCommand(commandId('generateSpec'), source);
    });
  };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(() => true, () => false);
}
