import * as vscode from 'vscode';
import { sameText } from '../engine/write/textFile';
import { lineEdits, type TextEdit } from './lineEdits';

/** Changes an open document to a new text, with small edits, and saves it. `false`: a person was faster, and their text stands. */
export async function writeIntoDocument(document: vscode.TextDocument, text: string): Promise<boolean> {
  const wanted = withLineEndingsOf(document, text);
  // VS Code refuses edits for a version of the document that is no longer the present one.
  if (!(await applyTo(document, lineEdits(document.getText(), wanted)))) return false;
  // Something was typed into it meanwhile: it is theirs to save.
  if (!sameText(document.getText(), wanted)) return false;
  return document.save();
}

/** In the editor only: the person decides when to save. */
export async function applyTo(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  return vscode.workspace.applyEdit(edit);
}

export function withLineEndingsOf(document: vscode.TextDocument, text: string): string {
  return document.eol === vscode.EndOfLine.CRLF ? text.replace(/\r?\n/g, '\r\n') : text.replace(/\r\n/g, '\n');
}
