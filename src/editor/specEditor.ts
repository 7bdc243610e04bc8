import * as vscode from 'vscode';
import type { Listener } from '../engine/events';
import { tabOf } from './documents';

/** Shows a spec beside the code, once its facts are written. It grows there while answers come. */
export function openSpecWhenItsFactsAreThere(spec: vscode.Uri): Listener {
  let isOpened = false;
  return (event) => {
    // The facts of every spec are in place before anything is asked for.
    if (isOpened || event.type !== 'stage-started' || event.stage !== 'analyze') return;
    isOpened = true;
    // A spec that could not be written is not there; the run's result says why.
    showSpec(spec, { preserveFocus: true }).then(undefined, () => {});
  };
}

/** Where it is open already, else beside the active editor. */
export async function showSpec(spec: vscode.Uri, options: { readonly preserveFocus: boolean }): Promise<void> {
  const document = await vscode.workspace.openTextDocument(spec);
  await vscode.window.showTextDocument(document, { preview: false, viewColumn: tabOf(spec)?.viewColumn ?? vscode.ViewColumn.Beside, ...options });
}

/** As a reader sees it: tables drawn, the comments around sections gone. In the group of its text. */
export async function showPreview(spec: vscode.Uri): Promise<void> {
  await showSpec(spec, { preserveFocus: false });
  await vscode.commands.executeCommand('markdown.showPreview', spec);
}
