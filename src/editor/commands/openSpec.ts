import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { commandId } from '../contributions';
import type { EngineHost } from '../engineHost';
import { outputFolderOf } from '../request';
import { specUriOf } from '../runInFolders';
import { Settings } from '../settings';
import { showSpec } from '../specEditor';
import { nameOf, sourceOf, targetsOf } from '../targets';

/** Shows the spec of the active editor, or of the file that was clicked; offers to write it where there is none. */
export function openSpec(host: EngineHost) {
  return async (clicked?: vscode.Uri): Promise<void> => {
    const source = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
    if (!source) throw new InputError('Open a file first: its spec is shown beside it.');
    if (sourceOf(source)) return void vscode.window.showInformationMessage(`${nameOf(source)} is the spec.`);
    const [target] = await targetsOf([source]);
    const { specPathOf } = await host.load();
    const spec = specUriOf(target!, outputFolderOf(new Settings(target!.folder)), specPathOf);
    if (await exists(spec)) return showSpec(spec, { preserveFocus: false });
    const generate = 'Generate Spec';
    void vscode.window.showInformationMessage(`There is no spec of ${nameOf(source)} yet.`, generate).then((answer) => {
      if (answer === generate) void vscode.commands.executeCommand(commandId('generateSpec'), source);
    });
  };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(() => true, () => false);
}
