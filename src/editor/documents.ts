import * as vscode from 'vscode';
import { containedPath } from '../engine/safety/containment';

/** A document that VS Code holds, shown or not. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const name = uri.toString();
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === name);
}

/** A document that a person sees in a tab, or has changed: it is theirs. VS Code holds others for a while, and reads them from the disk again. */
export function shownDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const document = openDocument(uri);
  return document && (document.isDirty || tabOf(uri)) ? document : undefined;
}

/** The tab group that shows a text. */
export function tabOf(uri: vscode.Uri): vscode.TabGroup | undefined {
  const name = uri.toString();
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => uriOf(input)?.toString() === name));
}

function uriOf(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** Where a relative path lies. Throws `PathRefused` for one that leaves the folder. */
export function uriIn(folder: vscode.Uri, path: string): vscode.Uri {
  const contained = containedPath(path);
  return contained === '' ? folder : vscode.Uri.joinPath(folder, ...contained.split('/'));
}

/** The path relative to the folder, with `/`. `undefined`: it lies elsewhere. */
export function pathIn(folder: vscode.Uri, uri: vscode.Uri): string | undefined {
  const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) return undefined;
  if (uri.path === folder.path || `${uri.path}/` === base) return '';
  return uri.path.startsWith(base) ? uri.path.slice(base.length) : undefined;
}
