import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { nameOf, sourceOf } from '../targets';

/** Shows the source of the spec that is open. */
export async function openSource(clicked?: vscode.Uri): Promise<void> {
  const spec = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
  const source = spec && sourceOf(spec);
  if (!source) throw new InputError('Open a spec first: this command shows the source that it describes.');
  try {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(source));
  } catch {
    throw new InputError(`${nameOf(source)} is no longer where the spec says. If it was moved, generate its spec again and delete this one.`);
  }
}
