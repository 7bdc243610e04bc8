import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { LANGUAGES } from './contributions';
import { mayHaveSpecs } from './outputFolder';
import { mayBeSpec } from './projectSpec/recognize';
import { UNFINISHED_RUNS } from './unfinishedRuns';

/** So long after activation a window that opens has more important things behind it. */
const SETTLED_MS = 1_000;

/**
 * Begins once there is something to do that nobody has to ask for: a source or a spec is open, a folder has specs, or a run of the window before was cut off.
 * @param storage the workspace's storage of the extension, if it has one
 */
export function whenUseful(storage: string | undefined, begin: () => unknown): vscode.Disposable {
  const timer = setTimeout(() => void look(), SETTLED_MS);
  const watch = vscode.Disposable.from(vscode.window.onDidChangeActiveTextEditor(() => void look()), vscode.workspace.onDidChangeWorkspaceFolders(() => void look()), new vscode.Disposable(() => clearTimeout(timer)));

  async function look(): Promise<void> {
    if (!(await isUseful(storage))) return;
    watch.dispose();
    begin();
  }

  return watch;
}

async function isUseful(storage: string | undefined): Promise<boolean> {
  if (vscode.window.visibleTextEditors.some(({ document }) => document.languageId in LANGUAGES || mayBeSpec(document))) return true;
  return (storage !== undefined && existsSync(path.join(storage, UNFINISHED_RUNS))) || mayHaveSpecs();
}
