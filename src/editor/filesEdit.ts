import * as vscode from 'vscode';
import { InputError } from '../engine/inputError';
import type { FileChange } from '../engine/project/writeProject';
import { sameText } from '../engine/write/textFile';
import { withLineEndingsOf } from './documentEdits';
import { openDocument, uriIn } from './documents';
import { orUndefined } from './editorFiles';
import { lineEdits } from './lineEdits';
import { later, t } from '../l10n/localize';

const LABELS: Readonly<Record<FileChange['kind'], () => string>> = { new: later('New files'), changed: later('Files that follow the spec again'), offered: later('Files that you changed: these would replace your version'), failing: later('Files that do not pass their checks: these would be written as the model answered'), removed: later('Files that nothing plans any more') };

/**
 * The changes of a project as VS Code's refactor preview shows them, file by file, none made before the person confirms it.
 * @throws InputError where a file is no longer what they were made for
 */
export async function filesEdit(changes: readonly FileChange[], folder: vscode.Uri): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  for (const { path, kind, text, present, origin } of changes) {
    const uri = uriIn(folder, path);
    const metadata: vscode.WorkspaceEditEntryMetadata = { needsConfirmation: true, label: LABELS[kind](), description: origin };
    if (kind === 'new' || (kind === 'failing' && present === undefined)) edit.createFile(uri, { contents: new TextEncoder().encode(text), ignoreIfExists: true }, metadata);
    else if (kind === 'removed') edit.deleteFile(uri, { ignoreIfNotExists: true }, metadata);
    else {
      const document = await vscode.workspace.openTextDocument(uri);
      if (!sameText(document.getText(), present ?? '')) throw new InputError(t('{0} was changed meanwhile, so nothing was written. Run the command again: what has been answered is not asked for twice.', path));
      for (const one of lineEdits(document.getText(), withLineEndingsOf(document, text))) {
        edit.replace(uri, new vscode.Range(document.positionAt(one.start), document.positionAt(one.end)), one.text, metadata);
      }
    }
  }
  return edit;
}

/** The changes that stand in the workspace, whole: of a file in which the person left something out nothing is said. */
export async function takenOf(changes: readonly FileChange[], folder: vscode.Uri): Promise<FileChange[]> {
  const taken: FileChange[] = [];
  for (const change of changes) {
    const now = await textAt(uriIn(folder, change.path));
    if (change.kind === 'removed' ? now === undefined : now !== undefined && sameText(now, change.text)) taken.push(change);
  }
  return taken;
}

async function textAt(uri: vscode.Uri): Promise<string | undefined> {
  const open = openDocument(uri);
  if (open) return open.getText();
  const bytes = await orUndefined(async () => vscode.workspace.fs.readFile(uri));
  return bytes && new TextDecoder().decode(bytes);
}
