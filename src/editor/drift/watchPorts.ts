import * as vscode from 'vscode';
import type { WatchPorts, WatchRequest } from '../../engine/drift/compareNamed';
import { createEditorFiles } from '../editorFiles';
import { createEditorStore, type EditorStore } from '../editorStore';
import type { EngineHost } from '../engineHost';
import { outputFolderOf } from '../request';
import { hiddenFiles, Settings } from '../settings';

/** What drift is read with in one workspace folder. */
export async function watchPortsFor(folder: vscode.Uri, host: EngineHost): Promise<WatchPorts & { readonly store: EditorStore }> {
  const engine = await host.load();
  return { files: createEditorFiles(folder, engine), store: createEditorStore(folder, engine), outliner: await host.outliner(), trusted: vscode.workspace.isTrusted };
}

/** The settings that say what a spec should be. @throws InputError for one that cannot be right */
export function watchRequestFor(folder: vscode.Uri): WatchRequest {
  const settings = new Settings(folder);
  return {
    include: settings.get('include'),
    exclude: [...hiddenFiles(folder), ...settings.get('exclude')],
    outputFolder: outputFolderOf(settings),
    template: settings.get('template'),
    language: settings.get('language').trim(),
  };
}
