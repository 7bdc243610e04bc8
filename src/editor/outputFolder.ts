import * as vscode from 'vscode';
import { uriIn } from './documents';
import { Settings } from './settings';

/** Whether a folder of the workspace has the folder that specs lie in. Those that are not on a disk are not looked at: to read from elsewhere may cost somebody something. */
export async function mayHaveSpecs(): Promise<boolean> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (await Promise.all(folders.map(async ({ uri }) => uri.scheme === 'file' && (await hasOutputFolder(uri))))).includes(true);
}

export async function hasOutputFolder(folder: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uriIn(folder, new Settings(folder).get('outputFolder')))).type & vscode.FileType.Directory) !== 0;
  } catch {
    // There is none, or the setting is none: the command that needs it says so.
    return false;
  }
}
