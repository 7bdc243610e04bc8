import * as path from 'node:path';
import * as vscode from 'vscode';
import { InputError } from '../engine/inputError';
import type { Renew } from '../engine/renew';
import type { SectionsOfSource, SpecPart } from '../engine/request';
import { pathIn } from './documents';
import { t } from '../l10n/localize';
import { Settings } from './settings';

/** What one run works on: files and folders of one workspace folder. */
export interface Target {
  readonly folder: vscode.Uri;
  /** What the folder is called in messages. */
  readonly name: string;
  /** Relative to the folder, with `/`; the empty string is the folder itself. */
  readonly paths: readonly string[];
  /** A folder is among them: how long it takes depends on its size. */
  readonly hasFolder: boolean;
  /** A model is asked for these sections alone. Absent: for all that are not fresh. */
  readonly sections?: readonly SectionsOfSource[];
  /** Of a project spec: only what is about this part of it. */
  readonly part?: SpecPart;
  /** A person chose, by its price, which texts are asked for again. Absent: as the engine has it, and a dialog asks where it is dear. */
  readonly renew?: Renew;
}

const SPEC_SUFFIX = '.spec.md';

/**
 * One target for each workspace folder that something was chosen in. A file outside of all of them is taken with the folder it lies in; a spec stands
 * for its source.
 * @throws InputError for what cannot be read or written
 */
export async function targetsOf(uris: readonly vscode.Uri[]): Promise<Target[]> {
  const targets = new Map<string, Target & { paths: string[]; hasFolder: boolean }>();
  for (const chosen of uris) {
    if (chosen.scheme === 'untitled') throw new InputError(t('Save the file first: a spec is named after its source.'));
    if (!(await isWritable(chosen))) throw new InputError(t('{0} lies where nothing can be written ({1}). Open the file itself.', nameOf(chosen), chosen.scheme));
    const uri = sourceOf(chosen) ?? chosen;
    const isFolder = await isFolderAt(uri);
    const folder = rootOf(uri, isFolder);
    const key = folder.uri.toString();
    const target = targets.get(key) ?? { folder: folder.uri, name: folder.name, paths: [], hasFolder: false };
    target.paths.push(pathIn(folder.uri, uri) ?? '');
    target.hasFolder ||= isFolder;
    targets.set(key, target);
  }
  return [...targets.values()];
}

/** Every folder of the workspace, whole. */
export function workspaceTargets(): Target[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({ folder: uri, name, paths: [''], hasFolder: true }));
}

/** The source of a spec, by where the spec lies. `undefined`: it is none. */
export function sourceOf(spec: vscode.Uri): vscode.Uri | undefined {
  if (!spec.path.endsWith(SPEC_SUFFIX)) return undefined;
  // Outside of every workspace folder, the specs lie in a folder beside the source.
  const folder = vscode.workspace.getWorkspaceFolder(spec)?.uri ?? vscode.Uri.joinPath(spec, '..', '..');
  const inside = pathIn(vscode.Uri.joinPath(folder, new Settings(folder).get('outputFolder')), spec);
  return inside === undefined ? undefined : vscode.Uri.joinPath(folder, inside.slice(0, -SPEC_SUFFIX.length));
}

function rootOf(uri: vscode.Uri, isFolder: boolean): { readonly uri: vscode.Uri; readonly name: string } {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder) return folder;
  const own = isFolder ? uri : vscode.Uri.joinPath(uri, '..');
  return { uri: own, name: nameOf(own) };
}

async function isWritable(uri: vscode.Uri): Promise<boolean> {
  const { fs } = vscode.workspace;
  // Asking for the file wakes whoever provides it.
  if (fs.isWritableFileSystem(uri.scheme) === undefined) await fs.stat(uri).then(undefined, () => {});
  return fs.isWritableFileSystem(uri.scheme) === true;
}

async function isFolderAt(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    // Only the editor has it, or it is gone: the run says so.
    return false;
  }
}

export function nameOf(uri: vscode.Uri): string {
  return path.posix.basename(uri.path);
}
