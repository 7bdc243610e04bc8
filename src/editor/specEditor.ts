import * as vscode from 'vscode';
import type { Listener } from '../engine/events';
import { sectionPlaces } from '../engine/write/sectionPlaces';
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

/** Where it is open already, else beside the active editor; at a section, if one is named. */
export async function showSpec(spec: vscode.Uri, { preserveFocus, section }: { readonly preserveFocus: boolean; readonly section?: string }): Promise<void> {
  const document = await vscode.workspace.openTextDocument(spec);
  const editor = await vscode.window.showTextDocument(document, { preview: false, viewColumn: tabOf(spec)?.viewColumn ?? vscode.ViewColumn.Beside, preserveFocus });
  const place = section === undefined ? undefined : sectionPlaces(document.getText()).find(({ id }) => id === section);
  if (place) showLine(editor, place.headingLine);
}

/** Puts the cursor at the beginning of a 1-based line, with what follows it in sight. */
export function showLine(editor: vscode.TextEditor, line: number): void {
  const at = new vscode.Position(line - 1, 0);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.AtTop);
}

/** As a reader sees it: tables drawn, the comments around sections gone. In the group of its text. */
export async function showPreview(spec: vscode.Uri): Promise<void> {
  await showSpec(spec, { preserveFocus: false });
  await vscode.commands.executeCommand('markdown.showPreview', spec);
}
