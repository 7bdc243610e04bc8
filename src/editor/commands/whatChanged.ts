import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { createEditorStore } from '../editorStore';
import type { Engine, EngineHost } from '../engineHost';
import { listed, t } from '../../l10n/localize';
import { outputFolderOf } from '../request';
import { Settings } from '../settings';
import { targetsOf } from '../targets';
import type { VirtualDocuments } from '../virtualDocuments';
import { chosenIn } from './generateSpec';

/**
 * Which sections of specs are new, changed or gone since a git revision: of the spec that is open, or that of the source that is; of what was chosen in the explorer, folders too; of all of a
 * workspace folder where nothing is open. Unsaved text counts. The revision is asked for, unless whoever executes the command names it.
 */
export function whatChanged(host: EngineHost, documents: VirtualDocuments) {
  return async (clicked?: unknown, asked?: unknown): Promise<void> => {
    if (!vscode.workspace.isTrusted) throw new InputError(t('Git runs in trusted workspaces only. Trust the workspace first.'));
    const uris = chosenIn(clicked, asked);
    const chosen = uris.length > 0 ? uris : await pickFolder();
    if (!chosen) return;
    const [target, ...others] = await targetsOf(chosen);
    if (others.length > 0) throw new InputError(t('Choose what lies in one workspace folder: each has its own history.'));
    const { folder, paths, name } = target!;
    if (folder.scheme !== 'file') throw new InputError(t('{0} does not lie on a disk that git can read. Open the folder itself.', name));
    const engine = await host.load();
    const root = folder.fsPath;
    const revision = typeof asked === 'string' ? asked : await pickRevision(root, engine);
    if (revision === undefined) return;
    const request = { paths, outputFolder: outputFolderOf(new Settings(folder)), since: revision };
    const store = createEditorStore(folder, engine);
    const { changes, specs } = await engine.specChangesSince(root, request, (path) => store.read(path), gitOptions());
    if (specs === 0) throw new InputError(t('There is no spec of {0}, neither now nor at {1}. Generate it first.', listed(paths.map((path) => path || name)), revision));
    await vscode.commands.executeCommand('markdown.showPreview', documents.set('What Changed.md', engine.renderChanges(changes, revision)));
  };
}

/** `undefined`: the person went away. @throws InputError where no folder is open */
async function pickFolder(): Promise<readonly vscode.Uri[] | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new InputError(t('Open a source, its spec or a folder first: then it can be compared with what it was.'));
  const folder = folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick({ placeHolder: t('Of which folder?') });
  return folder && [folder.uri];
}

async function pickRevision(root: string, { likelyRevisions }: Engine): Promise<string | undefined> {
  const another = { label: `$(edit) ${t('Another…')}`, description: t('a commit, a tag or a branch') };
  const likely = (await likelyRevisions(root, gitOptions())).map(({ revision, what }) => ({ label: revision, description: what }));
  const choice = await vscode.window.showQuickPick([...likely, another], { title: t('What Changed'), placeHolder: t('Since when?') });
  if (choice !== another) return choice?.label;
  const typed = await vscode.window.showInputBox({ title: t('What Changed'), prompt: t('A commit, a tag or a branch'), placeHolder: 'v1.2.0', validateInput: (text) => (text.trim() === '' ? t('Name a commit, a tag or a branch.') : undefined) });
  return typed?.trim();
}

/** The git that VS Code uses. */
function gitOptions(): { readonly program?: string } {
  const configured = vscode.workspace.getConfiguration('git').get<unknown>('path');
  const program = (Array.isArray(configured) ? (configured as unknown[]) : [configured]).find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof program === 'string' ? { program: program.trim() } : {};
}
