import * as vscode from 'vscode';
import { containedPath } from '../engine/safety/containment';

/** A document that VS Code holds, shown or not. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const name = uri.toString();
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === name);
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
