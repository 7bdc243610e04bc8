import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { isProjectSpec } from '../../engine/project/read/isProjectSpec';
import type { SpecPart } from '../../engine/request';
import { showMessage } from '../afterRun';
import { commandId } from '../contributions';
import { openDocument, pathIn } from '../documents';
import { projectInFolder } from '../projectInFolder';
import { projectMessage } from '../projectMessage';
import { projectResultText } from '../projectResultText';
import type { EngineHost } from '../engineHost';
import { t } from '../../l10n/localize';
import { problemOf } from '../runMessage';
import type { Runs } from '../runs';
import { nameOf, type Target } from '../targets';
import type { VirtualDocuments } from '../virtualDocuments';

/** What became of the command, for whoever executed it. */
export interface ProjectSummary {
  readonly status: string;
  readonly files: readonly { readonly path: string; readonly status: string; readonly problem?: string }[];
  readonly calls: number;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Writes the files of a project spec: of the active editor, or of the file that was clicked; of one part of it, where a lens says so. An unsaved spec counts as it stands in the editor. */
export function generateProject({ runs, host, documents }: { readonly runs: Runs; readonly host: EngineHost; readonly documents: VirtualDocuments }) {
  return async (clicked?: unknown, part?: SpecPart): Promise<ProjectSummary | undefined> => {
    const target = await projectTarget(clicked, part);
    const other = runs.overlapping([target]);
    if (other) throw new InputError(t('Specwright is at {0} already. Wait for it, or cancel it.', other.title));
    const engine = await host.load();
    const { result } = await runs.follow([target], 'project', projectInFolder, (run, outcome) => {
      if (outcome.declined) return undefined; // they know
      const message = projectMessage(run.label, outcome, engine);
      const again = () => vscode.commands.executeCommand(commandId('generateProject'), clicked, part);
      const showResult = () => vscode.commands.executeCommand('markdown.showPreview', documents.set('Result.md', projectResultText(target.paths[0]!, outcome.result, engine)));
      void showMessage(message, { runAgain: again, goOn: again, showResult });
      return problemOf(message, [outcome.result.status]);
    });
    const { status, files, figures, errors, warnings } = result;
    return { status, files: files.map(({ path, status: one, problem }) => ({ path, status: one, ...(problem !== undefined && { problem }) })), calls: figures.calls, errors, warnings };
  };
}

/** @throws InputError where no project spec was chosen */
export async function projectTarget(clicked: unknown, part: SpecPart | undefined): Promise<Target> {
  const uri = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
  if (!uri || !folder) throw new InputError(t('Open a project spec of the workspace first, or start one with "Specwright: New Project Spec".'));
  const document = openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
  if (!isProjectSpec(uri.path, document.getText())) throw new InputError(t('{0} is no project spec: that is a file of the name *.spec.yaml, *.spec.json or *.spec.md. Start one with "Specwright: New Project Spec".', nameOf(uri)));
  return { folder: folder.uri, name: folder.name, paths: [pathIn(folder.uri, uri)!], hasFolder: false, ...(part && { part: { kind: part.kind, id: part.id } }) };
}
